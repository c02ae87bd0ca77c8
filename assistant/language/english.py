"""How English shares out work: the patterns of `speech_acts` for it."""

from __future__ import annotations

from assistant.language.english_asking import ASSIGNMENT, HANDED, NEED, ORDER, REQUEST, WHO
from assistant.language.english_decisions import (
    AGREED,
    ASSENTED,
    CLINCHED,
    CLOSED,
    CONCLUDED,
    DESCRIBED,
    HANGING,
    INFERRED,
    META,
    PROPOSED,
    RESOLVED,
    RULED_OUT,
    SETTLED,
    SUGGESTED,
    WISH,
)
from assistant.language.english_forms import SOMEBODY, VERB
from assistant.language.english_taking import (
    ACCEPTANCE,
    COMMITMENT,
    DELIVERY,
    DROPPED,
    EVERYONE,
    OFFER,
    PROMISED,
    REFUSAL,
    UNDERTAKING,
    VOLUNTEER,
    WELCOME,
)
from assistant.language.english_talk import SHOWN, TALK
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
from assistant.language.english_wording import addressed_to, phrase, resolve
from assistant.language.speech_acts import SpeechActs, any_of

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
        r",? ?(?<!-)\b(?:um+|uh+|erm?|hm+|mm+|ah)\b(?!-),?",
        r", (?:you know|like|i mean|i don't know|let's say|say),",
        r"\b(?P<again>i|we|you|the|a|to|it|and|so|in|of|he|she|they|is|are|was|can|do|what|uh"
        r"|i'll|i'm|it's|we're|that's|they|they're|you're|there's|we'll|i've)"
        r"(?:,? (?P=again)\b)+",
        r"(?<![\w'’.-])(?-i:[b-hj-z]) (?=[a-z])",
        r"\b(?P<twice>[\w']+ [\w']+(?: [\w']+)?),? (?=(?P=twice)\b)",
        r"\bi(?:'ll| will| can|'m going to|'m gonna)(?: (?!what|that|as|everything|all|if|when"
        r"|until"
        r"|so|and|but|because|before|after|once|how|where|whatever|which|than)[\w']+){1,2} "
        r"(?=i(?:'ll| will| can|'d like)\b)",
    ),
    talk=TALK,
    shown=SHOWN,
    commitment=COMMITMENT,
    offer=OFFER,
    delivery=DELIVERY,
    promised=PROMISED,
    request=REQUEST,
    order=ORDER,
    need=NEED,
    who=WHO,
    handed=HANDED,
    assignment=ASSIGNMENT,
    acceptance=ACCEPTANCE,
    undertaking=UNDERTAKING,
    polite=any_of(r"\bplease\b"),
    volunteer=VOLUNTEER,
    everyone=EVERYONE,
    welcome=WELCOME,
    refusal=REFUSAL,
    dropped=DROPPED,
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
        r"|absolutely|totally|plenty|doable|give|but|not|s)\b|['’\s.,?!-])*"
    ),
    settled=SETTLED,
    meta=META,
    wish=WISH,
    hanging=HANGING,
    concluded=CONCLUDED,
    clinched=CLINCHED,
    inferred=INFERRED,
    resolved=RESOLVED,
    closed=CLOSED,
    ruled_out=RULED_OUT,
    described=DESCRIBED,
    proposed=PROPOSED,
    suggested=SUGGESTED,
    agreed=AGREED,
    assented=ASSENTED,
    own=any_of(
        r"so,? on|as for|i|i'm|i'll|i've|i'd|me|my|you|your|you're|he|she|they|thanks|thank"
        r"|sorry",
        start=r"\b",
        end=r"\b",
    ),
    recap=RECAP,
    lead=LEAD,
    shift=SHIFT,
    heading=HEADING,
    plural=any_of("we"),
    together=any_of(r"\b(?:do|shall|should|are) we\b"),
    tagged=any_of(r"(?:n't (?:it|they|he|she|we|you|that|there)|,? (?:right|okay|eh|yeah|no))\?$"),
    noted=any_of(
        "(?:put|leave) (?:it|that|this) (?:on the (?:list|board)|open)|note (?:it|that) down",
        "without an owner|leave (?:it|that) open|has to be asked|i'll note (?:it|that)",
        start=r"\b",
    ),
    unopposed=any_of(r"(?:no|none|nope|not me|nothing|not from me)\b", start=f"^{LEAD_IN}"),
    opposed=any_of(r"objections?|against|opposed|disagree"),
    polled=any_of(
        r"(?:is|are) (?:everyone|everybody|we all|you all|we)"
        r" (?:happy|content|okay|ok|alright|all right|fine|agreed)",
        r"can we (?:just |all )?agree (?:on|that)|(?:do we|does everyone"
        r"|does everybody) (?:all )?agree|any(?:one|body)? (?:\w+ )?(?:objections?"
        r"|against)|everyone (?:happy|okay|fine|agreed)",
        r"(?:agreed|approved|deal|objections)\?|all in favou?r",
        start=r"\b",
    ),
    beside=any_of(
        r"(?:i|you|he|she|they|what|not|who|can|could)\b|i'|(?:it|that)'s|[^?]*\?|better\b|fair\b",
        start="^",
    ),
    either=any_of(r"\bor\b"),
    calling=CALLING,
    subject=SUBJECT,
    pronoun=any_of(
        "it|that|this|those|these|them|one|him|her|that one|so|something",
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
        r"(?:then|though|myself|first thing)$",
        end=",? *",
    ),
    tail=any_of(
        r"[,;]? (?:because|but|so (?!far|that they)|since|although|which is|otherwise|cause"
        r"|unless|then we|cos)\b",
        r" and (?:i|i'll|you)\b|, (?:and then we|if|so|right|okay|for me|they|he|she|it|it's|i|i'm"
        r"|i've|i'd|you|you're|we|there's|there|that|that's|yeah|yes|no|who|not|then|actually"
        r"|as)\b",
        r", (?:will|would|can|could|won't) you\b|[;:]|[.?!](?:\s|$)",
        r", (?:don't|didn't|aren't|isn't|won't) \w+",
        end=".*$",
    ),
    joint=any_of(
        rf"(?:[,;] (?:(?:and|but|so|then|or|if so) )*| (?:and|but|so) (?:then )?)"
        rf"(?=(?:i'll|i will|i'm going to|i can(?!['’]t)|can you|could you|would you|will you"
        rf"|{SOMEBODY} (?:has|needs|should|ought)|please {VERB}) \w+ \w+)",
        r", (?=i'll \w+)",
    ),
    phrase=phrase,
    instruct=addressed_to,
    resolve=resolve,
)
