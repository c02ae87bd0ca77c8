"""Marks by rule: pauses between words in any language, and Chinese particles and openers.

Each boundary collects evidence for a comma and for a sentence end, like log-odds; the larger
wins when it is above zero. Pauses count only where word times tell any.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from assistant.types import Word

_OPENERS = (
    "但是|但|不过|可是|所以|因为|如果|然后|而且|另外|还有|或者|要不|比如|其实|主要|至于|同时|"
    "那|就是|除了|最后|首先|其次|不然|只要|只是|虽然|毕竟|当然|接下来|下一个"
)
_OPENS_CLAUSE = re.compile(f"(?:{_OPENERS})")
_OPENS_WITH_SUBJECT = re.compile(r"(?:我|你|他|她|咱|这|大家|谁)")
_ASKS = re.compile(
    r"吗$|(?:什么|怎么样?|多少|几[个点号天]?|谁|哪里?|哪个|什么时候|为什么|怎么办|呢|没有|是不是|行不行|好不好|"
    r"对不对|可不可以|能不能)[了的啊呀呢吧]?$|^(?:谁|为什么|怎么|什么时候|哪)|(?:有没有|是不是|能不能|要不要|可不可以)"
)
_PARTICLE = re.compile(r"[吗呢吧嘛啊呀哦啦哈]$")
_DONE = re.compile(r"(?:了|的)$")
_INTERJECTION = re.compile(
    r"(?:好的?|行|对|嗯|呃|哦|喂|是的?|可以|没问题|明白|收到|当然|另外|那个)"
)

COMMA_BIAS, END_BIAS = -2.5, -4.0
QUIET = 0.1
"""Seconds; a shorter gap is the recogniser's rounding."""


def restore_by_pauses(words: Sequence[Word]) -> list[str]:
    """Marks for a language nothing is known of: a comma at a pause, a full stop at a long one."""
    pauses = pauses_after(words)
    return ["." if pause >= 0.7 else "," if pause >= 0.35 else "" for pause in pauses[:-1]] + ["."]


def restore_chinese(words: Sequence[Word]) -> list[str]:
    """Chinese marks, full-width, the last one a sentence end."""
    pauses = pauses_after(words)
    texts = [word.text for word in words]
    marks: list[str] = []
    sentence, clause = "", ""
    for at, (text, pause) in enumerate(zip(texts, pauses, strict=True)):
        sentence, clause = sentence + text, clause + text
        following = "".join(texts[at + 1 : at + 5])
        comma, end = _evidence(clause, sentence, following, pause)
        if not following or (end > 0 and end >= comma):
            marks.append("？" if is_chinese_question(sentence) else "。")
            sentence = clause = ""
        elif comma > 0:
            marks.append("，")
            clause = ""
        else:
            marks.append("")
    return marks


def _evidence(clause: str, sentence: str, following: str, pause: float) -> tuple[float, float]:
    """How much speaks for a comma and for a sentence end after `clause`."""
    comma = COMMA_BIAS + 12 * min(pause, 0.5)
    end = END_BIAS + 10 * min(pause, 0.8) + 0.06 * len(sentence)
    if len(clause) > 10:
        comma += 0.1 * (len(clause) - 10)
    if _PARTICLE.search(clause):
        comma, end = comma + 1.5, end + 3.0
    elif _DONE.search(clause):
        comma, end = comma + 0.5, end + 0.7
    if _OPENS_CLAUSE.match(following):
        comma, end = comma + 2.0, end + 0.8
    elif _OPENS_WITH_SUBJECT.match(following):
        comma, end = comma + 0.8, end + 0.8
    if _INTERJECTION.fullmatch(clause):
        comma += 2.0
    elif len(clause) < 3:
        comma, end = comma - 1.5, end - 1.5
    return comma, end


def is_chinese_question(sentence: str) -> bool:
    """Whether a sentence without its marks asks: 吗, a question word near its end, A-not-A."""
    return bool(_ASKS.search(sentence))


def pauses_after(words: Sequence[Word]) -> list[float]:
    """Seconds of silence after each word, 0 after the last and where shorter than `QUIET`."""
    gaps = [following.start - word.end for word, following in itertools.pairwise(words)]
    return [gap if gap >= QUIET else 0.0 for gap in gaps] + [0.0]
