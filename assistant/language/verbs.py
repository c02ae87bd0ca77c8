"""English verbs of work and the plain forms of what people say of them ("taking": "take")."""

from __future__ import annotations

_WORK = """
add address adjust agree amend analyse announce apply approve archive arrange ask assemble assess
assign attach backup bake begin block book borrow bring build buy calculate call cancel carry
catch change charge chase check choose circulate clarify clean clear close collect compare compile
complete confirm consult contact convert cook coordinate copy correct cost count cover create cut
deal decide define deliver deploy describe design dig disable discuss distribute document double
download draft draw drive drop edit email enable escalate estimate evaluate examine exclude
experiment explain export extend fetch figure file fill finalise finalize find finish fix flag
follow forward freeze gather generate get give go grab hand handle hang help hire host implement
improve include increase inform inspect install integrate interview introduce investigate invite
invoice issue join keep label launch lead leave list load look mail make manage map mark measure
meet mention merge message migrate mount move negotiate note notify obtain open order organise
organize outline paint pass pay phone pick ping plan polish post postpone practice practise
prepare present print process produce profile proofread propose prove provide publish pull
purchase push put raise reach read rebook rebuild recalculate recheck recode record recruit
redesign redo reduce refill refund register release remind remove rename renew reorder repair
replace reply report request rerun reschedule research resend reserve reset resolve respond
restart restock retest return review revise rewire rework rewrite ring rota run save scan schedule
search secure select sell send separate set settle share ship shoot show sign simplify simulate
solve sort source speak split stage start stop store submit suggest summarise summarize supply
swap sweep switch take talk tell test text tidy time track train transcribe transfer translate try
tune turn type update upgrade upload use validate verify visit walk warn wash water wire withdraw
work wrap write
"""
_DOUBLED = frozenset(
    "begin cut dig drop get map plan put run set ship shop split stop submit swap wrap".split()
)
_PARTICIPLES = {
    "done": "do", "made": "make", "sent": "send", "written": "write", "rewritten": "rewrite",
    "bought": "buy", "built": "build", "put": "put", "found": "find", "told": "tell",
    "paid": "pay", "given": "give", "set": "set", "shown": "show", "taken": "take",
    "brought": "bring", "swept": "sweep", "drawn": "draw", "cut": "cut", "run": "run",
    "read": "read", "sold": "sell", "kept": "keep", "chosen": "choose", "redone": "redo",
    "rung": "ring", "got": "get", "held": "hold", "led": "lead", "hung": "hang",
}  # fmt: skip

WORK = frozenset(_WORK.split()) | frozenset(_PARTICIPLES.values())
"""Plain forms of what gets done between meetings."""


def _gerund(verb: str) -> str:
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ing"
    return f"{verb[:-1]}ing" if verb.endswith("e") and not verb.endswith("ee") else f"{verb}ing"


def _past(verb: str) -> str:
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ed"
    if verb.endswith("y") and verb[-2] not in "aeo":
        return f"{verb[:-1]}ied"
    return f"{verb}d" if verb.endswith("e") else f"{verb}ed"


GERUNDS = {_gerund(verb): verb for verb in sorted(WORK)}
"""From the "-ing" form to the plain one."""
PARTICIPLES = {_past(verb): verb for verb in sorted(WORK)} | _PARTICIPLES
"""From the past participle to the plain form."""


def plain(word: str) -> str | None:
    """The plain form of a verb of work in any of its forms but the third person."""
    word = word.lower()
    if word in WORK:
        return word
    return GERUNDS.get(word) or PARTICIPLES.get(word)
