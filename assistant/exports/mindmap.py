"""Minutes as a picture of a mind map: SVG, drawn here."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from assistant.exports.lettering import width, wrapped
from assistant.exports.options import DEFAULTS, Options
from assistant.exports.tree import Kind, Node, tree
from assistant.types import Minutes

MARGIN = 28.0
GAP = 14.0
"""Pixels between what is below each other."""
REACH = 64.0
"""Pixels that a branch has from one column to the next."""
LEADING = 1.35
HUES = (215, 145, 28, 275, 350, 185, 55, 320)
"""Degrees; neighbouring branches differ much."""


@dataclass(frozen=True, slots=True)
class Look:
    """How text of a kind is set: pixels, weight; `inset` is the room around it."""

    size: float
    bold: bool
    widest: float
    inset: float


LOOKS: dict[Kind, Look] = {
    "meeting": Look(18, True, 210, 14),
    "chapter": Look(15, True, 240, 10),
    "point": Look(13, False, 430, 0),
    "decision": Look(13, False, 430, 0),
    "action_item": Look(13, False, 430, 0),
}
NOTE = Look(11.5, False, 430, 0)
MARK = 20.0
"""Pixels that the mark of a leaf takes."""

FONTS = (
    '"Segoe UI", "Helvetica Neue", Roboto, "Noto Sans", Arial, '
    '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
)


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours; `lines` and `boxes` are saturation and lightness of a branch's own."""

    paper: str
    ink: str
    soft: str
    lines: tuple[float, float]
    boxes: tuple[float, float]

    def rules(self) -> Iterator[str]:
        """CSS without variables, which programs other than browsers do not know."""
        yield f"text, .meeting {{ fill: {self.ink}; }} .paper, .on {{ fill: {self.paper}; }}"
        yield f".soft {{ fill: {self.soft}; }}"
        for number, hue in enumerate(HUES):
            line, box = _colour(hue, *self.lines), _colour(hue, *self.boxes)
            yield f".h{number} .mark {{ fill: {line}; }} .h{number} .line {{ stroke: {line}; }}"
            yield f".h{number} .box {{ fill: {box}; stroke: {line}; }}"


LIGHT = Theme("#ffffff", "#1d2430", "#5d6778", (0.58, 0.42), (0.58, 0.94))
DARK = Theme("#14181e", "#e6e9ee", "#9aa5b5", (0.55, 0.66), (0.55, 0.17))


def _colour(hue: float, saturation: float, lightness: float) -> str:
    parts = colorsys.hls_to_rgb(hue / 360, lightness, saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _style() -> str:
    return "\n".join(
        (
            f"text {{ font-family: {FONTS}; unicode-bidi: plaintext; }} .b {{ font-weight: 600; }}",
            ".line { fill: none; stroke-width: 1.75; opacity: .75; } .box { stroke-width: 1.5; }",
            *LIGHT.rules(),
            # Later rules win over earlier ones of the same weight.
            "@media (prefers-color-scheme: dark) {",
            *DARK.rules(),
            "}",
        )
    )


def render(minutes: Minutes, options: Options = DEFAULTS) -> bytes:
    """UTF-8 SVG that follows the reader's light or dark theme.

    From left to right the meeting, its chapters and their lines, from top to bottom their order.
    """
    document, meeting = tree(minutes, options)
    root = _Box.of(meeting)
    columns = [MARGIN, MARGIN + root.wide + REACH]
    columns.append(columns[1] + max((each.wide for each in root.children), default=0.0) + REACH)
    height = _place(root, columns, MARGIN)
    kinds = {child.node.kind for branch in root.children for child in branch.children}
    names: dict[Kind, str] = {
        "point": document.labels.points,
        "decision": document.labels.decisions,
        "action_item": document.labels.action_items,
    }
    legend = [(kind, name) for kind, name in names.items() if kind in kinds]
    bottom = MARGIN + height + (GAP * 3 if legend else 0)
    parts = [*_tree(root), *_legend(legend, bottom)]
    right = max(_right(root), MARGIN + sum(_span(name) for _, name in legend)) + MARGIN
    size = f'width="{right:.0f}" height="{bottom + MARGIN:.0f}"'
    view = f'viewBox="0 0 {right:.0f} {bottom + MARGIN:.0f}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} role="img">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{_style()}\n</style>\n"
        '<rect class="paper" width="100%" height="100%"/>'
    )
    return "\n".join([head, *parts, "</svg>\n"]).encode()


@dataclass(slots=True)
class _Box:
    """A node with its lines; `left` and `top` are set when it is placed."""

    node: Node
    lines: Sequence[str]
    notes: Sequence[str]
    wide: float
    high: float
    children: list[_Box]
    left: float = 0.0
    top: float = 0.0

    @classmethod
    def of(cls, node: Node) -> _Box:
        look = LOOKS[node.kind]
        lines = wrapped(node.text, look.widest, look.size, look.bold)
        leaf = node.kind not in ("meeting", "chapter")
        known = " · ".join(filter(None, (node.stamp, node.note if leaf else "")))
        notes = wrapped(known, look.widest, NOTE.size) if known else []
        widths = [width(line, look.size, look.bold) for line in lines]
        widths += [width(line, NOTE.size) for line in notes]
        high = (len(lines) * look.size + len(notes) * NOTE.size) * LEADING
        return cls(
            node=node,
            lines=lines,
            notes=notes,
            wide=max(widths, default=0.0) + 2 * look.inset + (MARK if leaf else 0),
            high=high + 2 * look.inset,
            children=[cls.of(child) for child in node.children],
        )

    @property
    def middle(self) -> float:
        return self.top + self.high / 2


def _place(box: _Box, columns: Sequence[float], top: float) -> float:
    """Gives a box and all under it their places; returns the height they take.

    `columns` are the left edges of the levels, its own first.
    """
    box.left = columns[0]
    below = top
    for child in box.children:
        below += _place(child, columns[1:], below) + GAP
    high = max(box.high, below - GAP - top) if box.children else box.high
    box.top = top + (high - box.high) / 2
    return high


def _right(box: _Box) -> float:
    return max([box.left + box.wide, *(_right(child) for child in box.children)])


def _tree(root: _Box) -> Iterator[str]:
    for number, branch in enumerate(root.children):
        yield f'<g class="h{number % len(HUES)}">'
        yield _link(root, branch)
        for leaf in branch.children:
            yield _link(branch, leaf)
            yield _mark(leaf.node.kind, leaf.left + 6, leaf.top + LOOKS["point"].size * 0.72)
            yield from _text(leaf, leaf.left + MARK)
        yield _frame(branch, "box")
        yield from _text(branch, branch.left + LOOKS["chapter"].inset)
        yield "</g>"
    yield _frame(root, "meeting")
    yield from _text(root, root.left + LOOKS["meeting"].inset)


def _link(parent: _Box, child: _Box) -> str:
    x, y = parent.left + parent.wide, parent.middle
    to_x, to_y = child.left - (4 if child.node.kind != "chapter" else 0), child.middle
    if child.node.kind != "chapter":
        to_y = child.top + LOOKS["point"].size * 0.72
    half = child.left - REACH / 2
    return (
        f'<path class="line" d="M{x:.1f} {y:.1f}H{half - REACH / 2:.1f}'
        f'C{half:.1f} {y:.1f} {half:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"/>'
    )


def _frame(box: _Box, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{box.left:.1f}" y="{box.top:.1f}" width="{box.wide:.1f}" '
        f'height="{box.high:.1f}" rx="9"/>'
    )


def _text(box: _Box, left: float) -> Iterator[str]:
    look = LOOKS[box.node.kind]
    below = box.top + look.inset
    name = "on b" if box.node.kind == "meeting" else "b" if look.bold else ""
    yield from _set(box.lines, left, below, look.size, name)
    below += len(box.lines) * look.size * LEADING
    yield from _set(box.notes, left, below, NOTE.size, "soft")


def _set(lines: Sequence[str], left: float, top: float, size: float, name: str) -> Iterator[str]:
    kind = f' class="{name}"' if name else ""
    for number, line in enumerate(lines):
        base = top + size * (number * LEADING + 1)
        yield (
            f'<text{kind} x="{left:.1f}" y="{base:.1f}" font-size="{size:g}">{escape(line)}</text>'
        )


def _mark(kind: Kind, x: float, y: float) -> str:
    if kind == "decision":
        return f'<path class="mark" d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z"/>'
    if kind == "action_item":
        return f'<rect class="line" x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" rx="2"/>'
    return f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'


def _legend(names: Sequence[tuple[Kind, str]], top: float) -> Iterator[str]:
    left = MARGIN
    for kind, name in names:
        yield f'<g class="h0">{_mark(kind, left + 6, top - 4)}</g>'
        yield f'<text class="soft" x="{left + MARK:.1f}" y="{top:.1f}" font-size="12">{name}</text>'
        left += _span(name)


def _span(name: str) -> float:
    return MARK + width(name, 12) + 24
