"""The summary of a meeting in Chinese: its subjects, then what was said that is worth telling.

No encoder of Chinese comes with the program: statements are compared by the characters they are
written in, and chosen for being central and unlike each other (`extracts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from assistant.language.address import names_in_use, without_names
from assistant.language.chinese import CHINESE
from assistant.language.chinese_reported import statements
from assistant.language.english_reported import SPEAKER
from assistant.language.extracts import diverse
from assistant.language.reported import Act, Statement
from assistant.language.sentences import Sentence, Vectors, to_vectors
from assistant.language.terms import FUNCTION_WORDS, key_phrases
from assistant.types import Point, SpeakerPoint, Summary

KEYWORDS = 10
ABOUT, FULL = 3, 3
"""Subjects that are named for the meeting; longer keywords come before those under FULL."""
SHARE = 6
"""Sentences of a meeting for each of its key points."""
LIKELY = 12
"""Characters of a statement that says something; a shorter one counts less."""
LONGEST = 60
_EXACT = re.compile(r"[一二三四五六七八九十百千万\d]{2,}|周[一二三四五六日]|[A-Za-z]{2,}|月|号")
_VAGUE = re.compile(r"[他她]们?|这个|那个|这样|那样|东西|什么|它|这块|那块")
_NO_SUBJECT = re.compile(
    "自己|同意|哈|公司|负责|辛苦|商量|抓紧|处理|完$|一下|觉得|知道|没有|可以|需要|继续|确认|准备|开始|结束|时间|问题|大家|老师|满|[上中下]旬"
    "|[上下]午|早上|晚上|^小.$|^老.$"
)
"""Strings that keep coming back and name no subject."""
_NUMERAL = re.compile("[第几一二三四五六七八九十两百千万]")
_LOOSE = ("", *"个位份种把和与在对的")
"""Characters that belong to no word beside them."""
_HAN = r"[\u3400-\u9fff]"


class ChineseReading:
    """What a meeting in Chinese says that can be told, each with its sentence and its worth."""

    def __init__(self, sentences: Sequence[Sentence], names: Mapping[str, str]) -> None:
        made = [
            (at, statement)
            for at, sentence in enumerate(sentences)
            if sentence.language == "zh"
            for statement in statements(sentence.text)
        ]
        self.sentences = sentences
        self.names = names
        self.at = [at for at, _ in made]
        self.statements = [statement for _, statement in made]
        texts = [replace(sentences[at], text=statement.text) for at, statement in made]
        self.vectors: Vectors = to_vectors(texts, None)
        self.weights = self._weights()

    def told(self, index: int) -> str | None:
        """A statement as a line; None where it needs a name that is not known."""
        made = self.statements[index]
        name = self.names.get(self.sentences[self.at[index]].speaker or "")
        if name is None:
            return None if SPEAKER in made.text else f"{made.text}。"
        text = made.text.replace(SPEAKER, name)
        verb = {Act.THOUGHT: "认为", Act.SUGGESTED: "建议"}.get(made.act, "")
        return f"{name}{verb}{text}。" if verb and not text.startswith(name) else f"{text}。"

    def chosen(self, speaker: str | None, count: int) -> list[int]:
        """The statements most worth telling, of one speaker or of all, the best first."""
        weights = self.weights.copy()
        for index, at in enumerate(self.at):
            alien = speaker is not None and self.sentences[at].speaker != speaker
            if alien or (speaker is None and self.told(index) is None):
                weights[index] = 0.0
        return diverse(self.vectors, weights, count)

    def _weights(self) -> Vectors:
        if not self.statements:
            return np.zeros(0, dtype=np.float32)
        weights = np.maximum(self.vectors @ self.vectors.mean(axis=0), 0.0)
        for index, made in enumerate(self.statements):
            said = self.sentences[self.at[index]].text
            weights[index] *= min(1.0, len(made.text) / LIKELY) * (len(made.text) <= LONGEST)
            weights[index] *= 1 + 0.2 * min(3, len(_EXACT.findall(made.text)))
            weights[index] *= 0.7 ** len(_VAGUE.findall(made.text))
            weights[index] *= 0.4 if CHINESE.hypothetical.search(said) else 1.0
            weights[index] *= 1.3 if CHINESE.settled.search(said) else 1.0
        return np.asarray(weights, dtype=np.float32)


def digest(
    sentences: Sequence[Sentence], names: Mapping[str, str], characters: int, points: int
) -> Summary:
    """All of a summary but its questions; the overview has about `characters` characters."""
    reading = ChineseReading(sentences, names)
    keywords = _keywords(sentences, names)
    about = sorted(keywords, key=lambda word: len(word) < FULL)[:ABOUT]
    opening = f"会议主题：{'、'.join(about)}。" if len(about) == ABOUT else ""
    ranked = reading.chosen(None, 4 * points)
    within = _within(reading, ranked, characters - len(opening))
    if not within:
        return Summary()
    best = sorted(ranked[: max(3, min(points, len(sentences) // SHARE))])
    named = [next(at for at, s in enumerate(sentences) if word in s.text) for word in about]
    rests_on = [*(named if opening else ()), *(reading.at[index] for index in within)]
    return Summary(
        overview=opening + "".join(reading.told(index) or "" for index in within),
        points=tuple(
            Point(reading.told(index) or "", (sentences[reading.at[index]].segment,))
            for index in best
        ),
        by_speaker=tuple(_by_speaker(reading)),
        keywords=tuple(keywords),
        segments=tuple(dict.fromkeys(sentences[at].segment for at in rests_on)),
    )


def _within(reading: ChineseReading, ranked: Sequence[int], characters: int) -> list[int]:
    """The best statements that fit, in the order they were said."""
    chosen: list[int] = []
    for index in ranked:
        size = len(reading.told(index) or "")
        if size <= characters:
            chosen.append(index)
            characters -= size
    return sorted(chosen)


def _by_speaker(reading: ChineseReading) -> Iterator[SpeakerPoint]:
    for speaker in dict.fromkeys(s.speaker for s in reading.sentences if s.speaker is not None):
        best = sorted(reading.chosen(speaker, 2))
        if best:
            text = "".join(_own(reading.statements[index]) for index in best)
            ids = dict.fromkeys(reading.sentences[reading.at[index]].segment for index in best)
            yield SpeakerPoint(speaker, text, tuple(ids))


def _own(made: Statement) -> str:
    """A statement beside its speaker's name."""
    verb = {Act.THOUGHT: "认为", Act.SUGGESTED: "建议"}.get(made.act, "")
    text = re.sub(f"(?<=[给让跟找叫请帮和向对替问诉]){SPEAKER}", "本人", made.text)
    text = text.replace(SPEAKER, "")
    return f"{verb}{text}。"


def _keywords(sentences: Sequence[Sentence], names: Mapping[str, str]) -> list[str]:
    """Strings that keep coming back and do not always stand in the same longer one."""
    called = names_in_use(sentences) | frozenset(names.values())
    texts = [without_names(s.text, called) for s in sentences if re.search(_HAN, s.text)]
    everything = "。".join(texts)
    found = key_phrases(texts, "zh", 3 * KEYWORDS)
    return [phrase for phrase in found if names_subject(phrase, everything)][:KEYWORDS]


def names_subject(phrase: str, text: str) -> bool:
    """Whether a string that keeps coming back in a text is a whole word for a subject."""
    foreign = phrase.islower() or FUNCTION_WORDS["en"].intersection(phrase.lower().split())
    return not foreign and not _NO_SUBJECT.search(phrase) and _whole(phrase, text)


def _whole(phrase: str, text: str) -> bool:
    for pattern in (f"({_HAN}?){re.escape(phrase)}", f"{re.escape(phrase)}({_HAN}?)"):
        beside = re.findall(pattern, text)
        if beside and all(_NUMERAL.match(each) for each in beside):
            return False
        if len(beside) > 1 and len(set(beside)) == 1 and beside[0] not in _LOOSE:
            return False
    return True
