"""Words to provisional segments, to be read while the speakers are not yet known."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.language.words import SENTENCE_ENDS, join
from assistant.types import Segment, Word


class Sentences:
    """A provisional segment for each sentence, or for what comes before a pause.

    Args:
        pause: seconds of silence that end a segment.
        length: seconds after which a segment ends with its next word.
    """

    def __init__(self, *, pause: float = 0.8, length: float = 15.0) -> None:
        self._pause = pause
        self._length = length
        self._words: list[Word] = []
        self._given = 0

    def push(self, item: Word) -> Iterator[Segment]:
        """Takes a word, gives the segment that it ends or that ended before it."""
        if self._words and item.start - self._words[-1].end >= self._pause:
            yield from self.finish()
        self._words.append(item)
        long = item.end - self._words[0].start >= self._length
        if long or item.text.endswith(SENTENCE_ENDS):
            yield from self.finish()

    def finish(self) -> Iterator[Segment]:
        """Gives the words that are still waiting."""
        words, self._words = self._words, []
        if not words:
            return
        self._given += 1
        yield Segment(
            id=f"d{self._given}",
            start=words[0].start,
            end=max(word.end for word in words),
            text=join(words),
            words=tuple(words),
            language=words[0].language,
            final=False,
        )
