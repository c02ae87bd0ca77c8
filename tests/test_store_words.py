"""Words as they are searched: cutting, folding, phrases, ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.store.words import (
    LONGEST,
    MOST,
    MOST_BYTES,
    Phrase,
    as_fts5,
    as_tsquery,
    as_tsvector,
    found,
    indexed,
    phrases,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Hello, there_you!", "hello there you"),
        ("don't 3.5% v2", "don t 3 5 v2"),
        ("好的OK吗", "好 的 ok 吗"),
        ("ＡＢＣ１", "abc1"),
        ("José Ångström", "jose angstrom"),
        ("Jose\u0301 e\u0301", "jose e"),
        ("Straße", "strasse"),
        ("が", "が"),
        ("㈠ ½", "一 12"),
        ("😀 — …", ""),
        ("Привет", "привет"),
    ],
)
def test_words_of_a_text(text: str, expected: str) -> None:
    assert indexed(text) == expected


def test_an_index_takes_so_much() -> None:
    assert len(indexed("a " * 2 * MOST).split()) == MOST
    assert len(indexed("x" * 10 * LONGEST)) == LONGEST
    long = " ".join(f"{n:06d}{'я' * 50}" for n in range(MOST))
    assert MOST_BYTES * 0.9 < len(indexed(long).encode()) <= MOST_BYTES


def test_phrases_of_a_query() -> None:
    assert phrases("Bud  well-kno 预算 好ok ok好 bud !") == (
        Phrase(("bud",), is_prefix=True),
        Phrase(("well", "kno"), is_prefix=True),
        Phrase(("预", "算"), is_prefix=False),
        Phrase(("好", "ok"), is_prefix=True),
        Phrase(("ok", "好"), is_prefix=False),
    )
    assert phrases(" — !") == ()
    assert len(phrases(" ".join(f"w{n}" for n in range(100)))) == 16


def test_notations() -> None:
    asked = phrases("well-kno 预算")
    assert as_fts5(asked) == '"well kno" * OR "预 算"'
    assert as_tsquery(asked) == "('well' <-> 'kno':*) | ('预' <-> '算')"
    assert as_tsvector("a b a") == "'a':1 'b':2 'a':3"


def test_ranges() -> None:
    text = "A budget, well-known: 预算 of budgets. Known well"
    cut = [text[a:b] for a, b in found(phrases("budg well-kno 预算"), text)]
    assert cut == ["budget", "well", "known", "预", "算", "budgets"]
    assert found(phrases("budget"), "") == []


@given(st.text(max_size=60))
def test_nothing_but_letters_and_digits_gets_through(text: str) -> None:
    for word in words(text):
        assert word.text.isalnum()
        assert word.text == word.text.casefold()
        assert 0 <= word.start < word.end <= len(text)
    joined = indexed(text)
    assert joined.split() == [word.text for word in words(text)]
