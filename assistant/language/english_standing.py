"""Whether an English clause that was turned into the third person can be read where nobody knows
what was said before it."""

from __future__ import annotations

import re

from assistant.language.english_reported import SPEAKER
from assistant.language.speech_acts import any_of

_BESIDE = (
    r"(?=$|,| (?:is|are|was|were|has|have|had|will|would|can|could|should|and|or|in|on|at|for|with"
    r"|to|from|of|by|again|as|up|out|down|off|over|back|too|now|then|before|after|when|while|until"
    r"|because|this|next|last|yesterday|today|tomorrow|instead|they|it|he|she|we|i|\w+day|\w+ed"
    r"|\w+n\'t)\b)"
)
_POINTING = any_of(
    rf"(?:this|these|those){_BESIDE}",
    r"that(?=$|,| (?:in|on|at|for|with|from|of|by|again|as|up|out|down|off|over|back|too|now|then"
    r"|and|or|before|after|when|while|until|because|this|next|last|yesterday|today|tomorrow|first"
    r"|yet|later|already|anyway|either|well|much|way|\w+day|\w+ed)\b)",
    r"(?:do|did|does|doing|done|say|said|mean|think|know) that (?:is|was|are)",
    r"(?:the|this|that|these|those|other|another|\w+er|\w+est|good|bad|new|old|big|small|next|last"
    rf"|first|second|third) ones?{_BESIDE}",
    r"(?:some|any|none|neither|either|another|others?|both|the same|the other|so)$",
    r"(?:do|does|did|seen|saw|has|have|get|got|took|take|need|needs|like|likes|use|want|wants) both"
    rf"{_BESIDE}",
    r"(?:in|over|up|out|down|from|back) (?:here|there)|(?<!is )(?<!are )(?:here|there)$",
    r"(?:some|one|two|three|four|half|most|many|all|none|both|any|each) of (?:it|them|those|these)",
    r"(?:needs?|has|have|wants?|gets?|got|takes?|bought|brought) (?:one|some|any|more)(?=$|,| for"
    r"| in| on)",
    r"(?<!the )(?<!number )one (?:on|for|in|at|by|with|to|from)",
    r"the (?:latter|former|above)|as such|or so|like that|like this",
    start=r"\b",
    end=r"(?!\w)",
)
"""Words for something that was named outside the clause."""
_PRONOUN = re.compile(
    r"\b(?P<owner>its|his|her(?= (?-i:[a-z]))|their)\b"
    r"|\b(?P<many>they|them|they'\w+|theirs)\b"
    r"|\b(?:it|he|she|him|hers?|it'\w+|he'\w+|she'\w+)\b",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"it(?:'s| is| was| will be| would be|'ll be|'d be| has been| might be| may be| makes"
    r"| takes)(?: [\w-]+){1,4} (?:to|that|if|when|before)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:and|but|so|because|until|till|when|while|before|after|if|unless|once|that|which|who|as"
    r"|since|or|to|than|where|how|what)\b(?!.*\b(?:and|but|so|because|until|till|when|while|before"
    r"|after|if|unless|once|that|which|who|as|since|or|to|than|where|how|what)\b)",
    re.IGNORECASE,
)
"""The last word before a pronoun that opens another clause."""
_NAMED = re.compile(
    r"\b(?:(?i:the|a|an|this|that|these|those|my|our|some|all|both|every|each|no|two|three|four"
    r"|many"
    r"|several|any) [a-z]+|(?!(?:I|We|They|He|She|It|There|This|That|These|Those|You|What"
    r"|If|When|And|But|So|Some\w*|Any\w*|No\w*|Every\w*)\b)[A-Z]\w+|(?!has|was|does|this|his|its"
    r"|yes)\w{3,}s)\b"
)
"""Something that a pronoun may stand for."""
_SOCIAL = any_of(
    r"is (?:(?:just|so|very|really|not|too|a bit|a little|also|still|quite|happily) )*(?:sorry"
    r"|afraid"
    r"|fine|good|great|okay|ok|happy|glad|pleased|sure|off|done|kidding|joking|confused|lost|tired"
    r"|hungry|here|back|wondering|thinking|saying|hoping|guessing|looking forward|going to be"
    r" honest"
    r"|curious|impressed|surprised|grateful|thankful|able|angry|slightly|conscious|aware|in the"
    r" mood|trying to"
    r" (?:say|figure|remember|think))\b",
    r"was (?:(?:just|also|more|kind of|sort of) )*(?:wondering|thinking|saying|hoping|joking"
    r"|checking"
    r"|kidding|asking|going to (?:say|ask|suggest)|about to|trying to)\b",
    r"(?:does not|did not|cannot|could not|would not|will not|has not) (?:even |really |quite "
    r"|actually )*"
    r"(?:know|remember|understand|recall|hear|see|get|say|mean|care|mind|want to (?:say|be))\b",
    r"(?:can|could|will|would|was|has|had) (?:see|hear|find out|imagine|remember|understand|say"
    r"|be honest"
    r"|tell|try|look|check|go)$",
    r"has not a clue|wants to (?:sleep|go home|eat|cry|hear|see)|(?:hopes|agrees|likes|said|heard"
    r"|told|felt|knew|saw)(?: [\w'-]+){0,2}$",
    r"would (?:say|think|guess|argue|go|agree|love|be)\b(?! to the)",
    start=f"^{SPEAKER} ",
    end=r"(?!\w)",
)
"""What people say of themselves to each other rather than for the minutes."""
_FIGURATIVE = any_of(
    r"bad guy|good guy|nightmare|(?:nearly|almost) died|piece of cake|elephant in the room"
    r"|tip of the iceberg|low[- ]hanging|(?:drop|dropped) the ball|under the bus|rabbit holes?"
    r"|cans? of worms|no[- ]brainer|silver bullet|crystal ball|heaven"
    r"|hell|god|christ|damn|bloody|crap|shit|kidding|jokes?|joking|laugh(?:s|ed|ing)?|funny"
    r"|crazy|insane|silly|stupid|(?:my|their|the) (?:head|heart|mind|soul)|swears"
    r"|have a go|had a go|had words|up in arms|talk fast|touch wood|fingers"
    r" crossed|dead horse"
    r"|big deal|home run|out of the woods|on fire|miracles?|magic|ghosts?|monsters?",
    start=r"\b",
    end=r"\b",
)
"""What is said for fun or in a figure of speech and would read as a fact."""
_BROKEN = any_of(
    r"needs? (?:since|because|as|if)|quite like|(?:know|another,) like|it(?:'s| is) it|(?:is|are"
    r"|was|were) (?:it's|that's|he's|she's|they|he|she|there's|let's"
    r"|like,?)",
    r"(?:do|does|did) (?:they|we|he|she|it|have let's)",
    r"a (?:[aeio]\w+|enough|few of a)(?<!a one)(?<!a once)(?<!a eu)|an [bcdfgjkpqtvwyz]\w+"
    r"|a (?:it|is|at|in|of|and|the|was|some|lot the)",
    r"(?:can|could|will|would|should|must|may|might|to|do|does|did|not) (?:also |even |just )?(?:do"
    r" let|has|does|did|was|were|is|are|am|been)",
    r"(?:can|could|will|would|should|must|may|might) (?:let|their|the|a|our|my)",
    r"(?:the|a|an|my|our|their|this|these) (?:at|for|with|you|was|were|from|by|or|but|so|they|we"
    r"|i|it"
    r"|he|she|has|have|will|can|would|should|if|when|because|how|what|which|who|there)",
    r"(?:has|have|had) (?:the |a )?(?:for|in|at|on|from|by) .*(?:also )?(?:they|he|she|it) (?:has"
    r"|have)",
    r"(?<!what )(?<!how )(?:is|are|was|were)\b(?:(?! (?:and|but|that|which|who|what|how|if|when"
    r"|where|because"
    r"|so|as|than|or|while|before|after|until|since|to)\b|,).)*\b(?:is|are|was|were)",
    r"(?:getting|sort|all|be|been|the \w+) like|and well|well the",
    r"(?:discuss|see|use|make|take|say|know|think|want|need|get) (?:come|see|use|make"
    r"|take|say"
    r"|know|think|want|need)",
    r"going and|(?:like|as|for|of|to|and|is|are),? (?:like|for instance|and|etcetera)|in case"
    r" there's"
    r"|let's|wait|etcetera|for instance|oh|yeah|okay|anyways?|let me",
    r"(?:Mr|Mrs|Ms|Dr|Hon|St|No)$",
    start=r"\b",
    end=r"\b",
)
"""Speech that breaks off and goes on as something else."""
_DISAGREEING = re.compile(
    rf"^(?i:no (?:a|the)|about (?:the|our|that)) |, (?:is|are|was|were)\b|\band {SPEAKER}(?!'s)"
    rf"|^{SPEAKER} .*{SPEAKER}(?!'s)|^(?i:no) [a-z ]+s is\b|"
    r"^[A-Z][a-z]+ (?:have|are|were|do|need|want)\b"
    r"|^(?:all |both )?(?:the|these|those|our|their) [a-z-]+(?<!s)(?<!people)(?<!team)(?<!staff)s"
    r" (?:has|is|was|does)\b"
    r"|\b(?:has to have|have to has|there is [a-z]+s (?:in|on|at)|(?i:there's) (?:two|three|four"
    r"|also"
    r" different))\b"
)


def stands(said: str, told: str) -> bool:
    """Whether a clause can be read on its own, as it was `said` and as it would be `told`, where
    GROUP and SPEAKER stand for names."""
    return not (
        any(rule.search(told) for rule in (_SOCIAL, _FIGURATIVE, _POINTING, _BROKEN, _DISAGREEING))
        or any(_is_loose(said, found) for found in _PRONOUN.finditer(said))
    )


def _is_loose(said: str, found: re.Match[str]) -> bool:
    """Whether nothing before a pronoun may be what it stands for."""
    head = said[: found.start()]
    if _EXPLETIVE.match(said, found.start()):
        return False
    if not found["owner"]:
        bound = _BOUND.search(head)
        if bound is None:
            return True
        head = head[: bound.start()]
    return _NAMED.search(head) is None
