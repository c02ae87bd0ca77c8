"""How far a name can be trusted that a recogniser wrote."""

from __future__ import annotations

import re

from assistant.language.given_names import GIVEN_NAMES
from assistant.language.name_sounds import are_alike
from assistant.language.spellings import KNOWN_NAMES, is_given_name, is_one_sound, parts_of

CERTAIN = 0.97
"""How probable a recogniser has to hold a spelling that might be another's.

Of 337 calls out of `tests/meetings` with names drawn from our lists and others, spoken by a
synthetic voice, whisper-base wrote names that another common one shares the sound of rightly in
11 of 19 that it held 0.8 probable, and names out of no list in 3 of 75.
"""
SURE = 0.8
"""The same of a name with others that are merely like it: Peter and Piotr, Tom and Tim."""
HEARD = 0.7
"""How probable any other name has to be; of those more probable once 28 of 30 were right."""
LIKELIER = 0.5
"""The same of a Chinese name, which always has others of its sound."""

_KIN = frozenset(
    "mum mom mummy mommy mama dad daddy papa grandma grandpa granny gran grandad granddad nan nonna"
    " nonno auntie aunty uncle".split()
)
"""What only some of a family call somebody."""


def is_doubtful(name: str, probability: float | None, times: int = 1) -> bool:
    """Whether the person may well be written otherwise: Thomas for Tomas, Sarah for Sara.

    `probability` is how probable a recogniser held the name where it was surest of it (see
    `spellings.probabilities`), `times` how often it wrote it. It writes what is commonest of what
    sounds alike, and writes words for names that it does not know. So a name that another common
    one shares the sound of, and one that is no common name, are hardly ever sure; any other has
    to be heard well once, or several times. Mum is somebody's word for a person whom others call
    otherwise.
    """
    if set(parts_of(name)) <= _KIN:
        return True
    if probability is None or probability >= CERTAIN:
        return False
    if any(not part.isascii() for part in parts_of(name)):
        return probability < LIKELIER
    # Dr. Grace has a surname that sounds as a given name does.
    titled = len(parts_of(name)) < len(name.split())
    if titled or not is_given_name(name) or 1.0 - (1.0 - probability) ** times < HEARD:
        return True
    return has_rivals(name, closely=probability >= SURE)


def has_rivals(name: str, closely: bool = False) -> bool:
    """Whether another name, one as common, has the consonants of a part; `closely`, its sound."""
    return any(
        is_one_sound(part, other)
        and _is_one_stress(part, other)
        and (not closely or are_alike(part, other))
        for part in parts_of(name)
        for other in (GIVEN_NAMES if part in GIVEN_NAMES else KNOWN_NAMES)
        if other != part
    )


def _is_one_stress(one: str, other: str) -> bool:
    """Whether not just one of two names ends as Danielle does, which Daniel does not."""
    shorter, longer = sorted((one, other), key=len)
    return re.sub(r"(?<=[aeiou])([lnt])\1?e$", r"\1", longer) != shorter
