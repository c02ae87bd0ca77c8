"""How Chinese speaks of days; spoken numerals below 100 are read here."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.language.calendar_days import (
    FRIDAY,
    SUNDAY,
    Resolve,
    Rules,
    coming,
    in_week,
    later_month,
    month_and_day,
    month_end,
    monthday,
    months_until,
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
_ZH_MO = rf"(?P<month>{_NUM})月份?"


def _weekday(match: re.Match[str]) -> int:
    return _numeral(match["weekday"]) - 1


def _named(match: re.Match[str], today: date) -> date | None:
    return month_and_day(today, _numeral(match["month"]), _numeral(match["day"]))


def _middle(match: re.Match[str], today: date) -> date:
    return month_end(today, months_until(today, _numeral(match["month"]))).replace(day=15)


def _ahead(match: re.Match[str], today: date) -> date:
    count = _numeral(match["count"])
    if "月" in match["unit"]:
        return later_month(today, count)
    return today + timedelta(days=count if match["unit"] == "天" else 7 * count)


def _chinese(*phrases: tuple[str, Resolve]) -> tuple[tuple[re.Pattern[str], Resolve], ...]:
    part = "(?:早上|上午|中午|下午|晚上|傍晚|下班)?"
    until = "(?:之前|以前|前|以内|之内|内)?"
    return tuple((re.compile(f"(?:{p}){part}{until}"), r) for p, r in phrases)


CHINESE_DAYS = Rules(
    phrases=_chinese(
        ("今天|今晚|今日|待会儿?|散会后|会后", lambda _, t: t),
        ("下班(?=之?前)|(?:午饭|晚饭|中午)(?=之前|以前|前)|一会儿", lambda _, t: t),
        (
            "(?:半个?|[一两三]个?)小时(?=之内|以内|内)|[一二三五十几]+分钟(?=之内|以内|内)",
            lambda _, t: t,
        ),
        (r"(?<![早今明天])(?:下午|晚上)(?![好见])", lambda _, t: t),
        ("明天|明早|明晚|明日", lambda _, t: t + timedelta(days=1)),
        ("后天", lambda _, t: t + timedelta(days=2)),
        ("大后天", lambda _, t: t + timedelta(days=3)),
        (f"(?:这个?|本)?{_ZH_WD}", lambda m, t: coming(t, _weekday(m))),
        (f"下个?{_ZH_WD}", lambda m, t: in_week(t, 1, _weekday(m))),
        (f"下下个?{_ZH_WD}", lambda m, t: in_week(t, 2, _weekday(m))),
        (f"(?:这|本){_WEEK}", lambda _, t: in_week(t, 0, FRIDAY)),
        (f"下{_WEEK}", lambda _, t: in_week(t, 1, FRIDAY)),
        ("(?:这个?|本)?周末", lambda _, t: in_week(t, 0, SUNDAY)),
        ("下个?周末", lambda _, t: in_week(t, 1, SUNDAY)),
        (f"{_ZH_MO}(?P<day>{_NUM})[号日]{_SAME}", _named),
        (
            f"(?<![A-Za-z第])(?P<day>{_NUM})号(?![线楼机房门厅码院方桌窗店车柜箱])(?!会议室){_SAME}",
            lambda m, t: monthday(t, _numeral(m["day"])),
        ),
        (f"{_ZH_MO}(?:底|末)", lambda m, t: month_end(t, months_until(t, _numeral(m["month"])))),
        (f"{_ZH_MO}中旬", _middle),
        ("(?:这个|本)?月[底末]", lambda _, t: month_end(t, 0)),
        ("下个?月中旬?", lambda _, t: month_end(t, 1).replace(day=15)),
        ("下个?月[底末]?(?!中)", lambda _, t: month_end(t, 1)),
        ("季度[底末]", lambda _, t: month_end(t, 2 - (t.month - 1) % 3)),
        ("年[底末]|年前|元旦前", lambda _, t: date(t.year, 12, 31)),
        (f"(?P<count>{_NUM})(?P<unit>天|{_WEEK}|个月)(?:之内|以内|内|之后|以后|后)", _ahead),
    ),
    before=re.compile("(?:最晚|最迟|在|到)$"),
    refused=re.compile("(?:上个?|不是|从|自|除了|每个?)$"),
    dropped=re.compile(
        "(?:不行|没空|没时间|不在|来不及|要去|要带|要陪|要接|要开会|得去|要上课|太赶|不方便|有事|有课|有点悬)"
    ),
)
