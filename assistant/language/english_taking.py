"""How English speakers take work and refuse it: the patterns of `speech_acts` for answers."""

from __future__ import annotations

from assistant.language.english_forms import CLAUSE, DOING, HEDGE, VERB
from assistant.language.english_topics import LEAD_IN
from assistant.language.speech_acts import any_of

# "I'll" often reaches us as "I": the present tense, where a day stands beside it.
_PLAIN_I = rf"i(?= (?!put|read|cut|set|let|run|split|cost|hope|want|need){VERB} )"
# Said of what is in the diary, not of what is to be done.
_ENGAGED = "going|looking|telling|giving|leading|meeting|visiting|leaving|joining|catching"
_OTHERS = r"not\b|you\b|we\b|he\b|she\b|they\b|it\b|just\b|have\b"
_IT = "(?:it|that|this|him|her|them)"

COMMITMENT = any_of(
    r"i(?:'ll| will| should| can|'d) have"
    r" (?P<ready>(?:a|an|the|both|all|some|my|our)\b(?! (?:look|word|chat|think|go)).+)",
    r"(?<!don't think )(?:i'll|i will|i'm going to|i'm gonna|i shall|i'd better|i had better"
    r"|i promise to|i plan to"
    rf"|i'm planning to|i'm about to|i'll be sure to) {HEDGE}(?P<task>.+)",
    r"(?P<weak>let me|we(?:'ll| will)(?! (?:have|need)\b)|i (?:have|need|want|hope) to|i'd like to"
    r"|i've (?:still )?got to"
    rf"|i'm hoping to|i should|i must|i still (?:have|need) to|{_PLAIN_I})"
    rf" {HEDGE}(?P<weakly>.+)",
    rf"(?P<weak2>i'm|i am|i'll be|i will be) (?P<doing>(?!{_ENGAGED}){DOING} .+)",
    rf"(?:i'd be |i'm )?(?:happy|glad) to {HEDGE}(?P<gladly>.+)",
    r"(?:i'd be up for|i don't mind|i'm up for) (?P<doing2>\w+ing\b.*)",
    r"i(?:'ll| can| could)? volunteer to (?P<freely>.+)",
    r"(?:an? |my )?action(?: item| point)? (?:for me|on me|to me|is) ?(?:is |to |: ?)*"
    r"(?P<noted>.+)",
    r"action (?:item )?(?:for|on) me: (?P<listed>.+)",
    r"(?:(?:the |my )?next (?:step|thing|job) for me|my next (?:step|job)) is to (?P<next>.+)",
    r"leave (?P<left>the .+?|my .+?) (?:to|with) me",
    rf"i'm on (?:it|that)|on it$|leave {_IT} (?:to|with) me|consider it done|i'll own {_IT}"
    rf"|i've got {_IT}(?: one)?$|that(?:'s| is) on me|put me down(?: for {_IT})?"
    rf"|i'll see to {_IT}|i'll$",
    r"(?P<mine>(?:that'd be|that would be|that'll be|that's|that one's|this one's|it's) (?:me|mine)"
    rf"|^mine|i (?:can|could|will) take {_IT}(?: one| on)?|i'll take {_IT}(?: one| on)?)(?=[.,!]"
    rf"|$)",
    start=CLAUSE,
)
OFFER = any_of(
    rf"(?<!n't think )i (?:can|could|might) {HEDGE}(?P<task>(?!do\W*$).+)",
    rf"i was (?:going|planning|hoping|about|meaning) to {HEDGE}"
    r"(?P<meant>(?!.*\b(?:yesterday|last (?:night|week|month|time)|but)\b).+)",
    rf"i was thinking (?:of|about) (?P<doing>{DOING}\b.+)",
    rf"i'd (?:prefer to|rather) (?!{_OTHERS})(?P<rather>.+)",
    r"(?:shall i|should i|do you want me to|want me to|would you like me to) (?P<asking>.+)",
    r"would (?:it|that) help if i (?P<past>.+)",
    start=CLAUSE,
)
DELIVERY = any_of(
    r"(?:you'll|you will|you can) (?:have|get|see)",
    r"(?:(?:it|they|that|this)(?:'ll| will| should| 'd)|should) be"
    r" (?:ready|done|up|there|finished|out|in|with you|sorted)",
    r"i'd (?:finish|have|be done)|i(?: can|'ll| should) have|i'll let you know",
    r"i'll (?:finish|have|get|send|do) (?:it|that|them|this|those)",
    r"give me (?:until|till|a)|(?:done|ready|finished|out) by",
    start=r"\b",
    end=r"\b",
)
PROMISED = any_of(
    r"(?:you'll|you will) (?:have|get) (?P<eventual>(?:the|a|an|my|our|your|both|all|it|them)\b.*"
    r" (?:when|once|as soon as) .*)",
    r"(?:you'll|you will|you'd) (?:have|get) (?P<thing>(?:the|a|an|my|our|your|both|all|it"
    r"|them)\b.*)",
    r"(?P<thing2>it|they|that)(?:'ll| will) be (?:with you|on your desk|in your inbox|done"
    r"|ready|finished|fixed|sorted|on)\b.*",
    start=CLAUSE,
)
ACCEPTANCE = any_of(
    "sure|yes|yeah|yep|yup|okay|ok|of course|course|absolutely|certainly|definitely|will do",
    "fine|alright|all right|happy to|glad to|i can|i could|i'll|i will|i shall|gladly",
    "you'll have|you'll get|great|perfect|good|lovely|deal|done|sound|sounds (?:good|fine)",
    "works|that works|with pleasure|my pleasure|on it|i'm on it|already on it|can do",
    "no problem|not a problem|no worries|no bother|no trouble|not at all|got it|you got it",
    "i think so|i guess|i suppose|i'd (?:be )?(?:happy|glad|love)|that's fine|understood",
    rf"i don't mind|i wouldn't mind|leave {_IT} with me|consider it done|go on(?: then)?",
    r"(?:the |your )?[\w']+(?: [\w']+)?, (?:yes|yeah|sure|will do|no problem)",
    "fair enough|give me|let me|i do(?: have)?|aye|noted|right|mine|me(?=[.,!]|$)|that's me",
    start=f"^{LEAD_IN}",
    end=r"\b",
)
UNDERTAKING = any_of(
    rf"{LEAD_IN}(?:will do|i will|i'll|i shall|on it|i'm on it|already on it|sure(?: thing)?"
    "|no problem|no bother|no worries|of course|happy to|with pleasure|consider it done|you'll"
    "|done|can do|absolutely|leave (?:it|that) with me|noted|got it|understood|give me)",
    "sure|of course|absolutely",
    start="^",
    end=r"\b",
)
VOLUNTEER = any_of(
    "i can|i could|i will|i'll|me|i would|i'd (?:be happy|love) to|i'm happy to|happy to",
    "i don't mind|i do|that's me|that'd be me|that would be me|mine|that's mine|that one's mine",
    rf"leave {_IT} (?:to|with) me",
    start=f"^{LEAD_IN}",
    end=r"(?:[.,!]|$)(?! but)",
)
EVERYONE = any_of("everybody|everyone|all of (?:you|us)|you all|each of (?:you|us)", start=r"\b")
WELCOME = any_of(
    "yes,? please|please|great|perfect|thanks|thank you|lovely|brilliant|excellent|wonderful",
    "that would be|that'd be|do (?:that|it)|go ahead|good idea|awesome|cool|amazing|super",
    r"would you\b|if you would|could you\?|go on|okay|ok|sure|yes|yeah|yep|deal|good|fine",
    r"ta\b|nice|bless you|you're a (?:star|legend|treasure)|legend|sound|even better|makes sense",
    "you do that|i'd love (?:that|one)|right you are|do(?=[,.])|by all means|be my guest|cheers",
    start=f"^{LEAD_IN}",
    end=r"(?!\w)",
)
REFUSAL = any_of(
    r"^(?:(?:well|oh|okay|yeah|sorry|honestly|me|hm+|ah|sure)[,.?]? *)*(?:nope\b|nah\b|sorry\b"
    r"|no\b(?!,? (?:i'?ll|i can|happy|problem|worries|bother|trouble|of course|not at all))"
    r"|not (?:really|now|today|this|me|with|before)|i can't|i cannot|i won't|i don't think"
    r"|i'm (?:afraid|sorry|drowning|swamped|overloaded)|unfortunately|i couldn't|impossible"
    r"|there's no way|never(?: again)?\b|absolutely not|no way|no chance)",
    r"\b(?:i'd (?:rather|prefer) not|i can't (?!wait|complain|remember|hear|see)|can't do that"
    r"|i'd never get|i've no time|i'm (?:drowning|swamped|snowed under|up to my)|i've got too much"
    r"|i (?:don't )?have (?:no |the |any )?(?:time|capacity)|i wouldn't|i'd hold off"
    r"|(?:i could|i would|i'd love to),? but|not my (?:strength|job|thing))\b|,? sorry\W*$",
)
DROPPED = any_of(
    r"scratch that|never ?mind|forget (?:it|that|about|i asked)|i'll leave (?:it|that) out",
    r"let's not|drop (?:it|that)|not today\W*$|leave it (?:out|then)|no need|we won't do",
    r"don't bother|we'll skip|let's skip|not needed|no longer needed|okay,? (?:so )?no then",
    start=r"\b",
    end=r"(?!\w)",
)
