"""Who is called what: names suggested for voices from what people say to each other.

A new language is one more entry of `ADDRESS`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.stages.sentences import Sentence, split_segments
from assistant.stages.terms import FUNCTION_WORDS
from assistant.types import Meeting, Segment, Speaker

ENOUGH = 2.0
"""Evidence below which a name is not given: one question with the name, answered at once."""
MARGIN = 1.5
"""By how much the best name must lead, over other voices and over other names."""


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
            if _may_be_name(match["name"], forms):
                return match["name"]
    return None


def _may_be_name(word: str, forms: AddressForms) -> bool:
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


class FromTalk:
    """Names voices by who answers when a name is called, by thanks and by introductions.

    One name a voice and one voice a name, only where the evidence is clear: a wrong name is
    worse than none.
    """

    def __init__(self, meeting: Meeting) -> None:
        self._language = meeting.language
        self._segments: list[Segment] = []

    def push(self, item: Segment) -> Iterator[Speaker]:
        self._segments.append(item)
        yield from ()

    def finish(self) -> Iterator[Speaker]:
        segments, self._segments = self._segments, []
        talk: dict[str, float] = defaultdict(float)
        for segment in segments:
            if segment.speaker is not None:
                talk[segment.speaker] += segment.end - segment.start
        evidence = _evidence(split_segments(segments, self._language))
        for speaker, name in sorted(_clear(evidence).items()):
            yield Speaker(speaker, name, round(talk[speaker], 3))


Evidence = dict[str, dict[str, float]]
"""Name to voice to weight."""


def _evidence(sentences: Sequence[Sentence]) -> Evidence:
    found: Evidence = defaultdict(lambda: defaultdict(float))
    names = names_in_use(sentences)
    voices = _voices_by_turn(sentences)
    for s in sentences:
        forms = ADDRESS.get(s.language)
        if forms is None or s.speaker is None:
            continue
        for match in forms.introduced.finditer(s.text):
            name = next(n for n in match.groupdict().values() if n)
            if _may_be_name(name, forms):
                found[name][s.speaker] += 4.0
        before, after = voices.get(s.turn - 1), voices.get(s.turn + 1)
        thanked = forms.thanked.search(s.text)
        asked = forms.asked.search(s.text) or forms.alone.search(s.text)
        called = forms.called.search(s.text)
        for name in names:
            # Nobody but a person who introduces himself says his own name.
            if re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![a-z])", s.text):
                found[name][s.speaker] -= 2.0
            if thanked and thanked["name"] == name:
                _add(found[name], before, 1.5)
            elif asked and asked["name"] == name:
                _add(found[name], after, 2.0)
            elif called and called["name"] == name:
                _add(found[name], after, 2.0 if s.text.endswith(("?", "？")) else 0.5)
                _add(found[name], before, 0.0 if s.text.endswith(("?", "？")) else 1.0)
    return found


def _voices_by_turn(sentences: Sequence[Sentence]) -> dict[int, str | None]:
    return {s.turn: s.speaker for s in sentences}


def _add(weights: dict[str, float], voice: str | None, weight: float) -> None:
    if voice is not None:
        weights[voice] += weight


def _clear(evidence: Evidence) -> dict[str, str]:
    by_voice: dict[str, dict[str, float]] = defaultdict(dict)
    for name, voices in evidence.items():
        for voice, weight in voices.items():
            by_voice[voice][name] = weight
    given: dict[str, str] = {}
    for name, voices in evidence.items():
        voice = max(voices, key=lambda v: voices[v])
        weight = voices[voice]
        rivals = [w for v, w in voices.items() if v != voice]
        rivals += [w for n, w in by_voice[voice].items() if n != name]
        if weight >= ENOUGH and weight - max(rivals, default=0.0) >= MARGIN:
            given[voice] = name
    return given
