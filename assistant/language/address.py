"""How people put each other's names into what they say; a new language is one more entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.language.given_names import ZH_GIVEN
from assistant.language.sentences import Sentence
from assistant.language.terms import FUNCTION_WORDS

Patterns = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class AddressForms:
    """How a language puts a name into a sentence; each pattern has a group `name`."""

    name: str
    introduced: Patterns
    """The speaker says who he is."""
    asked: Patterns
    """Somebody is called, and something is put to him."""
    run_on: Patterns
    """The same without a comma or with much between, where other words than names stand too."""
    called: Patterns
    """The name ends the sentence."""
    alone: Patterns
    """The name is the sentence."""
    thanked: Patterns
    """For what was said or done just now."""
    handed: Patterns
    """Somebody is given the floor."""
    greeted: Patterns
    opening: Patterns
    """The name begins the sentence, and nothing says what for."""
    not_names: Patterns


_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Doctor|Prof|Professor)\.? ?)"
_CAP = r"[A-Z][a-zà-ÿ]+(?:[-'’][A-Z][a-zà-ÿ]+)*"
_WHOLE = rf"{_TITLE}?{_CAP}(?: {_CAP})?"
_NAME = rf"(?P<name>{_WHOLE})"
_BEFORE = (
    r"(?:(?i:and|so|okay|ok|now|right|then|but|well|um|yeah|hey|hi|thanks|sorry|good"
    r"|great|also|all right|alright)[,.]? )*"
)
_START = f"^{_BEFORE}"
_LEAD = f"(?:^|[,;.] ){_BEFORE}"
_AUX = r"(?:can|could|would|will|do|did|does|are|is|have|were|was|shall|should)"
_ASIDE = r"(?i:\bas|\blike|\bsaid|\bsays)"

_PLACES = (
    "africa|asia|australia|austria|barcelona|beijing|belgium|berlin|birmingham|brazil|bristol"
    "|britain|brussels|cambridge|denmark|dublin|edinburgh|egypt|england|finland|ghana|glasgow"
    "|greece|holland|hungary|iceland|ireland|italy|japan|kenya|korea|leeds|lisbon|liverpool|madrid"
    "|manchester|mexico|moscow|munich|netherlands|nigeria|norway|oslo|oxford|poland|portugal|prague"
    "|romania|rome|russia|scotland|shanghai|singapore|spain|stockholm|sweden|switzerland|taiwan"
    "|thailand|tokyo|turkey|ukraine|vienna|vietnam|wales|warsaw|zurich"
)
"""People are handed over to, and go to these."""
_SOMEBODY = (
    r"(?:lad|guy|bloke|chap|man|woman|lady|girl|boy|kid|person|candidate|colleague|boss|friend|one"
    r"|partner|brother|sister|son|daughter|wife|husband|mother|father|cousin|uncle|aunt|nurse|lawyer"
    r"|manager|director|designer|developer|engineer|intern|apprentice|student|teacher|neighbour"
    r"|client|customer|contact|owner|landlord|supplier|assistant|author|expert)"
)
"""Words after which a name says who that is: the new lad, Femi."""

_EN = AddressForms(
    name=_NAME,
    introduced=re.compile(
        rf"(?i:\bmy name is|\bmy name's|\bmy name’s|\byou can call me) {_NAME}\b"
        r"|^(?:(?i:hi|hello|hey|yes|okay|so|and|good morning|morning|everyone|all|there)[,.]? )*"
        rf"(?:(?:I'm|I’m|I am) (?P<name2>{_WHOLE})"
        r"(?=,? (?:here|speaking|from|and I|and I'm|I'm|I)\b|[.!]|,)"
        rf"|(?i:this is|it's|it’s) (?P<name3>{_WHOLE})(?=,? (?:here|speaking|from|again)\b|[.!]$)"
        rf"|(?P<name4>{_WHOLE}) (?:here|speaking)(?=[.,!]|$| from))"
    ),
    asked=re.compile(
        rf"{_LEAD}{_NAME}(?:(?:[,.]| -) ?(?=(?:you|your|{_AUX}|what|how|where|when|why|which|any"
        rf"|walk|please|tell|over to|give|go ahead|let us|shall)\b)|,? (?={_AUX} you\b))"
    ),
    run_on=re.compile(
        rf"{_START}{_NAME}(?: (?=you\b)|, (?!and\b|or\b|[A-Z])(?=.*\b(?:you|your|yours)\b.*\?$))"
        rf"|(?<=\w )(?P<name2>{_WHOLE}),? (?=(?:can|could|would|will) you\b)"
    ),
    called=re.compile(rf"^(?!.*\b{_SOMEBODY}(?: \w+){{0,3}}, {_WHOLE}[?.!]?$).*, {_NAME}[?.!]?$"),
    alone=re.compile(rf"^(?:(?i:and|so|okay|ok|then|right|yes|yeah)[,.]? )*{_NAME}[.?,!]$"),
    thanked=re.compile(
        r"(?i:\bthanks(?: a lot| so much| again)?|\bthank you(?: very much| so much| again)?"
        r"(?: indeed)?|\bcheers|\bwell done|\bgood point|\bgreat work|\bnice work|\bgood job"
        rf"|\byou're right|\bi hear you|\bi agree with you),? {_NAME}(?![\w'’])"
    ),
    handed=re.compile(
        r"(?i:\bover to|\bhand(?:ing)?(?: it| this)?(?: over| on)? to|\bback to|\bturn(?: now)? to"
        r"|\bgo(?:ing)?(?: now| next| then)? to|\bmove(?: on)? to|\bcome to|\bcoming to"
        r"|\bnext(?: up)?(?: is|,| we have)|\b(?:question|supplementar|point|word)\w*"
        r"(?: \w+){0,5} (?:from|to|by)|\bhear from|\bstart(?:ing)? with|\bbegin with|\bcall on"
        rf"|\binvite|\bbring in|\bpass(?: it)?(?: over)? to) {_NAME}(?!['’]s|\w)"
        rf"|{_LEAD}(?P<name2>{_WHOLE}),? (?:over to you|go ahead|your turn|you're up|you're next"
        r"|the floor is yours|is next|has the floor|you have the floor)\b"
    ),
    greeted=re.compile(
        r"(?:^|[,;] )(?i:(?:and )?(?:hi|hello|hey|welcome|good morning|morning|good afternoon))"
        rf"(?:[, ]+there)?,? {_NAME}"
        r"(?=[.,!?]|$)"
    ),
    opening=re.compile(rf"{_LEAD}{_NAME}, (?!and\b|or\b|[A-Z])"),
    not_names=re.compile(
        r"(?i:mr|mrs|ms|miss|dr|everyone|everybody|guys|folks|team|professor|doctor|mister|chair|chairman|speaker"
        r"|minister|secretary|president|madam|sir|committee|christmas|easter|members?|counsel|officials|parliament|yep|yup|nope|wow|ooh"
        r"|ah|aha|hooray|god|jesus|alright|excellent|brilliant|lovely|correct|agreed?|exactly"
        r"|indeed|interesting|cool|true|hence|therefore|however|besides|firstly|secondly|thirdly"
        r"|ladies|gentlemen|colleagues|dear|welcome|cheers|english|french|german|chinese|spanish"
        r"|british|american|canadian|european|italian|indian|russian|irish|scottish|welsh"
        r"|europe|canadians|americans|canada|london|america|germany|france|china|india|i"
        rf"|poor|old|little|{_PLACES}"
        r"|marketing|sales|finance|legal|engineering|design|support|product|operations"
        r"|apple|google|microsoft|amazon|slack|zoom|github|excel|python|windows|android"
        r"|meanwhile|otherwise|ooo*|oops|aw+|hum"
        r"|\w+(?:ally|ately|edly|ently|mely)|\w{3,}arly)"
    ),
)
_SURNAME = (
    "(?:欧阳|上官|司马|诸葛|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑罗梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤])"
)
ZH_TITLE = (
    "(?:经理|老师|总监|总|工|主任|教授|博士|医生|院长|董|哥|姐|同学|律师|部长|组长|厂长|队长|校长|书记|师傅|"
    "阿姨|叔叔|会计|老板)"
)
_ZH_NICK = (
    "(?:小(?![时组心孩区学店吃事票程说型数队伙子姐声费提卖额微到的于看车包狗猫鸡鱼偷城镇路门腿脑肠肚众户册样料项妹弟姨"
    "叔哥结议规范本米问步段节])"
    "|老(?![师板家人公婆是客样年旧化虎鼠乡二实远爷外想说在有要觉百头妈爸娘太了的字手员总项问大早])"
    "|阿(?![姨里拉胶尔富根斯弥伯妈爸公婆哥姐]))(?![了的呢吗吧啊呀嘛])[\u4e00-\u9fff]"
)
"""小雨, 老赵, 阿凯."""
_ZH_BARE = (
    "(?!平[安健康静]|健康|[安平]静|建立|永[恒康]|光[亮辉荣]|东[华平立]|立[志德]|胜[利负]|华东|子[宇夏]|思[想静]|[英刚]超|雨雪|[超刚]强|强健)"
    f"[{ZH_GIVEN}]{{2}}"
)
"""A given name without the surname."""
_ZH_WHOLE = (
    "(?:(?!周[一二三四五六日天末围期]|高[校中]|方[便案]|金[额融]|石[头油]|马上|白[天色]|江[西苏]|许多|何[时况]"
    "|程[序度]|毛[病利]|严[重格]|谢谢|武[汉器]|时候|任何)"
    rf"(?:{_SURNAME}{ZH_TITLE}|{_SURNAME}(?:(?![呢吗吧啊呀的了你您说先在就也是我来这那好不没])[\u4e00-\u9fff]){{1,2}}?"
    rf"{ZH_TITLE}?|{_ZH_NICK}))"
)
_ZH_NAME = f"(?P<name>{_ZH_WHOLE})"
_ZH_LEAD = r"(?:^|[，。])(?:那个|那么|好的?|行|那|嗯|对了?|啊|还有|然后|接下来|下面|[，,])*"

_ZH = AddressForms(
    name=_ZH_NAME,
    introduced=re.compile(rf"我(?:是|叫|的名字是|的名字叫){_ZH_NAME}(?=[，。！]|$)"),
    asked=re.compile(
        rf"{_ZH_LEAD}{_ZH_NAME}(?:[，,](?=.*[你您？?])|(?=[你您]|负责)|[？?]$)"
        rf"|{_ZH_LEAD}(?P<name2>{_ZH_BARE})(?:[，,](?=.*[你您])|(?=[你您]))"
    ),
    run_on=re.compile("(?!)"),
    called=re.compile(rf"[，,]{_ZH_NAME}[。？！]?$"),
    alone=re.compile(rf"^{_ZH_NAME}[。？！，]$"),
    thanked=re.compile(rf"(?:谢谢|辛苦了?|感谢|多谢)[，,]?{_ZH_NAME}(?=[，。！的]|$)"),
    handed=re.compile(
        rf"(?:有请|(?<![就去要想再能])请|由|交给|轮到|让|先从|听听|听一下){_ZH_NAME}(?=来|说|讲|汇报|介绍|分享|开始|发言|补充|[，。！]|$)"
        rf"|就请(?P<name3>{_ZH_WHOLE})(?=来?(?:说|讲|汇报|介绍|分享|开始|发言|补充))"
        rf"|{_ZH_LEAD}(?P<name2>{_ZH_WHOLE})(?:[，,]?(?:该你了|你先|到你了|你继续)|(?=先[说讲来]))"
    ),
    greeted=re.compile(
        rf"^(?P<name>{_SURNAME}{ZH_TITLE}|{_ZH_NICK})(?:好|早)[，。！]|^(?:你好|早|欢迎)[，,]?(?P<name2>{_ZH_WHOLE})(?=[，。！]|$)"
    ),
    opening=re.compile(rf"{_ZH_LEAD}{_ZH_NAME}[，,]"),
    not_names=re.compile("(?!)"),
)

ADDRESS: Mapping[str, AddressForms] = {"en": _EN, "zh": _ZH}


def found(pattern: Patterns, text: str, forms: AddressForms) -> Iterator[re.Match[str]]:
    """Where a form stands with what may be a name; see `named`."""
    for match in pattern.finditer(text):
        if may_be_name(named(match), forms):
            yield match


def named(match: re.Match[str]) -> str:
    """The name in a form."""
    return next(value for value in match.groupdict().values() if value)


def addressed(sentence: Sentence) -> str | None:
    """The name of the person a sentence is put to, None where there is none."""
    forms = ADDRESS.get(sentence.language)
    if forms is None:
        return None
    for pattern in (forms.asked, forms.called):
        for match in found(pattern, sentence.text, forms):
            return named(match)
    return None


def may_be_name(words: str, forms: AddressForms) -> bool:
    """Whether what stands where a name may stand is none of a language's common words."""
    every = re.sub(rf"^{_TITLE}(?=.)", "", words).split()
    return bool(every) and not any(
        forms.not_names.fullmatch(word) or is_common_word(word) for word in every
    )


def is_common_word(word: str) -> bool:
    """Whether a word is one of those that say little about any subject."""
    return any(word.lower() in common for common in FUNCTION_WORDS.values())


def names_in_use(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The names that somebody is called by; a word also written in lower case is none."""
    called = {name for s in sentences if (name := addressed(s))}
    return frozenset(called - written_small(sentences, called))


def written_small(sentences: Sequence[Sentence], names: set[str]) -> set[str]:
    """Those of the names that are plain words too, by how else they are written."""
    plain = {w for s in sentences for w in re.findall(r"\b[a-zà-ÿ]+", s.text)}
    return {name for name in names if any(word.lower() in plain for word in name.split())}


def without_names(text: str, names: frozenset[str]) -> str:
    """The text with every name blanked, for what is to say the subject and not who spoke."""
    for name in names:
        text = re.sub(rf"(?<![A-Za-z]){re.escape(name)}(?![a-z])", ".", text)
    return text
