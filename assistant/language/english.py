"""How English shares out work: the patterns of `speech_acts` for it."""

from __future__ import annotations

from assistant.language.english_decisions import (
    AGREED,
    ASSENTED,
    CONCLUDED,
    INFERRED,
    PROPOSED,
    RESOLVED,
    SETTLED,
)
from assistant.language.english_talk import TALK
from assistant.language.english_topics import (
    CALLING,
    HEADING,
    LEAD,
    LEAD_IN,
    LEANING,
    RECAP,
    SHIFT,
    SUBJECT,
)
from assistant.language.english_wording import phrase, resolve
from assistant.language.speech_acts import SpeechActs, any_of
from assistant.language.verbs import GERUNDS, PARTICIPLES, WORK

_HEDGE = (
    r"(?:(?:just|also|then|definitely|maybe|perhaps|probably|possibly|please|kindly|quickly"
    r"|really|still|try to|try and|go and|have to|need to|go ahead and|make sure to|at least) )*"
)
_CLAUSE = (
    rf"(?:^|[,;:.] *|^{LEAD_IN}|\b(?:and|so|but|or|then|think|guess|afterwards|tomorrow|today"
    r"|tonight|ideally|which) )"
)
_VERB = f"(?:{'|'.join(sorted(WORK, key=len, reverse=True))})"
_DOING = f"(?:{'|'.join(sorted(GERUNDS, key=len, reverse=True))})"
_DONE = f"(?:{'|'.join(sorted(PARTICIPLES, key=len, reverse=True))})"
_ORDER = (
    rf"(?!(?:look|show|give|let|have|read|start|stop|move|turn|pass|leave|lead|talk|speak|open"
    rf"|mind|cost|hang|meet"
    rf"|make (?:it|that|sense|sure)|do (?:you|we|they|i|not)|share out|tell you|take (?:your"
    rf"|it easy|care)|go|give or|get out|put it this|ask away)\b)"
    rf"{_VERB}"
)
_AIM = (
    "the|an?|it|them|that|this|me|us|him|her|my|our|your|their|these|those|some|all|both|to|on"
    "|up|out"
    "|with|for|in|off|back|down|round|over|two|three|somebody|someone|everybody|everyone"
)
# "I'll" often reaches us as "I": the present tense, where a day stands beside it.
_PLAIN_I = rf"i(?= (?!put|read|cut|set|let|run|split|cost|hope|want|need){_VERB} )"
_SOMEBODY = r"(?:somebody|someone|anybody|anyone|one of (?:us|you)|somebody else|someone else)"
_NO_FILLER = r"(?!(?:problem|worries|bother|trouble|objection|complaint|idea|need)s?\b)"

ENGLISH = SpeechActs(
    hypothetical=any_of(
        r"if (?!you (?:could|can|would) (?:just |maybe |please )?[a-z]+ (?:the|a|an|it|that|me"
        r"|us)\b)"
        r"(?:i|we|you|they|he|she|it|only|that|this|the|there|somebody|someone)\b"
        r".*(?:\b(?:had|were|ever|could|got|would|came)\b|'d\b)",
        r"(?:suppose|supposing|imagine|i wish|what if|one day|in (?:an ideal|a perfect) world"
        r"|(?:it|that)(?:'d| would) be (?:nice|cool|lovely|great) (?:to have|if (?:we|everyone"
        r"|i)))\b",
        start=f"^{LEAD_IN}",
    ),
    filler=any_of(
        r",? ?\b(?:um+|uh+|erm?|hm+|mm+|ah)\b,?",
        r", (?:you know|like|i mean|i don't know|let's say|say),",
        r"\b(?P<again>i|we|you|the|a|to|it|and|so|in|of|he|she|they|is|are|was|can|do|what|uh"
        r"|i'll|i'm)"
        r"(?:,? (?P=again)\b)+",
    ),
    talk=TALK,
    commitment=any_of(
        rf"(?<!don't think )(?:i'll|i will|i'm going to|i'm gonna|i shall|i promise to|i plan to"
        rf"|i'm planning to|i'm about to|i'll be sure to) {_HEDGE}(?P<task>.+)",
        rf"(?P<weak>let me|we'll|we will|i (?:have|need|want|hope) to|i'd like to|i've got to"
        rf"|i'm hoping to|i should|i must|i'd better|i still (?:have|need) to|{_PLAIN_I})"
        rf" {_HEDGE}(?P<weakly>.+)",
        rf"(?P<weak2>i'm|i am|i'll be|i will be) (?P<doing>(?!going|looking|telling|giving"
        rf"|leading){_DOING} .+)",
        rf"(?:i'd be |i'm )?(?:happy|glad) to {_HEDGE}(?P<gladly>.+)",
        r"(?:i'd be up for|i don't mind|i'm up for) (?P<doing2>\w+ing\b.*)",
        r"i(?:'ll| can| could)? volunteer to (?P<freely>.+)",
        r"(?:an? |my )?action(?: item| point)? (?:for me|on me|to me|is) ?(?:is |to "
        r"|: ?)*(?P<noted>.+)",
        r"leave (?P<left>the .+?|my .+?) (?:to|with) me",
        r"i'm on (?:it|that)|on it$|leave (?:it|that|this|him|her|them) (?:to|with) me"
        r"|consider it done|i'll own (?:it|that|this)|i've got (?:it|this|that)(?: one)?$"
        r"|(?:that'd|that would|that'll|that's) be (?:me|mine)|that(?:'s| is) on me"
        r"|put me down(?: for (?:it|that))?|i'll see to (?:it|that)|i'll$",
        start=_CLAUSE,
    ),
    offer=any_of(
        rf"i (?:can|could|might) {_HEDGE}(?P<task>.+)",
        r"i'd (?:prefer to|rather) (?!not\b|you\b|we\b|he\b|she\b|they\b|it\b|just\b"
        r"|have\b)(?P<rather>.+)",
        r"(?:shall i|should i|do you want me to|want me to|would you like me to) (?P<asking>.+)",
        r"would (?:it|that) help if i (?P<past>.+)",
        start=_CLAUSE,
    ),
    delivery=any_of(
        r"(?:you'll|you will|you can) (?:have|get|see)",
        r"(?:(?:it|they|that|this)(?:'ll| will| should| 'd)|should) be"
        r" (?:ready|done|up|there|finished|out|in|with you|sorted)",
        r"i'd (?:finish|have|be done)|i(?: can|'ll| should) have",
        r"i'll (?:finish|have|get|send|do) (?:it|that|them|this|those)",
        r"give me (?:until|till|a)|(?:done|ready|finished|out) by",
        start=r"\b",
        end=r"\b",
    ),
    promised=any_of(
        r"(?:you'll|you will) (?:have|get) (?P<thing>(?:the|a|an|my|our|your|both|all)\b.+)",
        r"i(?:'ll| can| will) have (?P<ready>(?:the|a|an|my|our|your|both|all)\b.+)",
        start=_CLAUSE,
    ),
    request=any_of(
        r"(?:would|do) you(?: \w+)? mind (?P<doing>(?!repeat|say|tell)\w+ing\b.*)",
        rf"(?:can|could|would|will) (?:you|your team|{_SOMEBODY})(?: guys| two| both| all)?"
        rf" (?!have any|like\b|want\b|say\b|prefer\b|be fine"
        rf"|mind\b){_HEDGE}(?:be able to )?(?P<task>.+)",
        rf"(?:are you|would you be|will you be|is {_SOMEBODY}) (?:able|free|willing|okay|happy) to"
        r" (?P<able>.+)",
        r"(?:any|is there (?:a|any)) chance(?: that)?(?: of)? (?:you (?:could |can |might )?)?"
        r"(?P<chance>.+)",
        r"(?:do you think|reckon) you (?:could|can|might) (?P<thinkable>.+)",
        r"(?:would|will) it be possible (?:for you )?to (?P<possible>.+)",
        r"(?:i wonder(?:ed)?|i was wondering|wondering) (?:if|whether) you (?:could|can|might"
        r"|would)"
        r" (?P<wondered>.+)",
        r"(?:maybe|perhaps) you (?:can|could) (?P<maybe>.+)",
        rf"^{LEAD_IN}if you (?:could|can|would) (?:just |maybe |please )?(?P<kindly>{_VERB} .+)",
        r"i(?:'d| would)(?: really)? (?:appreciate|love) it if you(?: could| would"
        r"|'d)? (?P<loved>.+)",
        r"(?:do|have) you (?:have|got) (?:the |any |some |a )?(?:time|capacity|minute|moment"
        r"|bandwidth)"
        r" to (?P<timely>.+)",
        r"(?:i'd|i would|i|we|we'd)(?: really)? (?:need|want|like) you to (?P<wanted>.+)",
        rf"i(?: want| need|'d like| would like) (?P<caused>(?:the|this|that|those|them|it|all|my"
        rf"|our)\b.*?"
        rf" {_DONE}\b.*)",
        r"(?:can|could|may) i (?:just )?(?:ask|get|trouble) you to (?P<asked>.+)",
        r"(?:can|could|may|shall) i leave (?P<left>.+?) (?:with|to) you",
        r"why don't you (?P<suggested>.+)",
        r"(?:can|could) (?:we|i) (?:please )?(?:get|have) (?P<gotten>(?!it\b|until|till"
        r"|a look)(?:a|an|the|some|that)\b.+)",
        r"(?:i|i'll)(?: really| still| also| will)? need (?P<thing>(?!an? (?:\w+ )?(?:day|week"
        r"|month|hour"
        r"|minute|moment|second|break|while|coffee)s?\b)(?:the|a|an|your|those"
        r"|all|some|that|it|them)\b.+)",
        r"(?:you'll|you're going to|you will) (?P<checked>.+\?)",
        r"you(?: said| promised| were|'re)(?: that)? (?:you'd|you would|you'll"
        r"|going to|supposed to) (?P<promised>.+\?)",
        start=rf"(?:{_CLAUSE}|^(?:[a-z]+,? ){{1,2}})",
    ),
    order=any_of(
        rf"(?:(?-i:[A-Z][a-z]+), )?you (?:two |both )?(?P<told>(?:do|{_VERB}) .+)",
        r"(?:please )?(?:don't forget|remember|be sure|make sure)(?: that)?(?: you"
        r"| to)? (?P<minded>.+)",
        rf"(?:(?-i:[A-Z][a-z]+), )?(?:please |just |do |also |then )*"
        rf"(?P<ordered>{_ORDER} (?:(?:{_AIM})\b|(?-i:[A-Z])).*|{_ORDER} .*\bplease$)",
        start=rf"(?:^{LEAD_IN}|[;:] |^.{{3,60}}, (?=you\b))",
    ),
    need=any_of(
        rf"\b{_SOMEBODY} (?:really |still |also |please |else )*(?:has to|needs to|should|must"
        rf"|ought to|will have to|has got to|would have to|had better|'s got to) (?P<task>.+)",
        rf"^{LEAD_IN}{_SOMEBODY} (?:please )?(?P<call>{_VERB} .+)",
        r"\bthere (?:really )?(?:needs to|has to|have to|ought to|must) be (?P<place>.+)",
        rf"\bwe (?:still )?(?:need|have to find|want|are missing) (?:{_SOMEBODY[3:-1]}|a volunteer)"
        r" (?:to|who can) (?P<role>.+)",
        rf"(?<!do )(?<!did )(?<!should )\bwe(?: really| still| also)?(?P<weak> (?:need to"
        rf"|have to|must|should|ought to"
        rf"|'ve got to|'d need to))(?: all)? {_HEDGE}(?P<weakly>.+)",
        rf"^{LEAD_IN}(?P<passive>(?:(?:the|that|those|these|our|his|her|their) .{{3,40}}|it|they"
        rf"|that"
        rf"|this) (?:still |also |really )*(?:has|have|needs?|ought|will need) to be"
        rf" (?:{_DONE})\b.*)",
        rf"(?P<lacking>(?:\b(?:the|that|our|his|her|their|it"
        rf"|they) ?(?:\w+ ){{0,4}}))(?:still )?needs?"
        rf" (?P<doing>{_DOING}\b.*)",
    ),
    who=any_of(
        r"\bwho(?:'s going to|'ll| will| can| could| should| would| wants to|'d"
        r"|'s)? (?P<task>(?!is|was|are|were|has|had|have|did|said|do|got|knows?|would|else|we|you"
        r"|i|they|the|there|that|able|responsible|in\b|on\b|going|from|with)\w+ .+)\?",
        rf"\bwho(?:'s| is|'ll be) (?P<doing>{_DOING}\b.*)\?",
    ),
    assignment=any_of(
        r"(?: will|'ll| is going to| has to| needs to| should|,? you(?:'ll| will)"
        r"|,? you(?= take| do\b| handle| organise| own)"
        r"|(?= takes)) ?(?P<task>.+)",
        start=r"(?P<name>(?-i:[A-Z][a-z]+))",
    ),
    acceptance=any_of(
        rf"^{LEAD_IN}(?:(?:sure|yes|yeah|yep|yup|okay|ok|of course|course|absolutely"
        rf"|certainly|definitely|will do|fine|alright|all right|happy to|glad to|i can|i could"
        r"|i'll|i will|i shall|gladly|you'll have|you'll get|great|perfect|good|lovely|deal|done"
        r"|sound"
        r"|sounds (?:good|fine)|works|that works|with pleasure|my pleasure|on it|i'm on it|can do"
        r"|no problem|not a problem|no worries|no bother|no trouble|not at all|got it|you got it"
        r"|i think so|i guess|i suppose|i'd (?:be )?(?:happy|glad|love)|that's fine|understood"
        r"|i don't mind|i wouldn't mind|leave (?:it|that|him|her|them|this) with me"
        r"|consider it done"
        r"|go on(?: then)?|fair enough|already on it|give me|let me|i do(?: have)?|aye|noted"
        r"|right)\b)"
    ),
    undertaking=any_of(
        rf"^{LEAD_IN}(?:will do|i will|i'll|i shall|on it|i'm on it|already on it|sure(?: thing)?"
        rf"|no problem"
        r"|no bother|no worries|of course|happy to|with pleasure|consider it done|you'll|done"
        r"|can do"
        r"|absolutely|leave (?:it|that) with me|noted|got it|understood|give me)\b"
        r"|^(?:sure|of course|absolutely)\b"
    ),
    polite=any_of(r"\bplease\b"),
    volunteer=any_of(
        r"i can|i could|i will|i'll|me|i would|i'd be happy to|i'm happy to|happy to"
        r"|i don't mind|i do"
        r"|that's me|that'd be me|that would be me|leave (?:it|that|her|him|them) (?:to|with) me"
        r"|mine",
        start=f"^{LEAD_IN}",
        end=r"(?:[.,!]|$)(?! but)",
    ),
    everyone=any_of("everybody|everyone|all of (?:you|us)|you all|each of (?:you|us)", start=r"\b"),
    welcome=any_of(
        "yes,? please|please|great|perfect|thanks|thank you|lovely|brilliant|excellent|wonderful",
        "that would be|that'd be|do (?:that|it)|go ahead|good idea|awesome|cool|amazing|super",
        r"would you\b|if you would|could you\?|go on|okay|ok|sure|yes|yeah|yep|deal|good|fine"
        r"|ta\b|nice|bless you|you're a (?:star|legend|treasure)|legend|sound|i'd love (?:that|one)"
        r"|even better|makes sense|you do that",
        start=f"^{LEAD_IN}",
        end=r"(?!\w)",
    ),
    refusal=any_of(
        r"^(?:(?:well|oh|okay|yeah|sorry|honestly|me|hm+|ah"
        r"|sure)[,.?]? *)*(?:no\b(?!,? (?:i'?ll|i can"
        r"|happy|problem|worries|bother|trouble|of course|not at all))|nope\b|nah\b|sorry\b"
        r"|impossible"
        r"|not (?:really|now|today|this|me|with|before)|i can't|i cannot|i won't|i don't think"
        r"|i'm (?:afraid|sorry|drowning|swamped|overloaded)|unfortunately|i couldn't|there's no way"
        r"|never(?: again)?\b|absolutely not|no way|no chance)",
        r"\b(?:i'd (?:rather|prefer) not|i can't (?!wait|complain|remember|hear|see)|i really can't"
        r"|can't do that|i'd never get|i've no time|i'm (?:drowning|swamped|snowed under|up to my)"
        r"|i (?:don't )?have (?:no |the |any )?(?:time|capacity)|(?:i could|i would"
        r"|i'd love to),? but"
        r"|i wouldn't|i'd hold off|not my (?:strength|job|thing)|i've got too much)\b",
    ),
    dropped=any_of(
        "scratch that|never ?mind|forget (?:it|that|about|i asked)|i'll leave (?:it|that) out"
        "|let's not",
        "drop (?:it|that)|not today|leave it (?:out|then)|no need|we won't do|don't bother"
        "|we'll skip|let's skip|not needed|okay,? (?:so )?no then|no longer needed",
        start=r"\b",
        end=r"\b",
    ),
    when=any_of(
        rf"^{LEAD_IN}(?:when(?! (?:is|are|was|did|does|do|will) (?:he|she|they|the|your|our|his"
        rf"|her)\b)|by when"
        r"|until when|how (?:long|soon|quickly)|what day|which day)\b",
        r"\b(?:can|could) (?:i|we) have (?:it |that )?(?:until|till)\b",
        r"\bis (?:that|it) (?:realistic|doable|feasible|possible)",
    ),
    moved=any_of(
        "let's say|make (?:it|that)|how about|what about|rather|actually|instead|until|till|by"
        "|before",
        "(?:can|could) i have(?: it)?|give me|has to|have to|needs to|must|should|will be"
        "|it'll be|okay",
        "i'd like|in time for|push it|move it",
        start=r"\b",
        end=r"\b",
    ),
    corrected=any_of(
        "make (?:it|that)|let's say|actually|rather|i meant|no wait|hang on", start=r"\b", end=r"\b"
    ),
    day_alone=any_of(
        r"(?:\b(?:is|are|fine|works?|good|okay|ok|great|perfect|then|so|oh|no|yes|sure|sorry"
        r"|yeah|yep"
        r"|and|well|will|would|make it|let|say|how|what|about|for|me|us|i|think|by|at|the|latest"
        r"|maybe"
        r"|actually|wait|right|sounds|possible|until|can|have|could|we|to|also|better|please"
        r"|promise"
        r"|absolutely|totally|plenty|doable|give|s)\b|['’\s.,?!-])*"
    ),
    settled=SETTLED,
    concluded=CONCLUDED,
    inferred=INFERRED,
    resolved=RESOLVED,
    proposed=PROPOSED,
    agreed=AGREED,
    assented=ASSENTED,
    own=any_of(
        r"i|i'm|i'll|i've|i'd|me|my|you|your|you're|he|she|they|thanks|thank"
        r"|sorry",
        start=r"\b",
        end=r"\b",
    ),
    recap=RECAP,
    lead=LEAD,
    shift=SHIFT,
    heading=HEADING,
    either=any_of(r"\bor\b"),
    calling=CALLING,
    subject=SUBJECT,
    pronoun=any_of(
        "it|that|this|those|these|them|one|ones|him|her|that one|so",
        start=r"\b",
        end=r"\b(?! \w+ly)",
    ),
    leaning=LEANING,
    third_person=any_of(r"^(\w+(?:ss|sh|ch|x|z|o)(?=es\b)|\w+?(?=s\b))(?:es|s)\b"),
    fronted=any_of("(?!)"),
    padding=any_of(
        r"^(?:really|just|also|please|then|maybe)\b",
        r"(?:^|, )you know\b|\b(?:like,|i mean|kind of|sort of|by the way|no problem"
        r"|as well|honestly|too|anyway|basically|let's say|i think|i guess|please|thanks|okay|right"
        r"|if you (?:can|could|like|don't mind)|or something|after all|in any case|yeah)\b",
        end=",? *",
    ),
    tail=any_of(
        r"[,;]? (?:because|but|so (?!far|that they)|since|although|which is|otherwise|cause"
        r"|unless|then we|cos)\b",
        r", (?:and then we|if|so|right|okay|for me|they|he|she|it|it's|i|i'm|i've|i'd|you|you're|we"
        r"|there's|there|that|that's|yeah|yes|no|who|not|then|actually|as)\b",
        r", (?:will|would|can|could|won't) you\b|[;:]|[.?!](?:\s|$)",
        end=".*$",
    ),
    joint=any_of(
        rf"(?:[,;] (?:(?:and|but|so|then|or|if so) )*| (?:and|but|so) (?:then )?)"
        rf"(?=(?:i'll|i will|i'm going to|i can(?!['’]t)|can you|could you|would you|will you"
        rf"|{_SOMEBODY} (?:has|needs|should|ought)|please {_VERB}) \w+ \w+)",
        r", (?=i'll \w+)",
    ),
    phrase=phrase,
    resolve=resolve,
)
