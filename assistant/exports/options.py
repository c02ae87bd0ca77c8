"""What of the minutes a file is to hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What is written; None leaves it to the format.

    `transcript` is everything that was said, `timestamps` the moments beside the lines,
    `speakers` who said, owns and attends. A format keeps what it cannot be without: subtitles
    have their times. Names inside of sentences stay; they are what was said.
    """

    transcript: bool | None = None
    timestamps: bool | None = None
    speakers: bool | None = None


DEFAULTS = Options()
