"""How people put each other's names into what they say; a new language is one more entry."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.language.sentences import Sentence
from assistant.language.terms import FUNCTION_WORDS


@dataclass(frozen=True, slots=True)
class AddressForms:
    """How a language puts a name into a sentence; each pattern has a group `name`."""

    name: str
    asked: re.Pattern[str]
    called: re.Pattern[str]
    alone: re.Pattern[str]
    thanked: re.Pattern[str]
    introduced: re.Pattern[str]
    not_names: re.Pattern[str]


_NAME = r"(?P<name>[A-Z][a-zà-ÿ]+)"
_LEAD = (
    r"(?:^|[,;.] )(?:(?i:and|so|okay|ok|now|right|then|but|well|um|yeah|hey|hi|thanks|sorry|good"
    r"|great|also|all right|alright)[,.]? )*"
)
_AUX = r"(?:can|could|would|will|do|did|does|are|is|have|were|was|shall|should)"

_EN = AddressForms(
    name=_NAME,
    asked=re.compile(
        rf"{_LEAD}{_NAME}(?:(?:[,.]| -) ?(?=(?:you|your|{_AUX}|what|how|where|when|why|which|any"
        rf"|walk|please|tell|over to|give)\b)|,? (?={_AUX} you\b))"
    ),
    called=re.compile(rf", {_NAME}[?.!]?$"),
    alone=re.compile(rf"^{_NAME}[.?,!]$"),
    thanked=re.compile(
        rf"(?i:\bthanks(?: a lot| so much)?|\bthank you(?: very much| so much)?|\bcheers"
        rf"|\bwell done|\bgood point|\byou're right|\bi hear you),? {_NAME}\b"
    ),
    introduced=re.compile(
        rf"(?i:\bmy name is|\bmy name's) {_NAME}\b|^(?:(?i:hi|hello|hey|yes)[,.]? )*"
        r"(?:(?:I'm|I am|This is|this is) (?P<name2>[A-Z][a-z]+)"
        r"(?=,? (?:here|speaking|from|and I)\b|[.,!])|(?P<name3>[A-Z][a-z]+) (?:here|speaking)\b)"
    ),
    not_names=re.compile(
        r"(?i:everyone|guys|professor|doctor|mister|chair|minister|christmas|yep"
        r"|yup|nope|wow|ooh|ah|aha"
        r"|alright|excellent|brilliant|lovely|correct|agreed?|exactly|indeed"
        r"|interesting|cool|true|hence"
        r"|therefore|however|english|french|german|chinese|canada|i|\w+(?:ally"
        r"|ately|edly|ently|mely))"
    ),
)
_SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑罗梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤]"
)
_ZH_NAME = (
    "(?P<name>(?!周[一二三四五六日天末围期]|高[校中]|方[便案])"
    rf"{_SURNAME}[^\W呢吗吧啊的了]{{1,2}}?|[小老阿]{_SURNAME})"
)
_ZH_LEAD = r"(?:^|[，。])(?:那个|好|行|那|嗯|对了?|啊|还有|[，,])*"

_ZH = AddressForms(
    name=_ZH_NAME,
    asked=re.compile(rf"{_ZH_LEAD}{_ZH_NAME}(?:[，,](?=.*[你您？?])|(?=[你您]|负责)|[？?]$)"),
    called=re.compile(rf"[，,]{_ZH_NAME}[。？！]?$"),
    alone=re.compile(rf"^{_ZH_NAME}[。？！，]$"),
    thanked=re.compile(rf"(?:谢谢|辛苦了?|感谢|多谢)[，,]?{_ZH_NAME}(?=[，。！]|$)"),
    introduced=re.compile(rf"我(?:是|叫|的名字是){_ZH_NAME}(?=[，。！]|$)"),
    not_names=re.compile("(?!)"),
)

ADDRESS: Mapping[str, AddressForms] = {"en": _EN, "zh": _ZH}


def addressed(sentence: Sentence) -> str | None:
    """The name of the person a sentence is put to, None where there is none."""
    forms = ADDRESS.get(sentence.language)
    if forms is None:
        return None
    for pattern in (forms.asked, forms.called):
        for match in pattern.finditer(sentence.text):
            if may_be_name(match["name"], forms):
                return match["name"]
    return None


def may_be_name(word: str, forms: AddressForms) -> bool:
    """Whether what stands where a name may stand is none of a language's common words."""
    common = any(word.lower() in words for words in FUNCTION_WORDS.values())
    return not common and not forms.not_names.fullmatch(word)


def names_in_use(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The names that somebody is called by; a word also written in lower case is none."""
    called = {name for s in sentences if (name := addressed(s))}
    plain = {w for s in sentences for w in re.findall(r"\b[a-zà-ÿ]+", s.text)}
    return frozenset(n for n in called if n.lower() not in plain)


def without_names(text: str, names: frozenset[str]) -> str:
    """The text with every name blanked, for what is to say the subject and not who spoke."""
    for name in names:
        text = re.sub(rf"(?<![A-Za-z]){re.escape(name)}(?![a-z])", ".", text)
    return text
