"""Minutes as an outline that mind map programs read: OPML 2.0."""

from __future__ import annotations

import datetime
from email.utils import format_datetime
from xml.etree import ElementTree

from assistant.exports.options import DEFAULTS, Options
from assistant.exports.tree import Node, tree
from assistant.types import Minutes


def render(minutes: Minutes, options: Options = DEFAULTS) -> bytes:
    """UTF-8 XML. Summaries, owners and due dates are in `_note`, as outliners have it."""
    document, meeting = tree(minutes, options)
    root = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(root, "head")
    ElementTree.SubElement(head, "title").text = document.title
    midnight = datetime.datetime.combine(minutes.meeting.date, datetime.time(), datetime.UTC)
    ElementTree.SubElement(head, "dateCreated").text = format_datetime(midnight, usegmt=True)
    _outline(ElementTree.SubElement(root, "body"), meeting)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _outline(parent: ElementTree.Element, node: Node) -> None:
    stamp = f"[{node.stamp}] " if node.stamp else ""
    element = ElementTree.SubElement(parent, "outline", text=stamp + node.text)
    if node.kind in ("decision", "action_item"):
        element.set("category", f"/{node.kind}")
    if node.note:
        element.set("_note", node.note)
    for child in node.children:
        _outline(element, child)
