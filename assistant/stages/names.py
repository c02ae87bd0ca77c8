"""Who is called what: names suggested for voices from what people say to each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant.language.address import ADDRESS, may_be_name, names_in_use
from assistant.language.sentences import Sentence, split_segments
from assistant.stages.said import Said
from assistant.types import Meeting, Segment, Speaker

ENOUGH = 2.0
"""Evidence below which a name is not given: one question with the name, answered at once."""
MARGIN = 1.5
"""By how much the best name must lead, over other voices and over other names."""


class FromTalk:
    """Names voices by who answers when a name is called, by thanks and by introductions.

    One name a voice and one voice a name, only where the evidence is clear: a wrong name is
    worse than none.
    """

    def __init__(self, meeting: Meeting) -> None:
        self._language = meeting.language
        self._said = Said()

    def push(self, item: Segment) -> Iterator[Speaker]:
        self._said.add(item)
        yield from ()

    def finish(self) -> Iterator[Speaker]:
        segments = self._said.take()
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
            if may_be_name(name, forms):
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
