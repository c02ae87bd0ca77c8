"""Scores of an overview: how near it is to a reference, how much of it was said."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.evaluation.speech import Scores
from assistant.evaluation.tokens import by_character, tokens
from assistant.language.sentences import split_text

ROUGE = ("rouge1", "rouge2", "rougeL", "rougeLsum")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def rouge(truth: str, found: str, language: str) -> Scores:
    """ROUGE-1, -2, -L and -Lsum F1 (Lin 2004) by the rouge-score package.

    In English with its own tokens and Porter stems, by character in Chinese. -Lsum compares
    sentence by sentence.
    """
    from rouge_score.rouge_scorer import RougeScorer  # noqa: PLC0415

    class Tokenizer:
        def tokenize(self, text: str) -> list[str]:
            return list(tokens(text, language))

    own = None if language == "en" else Tokenizer()
    scorer = RougeScorer(list(ROUGE), use_stemmer=True, tokenizer=own)
    texts = ("\n".join(split_text(text)) for text in (truth, found))
    return {kind: float(score.fmeasure) for kind, score in scorer.score(*texts).items()}


def overview_scores(truth: str | None, found: str, said: Iterable[str], language: str) -> Scores:
    """ROUGE against `truth`, how long the overview is, and the share of it that was `said`.

    `said` is what was said and who is named: the transcript's texts and the speakers' names.
    """
    scores = dict.fromkeys(ROUGE) if truth is None else rouge(truth, found, language)
    return scores | {
        "overview_words": length(found, language),
        "overview_said": share_said(found, said, language),
    }


def length(text: str, language: str) -> float:
    """Words of a text, characters in Chinese."""
    return float(len(words(text, language)))


def share_said(text: str, said: Iterable[str], language: str) -> float | None:
    """Share of a text's words that occur in what was `said`; None where it has none.

    Words are compared as they are written, capitals aside: what is only implied counts as not
    said. In Chinese characters are compared.
    """
    known = {word for each in said for word in words(each, language)}
    used = words(text, language)
    return sum(word in known for word in used) / len(used) if used else None


def words(text: str, language: str) -> list[str]:
    """The words of a text in small letters, or its characters in Chinese."""
    if by_character(language):
        return list(tokens(text, language))
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]
