"""Chinese tasks put as instructions: no "I" and "you", the object behind its verb."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_WORK = (
    "(?:去|跑)一?趟|[\u4e00-\u9fff](?:过去|过来|上来|回来|进去)(?=$|[，。吧])|叫(?=.{1,8}(?:来|去|过来|帮))|腾|挪|拆|顶(?=.{0,4}[天班线])|配置|跟进|跟踪|跟(?=$|吧|一下|到底|。)|跟(?=.{1,8}(?:说|讲|谈|聊|对|确认|沟通|商量|联系))|写|做|改|整理|更新|准备|联系|提交|弄|"
    "安排|确认|查|约|订|修|加(?!班)|换|处理|完成|找|问|催|打(?=.{0,8}电话|.{0,2}招呼|车|印|包)|画|印|贴|买|"
    "填|报(?!销?的|价)|核|复核|翻译|通知|让(?=.{1,12}(?:发|给|写|做|改|修|开始|准备|弄|查|印|送))|盯|搬|送|取|"
    "拿|带|接|拍|录|剪|设计|测|上传|下载|上线|发|部署|补|汇报|汇总|统计|算(?!了)|列|起草|拟|审|检查|收(?!到|回)|交|寄(?!望)|"
    "退|谈|沟通|协调|申请|报名|登记|注册|预约|预订|组织|研究|调研|分析|出(?=[。！吧]|$|.{0,3}(?:方案|图|稿|报告|初稿|结果|数|价))|搭|装|调|优化|"
    "实现|开发|排(?!满)|解决|搞|挑|选|借|还(?=给|书)|看(?:一?遍|一下|看|完)|看(?=.{1,12}(?:还|怎么|有没有|是不是))|"
    "说一[声下]|试|跑(?=.{0,3}一)|扫|清|打扫|布置|采购|下单|对接|推|转|拉|招|面试|培训|请(?=.{1,8}(?:来|去|帮))|"
    "把|给(?!你|您|大家|我们?)|负责|提|要(?=个|一份)|盖|签|存|备份|迁移|重启|升级|回(?=.{0,4}(?:邮件|信|电话|复))"
)
VERB = (
    "(?:(?:在|从|向|跟|和|对|用|按|给)[^，。]{1,14}?)?(?:一起|重新|再|分别|各|逐个|顺手)*"
    f"(?:{_WORK})(?!.{{0,2}}[了过](?!我|再|就|以后|之后))(?!的)"
)
"""A verb of work, no past behind it."""
ADVERBS = (
    "(?:这边|那边|自己|们|就|再|先|也|还是|都|回头|晚点|马上|尽快|争取|打算|准备|顺便|顺路|直接|一会儿?|"
    "待会儿?|会|要|得|可以|能不能|可不可以|能|有没有时间|有空|抓紧|负责(?=.{2})|来|去|帮忙|帮(?:我|你|大家)?|"
    "(?:今|明|后)天?(?:早上|上午|中午|下午|晚上)?|(?:早上|上午|中午|下午|晚上)|在|尽量|赶紧|记得|这(?:两|几)天|"
    "回去|回家|挨个|等会儿?|过会儿?|稍后|一会儿|抽空|有空|一个个|单独|亲自|看着|下次|下回|这次|会上|组会|顺手|[一两三几]天(?:之?内)?|一周(?:之?内)?|应该|大概|估计|尽早|负责)*"
)
"""What may stand between the person and the verb."""

_LEADING = re.compile(
    "^(?:那个|那么?|就是|还有|对了?|好的?|行|然后|可以|没问题|嗯|啊|哦|这样|"
    "写好了|弄好了|做好了|大家|就|再|先|也|来|去)+[，,]?"
)
_TRAILING = re.compile(
    "(?:就行|就好|就可以|行不行|好不好|可以吗|行吗|好吗|吧|啊|呢|吗|呗|哈|了吧)+$"
)
_BARE = re.compile(
    "^(?:重新|一起|再|先)?(?P<verb>[\u4e00-\u9fff]{1,2}?)(?:一下|一个|一份|完|好|掉|齐)?$"
)
_POINTING = re.compile("^(?:这个|那个|这|那|它|这事儿?|那事儿?|这件事|那件事)$")
_PERSON = re.compile("^(?:[你您我谁]|[\u4e00-\u9fff]{2,3}[，,]?[你您])")


def phrase(groups: Mapping[str, str | None]) -> str:
    """The verb phrase in what a pattern matched, its object behind it."""
    task = next((t for n, t in groups.items() if t and n not in ("name", "weak", "object")), "")
    task = _TRAILING.sub("", _LEADING.sub("", task.strip(" ，。？！")))
    task = re.sub("^帮(?:我|你|忙)?", "", task)
    task = re.sub("^(.{1,2})(?:一?个|一份|一下)(?=.)", r"\1", task)
    fronted = _LEADING.sub("", (groups.get("object") or "").strip(" ，。"))
    fronted = re.sub("^(?:给|关于)|(?:呢|的话|方面|这边|那边)$", "", fronted)
    called = bool(groups.get("you")) and len(fronted) < 4
    bare = _BARE.match(task)
    if not task and len(fronted) > 1:
        return f"负责{fronted}"
    if bare is None or len(fronted) < 2 or called or _PERSON.match(fronted):
        return task
    return bare["verb"] + fronted


def resolve(said: str, before: Sequence[str]) -> tuple[str, int] | None:
    """A bare verb with the object it had when it was last said, None where it had none."""
    bare = _BARE.match(re.sub("(?:这个|那个|它|这事|那事)$", "", said))
    if bare is None:
        return None
    for at in reversed(range(len(before))):
        verb = bare["verb"]
        last = re.search(
            f"{verb}(?!一下|吗|了|到|完)(?P<object>[^，。？！我你您]{{2,12}})", before[at]
        )
        last = last or re.search(
            f"(?P<object>[^，。？！我你您]{{2,8}}?)(?:什么时候|多久)(?:能|可以)?{verb}", before[at]
        )
        if last:
            found = _TRAILING.sub("", last["object"])
            if len(found) > 1 and not _POINTING.match(found):
                return bare["verb"] + found, at
    return None


def addressed_to(said: str, asker: str | None, listener: str | None) -> str:
    """The task with names for "me" and "you" where they are known."""
    for word, name in (("我", asker), ("[你您]", listener)):
        if name:
            said = re.sub(f"(?<=给|向|跟|找){word}(?!们)", name, said)
        said = re.sub(f"(?:发|交|拿)?给{word}$", "", said) if not name else said
    return said
