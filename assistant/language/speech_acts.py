"""What people do with sentences when they share out work, one set of patterns a language.

A new language is one more module of patterns and one more entry of `languages.SPEECH_ACTS`. They
look at one sentence; who said it to whom, and what came before, is for the stages that use them.
A group `name` is the person a task falls to; `weak` marks forms that need a day beside them; any
other group says what is to be done, and `phrase` makes an instruction of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Patterns = re.Pattern[str]
Phrase = Callable[[Mapping[str, str | None]], str]
Instruct = Callable[[str, str | None, str | None], str]
Resolve = Callable[[str, Sequence[str]], tuple[str, int] | None]


@dataclass(frozen=True, slots=True)
class SpeechActs:
    """The acts of one language (after Searle's classes: commissives, directives, declarations)."""

    hypothetical: Patterns
    """A world that is not: nothing said in it is a plan."""
    filler: Patterns
    """Sounds and stumbles that carry nothing."""
    talk: Patterns
    """Tasks that are over once they are said: explaining, showing, waiting."""
    shown: Patterns
    """Of those, what is work where it waits for another day."""
    commitment: Patterns
    """The speaker takes a task on."""
    offer: Patterns
    """The speaker could do a task; it needs a yes or a day."""
    delivery: Patterns
    """The speaker says when something will be there."""
    promised: Patterns
    """The same, with a name for what will be there."""
    request: Patterns
    """The listener is asked to do a task."""
    order: Patterns
    """The same in the imperative."""
    need: Patterns
    """A task that nobody has taken yet."""
    handed: Patterns
    """Somebody's name and no more: what was just raised is put to them."""
    who: Patterns
    """The question whose task it is."""
    assignment: Patterns
    """A task is given to somebody named."""
    acceptance: Patterns
    undertaking: Patterns
    """Acceptance that cannot be a mere sign of listening."""
    polite: Patterns
    volunteer: Patterns
    """The speaker takes a task that is up for grabs."""
    everyone: Patterns
    """All are meant and nobody alone."""
    welcome: Patterns
    """An offer is taken up."""
    refusal: Patterns
    dropped: Patterns
    """A task is taken off the table."""
    when: Patterns
    """The day is asked for."""
    moved: Patterns
    """Another day is set or asked for."""
    corrected: Patterns
    """The speaker takes back what was said before."""
    day_alone: Patterns
    """What may stand beside a day in a clause that only sets it."""
    settled: Patterns
    """Something is declared decided, whether or not the sentence says what."""
    meta: Patterns
    """Words that declare something decided and never say what."""
    wish: Patterns
    """How a decision is proposed; it goes before the decision is written down."""
    hanging: Patterns
    """What hangs on behind a decision."""
    concluded: Patterns
    """A conclusion; it needs somebody's agreement."""
    clinched: Patterns
    """What others said is taken up as the result: "Grey it is"."""
    inferred: Patterns
    """A weaker conclusion; the agreement must be more than a sign of listening."""
    resolved: Patterns
    """A statement in the form that resolutions have; it needs a lead and somebody's agreement."""
    closed: Patterns
    """The speaker has done with a matter: it goes after what was decided."""
    ruled_out: Patterns
    """Something is named and ruled out: "No premium listing."."""
    described: Patterns
    """A guess or a description, which decides nothing."""
    proposed: Patterns
    """A suggestion; it needs agreement and nobody against it."""
    suggested: Patterns
    """A question that suggests; an answer that is more than "yes" makes it a decision."""
    agreed: Patterns
    assented: Patterns
    """Agreement that is more than a sign of listening."""
    own: Patterns
    """The speaker or the listener is the subject."""
    recap: Patterns
    """What was agreed is read back."""
    lead: Patterns
    """The little words before a sentence gets going."""
    shift: Patterns
    """The subject changes."""
    heading: Patterns
    """A sentence that only names a subject."""
    plural: Patterns
    """Words that speak for all."""
    together: Patterns
    """All are asked what to do: another matter than somebody's task."""
    tagged: Patterns
    """A question that only asks for a nod."""
    noted: Patterns
    """What was raised is put on the list."""
    opposed: Patterns
    """All are asked whether they are against it."""
    unopposed: Patterns
    """And are not."""
    polled: Patterns
    """All are asked whether they agree."""
    beside: Patterns
    """A sentence that says little about what "it" is."""
    either: Patterns
    """One of two things."""
    calling: Patterns
    """A subject is named and nothing is said of it yet."""
    subject: Patterns
    """A change of subject that names the next one."""
    pronoun: Patterns
    """A task that says what it is about by pointing back."""
    leaning: Patterns
    """A sentence that needs the one before it."""
    third_person: Patterns
    """What makes group 1 more than a plain verb."""
    fronted: Patterns
    """A task whose object stands before its verb."""
    padding: Patterns
    """Words that go before a task is written down."""
    tail: Patterns
    """Where the task ends and its reason begins."""
    joint: Patterns
    """Where one sentence goes over from one act to the next."""
    phrase: Phrase
    """The task in what one of the patterns above matched, by the names of its groups."""
    instruct: Instruct
    """The task without "me" and "you", by the names of who asked and who was promised it."""
    resolve: Resolve
    """The task with what its "it" stands for, and in which of the sentences before that was."""


def any_of(*alternatives: str, start: str = "", end: str = "") -> Patterns:
    """One pattern of several; `start` and `end` hold for each of them."""
    return re.compile(f"{start}(?:{'|'.join(alternatives)}){end}", re.IGNORECASE)
