"""Which spellings of names are one person's, and how far a spelling can be trusted."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from assistant.language.address import ZH_TITLE
from assistant.language.given_names import FURTHER_NAMES, GIVEN_NAMES, ZH_GIVEN, ZH_IN_NAMES
from assistant.types import Segment

KNOWN_NAMES = GIVEN_NAMES | FURTHER_NAMES
_TITLES = frozenset("mr mrs ms miss dr doctor prof professor".split())
_ZH_TITLE = re.compile(f"{ZH_TITLE}$")
_ZH_SOUNDS = (
    "张章 李黎 王汪 徐许 陈程成 何贺 刘柳 吴武 杨阳 余于俞 沈申 石时史 唐汤 江姜蒋 魏卫 黄皇 冯封 "
    "罗骆 林凌 陆路 金靳 方房 向项 严颜 付傅 白柏 万宛 季纪 辛新 肖萧 齐祁 易伊"
).split()
"""Surnames that sound alike, the tone aside, or nearly so."""
_WRITTEN = (
    *(("sch", "s"), ("sz", "s"), ("cz", "k"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("ch", "k")),
    *(("sh", "s"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("x", "ks"), ("z", "s")),
    *(("v", "f"), ("w", "f"), ("q", "k"), ("j", "y"), ("h", "")),
)

_NOTHING: Mapping[str, float | None] = MappingProxyType({})


def parts_of(name: str) -> tuple[str, ...]:
    """The words of a name without titles and accents, folded; a Chinese name is one word."""
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", _folded(name))
    kept = [word for word in words if word not in _TITLES]
    if len(kept) == 1 and not kept[0].isascii():
        return (_ZH_TITLE.sub("", kept[0]).lstrip("小老阿") or kept[0],)
    return tuple(kept)


def is_given_name(name: str) -> bool:
    """Whether a name has a common given name in it; in Chinese, whether it is made as names are."""
    return any(
        part in KNOWN_NAMES if part.isascii() else _is_chinese(name, part)
        for part in parts_of(name)
    )


def _is_chinese(name: str, part: str) -> bool:
    return part != name or set(part[1:]) <= ZH_IN_NAMES or set(part) <= set(ZH_GIVEN)


def probabilities(segments: Iterable[Segment], names: Iterable[str]) -> dict[str, float | None]:
    """How probable a recogniser held each spelling where it was surest of it.

    None where a name stands in words without a probability, which somebody wrote, or in none.
    """
    best: dict[str, float | None] = {}
    wanted = {name: re.sub(r"\s", "", _folded(name)) for name in names}
    for segment in segments:
        texts = [re.sub(r"['’]s\b|[^\w]", "", _folded(word.text)) for word in segment.words]
        for name, whole in wanted.items():
            for each in _runs(texts, whole):
                found = [segment.words[at].confidence for at in each]
                sure = 1.0 if None in found else min(p for p in found if p is not None)
                best[name] = max(best.get(name) or 0.0, sure)
    return {name: best.get(name) for name in wanted}


def is_disputed(name: str, written: Iterable[str], trust: Mapping[str, float | None]) -> bool:
    """Whether a name stands against another spelling of it that counts more than half as much.

    `written` is the name as it stands at each mention, `trust` as in `people`.
    """
    counts: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for each in written:
        probability = trust.get(each)
        counts[parts_of(each)] += _weight(each, 1.0 if probability is None else probability)
    whole = parts_of(name)
    mine = sum(n for parts, n in counts.items() if set(parts) <= set(whole))
    return any(2.0 * n > mine for parts, n in counts.items() if not set(parts) <= set(whole))


def _weight(name: str, count: float) -> float:
    """What mentions of a spelling count: a name that people have is likelier than another word."""
    return 2.0 * count if is_given_name(name) else count


def known_as(name: str, known: Iterable[str]) -> str | None:
    """The one spelling among those of known people that sounds like the name."""
    mine = parts_of(name)
    found: dict[tuple[str, ...], str] = {}
    for whole in known:
        if len(parts_of(whole)) == len(mine):
            found[parts_of(whole)] = whole
        elif len(mine) == 1:
            found |= {parts_of(word): word for word in whole.split() if parts_of(word)}
    fits = [
        spelling
        for parts, spelling in found.items()
        if len(parts) == len(mine)
        and all(a == b or is_one_sound(a, b) for a, b in zip(mine, parts, strict=True))
    ]
    return fits[0] if len(fits) == 1 else None


def people(
    names: Iterable[str],
    spellings: Iterable[str] = (),
    trust: Mapping[str, float | None] = _NOTHING,
) -> dict[str, str]:
    """Each spelling to the one that stands for the person: the most used, or the fullest of it.

    `spellings` are known to be right: what sounds like one of them is that one. `trust` is how
    probable a spelling is where that is known (see `probabilities`); it counts that much.

    Joined are a part of a full name with the full name, where only one full name has it, and
    spellings of one sound: at most a letter apart, or with the same consonants.
    """
    counts: dict[str, float] = dict(Counter(names))
    total = sum(counts.values())
    for name, probability in trust.items():
        counts[name] *= 1.0 if probability is None else probability
    for name in spellings:
        if parts_of(name):
            counts[name] = counts.get(name, 0.0) + total + 1.0
    order = sorted(counts, key=lambda n: (-len(parts_of(n)), -counts[n], n))
    heads: list[str] = []
    head_of: dict[str, str] = {}
    for name in order:
        fits = [h for h in heads if _is_part(name, h)]
        if len(fits) != 1:
            fits = [h for h in heads if sounds_like(name, h)]
        if len(fits) == 1:
            head_of[name] = fits[0]
        else:
            heads.append(name)
            head_of[name] = name
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name, head in head_of.items():
        groups[head].append(name)
    shown = {head: _shown(group, counts) for head, group in groups.items()}
    return {name: shown[head] for name, head in head_of.items()}


def _shown(group: Sequence[str], counts: Mapping[str, float]) -> str:
    """The spelling used most, told in full where a fuller one is in use as well."""
    usual = max(group, key=lambda n: (_weight(n, counts[n]), len(n), n))
    return max((n for n in group if _is_part(usual, n)), key=len, default=usual)


def _is_part(name: str, whole: str) -> bool:
    mine, theirs = parts_of(name), parts_of(whole)
    if len(mine) == 1 and len(theirs) == 1 and not mine[0].isascii():
        # 小王 and 王经理 are 王芳, unless there is another one.
        return mine[0] == theirs[0] or (len(mine[0]) == 1 and theirs[0].startswith(mine[0]))
    return set(mine) <= set(theirs)


def sounds_like(name: str, other: str) -> bool:
    """Whether two spellings can be one person's: at most a letter apart, or of one sound."""
    mine, theirs = parts_of(name), parts_of(other)
    if len(mine) != len(theirs):
        return False
    return all(_is_near(a, b) for a, b in zip(mine, theirs, strict=True))


def _is_near(one: str, other: str) -> bool:
    if one == other:
        return True
    if not one.isascii() or not other.isascii():
        return is_one_sound(one, other)
    if {one, other} <= GIVEN_NAMES:
        # Maria and Mario, a letter apart, are two people.
        return is_one_sound(one, other)
    if min(len(one), len(other)) < 4:
        return False
    if one[0] != other[0]:
        return _consonants(one) == _consonants(other)
    return _distance(one, other) <= 1 or is_one_sound(one, other)


def is_one_sound(one: str, other: str) -> bool:
    """Whether two words can be one name: Thomas and Tomas, Peter and Piotr, 张 and 章."""
    if not one.isascii() or not other.isascii():
        # A recogniser of Chinese writes another character of the same sound.
        first = one[0] == other[0] or any({one[0], other[0]} <= {*same} for same in _ZH_SOUNDS)
        if len(one) != len(other) or not first:
            return False
        return one[1:] == other[1:] or (len(one) > 1 and _distance(one, other) == 1)
    if _sound(one) != _sound(other):
        return False
    return _distance(one, other) <= (3 if len(_consonants(one)) > 2 else 1)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def _heard(word: str) -> str:
    for written, heard in _WRITTEN:
        word = word.replace(written, heard)
    return word


def _consonants(word: str) -> str:
    """The consonants as they sound, vowels left out."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyhw]", "", _heard(word)))


def _sound(word: str) -> tuple[bool, str, str]:
    """Whether a vowel comes first, the consonants, and the vowel at the end if it tells names
    apart: Emil and Emily, Mario and Maria, but Ann and Anne are one.
    """
    heard = _heard(word)
    if heard.endswith(("i", "y", "ie", "ee")):
        end = "i"
    else:
        end = heard[-1:] if heard.endswith(("a", "o")) else ""
    return heard[:1] in tuple("aeiouy"), _consonants(word), end


def _distance(one: str, other: str) -> int:
    """Letters to put in, take out or change (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            best = min(row[j] + 1, row[j - 1] + 1, before + (a != b))
            before, row[j] = row[j], best
    return row[-1]


def _runs(texts: Sequence[str], whole: str) -> Iterable[range]:
    """Where words, put together, are that text."""
    for start in range(len(texts)):
        built = ""
        for end in range(start, len(texts)):
            built += texts[end]
            if not texts[start] or not whole.startswith(built):
                break
            if built == whole:
                yield range(start, end + 1)
                break
