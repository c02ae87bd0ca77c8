"""How plainly somebody takes up the next point of an agenda, at each place of a talk."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.language.boundaries import CUE_SENTENCES
from assistant.language.given_names import GIVEN_NAMES
from assistant.language.languages import SPEECH_ACTS
from assistant.language.openings import NAMINGS, Naming
from assistant.language.sentences import Sentence
from assistant.language.terms import content_words

Cues = NDArray[np.float64]

SHIFT, CALLED, NAMED, RAISED, ASKED = range(5)
"""The cues: a subject is moved to in so many words ("moving on"); is called with a little word
("Okay, the report"); its bare name is a sentence ("The bike shed."); somebody asks for it ("can I
raise"); the sentence before was a question, so that this one is rather its answer."""
COUNT = 5
ECHOED, LOOK_BACK = 4, 12
"""Turns, and sentences, in which a word was said just now: who repeats it names nothing new."""
_ASKS = ("?", "？")


def agenda_cues(sentences: Sequence[Sentence]) -> Cues:
    """Which cues what begins with each sentence has, 0 or 1, shape (n, COUNT).

    They are looked for in the first sentences of what somebody says; only these have any.
    """
    found = np.zeros((len(sentences), COUNT))
    words = [frozenset(content_words(s.text, s.language)) for s in sentences]
    opening = 0
    for at, s in enumerate(sentences):
        if at and _opens(sentences, at):
            opening = at
        if at and sentences[at - 1].text.endswith(_ASKS):
            found[at, ASKED] = 1.0
        acts, naming, since = SPEECH_ACTS.get(s.language), NAMINGS.get(s.language), at - opening
        if acts is None or naming is None or since >= CUE_SENTENCES:
            continue
        cues = found[opening]
        cues[SHIFT] = max(cues[SHIFT], acts.shift.search(s.text) is not None)
        cues[RAISED] = max(cues[RAISED], naming.raised.search(s.text) is not None)
        if since < CUE_SENTENCES - 1:
            cues[CALLED] = max(cues[CALLED], acts.calling.search(s.text) is not None)
            heard = _just_said(sentences, words, opening)
            named = _goes_on(sentences, at, since) and _is_name(s, naming, heard)
            cues[NAMED] = max(cues[NAMED], named)
    return found


def _opens(sentences: Sequence[Sentence], at: int) -> bool:
    here, before = sentences[at], sentences[at - 1]
    return here.turn != before.turn or here.segment != before.segment


def _goes_on(sentences: Sequence[Sentence], at: int, since: int) -> bool:
    """Whether a name here would be taken up: more follows, it is put to somebody, or it is the
    last word of who opened the meeting."""
    s = sentences[at]
    if s.text.endswith(_ASKS) or (at + 1 < len(sentences) and not _opens(sentences, at + 1)):
        return True
    return s.speaker == sentences[0].speaker and (since > 0 or "," in s.text or "，" in s.text)


def _just_said(
    sentences: Sequence[Sentence], words: Sequence[frozenset[str]], opening: int
) -> frozenset[str]:
    turn = sentences[opening].turn
    near = range(max(0, opening - LOOK_BACK), opening)
    return frozenset().union(*(words[i] for i in near if turn - sentences[i].turn <= ECHOED))


def _is_name(s: Sentence, naming: Naming, heard: frozenset[str]) -> bool:
    """Whether the sentence is the name of something that was not just spoken of."""
    said = naming.lead.sub("", s.text).replace("’", "'")
    match = naming.name.search(said)
    if match is None or naming.nameless.search(name := next(filter(None, match.groups()))):
        return False
    if naming.personal.search(said, match.end(match.lastindex or 0)):
        return False
    words = set(content_words(name, s.language))
    short = len(naming.unit.findall(name)) <= naming.longest and name.lower() not in GIVEN_NAMES
    return short and bool(words) and not words & heard
