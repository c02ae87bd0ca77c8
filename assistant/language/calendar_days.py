"""Arithmetic of days, and the form in which a language says how it speaks of them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

WEDNESDAY, FRIDAY, SUNDAY = 2, 4, 6

Resolve = Callable[[re.Match[str], date], date | None]
"""From a match and the day of the meeting to the day meant, None where there is none."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a language speaks of days.

    `before` matches the words before a day that belong to it ("by", "on the"), `refused` what
    stands before a day that is named but not meant ("not", "since"), `dropped` what follows
    a day that somebody just ruled out ("I'm out").
    """

    phrases: tuple[tuple[re.Pattern[str], Resolve], ...]
    before: re.Pattern[str]
    refused: re.Pattern[str]
    dropped: re.Pattern[str]


def coming(today: date, weekday: int) -> date:
    """The first such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def in_week(today: date, weeks: int, weekday: int) -> date:
    """That weekday in the week `weeks` after this one; weeks begin on Monday."""
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks, days=weekday)


def month_end(today: date, months: int) -> date:
    """The last day of the month `months` after this one."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def months_until(today: date, month: int) -> int:
    """Months from this one to the next that has that number."""
    return (month - today.month) % 12


def later_month(today: date, months: int) -> date:
    """The same day of a later month, or its last."""
    last = month_end(today, months)
    return last.replace(day=min(today.day, last.day))


def monthday(today: date, day: int, weekday: int | None = None) -> date | None:
    """The next day of that number; with a weekday, one of the next three months that agrees.

    Where none agrees the number wins, because weekdays are misspoken more often.
    """
    days = []
    for months in range(4):
        last = month_end(today, months)
        if day <= last.day and last.replace(day=day) >= today:
            days.append(last.replace(day=day))
    agreeing = [d for d in days[:3] if weekday is None or d.weekday() == weekday]
    return next(iter(agreeing or days), None)


def month_and_day(today: date, month: int, day: int) -> date | None:
    """The nearest such day; one just past was missed and lies not eleven months ahead."""
    recent = today - timedelta(days=60)
    for year in (today.year, today.year + 1):
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            named = date(year, month, day)
            if named >= recent:
                return named
    return None
