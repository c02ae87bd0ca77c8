"""How words are written: marks, full-width forms, blanks, capitals.

Every function takes words and gives words, times untouched; none looks at meaning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.language.words import CJK
from assistant.types import Word

ENDS = frozenset(".?!…。？！")
PAUSES = frozenset(",;:，；：、")

_WIDE = {",": "，", ".": "。", "?": "？", "!": "！", ":": "：", ";": "；"}
_MARKS = "".join(sorted(ENDS | PAUSES))
_PARTS = re.compile(rf"(.*?)([{re.escape(_MARKS)}]*)([\"”’)」』》]*)", re.DOTALL)
_ONLY_MARKS = re.compile(rf"[{re.escape(_MARKS)}]+")
_CJK_CHAR = re.compile(rf"[{CJK}，。？！；：、“”「」《》]")
_FIRST_PERSON = re.compile(r"i(?:['’](?:m|ll|ve|d|re))?")
_ABBREVIATIONS = frozenset(("mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "no", "approx"))
_STRONGEST = "？?！!…。.：:；;，,、"


def parts(text: str) -> tuple[str, str, str]:
    """A word as its letters, the marks after them, and closing quotes or brackets."""
    match = _PARTS.fullmatch(text)
    assert match is not None
    core, marks, closing = match.groups()
    return core, marks, closing


def mark_of(word: Word) -> str:
    """The marks at the end of a word, "" where there are none."""
    return parts(word.text)[1]


def ends_sentence(word: Word) -> bool:
    """Whether a sentence ends with this word; abbreviations and ellipses end none."""
    core, marks, _ = parts(word.text)
    if marks == "." and ("." in core or core.lower() in _ABBREVIATIONS):
        return False
    return bool(set(marks) & ENDS - {"…"})


def marked(word: Word, mark: str) -> Word:
    """The word with this mark in place of its own."""
    core, _, closing = parts(word.text)
    return replace(word, text=f"{core}{mark}{closing}")


def folded(words: Sequence[Word]) -> list[Word]:
    """Marks that stand alone join the word before them; at the very start they go."""
    whole: list[Word] = []
    for word in words:
        if not _ONLY_MARKS.fullmatch(word.text):
            whole.append(word)
        elif whole:
            whole[-1] = replace(whole[-1], text=whole[-1].text + word.text)
    return whole


def single_marks(words: Sequence[Word]) -> list[Word]:
    """Runs of marks become one mark, the strongest; three dots become an ellipsis."""
    return [marked(word, _strongest(mark_of(word))) for word in words]


def _strongest(marks: str) -> str:
    if "..." in marks:
        marks = marks.replace("...", "…")
    return min(marks, key=_STRONGEST.index, default="")


def chinese_marks(words: Sequence[Word]) -> list[Word]:
    """Full-width marks beside Chinese characters, and no blanks around these.

    Blanks between Chinese and Latin are left to the renderer, as CSS `text-autospace` has it.
    """
    written: list[Word] = []
    for at, word in enumerate(words):
        core, marks, closing = parts(word.text)
        following = words[at + 1].text[:1] if at + 1 < len(words) else core[-1:]
        if _CJK_CHAR.match(core[-1:]) or _CJK_CHAR.match(following):
            marks = "".join(_WIDE.get(mark, mark) for mark in marks)
        before = written[-1].text[-1:] if written else ""
        glued = word.glued or bool(
            written and (_CJK_CHAR.match(before) or _CJK_CHAR.match(word.text[:1]))
        )
        written.append(replace(word, text=f"{core}{marks}{closing}", glued=glued))
    return written


def is_uncased(words: Sequence[Word]) -> bool:
    """Whether case tells nothing: no capital but "I", or several words all in capitals."""
    cores = [parts(word.text)[0] for word in words]
    letters = "".join(core for core in cores if not _FIRST_PERSON.fullmatch(core.lower()))
    return letters == letters.lower() or (len(letters) > 12 and letters == letters.upper())


def true_case(words: Sequence[Word], written: Mapping[str, str]) -> list[Word]:
    """Everything small but the words that `written` knows, keyed by their small form."""
    cased = []
    for word in words:
        core, marks, closing = parts(word.text)
        low = core.lower()
        stem, apostrophe, ending = low.partition("'")
        known = written.get(low) or written.get(stem, stem) + apostrophe + ending
        cased.append(replace(word, text=f"{known}{marks}{closing}"))
    return cased


def sentence_case(words: Sequence[Word], *, starts: bool = True) -> list[Word]:
    """A capital for "I" and at each sentence start, the first word's with `starts`."""
    cased: list[Word] = []
    for word in words:
        text = word.text
        core = parts(text)[0]
        if _FIRST_PERSON.fullmatch(core) or (starts and core.islower()):
            text = _capital(text)
        cased.append(replace(word, text=text))
        starts = ends_sentence(word)
    return cased


def _capital(text: str) -> str:
    at = next((i for i, char in enumerate(text) if char.isalnum()), 0)
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def names_in(phrases: Sequence[str]) -> dict[str, str]:
    """The words of names and terms that are written with capitals, by their small form."""
    words = (word for phrase in phrases for word in phrase.split())
    return {word.lower(): word for word in words if word != word.lower()}
