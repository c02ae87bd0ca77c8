"""When a word that was heard will not change any more. Pure functions over hypotheses.

Two readings of a growing piece of sound agree on what is settled (local agreement, Liu et al.
2020, arXiv 2005.11185).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from assistant.language.words import SENTENCE_ENDS
from assistant.speech.hallucination import bare
from assistant.speech.recogniser import UNSPACED
from assistant.speech.timing import in_order
from assistant.types import Word


@dataclass(frozen=True, slots=True)
class Policy:
    """What is settled and what is shown while the speaker goes on.

    Words that two readings share are settled once they end `hold` seconds before the newest
    sound, those of a confidence below `sure` only `longer` seconds before it. Of a phrase longer
    than `longest` all but the last two words are. Other words are shown once they end `shy`
    seconds before it or two readings share them; doubtful ones of a language whose words are
    single characters, many of which sound the same, only `doubt` seconds before it (Mandarin
    development meeting: with 0.2, 0.8, 1.0, 1.2 s of 100 characters 12.6, 10.5, 9.9, 9.3 do not
    stay, each as soon at the 90th percentile).
    """

    hold: float = 1.3
    sure: float = 0.6
    longer: float = 2.8
    longest: float = 18.0
    shy: float = 0.2
    doubt: float = 1.0


def settled(before: Sequence[Word], now: Sequence[Word], edge: float, policy: Policy) -> int:
    """How many of the words `now` are settled; `edge` is the time of the newest sound.

    The last word never is: the one after it may belong to it.
    """
    count = 0
    for word in now[: min(agreed(before, now), len(now) - 1)]:
        if word.end > edge - (policy.hold if _is_sure(word, policy) else policy.longer):
            break
        count += 1
    if now and edge - now[0].start > policy.longest:
        count = max(count, len(now) - 2)
    return count


def stable(
    seen: Sequence[Word],
    before: Sequence[Word],
    now: Sequence[Word],
    edge: float,
    policy: Policy,
) -> tuple[Word, ...]:
    """What to show of the unsettled words `now` to who has seen the words `seen`, in order.

    What was shown stays until two readings, `before` and `now`, agree on something else or the
    new one is sure of it: a word that wavers is not shown in each of its forms.
    """
    again, left = _common(now, before), _common(seen, before)
    kept: list[Word] = []
    matcher = SequenceMatcher(None, _spelled(seen), _spelled(now), autojunk=False)
    for tag, i, j, first, last in matcher.get_opcodes():
        new = range(first, last)
        firm = all(again[k] or _is_sure(now[k], policy) for k in new)
        if tag == "delete":
            firm = not any(left[i:j])
        end = edge if last == len(now) else None
        if tag in ("replace", "delete") and not firm:
            kept += seen[i:j]
            if end is None:
                continue
            new = range(first + sum(now[k].start < seen[j - 1].end for k in new), last)
        for k in new:
            if end is not None and not again[k] and not _is_past(now[k], end, policy):
                break
            kept.append(now[k])
    return tuple(in_order(kept))


def agreed(before: Sequence[Word], now: Sequence[Word]) -> int:
    """How many first words of two readings are the same, marks, case and cuts aside."""
    old = [unit for word in before for unit in _units(word)]
    count = place = 0
    for word in now:
        new = _units(word)
        if old[place : place + len(new)] != new:
            break
        place += len(new)
        count += 1
    return count


def _common(words: Sequence[Word], others: Sequence[Word]) -> list[bool]:
    """Of each word whether the other words have it at its place."""
    ours = [unit for word in words for unit in _units(word)]
    theirs = [unit for word in others for unit in _units(word)]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    found = {a + k for a, _, size in matcher.get_matching_blocks() for k in range(size)}
    places = accumulate((len(_units(word)) for word in words), initial=0)
    return [found.issuperset(range(*place)) for place in pairwise(places)]


def _units(word: Word) -> list[str]:
    """What is compared of a word: its characters where blanks do not part words."""
    text = bare(word.text)
    return list(text) if word.language in UNSPACED else [text]


def _spelled(words: Sequence[Word]) -> list[str]:
    return [bare(word.text) for word in words]


def _is_sure(word: Word, policy: Policy) -> bool:
    return word.confidence is None or word.confidence >= policy.sure


def _is_past(word: Word, edge: float, policy: Policy) -> bool:
    """Whether a word that was read once ends far enough before the newest sound."""
    doubtful = word.language in UNSPACED and not _is_sure(word, policy)
    return word.end <= edge - (policy.doubt if doubtful else policy.shy)


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
