"""How Chinese shares out work: the patterns of `speech_acts` for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.language.speech_acts import SpeechActs, any_of

_DO = "来|去|会|负责|把|给|发|写|做|改|整理|更新|准备|联系|提交|弄|跟进|安排|确认|查|约|订|修|加|换"
_SOON = "这边|自己|就|再|先|晚点|回头|马上|尽快|可以|能"


def phrase(groups: Mapping[str, str | None]) -> str:
    """The task in what a pattern matched."""
    return next((text for name, text in groups.items() if text and name != "name"), "")


def resolve(said: str, before: Sequence[str]) -> tuple[str, int] | None:
    """Nothing is replaced: Chinese leaves out what it would point to."""
    return None


CHINESE = SpeechActs(
    hypothetical=any_of("要是|如果|假如|万一|除非", start="^(?:[那嗯呃啊]|不过|但是)*[，,]?"),
    filler=any_of("[呃嗯][，,]?"),
    talk=any_of(
        "^.*[我你](?:来|去|会|能不能|可以|能|先|再|就"
        "|给大家)*(?:说|讲|看|介绍|觉得|以为|建议|记得)",
        "^.*[我你](?:来|去|会|先|再|就)*(?:知道|估计|想|认为|猜|听|问|同意|补充)",
        "(?:了|过|着)(?:吧|啊|的)?[。！]?$",
        "已经|刚才|刚刚|上周|昨天|上个月|以前|(?<!有)没(?!问题)"
        "|(?<![能可是要])不(?!过|然|同|好意思)",
        start="^.*?",
    ),
    commitment=any_of(
        "^交给我|^我来吧?(?=[，。！]|$)",
        f"^(?P<task>.*(?<![给让跟和找])我(?:{_SOON})*(?:{_DO}).*)$",
    ),
    offer=any_of("^(?P<task>.*我(?:可以|能)(?:帮|来|去).*)$"),
    delivery=any_of("给你|给大家|发给|发你|弄完|做完|写完|搞定|完成|能好|出来"),
    promised=any_of("(?!)"),
    request=any_of(
        "^(?P<task>.*[你您](?:这边|们|先)*(?:能不能|能"
        "|可不可以|可以|有没有时间|有空|帮忙|帮|来|去|负责|把)"
        "(?!说|讲|看|介绍).*)$",
        "^(?P<ordered>.*(?:麻烦|请|辛苦)[你您](?!了|们了).+)$",
        f"^(?P<wanted>.*能不能(?:请?[你您])?(?:帮|{_DO}).+)$",
    ),
    order=any_of("(?!)"),
    need=any_of(
        "^(?P<task>.*(?:得|需要|要|最好|必须|应该|还缺)有?个?人(?:来|去|把|负责)?(?!的).*)$",
        "^(?P<role>.*(?:找|安排)个?人.+)$",
    ),
    who=any_of("^(?P<task>.*谁(?:来|去|能|可以|负责)[^，。]+)[？?]$"),
    assignment=any_of("(?P<name>[\u4e00-\u9fff]{2,3})(?P<task>(?:负责|来|去).+)"),
    acceptance=any_of(
        "可以|行|好|没问题|没事|OK|对|收到|我来|交给我|当然|不难", start="^(?:嗯|哦|啊|那)*[，,]?"
    ),
    undertaking=any_of("^(?:好|行|可以|没问题|收到|明白|我)"),
    polite=any_of("请|麻烦|辛苦"),
    volunteer=any_of("^(?:那)?我(?:来|去|可以|行)吧?(?=[，。！]|$)"),
    everyone=any_of("大家|每个?人|各位|你们(?:三|几|两)"),
    welcome=any_of("^(?:好|行|那太好|太好|谢谢|辛苦|可以|麻烦)"),
    refusal=any_of(
        "没时间|没空|做不了|不行|来不了|干不了|弄不了|恐怕|别找我|^不(?!难"
        "|用)|真不|忙不过来|没办法",
        "抽不出",
    ),
    dropped=any_of("算了|先不做|不排|不做了|再说吧|以后再说|不用了"),
    when=any_of("什么时候|多久|几号|哪天|何时"),
    moved=any_of("改成|改到|那就|还是|要不|推到|挪到|提前|之前|最晚|就"),
    corrected=any_of("改成|改到|还是|不对|应该是"),
    day_alone=any_of(
        "(?:那|就|可以|行|好|没问题|来得及|吧|的|也|我|给|你|发|改成|改到|对|最晚|要|完成|弄完|做完"
        r"|大家|们|[，。？！\s])*"
    ),
    settled=any_of(
        "(?:就|也|那就?)?(?:这么|这样)?定(?:了|下来)(?!没|吗|以后)",
        "就这么(?:办|定|做)|说定了|决定(?!没|吗)",
    ),
    concluded=any_of(
        "那[^我你，]{0,6}就(?:是|用|按|先|定)|就按", start="^(?:[好行嗯啊对，。]|这样吧)*"
    ),
    inferred=any_of("(?!)"),
    resolved=any_of("(?!)"),
    proposed=any_of("我建议|要不|不如|咱们就|我们就|先放|还是"),
    agreed=any_of("^(?:行|好|可以|同意|没意见|没问题|对|嗯|确实|OK|赞成|就这样)"),
    recap=any_of("总结一下|回顾一下|再过一遍|确认一下大家|重复一下|汇总一下"),
    assented=any_of("^(?:行|好|可以|同意|没意见|没问题|赞成|就这样)"),
    lead=any_of("^(?:(?:好的?|好吧|行|嗯|那|那个|这样吧|对|啊|哎|可以)[啊，。])+"),
    shift=any_of(
        "下一个|说一下|说说|再说|接下来|另外|最后|还有别的|换个话题|第[二三四五]个|聊一下|讨论一下",
        start="^(?:好|行|嗯|那么?|接下来|挺快的|辛苦了|[，。])*",
    ),
    heading=any_of("(?!)"),
    either=any_of("还是|或者?"),
    calling=any_of("^(?:那|还有|关于)[，,]?(?P<subject>[^我你，。]{2,8}?)(?:呢|这边|方面|的事|，)"),
    subject=any_of(
        "(?:说一下|说说|聊一下|讨论一下|看一下|过一下|下一个[，,]?)(?P<subject>[^，。？！]{2,12})"
    ),
    pronoun=any_of("这个|那个|它|[这那]事"),
    leaning=any_of("^(?:这|那|它)"),
    third_person=any_of("(?!)"),
    fronted=any_of(
        "^(?P<object>[^，,]{2,}?)[，,]?[我你您谁]来(?P<verb>[\u4e00-\u9fff]{1,2}?)(?:一下)?(?=[，,吧。？！]|$)"
    ),
    padding=any_of(
        "^(?:那个|就是|还有|对|好的?|行|然后|可以|没问题)[，,]",
        "^[\u4e00-\u9fff]{2,3}，(?=.*[你您])",
        "[我你您谁](?:这边|们|自己|就|再|先)*(?:能不能|可不可以|有没有时间|可以|能|来|去|会|负责)",
        "我(?=把|给)|(?:得|需要|要|最好|必须|应该)有?个?人(?:来|去"
        "|把|负责)?|帮忙|麻烦[你您]?|请[你您]?",
        "一下|(?:就行|吧|啊|呢|吗|呗)$",
    ),
    tail=any_of("(?:[。！？；]|，(?:不然|因为|所以|要不|但是|不过)).*$"),
    joint=any_of("(?!)"),
    phrase=phrase,
    resolve=resolve,
)
