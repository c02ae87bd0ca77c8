"""How English shares out work: the patterns of `speech_acts` for it."""

from __future__ import annotations

from assistant.language.speech_acts import SpeechActs, any_of

_LEAD = (
    r"(?:(?:okay|ok|so|then|and|but|well|yeah|yes|right|sure|good|great|fine|perfect|oh|also|now|or"
    r"|no|maybe|cool|thanks|thank you|please|anyway|actually|alright|all right)\b[,.]? *)*"
)
_HEDGE = r"(?:(?:just|also|then|definitely|maybe|probably|try to|try and|go and|please) )*"
_CLAUSE = rf"(?:^|[,;:.] *|^{_LEAD}|\b(?:and|so|but|or|then|think|guess) )"
# "I'll" often reaches us as "I": the present tense, where a day stands beside it.
_PLAIN_I = (
    r"i(?= (?!was|am|had|did|saw|got|said|think|know|want|have|like|thought|found|sent|went|put"
    r"|wrote|made)[a-z]+(?<!ed) (?:the|a|an|it|this|that|them|my|our|up|out|over|with)\b)"
)
_SOMEBODY = r"(?:somebody|someone|anybody|anyone|one of (?:us|you)|somebody else|someone else)"
_ASSENT = (
    r"agreed?|fine|good|great|perfect|deal|works for|\w+ works|i like (?:that|it)|sounds good"
    r"|i agree|i can (?:live|work) with|i can take|not from me|no objections?|makes sense"
    r"|i'm (?:fine|happy)|that's (?:sensible|fine|good)|let's do (?:that|it)|me too|same here"
)

ENGLISH = SpeechActs(
    hypothetical=any_of(
        r"if (?:i|we|you|they|he|she|only|that|the|there|somebody|someone)\b"
        r".*(?:\b(?:had|were|ever|could|got|would|came)\b|'d\b)",
        r"(?:suppose|imagine|i wish|what if|one day|ideally|in (?:an ideal|a perfect) world)\b",
        start=f"^{_LEAD}",
    ),
    filler=any_of(
        r",? ?\b(?:um+|uh+|erm?|hm+|mm+|ah)\b,?",
        r", (?:you know|like|i mean|i don't know),",
        r"\b(?P<again>i|we|you|the|a|to|it|and|so|in|of|he|she|they|is|are|was|can|do|what|uh|i'll|i'm)"
        r"(?:,? (?P=again)\b)+",
    ),
    talk=any_of(
        "see|say|tell|talk|speak|explain|show|walk|wait|hear|listen|read (?:out"
        "|from|that)|repeat|remember|imagine",
        "guess|think|know|be|need|want|like|love|mention|start|begin|stop|skip|describe|elaborate",
        "comment|answer|agree|admit|assume|suppose|hope|believe|understand|stick|drop|finish with",
        "conclude|close|focus|invite|support|vote|never|not|always|still|end up|lose|miss|pay|feel",
        "draw|press|refer|continue|remain|keep|worry|assure|insist|concede|emphasi[sz]e|yield|sit",
        "look forward|stay|clarify|outline|expand|confirm",
        "respond|address|update us|thank|highlight|echo|second",
        "let (?:you|me|us)|live with|hang on|hold on",
        "go home|do my best|pick up|touch on|deal with|try$",
        "come back|move (?:on|to)|go (?:on|back|ahead|first|over|through|into"
        "|with|for|to the next)",
        "get (?:back )?(?:to (?:that|this|it)|there)|get (?:a|the) (?:sense|feeling)|hit|add to",
        "have (?:to|an?|any|the|one|some) ?(?:look|questions?|point|comments?|problem|chance)?$",
        "have to|look at (?:that|this|it)|look$|call (?:on|upon|it)|turn (?:to|it over|now)",
        "hand (?:it )?over|bring (?:in|you in|up)|pass (?:it )?(?:over|on to|to)|ask (?:you|one|a)",
        "leave (?:it|that|them|this)|take (?:it|that)$|take (?:questions|your|that point|one)",
        "use (?:the|my|this) (?:time|opportunity)|take (?:the|this) opportunity",
        "make (?:a|one|two|the) (?:point|comment|observation)|share (?:my|your|with)",
        "work (?:with|on it|closely|hard|together)|provide (?:us|some|an)",
        "put (?:it|this|that) (?:this|that|another) way",
        "give (?:us|me|you|them|him|her) (?:some|one|two|the floor)",
        "give (?:us|me|you|them) an? (?:idea|sense|example|indication|overview|hint|minute|second)",
        start="^(?:just |only |probably )*",
        end=r"\b",
    ),
    commitment=any_of(
        rf"(?<!don't think )(?:i'll|i will|i'm going to|i'm gonna|i shall|i promise to) {_HEDGE}"
        r"(?P<task>.+)",
        rf"(?P<weak>let me|we'll|we will|i (?:have|need) to|i've got to|i should|{_PLAIN_I})"
        rf" {_HEDGE}(?P<weakly>.+)",
        rf"(?:i'd be |i'm )?(?:happy|glad) to {_HEDGE}(?P<gladly>.+)",
        r"i(?:'ll)? volunteer to (?P<freely>.+)",
        r"(?:an )?action item (?:for me|to) ?(?:is |to |: ?)*(?P<noted>.+)",
        r"i'm on it|leave (?:it|that) (?:to|with) me|(?:that'd|that would) be me|i'll$",
        start=_CLAUSE,
    ),
    offer=any_of(rf"i (?:can|could) {_HEDGE}(?P<task>.+)", start=_CLAUSE),
    delivery=any_of(
        r"(?:you'll|you will|you can) (?:have|get)",
        r"(?:(?:it|they|that|this)(?:'ll| will| should)|should) be (?:ready|done"
        r"|there|finished|out|in)",
        r"i'd (?:finish|have|be done)|i can have",
        r"i'll (?:finish|have|get|send|do) (?:it|that|them|this)",
        start=r"\b",
        end=r"\b",
    ),
    request=any_of(
        r"(?:would|do) you(?: \w+)? mind (?P<gerund>(?!repeat|say|tell)\w+ing\b.*)",
        rf"(?:can|could|would|will) (?:you|your team|{_SOMEBODY})(?: guys| two| both| all)?"
        rf" (?!have any|like\b|want\b){_HEDGE}(?:be able to )?(?P<task>.+)",
        rf"(?:are you|is {_SOMEBODY}) able to (?P<able>.+)",
        r"(?:do you want|would you like|would you be willing) to (?P<liked>.+\?)",
        r"why don't you (?P<advised>.+)|(?:maybe )?you could (?P<hinted>.+\?)",
        r"i(?:'d| would)? (?:need|want|like|ask) you to (?P<wanted>.+)",
        r"(?:you'll|you're going to) (?P<checked>.+\?)",
        r"you(?: said| promised| were|'re)(?: that)? (?:you'd|you would|you'll"
        r"|going to|supposed to)"
        r" (?P<promised>.+\?)",
        r"please (?!do\b|don't|go|note|no\b|stop|continue|can|could|tell|say|let|not)"
        r"(?P<ordered>[a-z]+ .+)",
        start=rf"(?:{_CLAUSE}|^(?:[a-z]+,? ){{1,2}})",
    ),
    need=any_of(
        rf"\b{_SOMEBODY} (?:really |still |also )*(?:has to|needs to|should|must"
        rf"|ought to|will have to"
        r"|had better|'s got to) (?P<task>.+)",
        r"\bthere (?:really )?(?:needs to|has to|have to|ought to|must) be (?P<thing>.+)",
        rf"\bwe (?:still )?(?:need|have to find) {_SOMEBODY[:-1]}|a volunteer) (?:to|who can)"
        r" (?P<role>.+)",
        rf"\bwe(?: really| still)?(?P<weak> (?:need to|have to|must"
        rf"|should)) {_HEDGE}(?P<weakly>.+)",
        rf"^{_LEAD}(?P<passive>(?:the|that|those|these|our) .{{3,40}} (?:has|have|needs?) to be"
        r" (?:\w+ed|sent|done|made|written|bought|built|put|found|told|paid|given|set|shown)\b.*)",
    ),
    who=any_of(
        r"\bwho(?:'s going to|'ll| will| can| could| should| wants to"
        r"|'s)? (?P<task>(?!is|was|are|were"
        r"|has|had|have|did|said|do|got|knows?|would|else|we|you|i|they|the|there|that)\w+ .+)\?"
    ),
    assignment=any_of(
        r"(?: will|'ll| is going to| has to| needs to|,? you(?:'ll| will)"
        r"|,? you(?= take| do\b| handle)"
        r"|,? you're on|(?= takes)) ?(?P<task>.+)",
        start=r"(?P<name>(?-i:[A-Z][a-z]+))",
    ),
    acceptance=any_of(
        rf"^{_LEAD}(?:(?:sure|yes|yeah|yep|yup|okay|ok|of course|absolutely"
        rf"|certainly|definitely|will do"
        r"|fine|alright|all right|happy to|i can|i could|i'll|i will|gladly"
        r"|you'll have|great|perfect"
        r"|good|lovely|deal|sounds (?:good|fine)|works|that works|with pleasure"
        r"|on it|i'm on it|can do"
        r"|no problem|not a problem|no worries|not at all|got it|you got it|i think so|i guess"
        r"|i'd (?:be )?(?:happy|glad|love)|that's fine|understood)\b)"
    ),
    welcome=any_of(
        "yes,? please|please|great|perfect|thanks|thank you|lovely|brilliant|excellent|wonderful",
        "that would be|that'd be|do (?:that|it)|go ahead|good idea|awesome|cool",
        start=f"^{_LEAD}",
        end=r"\b",
    ),
    refusal=any_of(
        r"^(?:(?:well|oh|okay|yeah|sorry|honestly)[,.]? *)*(?:no\b(?! problem"
        r"| worries)|nope\b|sorry"
        r"|not (?:really|now|today|this|me|with|before)|i can't|i cannot|i won't|i don't think"
        r"|i'm (?:afraid|sorry)|unfortunately|i couldn't|impossible|there's no way)",
        r"\b(?:i'd rather not|i can't do|i really can't|can't do that"
        r"|i (?:don't )?have (?:no |the )?"
        r"time)\b",
    ),
    dropped=any_of(
        "scratch that|never ?mind|forget (?:it|that|about)|i'll leave (?:it|that) out|let's not",
        "drop (?:it|that)|not today|leave it (?:out|then)|no need|we won't do",
        start=r"\b",
        end=r"\b",
    ),
    when=any_of(
        rf"^{_LEAD}(?:when|by when|until when|how (?:long|soon|quickly)|what day|which day)\b",
        r"\b(?:can|could) (?:i|we) have (?:it |that )?(?:until|till)\b",
    ),
    moved=any_of(
        "let's say|make (?:it|that)|how about|what about|rather|actually|instead|until|by",
        "(?:can|could) i have(?: it)?|give me|has to|have to|needs to|must|should",
        start=r"\b",
        end=r"\b",
    ),
    corrected=any_of("make (?:it|that)|let's say|actually|rather|i meant", start=r"\b", end=r"\b"),
    day_alone=any_of(
        r"(?:\b(?:is|are|fine|works?|good|okay|ok|great|perfect|then|so|oh|no|yes"
        r"|yeah|and|well|will"
        r"|would|make it|let|say|how|what|about|for|me|us|i|think|by|at|the"
        r"|latest|sure|maybe|actually"
        r"|wait|right|sounds|possible|until|can|have|could|we|to|also|better|s)\b|['’\s.,?!-])*"
    ),
    settled=any_of(
        r"(?:let's|we) (?:just |all )?(?:decided?|agreed?)(?: on| to| that)?\b"
        r"(?! (?:next|later|when|who|if|whether|on (?:that|this|it) (?:next|later)))",
        r"(?:it's|it is|that's|that is|we're) (?:all )?(?:settled|decided|agreed|final)\b",
        r"(?:that's|that is|it's) the (?:plan|rule|decision|deal)\b|(?:so )?the decision is\b",
        r"we(?:'re| are) (?:going with|sticking with|dropping)|let's (?:go|stick) with",
        r"we(?:'ll| will) (?:go|stick) with|let's make it\b|let's make that (?:a|the)\b",
        start=r"\b",
    ),
    concluded=any_of(
        r"then\b,? (?!i\b|i'|what|why|how|who|you|when|if|they|he\b|she\b|that's why|again|also"
        r"|maybe|in |on |for |at |we (?:need|have|can|could|see|also))",
        start=r"^(?:(?:okay|ok|all right|alright|right|good|great|fine|yes)[,.]? )?",
    ),
    inferred=any_of(
        r"so,? (?!i\b|i'|what|why|how|who|you|when|if|they|he\b|she\b|that|let|my|in |on )"
        r"(?=\S+(?: \S+){3,12}$)",
        start=r"^(?:(?:okay|ok|all right|alright|right|good|great|fine|yes)[,.]? )?",
    ),
    proposed=any_of(
        r"how about|what about|why don't we|let's|shall we|should we|could we just",
        r"i'd (?:say|like to|leave|keep|suggest|propose)|i(?: would|'d)? (?:propose|suggest)",
        start=r"\b",
        end=r"\b",
    ),
    agreed=any_of(
        r"yep|yeah|yes|okay|ok|sure|exactly|absolutely|right|all right|alright|not strongly",
        _ASSENT,
        start=f"^{_LEAD}",
        end=r"\b",
    ),
    assented=any_of(_ASSENT, start=r"^(?:(?:okay|ok|yes|yeah)[,.]? )?", end=r"\b"),
    recap=any_of(
        r"to (?:recap|sum up|summari[sz]e|read it back|wrap up|go over (?:it|that|this) again)",
        r"recap|in summary|let me (?:recap|summari[sz]e|read)|action items are|just to confirm",
        start=r"\b",
        end=r"\b",
    ),
    lead=any_of(
        r"^(?:(?:okay|ok|so|and|but|well|yeah|right|alright|all right|oh|hey|also|now)\b[,.]? *)+"
    ),
    shift=any_of(
        r"let's (?:move on|talk about|go (?:on )?to|turn to|look at|get (?:going|started)|start)",
        r"moving on|next (?:one|up|item|topic|point)|next,|(?:the )?last (?:one"
        r"|item|block|point|topic)",
        r"another thing|one more (?:thing|question|point)|can i bring up|on to"
        r"|anything else|any other",
        r"before we (?:finish|close|go)",
        start=f"^{_LEAD}",
        end=r"(?!\w)",
    ),
    calling=any_of(
        r"(?:okay|ok|so|now|and|right|next|then|all right|alright)[, ]+(?:the |our |next )?"
        r"(?P<subject>(?!i\b|we\b|you|it|that|this|he\b|she\b|they|there|what|who|how|when|why|where|is"
        r"|let|can|do|then|yeah|yes|no|right|so|okay|thank|good|great|fine)"
        r"[\w'-]+(?: [\w'-]+){0,3})[.,]",
        start="^",
    ),
    subject=any_of(
        r"(?:move on to|talk about|go (?:on )?to|turn to|look at|start with|bring up|on to|come to"
        r"|next(?: one| up| item| topic| point)?,|last (?:one|block|item|point|thing|topic),)"
        r" (?:the |our |a |an |my )?(?P<subject>(?!it\b|that\b|this\b|you\b)[^.,;:?!]{3,40}?)"
        r"(?=[.,;:?!]| because| and then|$)"
    ),
    pronoun=any_of("it|that|this|those|these|them|one|ones", start=r"\b", end=r"\b"),
    leaning=any_of(
        r"^(?:and |so |but )?(?:it|that|this|they|those|these|he|she)\b",
        r"\bthere\W*$",
    ),
    third_person=any_of(r"^(\w+(?:ss|sh|ch|x|z|o)(?=es\b)|\w+?(?=s\b))(?:es|s)\b"),
    fronted=any_of("(?!)"),
    padding=any_of(
        r"^(?:really|just|also|please|then|maybe)\b",
        r"\b(?:you know|like,|i mean|kind of|sort of|by the way|no problem"
        r"|as well|honestly|too|anyway"
        r"|basically|let's say|i think|i guess|please|thanks|okay|right"
        r"|if you (?:can|could|like))\b",
        end=",? *",
    ),
    tail=any_of(
        r"[,;]? (?:because|but|so that we|so we|since|although|which is|otherwise"
        r"|unless|then we)\b",
        r", (?:and then we|if|so|right|okay|for me)\b",
        r"[;:]|[.?!](?:\s|$)",
        end=".*$",
    ),
)
