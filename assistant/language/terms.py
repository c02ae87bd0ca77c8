"""What a text is about: its content words, and the phrases that name a subject.

A language is one entry of `FUNCTION_WORDS`; text in Chinese characters is read as overlapping
pairs, with no dictionary, and its phrases are the strings that keep coming back.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

_EN = """
a about above actually after afternoon again ago agreed all almost already also although always am
among an and another any anybody anymore anyone anything anyway april are aren around as ask asked
at august away back bad basically be because been before being best better between big bit both
but by bye call called came can cannot come comes completely cool could couldn couple course day
days december definitely did didn different do does doesn doing don done down each early eight
eighteen eighteenth eighth eighty either eleven eleventh else end enough er even evening ever
every everybody everyone everything exactly far february few fifteen fifteenth fifth fifty fine
first five for forget forty four fourteen fourteenth fourth friday from full further gave get gets
getting give given go goes going gone gonna good got great guess had hadn half hang happen
happened happy hard has hasn have haven having he hear hello help her here hers hey hi him his hm
hmm honestly hour hours how hundred i idea if in instead into is isn it its itself january july
june just keep kind knew know known last late later least leave left less let like little ll long
look looked looking looks lot lots made mainly make makes making many march matter may maybe me
mean means meant mention mentioned mhm might mind mine minute minutes mm moment monday month
months more morning most mostly much must my myself need needed needs never new next nice night
nine nineteen nineteenth ninety ninth no nobody none nope nor not nothing november now number
october of off oh ok okay old on once one ones only open or other others our ours ourselves out
over own part people per percent perfect perhaps please point pretty probably problem put quarter
question quick quickly quite rather re read ready real really remember right said same saturday
saw say saying says second see seem seems seen send sent september set seven seventeen seventeenth
seventh seventy shall she should shouldn show side since six sixteen sixteenth sixth sixty small
so some somebody someone something sometimes somewhere soon sorry sort start started still stop
stuff such sunday sure take taken takes talk talking tell ten tenth than thank thanks that the
their them themselves then there these they thing things think third thirteen thirteenth thirtieth
thirty this those though thought thousand three through thursday til till time times to today
together told tomorrow tonight too took top totally tried true try trying tuesday turn twelfth
twelve twentieth twenty two uh um under understand until up upon us use used using usual ve very
wait want wanted wants was wasn way we wednesday week weekend weeks well went were weren what
whatever when where whether which while who whole whose why will wish with within without won word
work worked working works would wouldn wow write wrong yeah year years yep yes yesterday yet you
your yours yourself
"""
FUNCTION_WORDS: Mapping[str, frozenset[str]] = {"en": frozenset(_EN.split())}
"""Words that say little about the subject, by language."""

# Characters that glue Chinese words rather than make them; a phrase neither starts nor ends so.
_GLUE = frozenset(
    "之分的了是我你他她它们这那在有和就都也不没很还吗呢吧啊呃嗯哦哎那个要会能可说看给把被对好行来去到上下"
    "里从跟与及或但而所以因为什么怎么谁哪几多少大概应该可以再先后前得着过做点些一二三四五六七八九十两"
    "百千万个位号月日周年天时候人想知道觉得问题东西事情样只已经让用才如果"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_BREAK = re.compile(r"[^\w\s'’-]+")


def content_words(text: str, language: str) -> list[str]:
    """The words that carry the subject, folded so that inflections meet."""
    pairs = [run[i : i + 2] for run in _HAN.findall(text) for i in range(len(run) - 1)]
    common = FUNCTION_WORDS.get(language, frozenset())
    plain = (_without_clitic(w) for w in _WORD.findall(_HAN.sub(" ", text).lower()))
    return pairs + [stem(w) for w in plain if len(w) > 1 and w not in common]


def overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """Shared content words as a share of the smaller set; 0 where either is empty."""
    left, right = set(one), set(other)
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0


def key_phrases(
    texts: Sequence[str], language: str, limit: int, background: Sequence[str] = ()
) -> list[str]:
    """The phrases of one to three words that stand out in `texts`, the best first.

    Score: occurrences, times rarity over `background`, times the root of the length. A phrase
    inside one already taken is left out.
    """
    counts = Counter(p for text in texts for p in _candidates(text, language))
    elsewhere = Counter(p for text in background for p in set(_candidates(text, language)))
    shown = {p.lower(): p for text in texts for p in _candidates(text, language, fold=False)}

    def score(phrase: str) -> float:
        rarity = math.log((len(background) + 2) / (elsewhere[phrase] - min(1, counts[phrase]) + 2))
        size = len(phrase) / 2 if _HAN.search(phrase) else phrase.count(" ") + 1
        return (counts[phrase] - 0.5) * max(rarity, 0.1) * math.sqrt(size)

    chosen: list[str] = []
    taken: set[str] = set()
    for phrase in sorted(counts, key=lambda p: (-score(p), p)):
        parts = set(content_words(phrase, language)) or {phrase}
        if _HAN.search(phrase) and counts[phrase] < 2:
            continue
        if len(chosen) < limit and not parts & taken:
            chosen.append(shown[phrase])
            taken |= parts
    return chosen


def _candidates(text: str, language: str, fold: bool = True) -> list[str]:
    if fold:
        text = text.lower()
    common = FUNCTION_WORDS.get(language, frozenset())
    phrases: list[str] = []
    for clause in _BREAK.split(text):
        for run in _HAN.findall(clause):
            phrases += _strings(run)
        run_of_words: list[str] = []
        for raw in [*_HAN.sub(" ", clause).split(), ""]:
            word = _without_clitic(raw)
            if len(word) > 1 and word.lower() not in common and _WORD.fullmatch(word):
                run_of_words.append(word)
                continue
            phrases += _runs(run_of_words)
            run_of_words = []
    return phrases


def _strings(run: str) -> list[str]:
    grams = [run[i : i + n] for n in (2, 3, 4, 5) for i in range(len(run) - n + 1)]
    return [g for g in grams if g[0] not in _GLUE and g[-1] not in _GLUE]


def _runs(words: Sequence[str]) -> list[str]:
    return [" ".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)]


def _without_clitic(word: str) -> str:
    return re.sub(r"['’](?:s|re|ve|ll|d|m|t)?$", "", word)


def stem(word: str) -> str:
    """A lower-case English word without its inflection; not always a word itself."""
    for ending, kept in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + kept
            break
    return word.removesuffix("e") if len(word) > 3 else word
