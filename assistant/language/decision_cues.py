"""What a turn is like that settles something: the numbers that its chance is told by."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.agreement import asks
from assistant.language.languages import SPEECH_ACTS
from assistant.language.sentences import Sentence
from assistant.language.terms import content_words, overlap

_ACTS = (
    "settled", "concluded", "clinched", "inferred", "resolved", "ruled_out", "described",
    "hypothetical", "commitment", "offer", "delivery", "order", "need", "agreed", "assented",
    "acceptance", "refusal", "shift", "heading", "plural", "own", "pronoun", "closed", "lead",
    "noted", "dropped",
)  # fmt: skip
_ASKING = ("proposed", "suggested", "polled", "request", "who", "when", "tagged")
"""Acts that a question may be."""
_NEAR_ACTS = (
    "agreed", "assented", "commitment", "refusal", "proposed", "suggested", "shift", "who",
    "request", "settled", "concluded", "acceptance", "need", "described", "polled",
)  # fmt: skip
_PLAIN = (
    "chinese", "length", "short", "long", "sentences", "asks_last", "asks", "content", "share",
    "leads", "said_before", "said_after", "touched", "place", "agreed_length", "agreed_plain",
    "agreed_short", "proposed_before",
)  # fmt: skip
_NEAR = ("length", "short", "asks", "same", "overlap", "edge", *_NEAR_ACTS)
AROUND = (1, 2, 3, -1, -2, -3)
"""Turns after and before that are looked at."""
BACK, FORTH = 8, 6
"""Turns before and after in which words come back."""

_SPOKEN = {
    "en": (
        "then so okay right well and but because if just only no not don't until instead still"
        " now again from let's we we'll we're we've i i'd i'll i'm it it's that that's this they"
        " you he she is are was were will would could should can do did have has had get got go"
        " going keep leave stay stays take put use make say think mean want like need rather"
        " better enough both all each every nobody either or next first once one two three fine"
        " good great agreed thanks maybe probably really actually quite too please never always"
        " already"
    ).split(),
    "zh": (
        "就 那 先 不 别 吧 还是 以后 都 只 一律 再 改 定 换 放 按 用 要 得 行 好 可以"
        " 了 吗 呢 怎么 什么 谁 多少 我 你 他 咱们 大家 没 过 已经 是 觉得 应该 能 会"
        " 到 从 说 问 去 来 太 挺 有点 也 因为 要是 对 嗯"
    ).split(),
}
"""Words of a turn that are counted: they belong to no subject."""
_ANSWERED = {
    "en": (
        "okay ok yeah yes yep fine good great sure right lovely thanks thank perfect agreed mm no"
        " but why how what when who i i'll we it that and so well oh"
    ).split(),
    "zh": "行 好 可以 嗯 对 同意 没 那 我 谁 不 赞成 哦 谢 太好 明白".split(),
}
"""Words that the next turn begins with, among its first three."""
CUES: tuple[str, ...] = (
    *_PLAIN,
    *_ACTS,
    *_ASKING,
    *(f"{way:+d} {name}" for way in AROUND for name in _NEAR),
    *(word for words in _SPOKEN.values() for word in words),
    *(f"+1 {word}" for words in _ANSWERED.values() for word in words),
)
"""What each number is."""


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """What one person says in one language before somebody else speaks."""

    sentences: tuple[Sentence, ...]
    words: frozenset[str]
    acts: frozenset[str]
    opening: frozenset[str]
    """Acts of the first two sentences, as an answer is taken."""

    @property
    def language(self) -> str:
        return self.sentences[0].language

    @property
    def text(self) -> str:
        return ("" if self.language == "zh" else " ").join(s.text for s in self.sentences)

    @property
    def length(self) -> float:
        """About how many words; Chinese has 1.7 characters a word."""
        return len(self.text) / 1.7 if self.language == "zh" else len(self.text.split())


def turns_of(spoken: Sequence[Sentence]) -> list[Turn]:
    """The turns of a meeting in time order; every language must be one of SPEECH_ACTS."""
    groups: list[list[Sentence]] = []
    for s in spoken:
        last = groups[-1][-1] if groups else None
        if last and (last.turn, last.language) == (s.turn, s.language):
            groups[-1].append(s)
        elif s.text.strip():
            groups.append([s])
    return [_turn(group) for group in groups]


def cues(turns: Sequence[Turn]) -> list[list[float]]:
    """What is seen of each turn and of those around it, one number for each of `CUES`.

    Most are 0 or 1; lengths are logarithms, what is shared are shares.
    """
    talk: Counter[str | None] = Counter()
    for turn in turns:
        talk[turn.sentences[0].speaker] += round(turn.length)
    return [
        [
            *_plain(turns, at, talk),
            *(float(act in turns[at].acts) for act in (*_ACTS, *_ASKING)),
            *(number for way in AROUND for number in _near(turns, at, at + way)),
            *_said(turns[at], _SPOKEN, None),
            *_said(turns[at + 1] if at + 1 < len(turns) else None, _ANSWERED, 3),
        ]
        for at in range(len(turns))
    ]


def _turn(group: Sequence[Sentence]) -> Turn:
    acts = SPEECH_ACTS[group[0].language]
    found: list[set[str]] = []
    for s in group:
        possible = _ASKING if asks(s) else (*_ACTS, *_ASKING)
        found.append({name for name in possible if getattr(acts, name).search(s.text)})
    words = {w for s in group for w in content_words(s.text, s.language)}
    opening = found[:2]
    return Turn(
        tuple(group),
        frozenset(words),
        frozenset[str]().union(*found),
        frozenset[str]().union(*opening),
    )


def _plain(turns: Sequence[Turn], at: int, talk: Counter[str | None]) -> list[float]:
    turn, speaker = turns[at], turns[at].sentences[0].speaker
    after = turns[at + 1] if at + 1 < len(turns) else None
    agreed = float(after is not None and "agreed" in after.opening)
    asked = float(any(asks(s) for s in turn.sentences))
    proposed = at > 0 and "proposed" in turns[at - 1].acts
    own = max(1, len(turn.words))
    before = frozenset[str]().union(*(t.words for t in turns[max(0, at - BACK) : at]))
    later = frozenset[str]().union(*(t.words for t in turns[at + 1 : at + 1 + FORTH]))
    length = math.log1p(turn.length)
    return [
        float(turn.language == "zh"),
        length,
        float(turn.length < 4),
        float(turn.length > 30),
        math.log(len(turn.sentences)),
        float(asks(turn.sentences[-1])),
        asked,
        math.log1p(len(turn.words)),
        talk[speaker] / max(1, sum(talk.values())),
        float(talk[speaker] == max(talk.values())),
        len(turn.words & before) / own,
        len(turn.words & later) / own,
        float(bool(turn.words & before)),
        at / len(turns),
        agreed * length,
        agreed * (1 - asked),
        agreed * float(after is not None and after.length < 4),
        float(proposed) * (1 - asked),
    ]


def _near(turns: Sequence[Turn], at: int, there: int) -> list[float]:
    if not 0 <= there < len(turns):
        return [float(name == "edge") for name in _NEAR]
    turn, other = turns[at], turns[there]
    seen = other.opening if there > at else other.acts
    return [
        math.log1p(other.length),
        float(other.length < 4),
        float(asks(other.sentences[-1])),
        float(other.sentences[0].speaker == turn.sentences[0].speaker),
        overlap(turn.words, other.words) if turn.words and other.words else 0.0,
        0.0,
        *(float(act in seen) for act in _NEAR_ACTS),
    ]


def _said(turn: Turn | None, listed: dict[str, list[str]], most: int | None) -> list[float]:
    """Which of the listed words are said; of English, among the first `most`."""
    numbers: list[float] = []
    for language, words in listed.items():
        text = turn.text if turn is not None and turn.language == language else ""
        if language == "zh":
            begins = text[:most] if most else text
            numbers += [float(word in begins) for word in words]
            continue
        spoken = set(re.findall(r"[a-z]+(?:'[a-z]+)?", text.lower().replace("’", "'"))[:most])
        numbers += [float(word in spoken) for word in words]
    return numbers
