"""How English sentences are taken apart to be reported: the patterns of `reported` for it."""

from __future__ import annotations

import re

from assistant.language.speech_acts import any_of

SPEAKER = "\ufffc"
"""Stands in a statement where its speaker's name goes."""
GROUP = "\ufffb"
"""Stands in a statement for those who meet."""

SOUND = re.compile(
    r",? ?(?<!')\b(?:um+|uh+|er|erm|h+m+|m+|h{3,}|e+h+|ah|huh|mhm)\b(?!-),?", re.IGNORECASE
)
WRITTEN = tuple(
    (re.compile(rf"\b{said}\b", re.IGNORECASE), written)
    for said, written in (
        ("gonna", "going to"),
        ("wanna", "want to"),
        ("gotta", "have to"),
        ("(?<!')em", "them"),
        ("(?:cuz|cos|'cause)", "because"),
        ("dunno", "don't know"),
    )
)
"""What is said in one word and written in two."""
BROKEN = re.compile(
    r"(?<![\w'’.-])(?!(?:am|an|as|at|be|by|do|go|he|hi|if|in|is|it|me|my|no|of|oh|ok|on|or|so|to"
    r"|up|us|we"
    r"|ad|pm|tv|id|kg|km|cm|mm|mg|ml|de|la|le|el|al|et|en|du|da|di|uh|um|er|em|mm|vs|ex|pi|eu|uk"
    r"|ph|hr)\b)"
    r"[a-z]{2}(?= )|\b\w+-(?= |,|$)|(?<!['\w])[b-hj-z](?= [a-z])"
)
AGAIN = re.compile(r"\b([\w']+(?: [\w']+){0,3})(?:[, ]+\1\b)+", re.IGNORECASE)
ASIDE = any_of(
    "you know|i mean|i think|i guess|i suppose|i believe|i'd say|i would say|of course|obviously",
    "as i said|like i said|to be honest|honestly|by the way|basically|actually|really|sort of",
    "kind of|kinda|just|at least|for me|you see|or something(?: like that)?|or so|and so on",
    "and stuff(?: like that)?|or whatever|i would think|i should say|and all that|as well|anyway",
    "in fact|no drama|thank god|god help (?:me|us|them)|cross my heart|to be fair|fingers crossed"
    "|what",
    "touch wood|i promise|believe me|trust me|no worries|let's say|sorry(?: [A-Z]\\w+)?|everyone"
    "|chair",
    r"everybody|m(?:r|iste)r\.? (?:chair(?:man)?|speaker)|madam (?:chair|speaker)|so to speak"
    r"|mostly|usually",
    "if you (?:will|like|want|wish)|shouting|as well|etcetera|otherwise",
    "probably|maybe|perhaps|also|already|again|then|now|so|okay|ok|yeah|right|well|please|like",
    start=r",\s*",
    end=r"(?:,|(?=\s*(?:[.!]|$)))",
)
INSIDE = any_of(
    r"(?<!that)(?<!this)(?<!these)(?<!any)(?<!some)(?<!what)(?<!the)(?<!a)\s(?:sort of|kind of)",
    r"(?<!let)\s(?:you know|i mean|kinda|or something(?: like that)?|or whatever|basically|of"
    r" course)",
    r"(?<!not)(?<!n't)\s(?:and stuff(?: like that)?|obviously|honestly|actually|really|i guess"
    r"|i think|just)",
    end=r"\b(?! that)",
)
SPLIT_OFF = re.compile(
    r"\b(and|but|or|so|of|to|the|a|an|with|that|has|have|was|is|are|be|then), (?=\w)"
)
LEAD = any_of(
    "okay|ok|so|and|but|well|yeah|yes|no,|right|alright|all right|oh|hey|also|now|then|cause|cos",
    "because|sure|good|great|fine|anyway|actually|basically|like|you know|i mean|see|look|again",
    "of course|obviously|or|as i said|first of all|honestly|true|exactly|mm|hmm|for example|plus",
    "in fact|of course|to be honest|by the way|the thing is|the point is|for instance|again|wait"
    "|thanks",
    "thank you|sorry|perfect|correct|yep|yup|sorry|just|maybe|perhaps|probably|that's right",
    "which reminds me|luckily|naturally|unfortunately|that's true|finally|first|firstly|secondly"
    "|next|therefore|however|overall|guess",
    start=r"^(?:",
    end=r"\b[,.:;]* *)+",
)
THOUGHT = any_of(
    r"i (?:also |still |really |do |just )*(?:think|guess|suppose|believe|feel|reckon|figure)",
    r"i'd say|i would (?:say|think)|in my opinion,?|my (?:guess|feeling) is|we (?:also )?thought",
    r"i thought|it seems(?: to me)?|i'm (?:pretty |quite )?sure|i mean",
    start="^",
    end=r"(?: like| that|,)?(?= )",
)
PROPOSED = any_of(
    r"let's (?!see\b|say\b|suppose|assume|imagine|hope|pretend|face|be honest|not forget|look"
    r"|go\b|move|talk|start|just see)(?:just |all )?(?P<task>.+)",
    r"(?:why don't we|how about we|shall we|should we) (?P<asked>.+)",
    r"(?:i'd|i would|i) (?:suggest|propose|recommend|vote)(?: that)? (?P<bare>(?:we|the|to|a) .+)",
    start="^",
)
COULD = any_of("(?:maybe |perhaps |i think )*we (?:could|should|might|can) ", start="^")
DECIDED = any_of(
    "we(?:'ve| have)? (?:all |also |then |just |already )*(?P<what>(?:decided|agreed)"
    " (?:not to|to|that|on|against) .+)",
    start="^",
)
OWN = {
    "i'm": "is", "i've": "has", "i'll": "will", "i am": "is", "i have": "has",
    "i was": "was", "i had": "had", "i will": "will", "i would": "would", "i can": "can",
    "i could": "could", "i should": "should", "i must": "must", "i did": "did",
    "i don't": "does not", "i didn't": "did not", "i can't": "cannot", "i won't": "will not",
    "i want": "wants", "i need": "needs", "i like": "likes", "i prefer": "prefers",
    "i agree": "agrees", "i hope": "hopes", "i work": "works", "i use": "uses",
    "i haven't": "has not", "i wasn't": "was not", "i couldn't": "could not",
}  # fmt: skip
PAST = frozenset(
    "sent wrote made did got saw found went took gave put ran said told heard met spoke brought"
    " built began kept left lost read chose drew bought paid sold spent taught came felt held knew"
    " set cut".split()
)
FINITE = re.compile(
    r"(?<![\w'-])(?:is|are|was|were|has|have|had|will|would|can|could|should|must|(?-i:may)|might"
    r"|does|do|did|cannot|isn't|aren't|wasn't|weren't|hasn't|haven't|won't|wouldn't|can't|couldn't"
    r"|shouldn't|doesn't|don't|didn't|needs|wants|takes|makes|gets|gives|goes|comes|costs|works"
    r"|looks"
    r"|uses|means|depends|shows|seems|likes|keeps|helps|runs|says|contains|includes|provides"
    r"|requires"
    r"|starts|lasts|stays|becomes|allows|prefers|feels|finds|consists|exists|moved|came|went|got"
    r"|made|took|gave"
    r"|wrote|bought|built|began|chose|kept|left|paid|sold|spent|held|knew|met|heard|brought|drew"
    r"|broke|spoke|thought|won|asks|calls|happens|knows|sees|sends|talks|tells|thinks|tries|turns"
    r"|writes|brings|pays|holds|said|found|ran|sent|put|(?-i:led)|lost|grew|fell|rose|told|saw"
    r"|[\w-]+'(?:re|ve|ll|d)"
    r"|(?:it|that|there|he|she|what|who)'s"
    r"|(?<!the )(?<!a )(?<!an )(?<!our )(?<!my )(?<!their )(?<!of )(?<!in )(?<!on )(?<!with"
    r" )(?<!for )"
    r"(?<!and )(?<!both )(?<!as )(?<!, )(?<!not )(?<!most )(?<!no )\w{3,}ed(?<!hundred)(?<!need)"
    r"(?<!speed)(?<!indeed))(?![\w'-])"
    r"|\bpeople [a-z]+(?![\w'-])"
    r"|\b\w+s (?:need|want|take|make|get|give|go|come|cost|work|look|use|mean|depend|show|like|keep"
    r"|help|run|say|contain|include|provide|require|start|stay|become|allow|prefer)(?![\w'-])",
    re.IGNORECASE,
)
NO_VERB_AFTER = frozenset(
    "the a an our my their his her its this that these those some any no each every of in on for"
    " with"
    " about at from into by to and or more most many few two three four five six seven eight nine"
    " ten"
    " first second new good".split()
)
RELATIVE = re.compile(r"\b(?:who|which|that|where|when|what|how|if|because|to)(?: \w+)? $")
SUBJECT = any_of(
    r"(?:the|a|an|our|my|their|his|her|all|some|most|many|every|each|no|both|these|this|those|that"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|another|any|more|around|about|\d+)(?!,)"
    r"(?: (?:of|the|our|these|those|\w[\w'-]*)){1,5}",
    r"we|i|people|everyone|everybody|nobody|somebody|someone|there|(?P<bare>\w[\w-]+)",
    r"(?:we|i|there)'(?:s|re|ve|ll|d|m)",
    start="^",
    end=r"(?=[ ,])",
)
SELF = re.compile(
    rf"^{SPEAKER}'s (?:full |first |last )?name is\b|^{SPEAKER} is (?:the |a |an |from |called"
    rf" )?(?:[A-Z]|\w+ (?:manager|designer)\b)"
)
"""Somebody says who they are."""
FRONT = (
    r"(?:yesterday|today|tomorrow|tonight|(?:last|this|next) (?:year|month|week|time|night|morning"
    r"|afternoon|evening|\w+day)|\w+day(?: (?:morning|afternoon|evening|night|the \w+))?"
    r"|(?:in|at|on|after|before|during|from|by|within|since|until)"
    r"(?: (?!(?:it|is|are|was|were|he|she|they|that|what|which|as|and|i|we|you)\b)[\w'-]+){1,5}?"
    r"(?<! of)(?<! in)(?<! the)(?<! a)(?<! to)(?<! on)(?<! for)(?<! with)(?<! by)(?<! at))"
)
WHEN_FIRST = re.compile(
    rf"^(?P<when>{FRONT}),? (?P<what>(?:i|we)(?:'\w+)? [^,]+)",
    re.IGNORECASE,
)
"""A time or place before what the speaker did, which reads better behind it."""
FRONTED = re.compile(
    rf"^{FRONT},? (?=(?:the|a|an|our|my|their|all|some|most|many|every|each|no|both|one|around"
    r"|about|nobody|everybody|everyone|somebody|someone|there|people)\b)",
    re.IGNORECASE,
)
"""A time or place before another subject, which stays where it is."""
CONDITION = re.compile(r"^(?:if|when|whenever|unless|once|suppose|assuming|in case)\b", re.I)
LEFT_OVER = re.compile(r" (?:with|for|at|by|about|of|to|from)$")
"""A preposition at the end, whose noun only a relative clause or a question has before it."""
RELATING = re.compile(r"\b(?:that|which|what|who|whom|how|where|to|the \w+ (?:we|they|i|you))\b.+ ")
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december i".split()
)
"""Function words that have a capital inside a sentence."""
PLURAL = re.compile(r"^\w{3,}s (?:for|of|in|on|from|about|with|at) ", re.IGNORECASE)
POINTING = re.compile(
    r"^(?:(?:this|that|the|these|those|some|any|each) (?:ones?|things?)|it|that|this|they|he|she"
    r"|these|those|which|who|what|where|when|why|how|if|whether|to|as|although|though|whereas|once"
    r"|while|until|unless|even|instead|only|considering|alongside|everything|things?|somewhere|here"
    r"|no(?= it| they| we| i | you| that| this| there)|one of the|one thing|like|such|other|two who"
    r"|at|in|on|for|with|of|by|from|than|not|there you|there we|is|are|was|do|does|did|can|could"
    r"|would|should|will|let)(?:'\w+)?\b(?! \w+ (?:is|are|was|were|has|will|can|should)\b)",
    re.IGNORECASE,
)
APART = re.compile(r"^[\w'-]+(?: [\w'-]+)?, ")
PUT_TO = re.compile(r"(?<![\w'])(?:you|your|yours|yourself|you'\w+|guys|let me)(?![\w])", re.I)
CUT = re.compile(
    r"[;:—–]| - |[.?!] |,? (?=but |because |'cause |cause |although |whereas )"
    r"|, (?=it's |that's |they're |i'm |you're |it is |so |which |and (?:then |so |i |we |it "
    r"|they |that |you |there |this |if |he |she ))"
    r"|,? (?=and (?:then|so|i|it|that's|you|this is|i'm|i'll|it's|you're|we're|we'll|we) )"
)
SPLICE = re.compile(
    r", (?:(?P<pointing>what|it|this|that|these|those|they|he|she)|(?:one|two|some|most|both"
    r"|none)(?= \w+ed\b)|we|i|you|there|nobody"
    r"|everybody|somebody"
    r"|people|everyone)(?:'\w+)? [a-z]"
    r"|, (?!which|who|whose|that|and|or|but|including|not|as|if|when|where)(?:[\w-]+ ){1,3}(?:is"
    r"|are|was"
    r"|were|has|have|had|will|can|can't|could|goes)\b|, \w+'s (?:a|the|about|not|going)\b"
)
"""A comma before what is a sentence of its own."""
JOINED = re.compile(
    r", (?:and|but) |\b (?:and|but) (?=(?:the|people|they|it|he|she|we|there|this|our"
    r"|nobody)\b)",
    re.I,
)
"""Where a clause is joined to another."""
BEGUN = re.compile(
    r"\b(?:and|but|so|because|that) (?:with|if|when|for|in|on|at|after|before|once|as|since|by"
    r"|given)\b"
    r"[^,]*$",
    re.IGNORECASE,
)
"""The end of what another clause begins with."""
SUBORDINATE = re.compile(
    r"^(?:if|when|whenever|unless|once|suppose|assuming|as|since|after|before|while|although|though"
    r"|because|until|where|in|on|at|from|for|with|by|during|what|whatever|to|given)\b",
    re.IGNORECASE,
)
TRAILING = re.compile(
    r"(?:[, ]+(?:for you|to you|with you|and|but|or|so|because|which|right|okay|ok|yeah|then|too"
    r"|good|great|cool"
    r"|though|anyway|actually|um"
    r"|uh|just|really|please|thanks|obviously|basically|now|also|like|you know))+$",
    re.IGNORECASE,
)
HANGING = re.compile(
    r"\b(?:the|a|an|of|is|are|was|were|very|my|our|their|i|we|they|if|it's|we're|they're|i'm|that's"
    r"|there's|and|or|than|be|does|as|from|into|not|every|some)$",
    re.IGNORECASE,
)
ODD = re.compile(
    r"[\"“”()\[\]@#{}…]|\b\w \w \w\b|(?<![\w'])(?!a |i |A |I )[A-Za-z] (?=[a-z])"
    r"|\b(?:a|an|the|my|our|their) (?:a|an|the|is|are|of|to|and|in|on|it|we|i|they|that|this|our)\b"
    r"|\b[bcdfghjklmnpqrstvwxz]{3,}\b|\b(?:can|could|will|would|may|might|must|should)"
    r" (?:can|could|will|would|may|might|must|should|is|are|was|were|has)\b"
    r"|^(?i:we|they|i|people|there) (?:instead|since|then|the|a|an|in|on|of|if|because|so|or|and"
    r"|to|for"
    r"|with|at|by|that|this|it|we|they|i|you|no|yes|not|from|as|where|when|who|what|which|like|okay"
    r"|yeah|oh|uh|more|do the|do a)\b"
    r"|\b(?:is|are|was|were|be|to|of|and|have|has|do) (?:is|are|was|were|of|has|does|did)\b"
    r"|\b(?:of|to|in|for|with|on|at|from) (?:and|or|of|but|so)\b"
    r"|\bthere (?:would|will|is) (?:it|this)\b|\b(?:uh|um)\b",
)
