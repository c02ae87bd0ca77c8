"""Action items with a due date as days in a calendar: iCalendar, RFC 5545.

They are events of a whole day and not VTODOs: every calendar imports events, while Google
Calendar and Outlook pass over to-dos without a word.
"""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING

from assistant.exports.options import DEFAULTS, Options
from assistant.exports.view import View, flat, short_clock
from assistant.types import ActionItem, Minutes

if TYPE_CHECKING:
    from icalendar import Event

NAMESPACE = uuid.UUID("6f3b2a52-5a39-5d0c-9d0f-3f0f2f4f6c11")
"""Ids of events are made in here, so that a second import moves a task and adds none."""


def render(minutes: Minutes, options: Options = DEFAULTS) -> bytes:
    """UTF-8 with folded lines. The days are marked as free, done tasks begin with a tick."""
    from icalendar import Calendar  # noqa: PLC0415

    view = View.of(minutes, options)
    calendar = Calendar()
    calendar.add("prodid", "-//Meeting Assistant//Action items//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", flat(minutes.meeting.title) or view.labels.minutes)
    for item in view.in_order(minutes.action_items):
        if item.due is not None:
            calendar.add_component(_event(view, item, item.due))
    written: bytes = calendar.to_ical()
    return written


def _event(view: View, item: ActionItem, due: datetime.date) -> Event:
    import icalendar  # noqa: PLC0415

    minutes, meeting = view.minutes, view.minutes.meeting
    written = datetime.datetime.combine(meeting.date, datetime.time(), datetime.UTC)
    event = icalendar.Event()
    event.add("uid", str(uuid.uuid5(NAMESPACE, f"{meeting.id}/{item.id}")))
    # The same minutes give the same file, whenever it is written.
    event.add("dtstamp", minutes.changed or written)
    # RFC 5546, 2.1.4 and 2.1.5: of two events with one UID, the one of higher SEQUENCE stands.
    event.add("sequence", minutes.seq)
    if minutes.changed is not None:
        event.add("last-modified", minutes.changed)
    event.add("dtstart", due)
    event.add("dtend", due + datetime.timedelta(days=1))
    event.add("summary", ("✓ " if item.status == "done" else "") + flat(item.task))
    event.add("description", "\n".join(_description(view, item)))
    event.add("transp", "TRANSPARENT")
    return event


def _description(view: View, item: ActionItem) -> list[str]:
    labels = view.labels
    lines = [flat(view.minutes.meeting.title) or labels.minutes]
    if view.speakers:
        owner = labels.nobody if item.owner is None else view.name(item.owner)
        lines.append(f"{labels.owner}{labels.colon}{owner}")
    if item.due_text:
        lines.append(f"{labels.due_said}{labels.colon}{flat(item.due_text)}")
    start = view.start(item.segments)
    if view.timestamps and start is not None:
        lines.append(f"{labels.said_at}{labels.colon}{short_clock(start)}")
    return lines
