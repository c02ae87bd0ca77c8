"""What a language model is to answer, as a schema, and what it answered, as far as it is read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import EngineError

LONGEST = 400
"""Characters of a line; what is longer is no line of minutes."""
SHORT = 80
"""Characters of a title, a person, a day."""
MOST = 20
"""Lines of a list."""
TRIES = 40
"""Places in an answer at which its JSON is looked for."""
RESTING = 12
"""Numbers that a line may give."""

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


def _short(value: Any) -> str:
    text = _line(value)
    return text if len(text) <= SHORT else ""


def _numbers(value: Any) -> tuple[int, ...]:
    """The numbers of lines, however they were written down."""
    listed = value if isinstance(value, list) else [value]
    found = [_FIRST_NUMBER.search(str(each)) for each in listed if each is not None]
    numbers = [int(number[0]) for number in found if number and len(number[0]) < 7]
    return tuple(number for number in numbers if number > 0)[:RESTING]


def _or_none(value: Any) -> str | None:
    text = _short(value)
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


Text = Annotated[str, Field(max_length=LONGEST), BeforeValidator(_line)]
Short = Annotated[str, Field(max_length=SHORT), BeforeValidator(_short)]
Maybe = Annotated[Annotated[str, Field(max_length=SHORT)] | None, BeforeValidator(_or_none)]
Number = Annotated[int, Field(ge=1)]
Lines = Annotated[tuple[Number, ...], Field(max_length=RESTING), BeforeValidator(_numbers)]


class _Read(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Line(_Read):
    """A line and the numbers of what it rests on."""

    text: Text
    lines: Lines = ()

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class Noted(Line):
    """A point. `kind` is one of the template's, or ""."""

    kind: Short = ""


class Decided(Line):
    """Something that was settled. `id` is the one of a known line that says the same."""

    id: Maybe = None


class Task(Decided):
    """Something somebody is to do; `owner` and `due` as the model would have them."""

    owner: Maybe = None
    due: Maybe = None


class Asked(_Read):
    """A question and what was answered."""

    question: Text
    answer: Text
    lines: Lines = ()


Points = Annotated[
    list[Noted], BeforeValidator(_each_of(Noted.model_validate)), Field(max_length=MOST)
]
Decisions = Annotated[
    list[Decided], BeforeValidator(_each_of(Decided.model_validate)), Field(max_length=MOST)
]
Tasks = Annotated[
    list[Task], BeforeValidator(_each_of(Task.model_validate)), Field(max_length=MOST)
]
Questions = Annotated[
    list[Asked], BeforeValidator(_each_of(Asked.model_validate)), Field(max_length=MOST)
]
Sentences = Annotated[
    list[Line], BeforeValidator(_each_of(Line.model_validate)), Field(max_length=MOST)
]


class Part(_Read):
    """What a model says of one chapter."""

    title: Short = ""
    summary: Text = ""
    points: Points = []
    decisions: Decisions = []
    tasks: Tasks = []
    questions: Questions = []


class Whole(_Read):
    """What a model says of the whole meeting: sentences with the numbers of the notes."""

    overview: Sentences = []


def schema(
    shape: type[BaseModel], lines: int, kinds: Sequence[str] = (), ids: Sequence[str] = ()
) -> dict[str, Any]:
    """The JSON schema of what `read` takes for a shape, with every field asked for.

    Numbers of lines are 1 to `lines`; `kinds` are those of points and `ids` those of known lines,
    and where there are none of these, they are not asked for.
    """
    whole = shape.model_json_schema()
    bounds = {
        "lines": {"items": {"type": "integer", "minimum": 1, "maximum": max(1, lines)}},
        "kind": {"enum": list(kinds)} if kinds else None,
        "id": {"enum": [*ids, None]} if ids else None,
    }
    return _strict(whole, whole.get("$defs", {}), bounds)


def _strict(node: Any, definitions: Mapping[str, Any], bounds: Mapping[str, Any]) -> dict[str, Any]:
    """A schema without references and titles, all of whose fields must be there."""
    if "$ref" in node:
        node = definitions[node["$ref"].rsplit("/", 1)[-1]]
    kept = {k: v for k, v in node.items() if k in ("type", "maxLength", "maxItems", "minimum")}
    if "anyOf" in node:
        kept["anyOf"] = [_strict(each, definitions, bounds) for each in node["anyOf"]]
    if "items" in node:
        kept["items"] = _strict(node["items"], definitions, bounds)
    if "properties" in node:
        fields = {}
        for name, field in node["properties"].items():
            bound = bounds.get(name, {})
            if bound is not None:
                fields[name] = (
                    bound if "enum" in bound else _strict(field, definitions, bounds) | bound
                )
        kept |= {"properties": fields, "required": list(fields), "additionalProperties": False}
    return kept


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
    for start in [match.start() for match in re.finditer(r"\{", text)][:TRIES]:
        rest = _TRAILING.sub("", text[start:])
        for attempt in (rest, _closed(rest)):
            try:
                yield decoder.raw_decode(attempt)[0]
                break
            except (ValueError, RecursionError):
                continue


def _closed(text: str) -> str:
    """JSON that broke off, without its last and incomplete entry, with every bracket closed."""
    return "".join(whole_entries(text))


def whole_entries(text: str) -> tuple[str, str]:
    """JSON that broke off: what is complete of it, and the brackets that close that."""
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
    return text[:safe], closing
