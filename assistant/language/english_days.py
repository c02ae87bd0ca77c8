"""How English speaks of days. Spans ("in ten days") go to dateparser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from assistant.language.calendar_days import (
    FRIDAY,
    SUNDAY,
    WEDNESDAY,
    Resolve,
    Rules,
    coming,
    in_week,
    month_and_day,
    month_end,
    monthday,
    months_until,
)

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = (
    " january february march april may june july august september october november december"
).split(" ")
_UNITS = "first second third fourth fifth sixth seventh eighth ninth"
_TEENS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth"
    " nineteenth twentieth"
)
_ORDINALS = {word: i for i, word in enumerate(f"{_UNITS} {_TEENS}".split(), 1)}
_ORDINALS |= {f"twenty {word}": i for i, word in enumerate(_UNITS.split(), 21)}
_ORDINALS |= {"thirtieth": 30, "thirty first": 31}


def _either(words: Iterable[str]) -> str:
    return "|".join(w.replace(" ", "[ -]") for w in sorted(words, key=len, reverse=True) if w)


_WD = rf"(?P<weekday>{_either(_WEEKDAYS)})"
_MO = rf"(?P<month>{_either(_MONTHS)})"
_NUMBER = rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|{_either(_ORDINALS)})"
_ORD = rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)|{_either(_ORDINALS)})"
_LATE_ORD = (
    rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)|{_either(w for w in _ORDINALS if _ORDINALS[w] > 9)})"
)
_CLOSE = r"(?:close|end) of (?:business|play|the day|day|the working day)"
_END = r"(?:the )?(?:very )?end of (?:the |this )?"
_PART = r"morning|afternoon|evening|night|noon|at noon|lunchtime"
_EARLY = rf"(?:(?:noon|midday|lunch|lunchtime|(?:the )?{_CLOSE}|first thing|early|late) (?:on )?)?"
_LATE = rf"(?:,? (?:(?:first thing|early|late)(?: in the (?:{_PART}))?|{_PART}))?"
_UNTIL = "(?:by|on|before|until|till|due)"
_COUNT = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2})"
_NO_NOUN = r"(?! of| (?!though|then|at|please|latest|so|and|or|if|because|in)[a-z])"
_SPAN = rf"{_COUNT} (?:days?|weeks?|months?)"
_AT_ONCE = (
    r"(?:right|straight|immediately|directly) after (?:this|the meeting|the call|lunch|we'?re done)"
    r"|(?:right|straight) away|within the hour|at lunch(?:time)?|after (?:lunch|the meeting)"
    r"|this (?:afternoon|evening)|(?:by|before|still) this morning|later (?:on )?today"
    r"|(?:with)?in (?:the next )?(?:\w+ minutes|(?:half )?an hour|the hour|a (?:minute|bit|moment))"
    r"|(?:by|before|till|until) (?:one|two|three|four|five|six|seven|eleven|twelve|noon)"
    r"(?: o'clock| thirty| sharp)?(?= *(?:[.,?!;]|$))"
    r"|by (?:noon|lunch|lunchtime)(?! t)|before lunch(?:time)?|(?:at|by) \w+ o'clock today"
)


def _day(match: re.Match[str]) -> int:
    word = match["day"].lower().replace("-", " ")
    return int(re.sub(r"\D", "", word)) if word[0].isdigit() else _ORDINALS[word]


def _weekday(match: re.Match[str]) -> int:
    return _WEEKDAYS.index(match["weekday"].lower())


def _month(match: re.Match[str]) -> int:
    return _MONTHS.index(match["month"].lower())


def _week_later(match: re.Match[str], today: date) -> date:
    return coming(today, _weekday(match)) + timedelta(weeks=1)


def _middle(match: re.Match[str], today: date) -> date:
    return month_end(today, months_until(today, _month(match))).replace(day=15)


def _middle_of_this(_: re.Match[str], today: date) -> date:
    return month_end(today, 0 if today.day <= 15 else 1).replace(day=15)


def _ahead(match: re.Match[str], today: date) -> date | None:
    import dateparser  # noqa: PLC0415

    now = datetime(today.year, today.month, today.day)
    moment = dateparser.parse(
        f"in {match['span']}", languages=["en"], settings={"RELATIVE_BASE": now}
    )
    return None if moment is None else moment.date()


def _english(*phrases: tuple[str, Resolve]) -> tuple[tuple[re.Pattern[str], Resolve], ...]:
    return tuple((re.compile(rf"\b(?:{p})(?!\w)", re.IGNORECASE), r) for p, r in phrases)


ENGLISH_DAYS = Rules(
    phrases=_english(
        (rf"{_EARLY}(?:today|tonight)|{_END}day|eod|cob|{_CLOSE}", lambda _, t: t),
        (_AT_ONCE, lambda _, t: t),
        (rf"{_EARLY}tomorrow{_LATE}", lambda _, t: t + timedelta(days=1)),
        (r"(?:first thing )?in the morning(?! of)", lambda _, t: t + timedelta(days=1)),
        (r"(?:the )?day after tomorrow", lambda _, t: t + timedelta(days=2)),
        (rf"{_EARLY}a week (?:on|from) {_WD}", _week_later),
        (rf"{_WD} week(?! \w+ing)", _week_later),
        (r"(?:a|one) week (?:from )?(?:today|now)|a week's time", lambda _, t: t + timedelta(7)),
        (r"(?:in |within )?(?:a|one) fortnight(?:'s time)?", lambda _, t: t + timedelta(14)),
        (rf"{_EARLY}next {_WD}{_LATE}", lambda m, t: in_week(t, 1, _weekday(m))),
        (rf"{_WD} (?:of )?next week", lambda m, t: in_week(t, 1, _weekday(m))),
        (rf"next week,? (?:on )?{_WD}{_LATE}", lambda m, t: in_week(t, 1, _weekday(m))),
        (rf"{_EARLY}(?:this |coming )*{_WD}{_LATE}", lambda m, t: coming(t, _weekday(m))),
        (
            rf"(?:(?:this |next |coming )*{_WD},? )?(?:the )?{_NUMBER} (?:of )?{_MO}",
            lambda m, t: month_and_day(t, _month(m), _day(m)),
        ),
        (
            rf"(?:{_WD},? )?{_MO},? (?:the )?{_NUMBER}",
            lambda m, t: month_and_day(t, _month(m), _day(m)),
        ),
        (
            rf"(?:this |next |coming )*{_WD},? {_ORD}",
            lambda m, t: monthday(t, _day(m), _weekday(m)),
        ),
        (rf"{_WD},? the {_NUMBER}", lambda m, t: monthday(t, _day(m), _weekday(m))),
        (
            rf"{_UNTIL} the {_ORD}{_NO_NOUN}",
            lambda m, t: monthday(t, _day(m)),
        ),
        (rf"the {_LATE_ORD}(?= *(?:[,.?!;]|$))", lambda m, t: monthday(t, _day(m))),
        (rf"{_END}{_MO}", lambda m, t: month_end(t, months_until(t, _month(m)))),
        (rf"(?:the )?(?:mid|middle of)[ -]{_MO}", _middle),
        (r"(?:the )?(?:mid|middle of)[ -](?:the |this )?month", _middle_of_this),
        (rf"{_END}month", lambda _, t: month_end(t, 0)),
        (r"(?:(?:the )?end of )?next month", lambda _, t: month_end(t, 1)),
        (rf"{_END}quarter", lambda _, t: month_end(t, 2 - (t.month - 1) % 3)),
        (rf"{_END}year|(?:the )?new year", lambda _, t: date(t.year, 12, 31)),
        (r"(?:before |by )christmas", lambda _, t: date(t.year, 12, 24)),
        (rf"{_END}week|(?:later )?this week|eow", lambda _, t: in_week(t, 0, FRIDAY)),
        (
            r"(?:the )?(?:mid|middle of)[ -]next week",
            lambda _, t: in_week(t, 1, WEDNESDAY),
        ),
        (
            r"(?:the )?(?:beginning|start) of next week|early next week|first thing next week",
            lambda _, t: in_week(t, 1, 0),
        ),
        (r"(?:the )?week after next", lambda _, t: in_week(t, 2, FRIDAY)),
        (r"(?:(?:the )?end of )?next week|within the week", lambda _, t: in_week(t, 1, FRIDAY)),
        (r"next weekend", lambda _, t: in_week(t, 1, SUNDAY)),
        (r"(?:this|the) weekend", lambda _, t: in_week(t, 0, SUNDAY)),
        (rf"(?:with)?in (?:the next )?(?P<span>{_SPAN})(?:'s? time)?", _ahead),
        (rf"(?P<span>{_SPAN}) from (?:now|today)", _ahead),
        (r"\d{4}-\d\d-\d\d", lambda m, _: date.fromisoformat(m[0])),
    ),
    before=re.compile(
        r"\b(?:(?:not|no) later than|latest by|by|before|until|till|on|over|for|in|at)(?: the)? $",
        re.I,
    ),
    refused=re.compile(
        r"(?:\b(?:not|last|since|past|from|except|every|each|instead of|i'm out|i'm away)|n't)"
        r"(?: (?:on|by|before|until))?(?: the)? $",
        re.I,
    ),
    dropped=re.compile(
        r",? (?:is out\b|is too|i'm (?:at|in|out|away|off|busy|on|travell?ing)\b|i can't|i have\b"
        r"|i've got|won't work|doesn't)|'s (?:a holiday|too|out\b|bad|no good)",
        re.I,
    ),
)
