"""How English speakers ask for work: the patterns of `speech_acts` for requests and needs."""

from __future__ import annotations

from assistant.language.english_forms import CLAUSE, DOING, DONE, HEDGE, NAME, SOMEBODY, VERB
from assistant.language.english_topics import LEAD_IN
from assistant.language.speech_acts import any_of

# In the imperative these steer the talk; work they name only with "please".
_STEERING = (
    r"look(?! (?:\w+ ){0,3}(?:out|up|into|after|over)\b)|show|give(?! (?:\w+ ){1,4}a (?:heads"
    r"|ring|call|shout|nudge|hand))|let|have|read|start|stop|move"
    r"|turn|pass|leave|lead|talk|speak|open|mind|cost"
    r"|hang|meet|make (?:it|that|sense|sure)|do (?:you|we|they|i|not)|tell you|go(?! through"
    r"| over| round)|get out"
    r"|take (?:your|it easy|care)|put it this|ask away"
)
# What follows an imperative, or else "plan", "book" and "order" are nouns.
_AIM = (
    "the|an?|it|them|that|this|me|us|him|her|my|our|your|their|these|those|some|all|both|to|on|up"
    "|out|with|for|in|off|back|down|round|over|two|three|somebody|someone|everybody|everyone"
)
_MOMENT = "day|week|month|hour|minute|moment|second|break|while|coffee"
_THING = "the|a|an|your|those|all|some|that|it|them|two|three|four|more"

REQUEST = any_of(
    r"(?:would|do) you(?: \w+)? mind (?P<doing>(?!repeat|say|tell)\w+ing\b.*)",
    r"(?:would you mind|could you|can you|(?<![,;:] )(?:would|will) you|would you do (?:that|it))"
    r"(?: please| possibly| maybe| perhaps)?(?P<bare>)(?=,? (?-i:[A-Z])\w+\W*$|\W*$)",
    r"(?:(?:is )?(?:that|this|it|that one) )?(?:yours|one for you)(?P<yours>)\?",
    rf"{NAME}, you (?:could|can|might) {HEDGE}(?P<named>(?!have\b|see\b){VERB} .+)",
    rf"(?:can|could|would|will) (?:you|your team|{SOMEBODY})(?: guys| two| both| all)?"
    r" (?!have any|like\b|want\b|say\b|prefer\b|be (?:fine|so|kind|good)|mind\b)"
    rf"{HEDGE}(?:be able to )?(?P<task>.+)",
    rf"(?:are you|would you be|will you be|is {SOMEBODY}) (?:able|free|willing|okay|happy"
    rf"|all right|so (?:kind|good) as"
    r"|kind enough) to"
    r" (?P<able>.+)",
    r"(?:any|is there (?:a|any)) chance(?: that)?(?: of)? (?:you (?:could |can |might )?)?"
    r"(?P<chance>.+)",
    r"(?:do you think|reckon) you (?:could|can|might) (?P<thinkable>.+)",
    r"(?:would|will) it be possible (?:for you )?to (?P<possible>.+)",
    r"(?:i wonder(?:ed)?|i was wondering|wondering) (?:if|whether) you"
    r" (?:could|can|might|would) (?P<wondered>.+)",
    r"(?:maybe|perhaps) you (?:can|could) (?P<maybe>.+)",
    rf"^{LEAD_IN}if you (?:could|can|would) (?:just |maybe |please )?(?P<kindly>{VERB} .+)",
    r"(?:would|is) it (?:be )?(?:all right|okay|ok|possible) if you (?P<past>.+)",
    r"it's your turn to (?P<turn>.+)",
    r"your (?:homework|job|task|action|action item) is to (?P<homework>.+)",
    r"you're (?:on|down for|in charge of|responsible for) (?P<left2>(?:the|that|those|all)\b.+)",
    rf"(?:so )?you're (?P<doing2>{DOING} .+\?)",
    r"(?:i'd|i would)(?: really)? be (?:very |really |so )?(?:grateful|glad) if you(?: could"
    r"| would)"
    r" (?P<grateful>.+)",
    r"(?:i'd|i would)(?: really)? (?:appreciate|love) it if you(?: could| would|'d)? (?P<loved>.+)",
    r"(?:it|that)(?:'d| would) be (?:really |very )?(?:great|good|nice|lovely|helpful|super|ideal)"
    rf" if (?:you|{SOMEBODY})(?: could| would| can)? (?P<ideally>.+)",
    r"(?:do|have) you (?:have|got) (?:the |any |some |a )?"
    r"(?:time|capacity|minute|moment|bandwidth) to (?P<timely>.+)",
    r"(?:i'd|i would|i|we|we'd)(?: really)? (?:need|want|like) you to (?P<wanted>.+)",
    r"(?:i want|i need|i'd like|i would like)"
    rf" (?P<caused>(?:the|this|that|those|them|it|all|my|our)\b.*? {DONE}\b.*)",
    r"(?:can|could|may) i (?:just )?(?:ask|get|trouble) you to (?P<asked>.+)",
    r"(?:(?:can|could|may|shall) i|i'll|let me) leave (?P<left>.+?) (?:with|to) you",
    r"(?:why don't|how about) you (?P<suggested>.+)",
    r"(?:can|could) (?:we (?:please )?(?:get|have)|i (?:please )?get)"
    r" (?P<gotten>(?!it\b|until|till|a look)(?:a|an|the|some|that)\b.+)",
    r"(?:you'll|you're going to|you will) (?P<checked>.+\?)",
    r"you(?: said| promised| were|'re)(?: that)? (?:you'd|you would|you'll|going to|supposed to)"
    r" (?P<promised>.+\?)",
    start=rf"(?:{CLAUSE}|^(?:[a-z]+,? ){{1,2}})",
)
ORDER = any_of(
    rf"(?:{NAME}, )?you (?:two |both )?(?P<told>(?!.*\b(?:more than|always|usually)\b)"
    rf"(?:do|{VERB}) .+)",
    r"(?:please )?(?:don't forget|remember|be sure|make sure)(?: that)? (?:you|to) (?P<minded>.+)",
    r"(?:please )?make sure(?: that)? (?P<ensured>(?:the|our|all|my|that)\b.+)",
    r"(?:i'd|i would) like (?P<wished>(?:an?|the|some) (?!word|moment|look|minute|chat).+)",
    rf"(?:{NAME}, )?(?:just |do |also |then )*(?P<ordered>(?!(?:{_STEERING})\b){VERB}"
    rf" (?:(?:{_AIM})\b|{NAME}).*)",
    r"(?:i|i'll|i'd)(?: really| still| also| will)? need"
    rf" (?P<thing>(?!an? (?:\w+ )?(?:{_MOMENT})s?\b)(?:{_THING})\b.+)",
    rf"please (?P<begged>{VERB} .+)|(?P<pleading>{VERB} .*\bplease$)",
    start=rf"(?:^{LEAD_IN}|[;:] |^.{{3,60}}, (?=you\b)"
    r"|, so (?=\w+ (?:it|that|them|those|the|an?)\b))",
)
HANDED = any_of(
    rf"(?:(?:and|so|maybe|perhaps|what about|how about)(?: you)?,? )?{NAME}\?$", start="^"
)
NEED = any_of(
    rf"\b{SOMEBODY}(?:'s going to have to|'s got to| (?:really |still |also |please "
    rf"|else )*(?:has to"
    rf"|needs to|should|must|ought to"
    r"|will have to|has got to|had better|'s got to|is going to have to"
    r"|will need to)) (?P<task>.+)",
    rf"\b(?:does|do) {SOMEBODY} (?:need|have) to (?P<open>.+)\?",
    r"\b(?:do we have|is there|any) (?:a |any )?volunteers? (?P<role3>(?:for|to) .+)\?",
    r"\b(?:i'd like|i would like|i want|i need) (?:everyone|everybody|you all"
    r"|all of you) to (?P<all>.+)",
    rf"^{LEAD_IN}(?:everyone|everybody|all of you)(?:,? please|,) (?P<called>{VERB} .+)",
    rf"\bwe(?:'ll|'d)?(?: really| still| also)? need (?P<thing>(?:{_THING}|new)\b.+?)"
    rf"(?P<handed>(?: [—–-]|,) {NAME}\?|)$",
    rf"^{LEAD_IN}let's (?:have|get) (?P<caused>(?:it|this|that|them|those|the|all"
    rf"|our)\b.*? {DONE}\b.*)",
    rf"^{LEAD_IN}{SOMEBODY} (?:please )?(?P<call>{VERB} .+)",
    r"\bthere (?:really )?(?:needs to|has to|have to|ought to|must) be (?P<place>.+)",
    rf"\bwe (?:still )?(?:need|have to find|want|are missing) (?:{SOMEBODY[3:-1]}|a volunteer)"
    r" (?:to|who can) (?P<role>.+)",
    r"\bwe(?P<weak2> (?:said|agreed|promised)) (?:that )?(?:we'd|we would) (?P<meant>.+)",
    r"(?<!do )(?<!did )(?<!should )(?<!what )\bwe(?: really| still| also)?"
    r"(?P<weak> (?:need to|have to|must|should|ought to|'ve got to|'d need to))(?: all)?"
    rf" {HEDGE}(?P<weakly>.+)",
    rf"^{LEAD_IN}(?P<passive>(?:(?:the|that|those|these|our|his|her|their) .{{3,40}}|it|they|that"
    r"|this) (?:still |also |really )*(?:has|have|needs?|ought|will need) to be"
    rf" (?:{DONE})\b.*)",
    r"(?P<moving>(?:the|our|that|those|these|his|her|it|they)\b(?:(?!what"
    r"|we\b)[^,.]){0,30}? needs? to go .+)",
    r"(?P<lacking>\b(?:the|that|our|his|her|their|it|they) ?(?:(?!does\b|do\b"
    r"|doesn't)\w+ ){0,4})(?:still )?needs?"
    rf" (?P<doing>{DOING}\b.*)",
)
WHO = any_of(
    r"\bwho(?:'s going to|'ll| will| can| could| should| would like to|'d like to|'s happy to"
    r"| would| wants to|'d|'s)?"
    r" (?P<task>(?!is|was|put|are|were|has|had|have|did|said|do(?! (?:the|this|that|it|our|all)\b)"
    r"|got|knows?|would|else|we|you|i|they|the|there|that|should|can|could|will|shall|might|able"
    r"|responsible|in\b|on\b|going|from"
    r"|with)\w+ .+)\?",
    rf"\bwho(?:'s| is|'ll be) (?P<doing>{DOING}\b.*)\?",
)
ASSIGNMENT = any_of(
    r"(?: will|'ll| is going to| has to| needs to| should|,? you(?:'ll| will)"
    r"|,? you(?= take| do\b| handle| organise| own)"
    rf"|(?= takes)| to(?= {VERB} )) ?(?P<task>.+)",
    start=rf"(?P<name>{NAME})",
)
