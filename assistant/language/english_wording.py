"""English tasks put as instructions: verb first, "it" replaced by what it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.language.verbs import GERUNDS, PARTICIPLES, plain

_LEADS = {
    "thing": "provide",
    "thing2": "provide",
    "eventual": "provide",
    "wished": "provide",
    "ensured": "make sure",
    "left2": "take care of",
    "gotten": "get",
    "left": "take care of",
    "place": "set up",
}
"""The verb of a task that was named by its object alone, by group of the pattern."""

_DONE = "|".join(sorted(PARTICIPLES, key=len, reverse=True))
_CAUSED = re.compile(
    rf"^(?:get|have|see) (?P<object>(?:[\w'-]+ ){{1,6}}?)(?<!to )(?P<done>{_DONE})"
    r"(?P<rest> (?:up|out|over|down|off)\b|)(?=$|[ ,.])(?P<more>.*)",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"(?P<object>.+?) (?:still |also |really )*(?:has|have|needs?|ought"
    r"|will need) to be (?P<done>\w+)\b"
    r"(?P<more>.*)",
    re.IGNORECASE,
)
_DETERMINER = frozenset(
    "the a an my our your his her their its these those some all both another any every"
    " each two three four five six seven eight nine ten twenty sixty hundred".split()
)
_STOP = frozenset(
    """is are was were am be been being has have had having will would can could should shall may
    might must do does did done doing needs need needed to and or but because so that which who
    whom whose when where why how if then than as not no nor for with of from about in on at by
    into onto after before until till since during without within over under up down out off i you
    he she it we they me him her us them what just also too very really still already again well
    ask asks asked want wants wanted get gets got gives give gave make makes made says said say
    goes go went takes took runs works costs seems come comes came looks look looked thinks
    think there here yes no okay yet only
    today tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday
    sunday""".split()
)
_JOINTS = frozenset("of for with from about on in at between".split())
_VAGUE = frozenset(
    """thing things way bit lot one ones point time times day week month year problem idea question
    end start moment morning afternoon evening same rest next last first other others part kind
    sort summer winter spring autumn hour hours minute minutes days weeks months job case fault
    reason""".split()
)
_OBJECT = re.compile(
    r"^(?P<verb>\w+(?: (?:up|out|over|off|down|back|in|through|to|with|on|about|after|into|for"
    r"|at))?)"
    r" (?P<word>it|that one|this one|that|this|those|these|them|one)(?=$|[ ,.?!])"
    r"(?! (?!for|to|by|on|in|at|over|up|out|off|down|back|with|from|and|then|before|after|myself"
    r"|as|next"
    r"|around|round|into|through|directly|here|there|when|once|until|again|properly|so|if|all)\w+)"
    r"(?P<rest>.*)",
    re.IGNORECASE,
)
_PLURAL = frozenset("those these them".split())
_WORDLESS = re.compile(
    r"^(?:do|take|handle|own|have|manage|sort|see to) (?:it|that|this|so|one)\b",
    re.IGNORECASE,
)


_ASIDE = re.compile(
    r"(?:i|we|you)(?:'ve| have|'m| am| know| speak|'re| are| was| were|'d)\b"
    r"|(?:it|that|this|\w+day)(?:'s| is| was)\b|not\b|(?:the|a) \w+ (?:thing|one)\b",
    re.IGNORECASE,
)
"""Sentences that say what the speaker has or what "it" is, seldom what there is to do."""
_SUBJECT = re.compile(
    r"(?:(?:and|so|but|which reminds me|then|also|next|oh|well|one more thing)[, ]+)*"
    r"(?:the|our|my|this|that|a|an) .*?\b(?:is|are|was|were|has|have|needs?|'s|isn't|hasn't"
    r"|will|won't|should|still|doesn't|don't|would|can't)\b",
    re.IGNORECASE,
)
_WORDY = 25
"""Letters from which a sentence has a subject of its own."""
_GIVING = "send|give|show|get|bring|text|email|mail|hand|forward|provide|write|drop|pass|lend"


def phrase(groups: Mapping[str, str | None]) -> str:
    """The verb phrase in what a pattern matched, in the plain form: "taking bloods", "take …"."""
    found = {name: text for name, text in groups.items() if text and not _is_flag(name)}
    name, text = next(((n, t) for n, t in found.items() if n != "lacking"), ("task", ""))
    text = text.strip(" .?!,")
    first, _, rest = text.partition(" ")
    if name.startswith("doing") or first.lower() in GERUNDS:
        verb = GERUNDS.get(first.lower(), first)
        return " ".join(filter(None, (verb, found.get("lacking", "").strip().lower(), rest)))
    if name == "past":
        return f"{plain(first) or first} {rest}".strip()
    if name == "passive" and (match := _PASSIVE.match(text)):
        return _active(match)
    if name == "moving":
        thing, _, rest = text.partition(" need")
        return f"get {thing.strip().lower()} {rest.partition('to go ')[2]}"
    if name == "mine":
        return ""
    if name == "role3":
        return text.removeprefix("to ") if text.startswith("to ") else f"take care of{text[3:]}"
    if name in _LEADS:
        return f"{_LEADS[name]} {text[:1].lower()}{text[1:]}"
    if name == "ready":
        return f"finish {text}"
    caused = _CAUSED.match(f"have {text}" if name == "caused" else text)
    if caused:
        return _active(caused)
    return re.sub(
        r"^have (?=(?:a|an|the|both|all)\b(?! (?:word|look|chat|go|think|talk)))", "deliver ", text
    )


def _is_flag(name: str) -> bool:
    return name in ("weak", "weak2", "name")


def _active(match: re.Match[str]) -> str:
    verb = PARTICIPLES.get(match["done"].lower(), match["done"])
    particle = (match.groupdict().get("rest") or "").strip()
    first, _, rest = match["object"].strip().partition(" ")
    thing = f"{first.lower() if first.lower() in _DETERMINER else first} {rest}"
    words = f"{verb} {thing} {particle} {match['more'].strip()}"
    return re.sub(r"\s+", " ", words).strip()


def says_nothing(said: str) -> bool:
    """Whether a task is only "do it": all of what it means was said before."""
    return not said.strip() or bool(_WORDLESS.match(said.strip()))


def resolve(said: str, before: Sequence[str]) -> tuple[str, int] | None:
    """The task with its "it" replaced by the noun phrase it stands for, None where none is found.

    `before` are the sentences it may point to, the nearest last; the number tells which of them
    it was. The same verb with an object wins; then the noun phrase of the nearest sentence that
    has one of the right number.
    """
    match = _OBJECT.match(said)
    if match is None or says_nothing(said):
        return None
    word, verb = match["word"].lower(), match["verb"].split()[0].lower()
    nearest = True
    for at in reversed(range(len(before))):
        text = before[at]
        same = re.search(rf"\b{verb} (?P<object>(?:the|a|an|my|our|all|both)\b.+)", text, re.I)
        if same is None and _ASIDE.match(text):
            continue
        subject = _SUBJECT.match(text)
        if same is None and not nearest and subject is None:
            continue
        phrases = noun_phrases(same["object"] if same else text)
        fitting = [p for p in phrases if _is_plural(p) == (word in _PLURAL)]
        if same is None and subject is None and len(fitting) > 1:
            return None
        if fitting:
            return f"{match['verb']} {fitting[0]}{match['rest']}", at
        nearest = nearest and len(text) < _WORDY
    return None


def noun_phrases(text: str) -> list[str]:
    """Noun phrases that begin with a determiner, with one "of …" or "with …" behind them."""
    words = re.findall(r"[\w'’-]+|[.,?!;:]", text)
    found: list[str] = []
    at = 0
    while at < len(words):
        if words[at].lower() not in _DETERMINER:
            at += 1
            continue
        end = _noun_end(words, at)
        if at and words[at - 1].lower() in ("from", "with", "for", "by", "in", "like"):
            at = max(at + 1, end)
            continue
        if end - at < 2 or _VAGUE & {w.lower() for w in words[at:end]}:
            at = max(at + 1, end)
            continue
        if end < len(words) - 1 and words[end].lower() in _JOINTS:
            more = _noun_end(words, end + 1, loose=True)
            if more > end + 1 and words[more - 1].lower() not in _VAGUE:
                end = more
        found.append(_definite(words[at:end]))
        at = end
    return found


def _noun_end(words: Sequence[str], at: int, loose: bool = False) -> int:
    """Where the noun phrase that begins at `at` ends."""
    end = at
    while end < len(words) and end - at < 5:
        word = words[end].lower()
        allowed = word in _DETERMINER if end == at or (loose and end - at < 3) else False
        counted = loose and word in ("more", "than", "one")
        clitic = (
            word.endswith(("'s", "’s")) and end + 1 < len(words) and words[end + 1].lower() in _STOP
        )
        if not (allowed or counted) and (
            word in _STOP or word in _DETERMINER or not word[0].isalnum()
        ):
            break
        end += 1
        if clitic:
            break
    return end


def _definite(words: Sequence[str]) -> str:
    first, *rest = words
    rest = [re.sub(r"['’]s$", "", w) if w is rest[-1] else w for w in rest]
    given = first.lower() in ("a", "an", "this", "that", "my", "your", "some", "any", "another")
    these = first.lower() in ("these", "those")
    return " ".join(["the" if given or these else first.lower(), *rest])


def _is_plural(phrase_: str) -> bool:
    core = re.split(r" (?:of|for|with|from|about|on|in|at|between) ", phrase_)[0]
    last = core.split()[-1].lower()
    counted = core.split()[0] in ("both", "all", "two", "three", "four", "five", "six", "sixty")
    return counted or (last.endswith("s") and not last.endswith(("ss", "us", "is", "'s")))


def addressed_to(said: str, asker: str | None, listener: str | None) -> str:
    """The task without "me" and "you": names where they are known, else nothing.

    `asker` is who asked for it, `listener` who was promised it.
    """
    for word, name in (("me", asker), ("you", listener)):
        if name:
            said = re.sub(rf"\b{word}\b", name, said)
            continue
        said = re.sub(rf" (?:for|to|with|from) {word}\b", "", said)
        said = re.sub(rf"^({_GIVING}) {word} (?=\w)", r"\1 ", said, flags=re.IGNORECASE)
    for word, name in (("my", asker), ("your", listener)):
        said = re.sub(rf"\b{word} (?=\w)", f"{name}'s " if name else "the ", said)
    return said
