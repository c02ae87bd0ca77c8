"""How English speakers settle things: the patterns of `speech_acts` for decisions."""

from __future__ import annotations

from assistant.language.english_topics import LEAD_IN as LEAD
from assistant.language.speech_acts import any_of

ASSENT = (
    r"agreed?|fine|good|great|perfect|deal|works for|\w+ works|i like (?:that|it)|sounds? good"
    r"|i agree|i can (?:live|work) with|i can take|not (?:from|for) me|not strongly|no objections?"
    r"|makes sense"
    r"|i'm (?:fine|happy|in\b|all for|with you)|that's (?:sensible|fine|good|safer|better)"
    r"|let's do (?:that|it)|me too|and me\b|same here|happy with|suits me|fair enough|sensible"
    r"|good idea"
    r"|love it|seconded|in favou?r|no complaints|both (?:then|please)|absolutely|exactly"
    r"|good riddance|amen|yes please|(?:much )?better|approved|carried|plus one"
    r"|(?:a )?hundred per ?cent|all for (?:it|that)|i'd be happy with"
    r"|i(?:'m not going to| won't) (?:fight|argue)|.{3,40}, but yes|none(?=[.,!]|$)|let's(?=\W*$)"
    r"|same(?=[.,!]|$)|i second|seconded|(?:keep|do|drop) it(?=\W*$)"
    r"|i'm for (?:it|that)|i'm content"
    r"|hoo?ray|hurrah|done(?=[.,!])"
    r"|(?:that|it)(?:'d| would) be (?:wise|sensible|best|better|lovely|ideal|great|good|fair)"
)

SETTLED = any_of(
    r"(?:nobody|no one)(?:'s| is) (?:shouting|objecting|complaining)|hearing no objections",
    r"so the plan is\b|i(?:'ve| have) decided (?:to|that|on|against)\b|final answer,",
    r"(?:let's|(?<!what )(?<!as )we(?:'ve)?) (?:just |all )?(?:decided?|agreed?)"
    r"(?!.*\b(?:last (?:year|month|week|time|spring|summer|autumn|winter)|yesterday|ago)\b)"
    r"(?: on| to| that)?\b(?!"
    r"(?: on)? (?:that|this|it) (?:next|later|another|when|once)|(?: that)? (?:you|i|he|she)\b|"
    r" (?:next|later|when|who|if|whether|on (?:that|this|it) (?:next|later))|[.,])",
    r"(?:it's|it is|that's|that is|we're) (?:all )?(?:settled|decided|agreed|final|approved)\b",
    r"(?:that's|that is|it's) (?:a|two|both) (?:no|yes|yeses)\b",
    r"(?:that's|that is|it's) the (?:plan|rule|decision|deal)\b|(?:so )?the decision is\b",
    r"we(?:'re| are) (?:going with|sticking with|dropping|keeping|not doing)"
    r"|let's (?:go with|stick (?:with|to))|not up for discussion"
    r"|(?:is|are|it's|they're) (?:hereby )?(?:approved|adopted|carried)\b|(?:we|to) award it to\b"
    r"|(?<!if )(?<!when )(?<!do )(?<!should )(?<!could )we (?:go|stick) with",
    r"(?:^|(?<=okay, )|(?<=so, ))(?:the |our )?next (?:meeting|call|session|one)"
    r"(?:'s| is| will be|,) .*(?:day|o'clock|th)\b",
    r"we(?:'ll| will) (?:go with|stick (?:with|to))|let's make it\b|let's make that (?:a|the)\b",
    r"decision made|job done|let's do (?:that|it)\b|new rule|from now on",
    r"what we(?: did| have)? agreed? (?:is|on)",
    start=r"\b",
)
META = any_of(
    r"(?:that's|that is|it's) (?:the|our|a(?: no| yes)?|settled|decided|agreed|final)"
    r"(?: plan| rule| decision| deal)?\b",
    r"make (?:it|that) (?:a|the) rule|decide (?:that|this|it)|do (?:that|it)\b|decision made",
    r"what we(?: did| have)? agreed? is(?: that)?|new rule,?",
)
WISH = any_of(
    r"(?:i'd|i would) (?:like to|say|propose|suggest)(?: that)?|i (?:propose|suggest)(?: that)?",
    r"let's say|why don't we|shall we(?: say)?|so the decision is(?: that)?|what we(?: did"
    r"| have)? agreed? is(?: that)?|new rule,",
    start="^",
    end=" ?",
)
HANGING = any_of(
    r",? (?:then|though|and see how it goes)(?:, .*)?(?=[.!]?$)", r", (?:though|but) .*(?=[.!]$)"
)
CONCLUDED = any_of(
    r"(?:okay|ok|all right|alright|right|good|great|fine|yes|agreed|lovely|perfect|so|and|well"
    r"|in that case|that makes it easy)[,.]? ",
    start="^(?!(?:(?:yeah|well|but|so),? )*and (?:so )?then)(?:",
    end=r")*then\b,? (?!i\b|i'|what|why|how|who|you|when|if|they|he\b|she\b|that's why|again|also"
    r"|maybe|in |on |for |at |no\b[.?!]|only |we (?:need|have|can|could|see|also))",
)
INFERRED = any_of(
    r"so,? (?!i\b|i'|what|why|how|who|you|when|if|they|he\b|she\b|that|let|my|in |on )"
    r"(?=\S+(?: \S+){3,12}$)",
    start=r"^(?:(?:okay|ok|all right|alright|right|good|great|fine|yes)[,.]? )?",
)
CLINCHED = any_of(r"\b\w+ it is(?:[.!]?$|, )", r"^(?:[\w']+,? ){1,9}then[.!]?$")
RESOLVED = any_of(
    rf"^{LEAD}(?:we |we'll |we will |we're |let's |that's (?:a|the|our) )"
    r"(?!see\b|talk|look|move on|start|get (?:going|started)|need|have\b|can\b|could|should"
    r"|had\b|did\b"
    r"|were|was|got|said|asked|think|know|want|wait|hear|be honest|hope|used|decide|agree|settle"
    r"|cross|find out|go (?:round|over|on|to|through)|all\b|just\b|also\b|don't know|never|always"
    r"|usually|sometimes|already|hit|start|\w+ed\b)",
    r",? then[.!]?$",
    r"^(?!.*\b(?:every|always|usually|normally)\b)[^?]{3,40}"
    r"(?:\b(?:stays|goes|starts|ends|remains|moves (?=to|from))|(?:\bis|'s|\bare|'re) (?:off|out"
    r"|deferred"
    r"|postponed|moved|closed|cancell?ed|capped|dropped))\b",
)
RULED_OUT = any_of(
    rf"^{LEAD}no (?!(?:idea|problem|worries|bother|trouble|need|way|doubt|thanks|one|more"
    r"|objections?|questions?|pressure|rush|hurry|surprise|wonder|point|news|answer|harm|i|we"
    r"|you|it|he|she"
    r"|they|that|this|not|but|and|so|just)\b)\w+(?:[ -]\w+){0,4}[.!]?$",
)
CLOSED = any_of(
    "(?:done|sorted|settled|deal|end of|moving on|next|job done|that's that|agreed)",
    start="^",
    end=r"\b(?: story| discussion)?[.!,]",
)
DESCRIBED = any_of(
    rf"^{LEAD}(?:(?:that|this|these|those|here|there)(?:'s|'re|'ll|'d)?\b"
    r"(?! (?:a (?:no|yes)|one|way|stays|goes|makes)\b)"
    r"|(?:it|they) (?:depends?|becomes?|means?|looks?|seems?|works?|does|do|would|goes)\b"
    r"|(?:it's|it is|they're|they are) (?:not (?:so|that|very|really|quite)|just|like|only|because"
    r"|\w+ing)\b|see you\b|off you go|nobody talk|let me\b|first of all|go on|for example"
    r"|(?:the|a|my|his|her|he|she|they) (?:\w+ )?(?:rang|came|went|said|was|were|got|did|had"
    r"|took)\b"
    r"|(?:it|she|he|they)(?:'s| is| was|'ll| will|'re| are)? (?:a|an|so|still|fine|good|great"
    r"|really|quite"
    r"|pretty|been|now|also|comes?|starts?|has|have|could|can|automatically)\b"
    r"|(?:somebody|someone|one of (?:us|you))\b|i(?:'ll|'m|'ve| will| am| have)?\b"
    r"|(?:talk|tell|ask|call|ring|send|check|write|email|ping"
    r"|let's (?:have|get|start|begin|move|talk|look|see|turn|go (?:on|to)|come))\b"
    r"|(?:as|when|if|because|since|after|while|although|having|everything|nothing"
    r"|all (?:of|the))\b)"
    r"|, please\b|\bplease\W*$|^but\b|(?<![\w'’.])(?-i:[b-hj-z])(?![\w'’.])",
    rf"^{LEAD}we(?:'ll| will) (?:look|see|talk|go|be|sort|find|discuss|start|meet|hear|come|get)\b",
    rf"^{LEAD}(?:we|we're|we've|we'll|we would|we'd) (?:(?:all|also|just|still|really|almost|now"
    r"|not|only|actually|kind of|sort of|basically|already) )*"
    r"(?:want|wanna|don't (?:want|wanna|have|need|know|think)|have|had|need|know|talked|trying"
    r"|seem|see|committed|recording|doing|will|usually"
    r"|trying to|talking|testing|looking|assuming|wondering|hoping|getting|having|saying"
    r"|required|supposed|quite|confined|work|lose|won't|here|there|on|in|at|back"
    r"|going to (?:back|have|go))\b",
    r"\b(?:has to|have to|needs? to|should go|ought to|i say)\b",
    r"\b(?:maybe|might|probably|i think|i thought|i guess|i mean|i suppose|i'd imagine|kind of"
    r"|sort of|for example|or something|would be|would get)\b",
)
PROPOSED = any_of(
    r"how about|what about|why don't we|let's|shall we|should we|could we just|can we just",
    r"i'd (?:say|like to|leave|keep|suggest|propose|go|take|put|skip|do|make)",
    r"i(?: would|'d)? (?:propose|suggest)|i was thinking|we could|it'd be better|i'm for",
    start=r"\b",
    end=r"\b",
)
SUGGESTED = any_of(
    r"(?:why don't we|shall we(?: say| just| all)?|how about we|can we (?:just "
    r"|all )?agree (?:on|that)"
    r"|should we just|could we just|what if we just|i(?:'d)? (?:propose|suggest|say"
    r"|move)(?: that)? we"
    r"|(?:i think |i'd say |maybe )?we should (?:go with|keep|stick|use|take|drop|leave|move|switch"
    r"|postpone|cancel|hire|buy|rent|skip)|i'd (?:keep|go with|drop|stick with))",
    start=f"^{LEAD}",
    end=r"\b(?! (?:start|move|talk|begin|look|see|go|have|take a|get|do the|discuss|stop|turn)\b)",
)
AGREED = any_of(
    r".{0,40}, (?:wonderful|great|perfect|good|fine|excellent|lovely|brilliant)(?=\W*$)",
    r"\w+(?: \w+)?, (?:yes|yeah|definitely)",
    r".{0,30}\b(?:is|are|'s|would be) (?:okay|ok|fine|good|great|perfect|doable|plenty)\b",
    r"yep|yeah|yes|yup|okay|ok|sure|exactly|absolutely|right|all right|alright|not strongly"
    r"|aye|thank (?:you|god|goodness|heavens)|finally|at last",
    ASSENT,
    start=f"^{LEAD}",
    end=r"\b",
)
ASSENTED = any_of(
    r".{0,30}\b(?:is|are|'s|would be) (?:okay|ok|fine|good|great|perfect|doable|plenty)",
    ASSENT,
    start=r"^(?:(?:okay|ok|yes|yeah|yep)[,.]? )?",
    end=r"\b",
)
