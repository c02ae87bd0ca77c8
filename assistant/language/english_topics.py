"""How English speakers go from one subject to the next, and start their sentences."""

from __future__ import annotations

from assistant.language.speech_acts import any_of

LEAD_IN = (
    r"(?:(?:okay|ok|so|then|and|but|well|yeah|yes|yep|yup|right|sure|good|great|fine|perfect|oh|ah"
    r"|also|now|or|no|mm-?hm+|uh-huh|mhm|maybe|cool|thanks|thank you|please|anyway|actually"
    r"|alright|all right|lovely"
    r"|brilliant|super|hm+|nah|look|listen|honestly|to be honest|of course|you know what"
    r"|i mean|first|in that case|very well|oh well)\b[,.!]? *)*"
)
"""The little words before a sentence gets going, as part of a pattern."""

RECAP = any_of(
    r"to (?:recap|sum up|summari[sz]e|read it back|wrap up|go over (?:it|that|this) again)",
    r"recap|in summary|let me (?:recap|summari[sz]e|read)|action items are|just to confirm"
    r"|play that back|just so (?:it's|we're) clear|to be clear|run through (?:the"
    r"|what) actions",
    start=r"\b",
    end=r"\b",
)
LEAD = any_of(
    r"^(?:(?:okay|ok|so|and|but|well|yeah|right|alright|all right|oh|hey|also|now|then|good"
    r"|fine"
    r"|great|very well|in that case)\b[,.]? *)+"
)
SHIFT = any_of(
    r"let's (?:move on|talk about|go (?:on )?to|turn to|look at|get (?:going|started)|start)",
    r"moving on|next (?:one|up|item|thing|topic|point)|next,|(?:the |one )?last (?:one"
    r"|item|block|point|topic|thing)|(?:first|second|third|fourth|fifth|item \w+),",
    r"another thing|one more (?:thing|question|point)|can i bring up|on to"
    r"|anything else|any other",
    r"before we (?:finish|close|go)",
    start=f"^{LEAD_IN}",
    end=r"(?!\w)",
)
HEADING = any_of(
    rf"{LEAD_IN}(?:the|our|item \w+,?|next(?: up)?,?) [\w' -]{{3,30}}[.?]"
    rf"|{LEAD_IN}\w+(?: \w+)?, then\."
    rf"|{LEAD_IN}(?:the|our|my|your) [\w' -]{{3,25}}, (?:i|we|it|they|what|when|who|how|is|are"
    rf"|do|did)\b.*"
)
CALLING = any_of(
    r"(?:okay|ok|so|now|and|right|next|then|all right|alright)[, ]+(?:the |our |next )?"
    r"(?P<subject>(?!i\b|we\b|you|it|that|this|he\b|she\b|they|there|what|who|how|when|why"
    r"|where|is"
    r"|let|can|do|then|yeah|yes|no|right|so|okay|thank|good|great|fine)"
    r"[\w'-]+(?: [\w'-]+){0,3})[.,]",
    start="^",
)
SUBJECT = any_of(
    r"(?:move on to|talk about|go (?:on )?to|turn to|look at|start with|bring up|on to|come to"
    r"|next(?: one| up| item| topic| point)?,|last (?:one|block|item|point|thing|topic),)"
    r" (?:the |our |a |an |my )?(?P<subject>(?!it\b|that\b|this\b|you\b)[^.,;:?!]{3,40}?)"
    r"(?=[.,;:?!]| because| and then|$)"
)
LEANING = any_of(
    r"^(?:and |so |but )?(?:it|that|this|they|those|these|he|she)\b",
    r"\bthere\W*$",
)
