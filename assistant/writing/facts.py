"""The hard facts of a text: its numbers, its days, its names."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterator

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
        "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        3,
    )
} | {"thirtieth": 30}
_SPELT = {**_UNITS, **_TENS, **_ORDINALS, "first": 1, "second": 2}
_COMMON = frozenset({"zero", "one", "first", "second"})
"""Words that count nothing as often as they count."""
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d+)?")
_SHORT = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000, "万": 10_000, "亿": 100_000_000}
_SCALED = re.compile(r"\s?(k|m|bn|万|亿|hundred|thousand|million|billion)(?![^\W\d_])", re.I)

_HAN = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1_000}
_HAN_SCALES = {"万": 10_000, "亿": 100_000_000}
_HAN_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
_COMMON_HAN = frozenset("一两万千百")
"""Characters that count nothing as often as they count."""

_DAYS = frozenset(name.lower() for name in calendar.day_name)
_MONTHS = frozenset(name.lower() for name in calendar.month_name if name) - {"may", "march"}
_SPOKEN_DAYS = frozenset({"today", "tonight", "tomorrow", "yesterday"})
_DOUBTFUL = re.compile(r"(?<=\w )(?:May|March)\b")
_HAN_DAY = re.compile(
    r"(下下|下|上|这|本)?(?:周|个?星期|个?礼拜)([一二三四五六日天末])|大?[今明后昨前]天"
)
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_.&+-]*[A-Za-z0-9+]")
_CAPITAL = re.compile(r"[A-ZÀ-Þ][\w'’-]*")
_SUBJECT = re.compile(
    r"^(?P<name>[A-ZÀ-Þ][\w-]+)(?:['’]s\b|,? and [A-Z]| (?:will|would|is|was|has|had|can|could|"
    r"should|shall|must|to|also|agreed|said|says|asks|asked|wants|wanted|needs|takes|took|"
    r"suggested|proposed|reported|confirmed|explained|owns|sends|promised)\b)"
)
_HAN_NAME = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,3}?)(?=(?:负责|将会?|会在?|表示|提出|提议|同意|建议|确认|认为|答应|承诺))"
)
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田姜范石姚谭廖邹熊陆郝孔崔康毛邱秦史顾侯邵孟龙段雷钱汤尹黎武乔贺赖龚"
)


def numbers(text: str, every: bool = False) -> set[float]:
    """The numbers of a text, written in digits or in English or Chinese words.

    Words that count nothing as often as they count ("one", "first") are left out where they stand
    alone, unless `every` number that there might be is wanted.
    """
    text = _HAN_DAY.sub(" ", _ISO.sub(" ", text))
    return {*_from_digits(text), *_from_words(text, every), *_from_han(text, every)}


def _from_digits(text: str) -> Iterator[float]:
    for match in _DIGITS.finditer(text):
        value = float(match[0].replace(",", "").rstrip("."))
        scaled = _SCALED.match(text, match.end())
        unit = scaled[1].lower() if scaled else ""
        yield value * (_SHORT.get(unit) or _SCALES.get(unit, 1))


def _from_words(text: str, every: bool) -> Iterator[float]:
    total, current, inside, spelt = 0, 0, False, ""
    for word in [*_WORD.findall(text.lower()), ""]:
        if word in _SPELT:
            # "twenty five" is one number, "five six" are two.
            if inside and not (current % 100 == 0 or (current % 100 >= 20 and _SPELT[word] < 10)):
                yield total + current
                total, current, spelt = 0, 0, ""
            current += _SPELT[word]
        elif word in _SCALES and inside:
            scale = _SCALES[word]
            current = max(1, current) * scale
            if scale > 100:
                total, current = total + current, 0
        elif word == "and" and inside and current >= 100:
            continue
        else:
            if inside and (every or spelt not in _COMMON):
                yield total + current
            total, current, inside, spelt = 0, 0, False, ""
            continue
        spelt = f"{spelt} {word}".strip()
        inside = True


def _from_han(text: str, every: bool) -> Iterator[float]:
    for match in _HAN_NUMBER.finditer(text):
        if every or match[0] not in _COMMON_HAN:
            yield _han(match[0])


def _han(text: str) -> float:
    if not any(char in _HAN_UNITS or char in _HAN_SCALES for char in text):
        return float("".join(str(_HAN[char]) for char in text))
    total = part = digit = 0
    for char in text:
        if char in _HAN:
            digit = _HAN[char]
        elif char in _HAN_UNITS:
            part += (digit or 1) * _HAN_UNITS[char]
            digit = 0
        else:
            total += max(1, part + digit) * _HAN_SCALES[char]
            part = digit = 0
    return float(total + part + digit)


def days(text: str) -> set[str]:
    """Weekdays, months and days like "tomorrow" that a text names, in English and Chinese."""
    words = set(_WORD.findall(text.lower()))
    found = words & (_DAYS | _MONTHS | _SPOKEN_DAYS)
    found |= {name.lower() for name in _DOUBTFUL.findall(text)}
    for match in _HAN_DAY.finditer(text):
        found.add("周" + match[2].replace("天", "日") if match[2] else match[0])
    return found


def iso_days(text: str) -> set[str]:
    """Days written as 2026-01-05."""
    return set(_ISO.findall(text))


def names(text: str, common: Collection[str]) -> set[str]:
    """What a text calls by a name, in lower case: words with a capital, and words in Latin
    letters within Chinese; at the beginning of a sentence only what does something.

    `common` are words, in lower case, that are written small elsewhere.
    """
    found = {m["name"] for m in _HAN_NAME.finditer(text) if m["name"][0] in _SURNAMES}
    if re.search(r"[\u4e00-\u9fff]", text):
        return found | {word.lower() for word in _LATIN.findall(text)}
    for sentence in re.split(r"(?<=[.!?:;])\s+", text):
        words = list(_CAPITAL.finditer(sentence))
        for match in words:
            name = _base(match[0])
            if len(name) < 2 or name in _DAYS | _MONTHS | {"march", "may"}:
                continue
            if match.start() == 0:
                subject = _SUBJECT.match(sentence)
                if subject is None or name in common:
                    continue
            elif match.start() and sentence[match.start() - 1] not in " (\"'“‘/-":
                continue
            found.add(name)
    return found


def _base(word: str) -> str:
    return re.sub(r"['’]s?$", "", word).lower()
