"""When a word that was heard will not change any more. Pure functions over hypotheses.

Two readings of a growing piece of sound agree on what is settled (local agreement, Liu et al.
2020, arXiv 2005.11185).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.words import SENTENCE_ENDS
from assistant.speech.hallucination import bare
from assistant.types import Word


@dataclass(frozen=True, slots=True)
class Policy:
    """What is settled and what is shown while the speaker goes on.

    Words that two readings share are settled once they end `hold` seconds before the newest
    sound, those of a confidence below `sure` only `longer` seconds before it. Of a phrase longer
    than `longest` all but the last two words are. Other words are shown once they end `shy`
    seconds before it or two readings share them.
    """

    hold: float = 1.3
    sure: float = 0.6
    longer: float = 2.8
    longest: float = 18.0
    shy: float = 0.2


def settled(before: Sequence[Word], now: Sequence[Word], edge: float, policy: Policy) -> int:
    """How many of the words `now` are settled; `edge` is the time of the newest sound.

    The last word never is: the one after it may belong to it.
    """
    count = 0
    for word in now[: min(agreed(before, now), len(now) - 1)]:
        is_sure = word.confidence is None or word.confidence >= policy.sure
        if word.end > edge - (policy.hold if is_sure else policy.longer):
            break
        count += 1
    if now and edge - now[0].start > policy.longest:
        count = max(count, len(now) - 2)
    return count


def shown(before: Sequence[Word], now: Sequence[Word], edge: float, policy: Policy) -> int:
    """How many of the words `now` are worth showing; arguments as of `settled`."""
    count = agreed(before, now)
    for word in now[count:]:
        if word.end > edge - policy.shy:
            break
        count += 1
    return count


def agreed(before: Sequence[Word], now: Sequence[Word]) -> int:
    """How many first words of two readings are the same, marks and case aside."""
    count = 0
    for old, new in zip(before, now, strict=False):
        if bare(old.text) != bare(new.text):
            break
        count += 1
    return count


def cut(words: Sequence[Word], following: float | None) -> int:
    """How many words lie before the best place to cut between settled words, 0 for none.

    The best gap is the longest, one after a sentence counting half a second more; `following`
    is when the word after the last one begins, None where none was heard yet: what follows then
    may have begun already.
    """
    starts = [word.start for word in words[1:]]
    starts += [] if following is None else [following]

    def gap(place: int) -> float:
        ends = words[place].text.endswith(SENTENCE_ENDS)
        return starts[place] - words[place].end + (0.5 if ends else 0.0)

    places = range(len(words) // 2, min(len(starts), len(words)))
    return max(places, key=lambda place: (gap(place), place), default=-1) + 1
