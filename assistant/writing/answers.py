"""What a language model answers, read as far as it can be read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from assistant.errors import EngineError

LONGEST = 800
"""Characters of a line; what is longer is no line of minutes."""
MOST = 40
"""Lines of a list."""

_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_TRAILING = re.compile(r",\s*(?=[}\]])")
_CITED = re.compile(r"\s*[\[(](?:lines?\s*)?\d+(?:\s*[,\-–]\s*\d+)*[\])]", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•]|#+)\s+")
_FIRST_NUMBER = re.compile(r"\d+")

Shape = TypeVar("Shape", bound=BaseModel)


def _line(value: Any) -> str:
    """A text on one line, without marks and numbers that belong to no sentence."""
    if not isinstance(value, str) or len(value) > LONGEST:
        return ""
    printable = "".join(c if c.isprintable() else " " for c in value)
    text = _CITED.sub("", _BULLET.sub("", printable)).replace("**", "").replace("`", "")
    return " ".join(text.split())


def _numbers(value: Any) -> tuple[int, ...]:
    """The numbers of lines, however they were written down."""
    listed = value if isinstance(value, list) else [value]
    found = [_FIRST_NUMBER.search(str(each)) for each in listed[:MOST] if each is not None]
    return tuple(int(number[0]) for number in found if number and len(number[0]) < 7)


def _or_none(value: Any) -> str | None:
    text = _line(value)
    return None if text.lower() in ("", "none", "null", "unknown", "n/a", "-") else text


def _each_of(kind: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    """Of a list the entries that fit, so that one that does not spoils no others."""

    def read(value: Any) -> list[Any]:
        kept = []
        for each in (value if isinstance(value, list) else [])[:MOST]:
            try:
                kept.append(kind(each))
            except ValidationError:
                continue
        return kept

    return read


Text = Annotated[str, BeforeValidator(_line)]
Maybe = Annotated[str | None, BeforeValidator(_or_none)]
Lines = Annotated[tuple[int, ...], BeforeValidator(_numbers)]


class _Read(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Line(_Read):
    """A line and the numbers of what it rests on. `kind` is one of the template's, or ""."""

    text: Text
    lines: Lines = ()
    kind: Text = ""
    id: Maybe = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class Task(Line):
    """Something somebody is to do; `owner` and `due` as the model would have them."""

    owner: Maybe = None
    due: Maybe = None


class Asked(_Read):
    """A question and what was answered."""

    question: Text
    answer: Text
    lines: Lines = ()


class Part(_Read):
    """What a model says of one chapter."""

    title: Text = ""
    summary: Text = ""
    points: Annotated[list[Line], BeforeValidator(_each_of(Line.model_validate))] = []
    decisions: Annotated[list[Line], BeforeValidator(_each_of(Line.model_validate))] = []
    tasks: Annotated[list[Task], BeforeValidator(_each_of(Task.model_validate))] = []
    questions: Annotated[list[Asked], BeforeValidator(_each_of(Asked.model_validate))] = []


class Whole(_Read):
    """What a model says of the whole meeting: sentences with the numbers of the notes."""

    overview: Annotated[list[Line], BeforeValidator(_each_of(Line.model_validate))] = []


def read(text: str, shape: type[Shape]) -> Shape:
    """An answer as a shape. What is around the JSON is passed over, an end that lacks is added,
    and lists may be empty.

    Raises EngineError: there is no JSON in it, or it is something else.
    """
    plain = _THOUGHT.sub("", text)
    for candidate in _objects(plain):
        try:
            if candidate.keys() & shape.model_fields.keys():
                return shape.model_validate(candidate)
        except ValidationError:
            continue
    raise EngineError("the answer is not the JSON that was asked for")


def _objects(text: str) -> Iterator[Any]:
    """The JSON objects that a text may hold, the outermost first."""
    decoder = json.JSONDecoder(strict=False)
    for start in [match.start() for match in re.finditer(r"\{", text)][:MOST]:
        rest = _TRAILING.sub("", text[start:])
        for attempt in (rest, _closed(rest)):
            try:
                yield decoder.raw_decode(attempt)[0]
                break
            except (ValueError, RecursionError):
                continue


def _closed(text: str) -> str:
    """JSON that broke off, without its last and incomplete entry, with every bracket closed."""
    stack: list[str] = []
    inside = escaped = False
    safe, closing = 0, ""
    for at, char in enumerate(text):
        if inside:
            inside = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char == '"':
            inside = True
        elif char in "{[":
            stack.append("}" if char == "{" else "]")
        elif char in "}]" and stack:
            stack.pop()
            safe, closing = at + 1, "".join(reversed(stack))
        elif char == "," and stack:
            safe, closing = at, "".join(reversed(stack))
    return text[:safe] + closing
