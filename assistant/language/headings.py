"""What the chapters of a meeting are called, and what each says in a sentence or two."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from assistant.language.address import names_in_use, without_names
from assistant.language.chinese_digest import ChineseReading, names_subject
from assistant.language.languages import SPEECH_ACTS, fluent
from assistant.language.lexicon import load_lexicon
from assistant.language.overview import SCAFFOLD, listed
from assistant.language.phrases import Phrase
from assistant.language.reading import Reading, sentence, told
from assistant.language.sentences import Sentence, Vectors
from assistant.language.terms import content_words, key_phrases, stem

LONGEST = 7
"""Words of an English title."""
WIDEST = 14
"""Characters of a Chinese title."""
SENTENCES = 2
"""Of a chapter's summary, at most."""
ANNOUNCING = 5
"""Sentences at the start of a chapter in which its subject may be announced."""
_HOLLOW = frozenset(
    "thing stuff point item topic subject issue question part block bit lot one start meeting"
    " agenda minute update look discussion idea way page side people everything everybody fact case"
    " example sense term number euro dollar pound percent kind system mode".split()
)
"""Nouns that name no subject."""
_HOLLOW_STEMS = frozenset(stem(word) for word in _HOLLOW)
_NO_NOUN = re.compile(
    r"^(?:(?:\w{3,}ly)(?<!family)(?<!assembly)(?<!supply)(?<!reply)(?<!anomaly)(?<!monopoly)"
    r"|ahead|unless"
    r"|regarding|shit|fuck\w*|damn|happens?|ate|eat|due|including|according|depending|via|per|said"
    r"|says|ok|whilst|till|towards?|within|across|among|between|during|through|without|about"
    r"|in|on|at|for|with|by|from|if|as|of|to|not|just|also|even|still)$",
    re.IGNORECASE,
)
"""Words that no name of a subject has, though a list of common words may not know them."""
_NO_NAME = re.compile(
    "^(?:[是就都也要有没在好行那对再]|还有|今天|这|那|第.[，个件块]|可以|谢|大家|收到|[哈嗯啊哦])|[的了吗呢吧]$|不|[他她你我]"
)
"""Marks of a Chinese sentence, which no name of a subject has."""
_BROKEN = re.compile(r"\b(?:[A-Za-z]|[A-Z]?[bcdfghjklmnpqrstvwxz]+|yeah|u[hm]|oh)\b(?!-)")
"""What is no word, in a title."""
FIRM = 0.85
"""How likely a noun a thing of one word must be that is never "the" thing."""
_TRAILING = re.compile(
    r"(?:\s+(?:the|a|an|of|for|to|in|on|at|and|or|with|then|now|again|first|today|next|please"
    r"|quickly|briefly|real quick|as well|too|about|from|by|is|are|was|were|so|here|there))+$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:the|a|an|our|my|your|this|that|some|next|and|so|now|then|one|last|other)\s+)+",
    re.IGNORECASE,
)


class Headings(Protocol):
    """Words for the chapters of one meeting; chapters are ranges of its sentences."""

    def title(self, first: int, end: int) -> str:
        """A title, never empty."""
        ...

    def summary(self, first: int, end: int) -> str:
        """What the chapter says."""
        ...


def headings(
    sentences: Sequence[Sentence], vectors: Vectors, names: Mapping[str, str], language: str
) -> Headings:
    """Those for a meeting mostly in that language; `names` are what voices are called."""
    plain = PlainHeadings(sentences, vectors, names)
    if language == "en":
        lexicon = load_lexicon()
        return EnglishHeadings(Reading(sentences, names, lexicon), plain, lexicon.noun)
    return ChineseHeadings(sentences, names, plain) if language == "zh" else plain


class PlainHeadings:
    """Titles of phrases that keep coming back, the most central sentence as the summary."""

    def __init__(
        self, sentences: Sequence[Sentence], vectors: Vectors, names: Mapping[str, str]
    ) -> None:
        people = frozenset((*names_in_use(sentences), *names.values()))
        self._sentences = sentences
        self._vectors = vectors
        self._texts = [without_names(fluent(s.text, s.language), people) for s in sentences]

    def phrases(self, first: int, end: int, count: int) -> list[str]:
        """The phrases that set a chapter apart, the best first."""
        language = self._sentences[first].language
        size = max(1, end - first)
        others = [
            " ".join(self._texts[at : at + size])
            for at in range(0, len(self._texts), size)
            if at + size <= first or at >= end
        ]
        return key_phrases(self._texts[first:end], language, count, others)

    def title(self, first: int, end: int) -> str:
        announced = self.announced(first, end)
        phrases = self.phrases(first, end, 2)
        joined = " · ".join(([announced] if announced else []) + phrases[: 1 if announced else 2])
        return _capital(joined) or self.opening(first)

    def opening(self, first: int) -> str:
        """The first words of a chapter, for want of anything better."""
        text = fluent(self._sentences[first].text, self._sentences[first].language)
        return (
            _capital(" ".join(text.split()[:LONGEST])[: 4 * WIDEST].strip(" ,.?!，。？！")) or "…"
        )

    def announced(self, first: int, end: int) -> str | None:
        """What the first speaker of a chapter says it will be about."""
        for at in range(first, min(end, first + ANNOUNCING)):
            s = self._sentences[at]
            acts = SPEECH_ACTS.get(s.language)
            if acts is None or s.turn != self._sentences[first].turn:
                return None
            text = self._texts[at]
            match = acts.subject.search(text) or acts.calling.search(text)
            if match:
                return next(said for said in match.groupdict().values() if said).strip()
        return None

    def summary(self, first: int, end: int) -> str:
        inside = self._vectors[first:end]
        scores = inside @ inside.mean(axis=0)
        for at, s in enumerate(self._sentences[first:end]):
            words = len(content_words(s.text, s.language))
            scores[at] *= 0.3 if words < 4 or s.text.endswith(("?", "？")) else 1.0
        best = self._sentences[first + int(scores.argmax())]
        return _finished(fluent(best.text, best.language), best.language)


class EnglishHeadings:
    """Titles of the things a chapter talks about, and its statements as minutes report them."""

    def __init__(
        self, reading: Reading, plain: PlainHeadings, noun: Callable[[str], float]
    ) -> None:
        self._reading = reading
        self._plain = plain
        self._noun = noun

    def title(self, first: int, end: int) -> str:
        """The subject as announced, with the thing that sets the chapter apart; 2 to 7 words."""
        chosen: list[str] = []
        used = set(self._reading.people) | set(SCAFFOLD) | _HOLLOW_STEMS
        announced = self._announced(first, end)
        if announced:
            chosen.append(announced)
            used |= set(content_words(announced, "en"))
        if not announced or len(announced.split()) < 3:
            chosen += self._things(first, end, used, 1 if announced else 2)
        if not chosen:
            phrases = self._plain.phrases(first, end, 4)
            chosen = [
                p for p in phrases if not (_is_hollow(p) or _is_odd(p.split()) or _BROKEN.search(p))
            ][:2]
        chosen = self._together(chosen)
        while len(" and ".join(chosen).split()) > LONGEST:
            chosen.pop()
        joint = " and " if any(map(str.isascii, chosen)) else "与"
        return _capital(joint.join(chosen)) or self._plain.opening(first)

    def _announced(self, first: int, end: int) -> str | None:
        said = self._plain.announced(first, end)
        if said is None or "." in said:
            return None
        said = _TRAILING.sub("", _LEADING.sub("", said))
        words = content_words(said, "en")
        told = bool(words) and not set(words) <= _HOLLOW_STEMS | self._reading.people
        verbs = re.search(
            r"\b(?:i|we|you|they|he|she|it|is|are|was|were|do|did|have|wants?|needs?)\b",
            said.lower(),
        )
        broken = _BROKEN.search(said) or _is_odd(said.split()[:1])
        return said if told and not verbs and not broken and len(said.split()) <= LONGEST else None

    def _things(self, first: int, end: int, used: set[str], count: int) -> list[str]:
        """The phrases that are the chapter's own and likely to reach its minutes."""

        def worth(phrase: Phrase) -> float:
            inside = sum(first <= at < end for at in phrase.said)
            if not inside or _is_odd(phrase.text.split()):
                return 0.0
            bare = phrase.text.islower() and " " not in phrase.text
            if bare and self._noun(phrase.stems[0]) < FIRM:
                return 0.0
            value = sum(self._reading.salience.get(s, 0.0) + 0.05 for s in phrase.stems)
            value /= len(phrase.stems) ** 0.5
            own = inside / len(phrase.said)
            return float(value * own**1.5 * inside**0.7)

        chosen = self._reading.pick(worth, count, used, range(first, end).__contains__)
        return [p.text.removeprefix("the ") for p in chosen]

    def _together(self, chosen: list[str]) -> list[str]:
        """The phrase that two words make elsewhere in the meeting, or the two."""
        stems = {stem(word.lower()) for phrase in chosen for word in phrase.split()}
        whole = [p for p in self._reading.phrases if stems <= set(p.stems)]
        if len(chosen) < 2 or len(stems) > 2 or not whole:
            return chosen
        return [max(whole, key=lambda p: len(p.said)).text.removeprefix("the ")]

    def summary(self, first: int, end: int) -> str:
        """What was said that is most worth telling, in the order it was said."""
        inside = [r for r in self._reading.remarks if first <= r.at < end]
        lines = {r: line for r in inside if (line := told(self._reading, r)) is not None}
        best = self._reading.best([r for r in inside if r in lines], SENTENCES)
        said = " ".join(lines[r] for r in sorted(best, key=lambda r: r.at))
        things = [] if said else self._things(first, end, set(SCAFFOLD) | _HOLLOW_STEMS, 2)
        if things:
            verb = self._reading.wording("talked about", "discussed")
            return sentence(f"{self._reading.group} {verb} {listed(things)}")
        return said or self._plain.summary(first, end)


class ChineseHeadings:
    """The same for Chinese: titles of 4 to 14 characters."""

    def __init__(
        self, sentences: Sequence[Sentence], names: Mapping[str, str], plain: PlainHeadings
    ) -> None:
        self._reading = ChineseReading(sentences, names)
        self._plain = plain
        self._text = "。".join(s.text for s in sentences)

    def title(self, first: int, end: int) -> str:
        """The subject as announced, with the phrases that set the chapter apart."""
        announced = self._plain.announced(first, end)
        told = announced and len(announced) <= WIDEST and not _NO_NAME.search(announced)
        chosen = [announced] if announced and told else []
        phrases = self._plain.phrases(first, end, 8)
        for phrase in [p for p in phrases if names_subject(p, self._text)][:3]:
            whole = "与".join((*chosen, phrase))
            wanted = not chosen or len(chosen[0]) < 4
            if (
                len(whole) <= WIDEST
                and len(chosen) < 2
                and wanted
                and phrase not in whole[: -len(phrase)]
            ):
                chosen.append(phrase)
        return _capital("与".join(chosen)) or self._opening(first, end)

    def _opening(self, first: int, end: int) -> str:
        """The first clause of a chapter that may name something, else its first words."""
        texts = (fluent(s.text, s.language) for s in self._reading.sentences[first:end])
        clauses = (clause for text in texts for clause in re.split("[，,。？?！!、]", text))
        fit = (c for c in clauses if 2 < len(c) < WIDEST - 4 and not _NO_NAME.search(c))
        return next(fit, None) or self._plain.opening(first)

    def summary(self, first: int, end: int) -> str:
        """The statements most worth telling, in the order they were said."""
        reading = self._reading
        inside = [n for n, at in enumerate(reading.at) if first <= at < end]
        lines = {n: line for n in inside if (line := reading.told(n)) is not None}
        best = sorted(sorted(lines, key=lambda n: -float(reading.weights[n]))[:SENTENCES])
        return "".join(lines[n] for n in best) or self._plain.summary(first, end)


def _is_hollow(phrase: str) -> bool:
    return set(content_words(phrase, "en")) <= _HOLLOW_STEMS


def _is_odd(words: Sequence[str]) -> bool:
    return any(_NO_NOUN.match(word) for word in words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _finished(text: str, language: str) -> str:
    """A sentence with a capital and a mark at its end."""
    text = _capital(text.strip())
    mark = "。" if language == "zh" else "."
    return text if not text or text.endswith((".", "?", "!", "。", "？", "！")) else text + mark
