"""Due phrases become days."""

from __future__ import annotations

import datetime

import pytest

from assistant.language.dates import find_dues

TUESDAY = datetime.date(2025, 3, 4)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I'll send it today", "2025-03-04"),
        ("by the end of the day", "2025-03-04"),
        ("You'll have it in ten minutes.", "2025-03-04"),
        ("Give them till three.", "2025-03-04"),
        ("it comes tonight", "2025-03-04"),
        ("by noon tomorrow", "2025-03-05"),
        ("the day after tomorrow", "2025-03-06"),
        ("by Thursday", "2025-03-06"),
        ("on Tuesday", "2025-03-11"),
        ("by next Wednesday", "2025-03-12"),
        ("Monday the tenth", "2025-03-10"),
        ("Monday the 10th", "2025-03-10"),
        ("They'll be ready by the seventeenth.", "2025-03-17"),
        ("Thursday the twenty seventh for the release", "2025-03-27"),
        ("make it the 27th.", "2025-03-27"),
        ("by the second", "2025-04-02"),
        ("Thursday the third of July", "2025-07-03"),
        ("before July 3rd", "2025-07-03"),
        ("on 3 July", "2025-07-03"),
        ("by January 2", "2026-01-02"),
        ("2025-03-20", "2025-03-20"),
        ("by the end of the week", "2025-03-07"),
        ("by the end of next week", "2025-03-14"),
        ("over the weekend", "2025-03-09"),
        ("by the end of the month", "2025-03-31"),
        ("by the end of June", "2025-06-30"),
        ("end of the quarter", "2025-03-31"),
        ("in two weeks", "2025-03-18"),
        ("within 10 days", "2025-03-14"),
        ("three weeks from now", "2025-03-25"),
        ("by close of play tomorrow", "2025-03-05"),
        ("a week on Tuesday", "2025-03-18"),
        ("Friday week", "2025-03-14"),
        ("in a fortnight", "2025-03-18"),
        ("by mid-March", "2025-03-15"),
        ("the middle of next week", "2025-03-12"),
        ("early next week", "2025-03-10"),
        ("right after this call, within the hour", "2025-03-04"),
        ("first thing in the morning", "2025-03-05"),
        ("it has to be there by the fifth though", "2025-03-05"),
    ],
)
def test_english(text: str, day: str) -> None:
    assert find_dues(text, TUESDAY, "en")[-1].day.isoformat() == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明天发给你们", "2025-03-05"),
        ("大后天", "2025-03-07"),
        ("我周五之前给你", "2025-03-07"),
        ("下周一之前给你", "2025-03-10"),
        ("下星期三", "2025-03-12"),
        ("月底", "2025-03-31"),
        ("下个月底之前", "2025-04-30"),
        ("下个月中旬", "2025-04-15"),
        ("我下午去", "2025-03-04"),
        ("这个周末", "2025-03-09"),
        ("五月二十三号", "2025-05-23"),
        ("5月23日", "2025-05-23"),
        ("对外是二十三号，周五", "2025-03-23"),
        ("三天之内", "2025-03-07"),
        ("两周后", "2025-03-18"),
        ("年底", "2025-12-31"),
    ],
)
def test_chinese(text: str, day: str) -> None:
    assert find_dues(text, TUESDAY, "zh")[-1].day.isoformat() == day


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I sent it last Friday.", "en"),
        ("Not this weekend though.", "en"),
        ("Friday I'm at a fair.", "en"),
        ("Every Monday.", "en"),
        ("I liked the second quote.", "en"),
        ("In the third week we stopped.", "en"),
        ("It expired on the first of February.", "en"),
        ("上周五已经发了", "zh"),
        ("七日留存", "zh"),
        ("二号线", "zh"),
        ("by Thursday", "xx"),
    ],
)
def test_days_that_are_not_due(text: str, language: str) -> None:
    assert find_dues(text, TUESDAY, language) == []


def test_the_last_day_named_stands() -> None:
    dues = find_dues("You'll have it tomorrow. No, let's say by Friday.", TUESDAY, "en")
    assert [d.text for d in dues] == ["tomorrow", "by Friday"]
    assert dues[-1].day == datetime.date(2025, 3, 7)


def test_the_number_wins_over_a_misspoken_weekday() -> None:
    (due,) = find_dues("Friday the tenth", TUESDAY, "en")
    assert due.day == datetime.date(2025, 3, 10)
