"""Parts that the English patterns share."""

from __future__ import annotations

from assistant.language.english_topics import LEAD_IN
from assistant.language.verbs import GERUNDS, PARTICIPLES, WORK


def _longest_first(words: object) -> str:
    return "|".join(sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


HEDGE = (
    r"(?:(?:just|also|then|definitely|maybe|perhaps|probably|possibly|please|kindly|quickly|really"
    r"|still|try to|try and|go and|have to|need to|go ahead and|make sure to|at least|see (?:if"
    r"|whether) (?:i|we) can) )*"
)
CLAUSE = (
    rf"(?:^|[,;:.] *|^{LEAD_IN}|\b(?:and|so|but|or|then|think|guess|afterwards|tomorrow|today"
    r"|tonight|ideally|which) "
    r"|\b(?:when|once|after|as soon as) [^,]{3,40}? (?=i(?:'ll| will| can)\b))"
)
VERB = f"(?:{_longest_first(WORK)})"
DOING = f"(?:{_longest_first(GERUNDS)})"
DONE = f"(?:{_longest_first(PARTICIPLES)})"
SOMEBODY = r"(?:somebody|someone|anybody|anyone|one of (?:us|you)|somebody else|someone else)"
NAME = (
    r"(?-i:(?!(?:Yeah|Yes|Well|Maybe|So|And|But|Then|Okay|Right|Oh|Or|If|Now|Actually|Also|Because"
    r"|Sure|No|Perhaps|Sometimes|Basically|Here|There)\b)[A-Z][a-zà-ÿ]+)"
)
