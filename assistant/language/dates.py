"""Due phrases as people say them, resolved against the day of the meeting.

A language is one entry of `RULES`: patterns tried at every place of the text, each with the
arithmetic that turns a match into a day. Spans ("in ten days") go to dateparser; what it does
not know (ordinals in words, "Monday the tenth", ends of periods, spoken Chinese) is here.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

FRIDAY, SUNDAY = 4, 6


@dataclass(frozen=True, slots=True)
class Due:
    """A day and the words that named it; `start` and `end` are their place in the text."""

    day: date
    text: str
    start: int
    end: int


Resolve = Callable[[re.Match[str], date], date | None]


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


def find_dues(text: str, today: date, language: str) -> list[Due]:
    """The days that `text` names as lying on or after `today`, in the order they are named.

    A language without rules gives none.
    """
    rules = RULES.get(language)
    return [] if rules is None else list(_scan(text, today, rules))


def _scan(text: str, today: date, rules: Rules) -> Iterator[Due]:
    at = 0
    while at < len(text):
        found = [(m, r) for p, r in rules.phrases if (m := p.search(text, at))]
        if not found:
            return
        match, resolve = min(found, key=lambda f: (f[0].start(), -f[0].end()))
        at = match.end()
        head = text[: match.start()]
        if rules.refused.search(head) or rules.dropped.match(text[at:]):
            continue
        day = resolve(match, today)
        if day is not None and day >= today:
            lead = rules.before.search(head)
            start = lead.start() if lead else match.start()
            yield Due(day, text[start:at].strip(), start, at)


def _coming(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _in_week(today: date, weeks: int, weekday: int) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks, days=weekday)


def _month_end(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _later_month(today: date, months: int) -> date:
    last = _month_end(today, months)
    return last.replace(day=min(today.day, last.day))


def _monthday(today: date, day: int, weekday: int | None = None) -> date | None:
    """The next day of that number; with a weekday, one of the next three months that agrees.

    Where none agrees the number wins, because weekdays are misspoken more often.
    """
    days = []
    for months in range(4):
        last = _month_end(today, months)
        if day <= last.day and last.replace(day=day) >= today:
            days.append(last.replace(day=day))
    agreeing = [d for d in days[:3] if weekday is None or d.weekday() == weekday]
    return next(iter(agreeing or days), None)


def _month_and_day(today: date, month: int, day: int) -> date | None:
    # A day just past is one that was missed, not one eleven months ahead.
    recent = today - timedelta(days=60)
    for year in (today.year, today.year + 1):
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            named = date(year, month, day)
            if named >= recent:
                return named
    return None


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


def _day(match: re.Match[str]) -> int:
    word = match["day"].lower().replace("-", " ")
    return int(re.sub(r"\D", "", word)) if word[0].isdigit() else _ORDINALS[word]


def _weekday(match: re.Match[str]) -> int:
    return _WEEKDAYS.index(match["weekday"].lower())


def _month(match: re.Match[str]) -> int:
    return _MONTHS.index(match["month"].lower())


def _ahead(match: re.Match[str], today: date) -> date | None:
    import dateparser  # noqa: PLC0415

    now = datetime(today.year, today.month, today.day)
    moment = dateparser.parse(
        f"in {match['span']}", languages=["en"], settings={"RELATIVE_BASE": now}
    )
    return None if moment is None else moment.date()


def _english(*phrases: tuple[str, Resolve]) -> tuple[tuple[re.Pattern[str], Resolve], ...]:
    return tuple((re.compile(rf"\b(?:{p})(?!\w)", re.IGNORECASE), r) for p, r in phrases)


_END = r"(?:the )?(?:very )?end of (?:the |this )?"
_EARLY = r"(?:(?:noon|midday|lunch|lunchtime|(?:the )?end of(?: the)? day|first thing) )?"
_LATE = r"(?: (?:morning|afternoon|evening|night|noon|at noon))?"
_UNTIL = "(?:by|on|before|until|till|due)"
_COUNT = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2})"
_SPAN = rf"{_COUNT} (?:days?|weeks?|months?)"

_EN = Rules(
    phrases=_english(
        (rf"{_EARLY}(?:today|tonight)|{_END}day|eod|close of business", lambda _, t: t),
        (r"this (?:morning|afternoon|evening)|by (?:noon|lunch|lunchtime)(?! t)", lambda _, t: t),
        (rf"{_EARLY}tomorrow{_LATE}", lambda _, t: t + timedelta(days=1)),
        (r"(?:the )?day after tomorrow", lambda _, t: t + timedelta(days=2)),
        (rf"next {_WD}{_LATE}", lambda m, t: _in_week(t, 1, _weekday(m))),
        (rf"{_WD} next week", lambda m, t: _in_week(t, 1, _weekday(m))),
        (rf"{_EARLY}(?:this |coming )*{_WD}{_LATE}", lambda m, t: _coming(t, _weekday(m))),
        (
            rf"(?:(?:this |next |coming )*{_WD},? )?(?:the )?{_NUMBER} (?:of )?{_MO}",
            lambda m, t: _month_and_day(t, _month(m), _day(m)),
        ),
        (
            rf"(?:{_WD},? )?{_MO},? (?:the )?{_NUMBER}",
            lambda m, t: _month_and_day(t, _month(m), _day(m)),
        ),
        (
            rf"(?:this |next |coming )*{_WD},? {_ORD}",
            lambda m, t: _monthday(t, _day(m), _weekday(m)),
        ),
        (rf"{_WD},? the {_NUMBER}", lambda m, t: _monthday(t, _day(m), _weekday(m))),
        (rf"{_UNTIL} the {_ORD}(?! of| [a-z])", lambda m, t: _monthday(t, _day(m))),
        (rf"the {_LATE_ORD}(?= *(?:[,.?!;]|$))", lambda m, t: _monthday(t, _day(m))),
        (rf"{_END}{_MO}", lambda m, t: _month_end(t, (_month(m) - t.month) % 12)),
        (rf"{_END}month", lambda _, t: _month_end(t, 0)),
        (r"(?:(?:the )?end of )?next month", lambda _, t: _month_end(t, 1)),
        (rf"{_END}quarter", lambda _, t: _month_end(t, 2 - (t.month - 1) % 3)),
        (rf"{_END}year", lambda _, t: date(t.year, 12, 31)),
        (rf"{_END}week|this week", lambda _, t: _in_week(t, 0, FRIDAY)),
        (r"(?:(?:the )?end of )?next week", lambda _, t: _in_week(t, 1, FRIDAY)),
        (r"(?:this|the) weekend", lambda _, t: _in_week(t, 0, SUNDAY)),
        (rf"(?:with)?in (?:the next )?(?P<span>{_SPAN})", _ahead),
        (rf"(?P<span>{_SPAN}) from (?:now|today)", _ahead),
        (r"\d{4}-\d\d-\d\d", lambda m, _: date.fromisoformat(m[0])),
    ),
    before=re.compile(r"\b(?:(?:not|no) later than|by|before|until|till|on|over)(?: the)? $", re.I),
    refused=re.compile(
        r"(?:\b(?:not|last|since|past|from|except|every|each|instead of|i'm out|i'm away)|n't)"
        r"(?: (?:on|by|before|until))?(?: the)? $",
        re.I,
    ),
    dropped=re.compile(
        r",? (?:is out\b|is too|i'm (?:at|in|out|away|off|busy|on)\b|i can't|won't work|doesn't)",
        re.I,
    ),
)

_DIGITS = {digit: i for i, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "日": 7, "天": 7}


def _numeral(text: str) -> int:
    """A number below 100 in Chinese or Arabic digits."""
    if text.isdigit():
        return int(text)
    tens, ten, units = text.rpartition("十")
    return (_DIGITS[tens or "一"] * 10 if ten else 0) + (_DIGITS[units] if units else 0)


_NUM = r"(?:\d{1,2}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_WEEK = r"(?:周|个?星期|个?礼拜)"
_ZH_WD = rf"{_WEEK}(?P<weekday>[一二三四五六日天])"
_SAME = rf"(?:[，,]?{_WEEK}[一二三四五六日天])?"
_ZH_MO = rf"(?P<month>{_NUM})月"


def _zh_weekday(match: re.Match[str]) -> int:
    return _numeral(match["weekday"]) - 1


def _zh_month_and_day(match: re.Match[str], today: date) -> date | None:
    return _month_and_day(today, _numeral(match["month"]), _numeral(match["day"]))


def _zh_ahead(match: re.Match[str], today: date) -> date:
    count = _numeral(match["count"])
    if "月" in match["unit"]:
        return _later_month(today, count)
    return today + timedelta(days=count if match["unit"] == "天" else 7 * count)


def _chinese(*phrases: tuple[str, Resolve]) -> tuple[tuple[re.Pattern[str], Resolve], ...]:
    part, until = "(?:早上|上午|中午|下午|晚上|下班)?", "(?:之前|以前|前|以内|之内|内)?"
    return tuple((re.compile(f"(?:{p}){part}{until}"), r) for p, r in phrases)


_ZH = Rules(
    phrases=_chinese(
        ("今天|今晚|今日", lambda _, t: t),
        ("明天|明早|明晚", lambda _, t: t + timedelta(days=1)),
        ("后天", lambda _, t: t + timedelta(days=2)),
        ("大后天", lambda _, t: t + timedelta(days=3)),
        (f"(?:这|本)?{_ZH_WD}", lambda m, t: _coming(t, _zh_weekday(m))),
        (f"下{_ZH_WD}", lambda m, t: _in_week(t, 1, _zh_weekday(m))),
        (f"下下{_ZH_WD}", lambda m, t: _in_week(t, 2, _zh_weekday(m))),
        (f"(?:这|本){_WEEK}", lambda _, t: _in_week(t, 0, FRIDAY)),
        (f"下{_WEEK}", lambda _, t: _in_week(t, 1, FRIDAY)),
        ("(?:这|本)?周末", lambda _, t: _in_week(t, 0, SUNDAY)),
        ("下周末", lambda _, t: _in_week(t, 1, SUNDAY)),
        (f"{_ZH_MO}(?P<day>{_NUM})[号日]{_SAME}", _zh_month_and_day),
        (
            f"(?<![A-Za-z第])(?P<day>{_NUM})号(?![线楼机房门厅码]){_SAME}",
            lambda m, t: _monthday(t, _numeral(m["day"])),
        ),
        (f"{_ZH_MO}(?:底|末)", lambda m, t: _month_end(t, (_numeral(m["month"]) - t.month) % 12)),
        ("(?:这个|本)?月[底末]", lambda _, t: _month_end(t, 0)),
        ("下个?月[底末]?", lambda _, t: _month_end(t, 1)),
        ("季度[底末]", lambda _, t: _month_end(t, 2 - (t.month - 1) % 3)),
        ("年[底末]", lambda _, t: date(t.year, 12, 31)),
        (f"(?P<count>{_NUM})(?P<unit>天|{_WEEK}|个月)(?:之内|以内|内|之后|以后|后)", _zh_ahead),
    ),
    before=re.compile("(?:最晚|最迟|在|到)$"),
    refused=re.compile("(?:上|不是|从|自|除了|每)$"),
    dropped=re.compile("(?:不行|没空|没时间|不在|来不及|要去|太赶)"),
)

RULES: Mapping[str, Rules] = {"en": _EN, "zh": _ZH}
