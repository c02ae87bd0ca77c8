"""When a word that was heard will not change any more. Pure functions over hypotheses.

Two readings of a growing piece of sound agree on what is settled (local agreement, Liu et al.
2020, arXiv 2005.11185); words the model is sure of need no second reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.words import SENTENCE_ENDS
from assistant.speech.hallucination import bare
from assistant.types import Word


@dataclass(frozen=True, slots=True)
class Policy:
    """Which words are settled while the speaker goes on.

    Those that two readings share and that end `hold` seconds before the newest sound, and those
    of a confidence of at least `sure` that end `later` seconds before it. Of a phrase longer
    than `longest` all but the last two words are.
    """

    hold: float = 0.7
    sure: float = 0.95
    later: float = 0.8
    longest: float = 15.0


def settled(before: Sequence[Word], now: Sequence[Word], edge: float, policy: Policy) -> int:
    """How many of the words `now` are settled; `edge` is the time of the newest sound.

    The last word never is: the one after it may belong to it.
    """
    shared = agreed(before, now)
    count = 0
    for place, word in enumerate(now[:-1]):
        sure = (word.confidence or 0.0) >= policy.sure and word.end <= edge - policy.later
        if not sure and not (place < shared and word.end <= edge - policy.hold):
            break
        count = place + 1
    if now and edge - now[0].start > policy.longest:
        count = max(count, len(now) - 2)
    return count


def agreed(before: Sequence[Word], now: Sequence[Word]) -> int:
    """How many first words of two readings are the same, marks and case aside."""
    count = 0
    for old, new in zip(before, now, strict=False):
        if bare(old.text) != bare(new.text):
            break
        count += 1
    return count


def cut(words: Sequence[Word], following: float) -> int:
    """How many words lie before the best place to cut between settled words.

    The best gap is the longest, one after a sentence counting half a second more; `following`
    is when the word after the last one begins.
    """
    starts = [*(word.start for word in words[1:]), following]

    def gap(place: int) -> float:
        ends = words[place].text.endswith(SENTENCE_ENDS)
        return starts[place] - words[place].end + (0.5 if ends else 0.0)

    places = range(len(words) // 2, len(words))
    return max(places, key=lambda place: (gap(place), place)) + 1
