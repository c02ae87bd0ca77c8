"""What English speakers announce, ask and promise that is over once it is said."""

from __future__ import annotations

from assistant.language.speech_acts import any_of

SHOWN = any_of("show|explain|walk|talk|tell|go (?:over|through)", start="^", end=r"\b")
"""Of those, what is work where a day is named that is not today."""
TALK = any_of(
    r"see(?! to\b)|say|talk(?! to| with)|speak(?! to| with)|explain|show (?:you|how|what|the"
    r"|some|that|this)"
    "|walk|wait|hear|listen|repeat|imagine|read (?:out|from|that)|remember(?! to)",
    "guess|think|know|be(?! up for)|need|want|like|love|mention|start|begin|stop|skip|describe"
    "|elaborate|tell you|tell (?:me|us)(?! (?:by|when|if|whether|as soon|once|how many"
    "|how much)\b)",
    "follow (?:along|you|this|that)|pass on (?:my|our|the) (?:thanks|regards|best)",
    "comment|answer|agree|admit|assume|suppose|hope|believe|understand|stick|finish with"
    "|drop (?:it|that)",
    "conclude|focus|vote|never|not|always|still|end up|lose|miss|feel|pass$|pass (?:because|for)",
    "draw (?:your|attention)|press|refer|continue|remain|keep (?!track)|worry|assure|insist"
    "|concede",
    "emphasi[sz]e|yield|sit (?!down with)|look forward|stay|clarify (?:that|this|my)|outline"
    "|expand",
    "respond|address (?:that|this|the)|update us|thank|highlight|echo|second|support (?:that"
    "|this|you)",
    "let (?:you|me|us)(?! know)|live with|hang on|hold on|go home|do my best|touch on|try$|take it",
    "come back|move (?:on|to)|go (?:on|back|ahead|first|into|with|for|to the next|to bed)",
    "go (?:over|through) (?:this|that|it|them|these)",
    "get (?:back )?(?:to (?:that|this|it)|there)|get (?:a|the) (?:sense|feeling)|hit|add (?:to"
    "|that)",
    "have (?:to|an?|any|the|one|some) ?(?:look|questions?|point|comments?|problem|chance)?$",
    r"have (?:left|been|gone|done|had|\w+ed)\b",
    "have to|look at (?:that|this)|look$|call (?:on|upon|it)|turn (?:to|it over|now)",
    "hand (?:it )?over|bring (?:in|you in|up)|pass (?:it )?(?:over|on to|to)|ask (?:you|one|a)",
    "leave (?:it|that|them|this)|take (?:it|that)$|take (?:questions|your|that point|one(?! of))",
    "use (?:the|my|this) (?:time|opportunity)|take (?:the|this) opportunity|give it an?",
    "make (?:a|one|two|the) (?:point|comment|observation)|share (?:my|your|with) (?:screen|view)",
    "work (?:with|on it|closely|hard|together)|provide (?:us|some|an)|believe|buy (?:that|it)",
    "put (?:it|this|that) (?:this|that|another) way|try (?:again|one more time)|change gears",
    "give (?:us|me|you|them|him|her) (?:some|one|two|the floor|an? (?:idea|sense|example"
    "|indication|overview|hint|minute|second|hand))|hand me|pass (?:me|us)|buy (?:you|everyone)",
    r"turn (?:it |this |that )?over|point to|finish (?:up )?with (?:that|just)|trail|list things",
    "presume|allow|do$|pass out|take (?:notes?|minutes|the minutes)|wrap (?:it |that )?up",
    # No verb at all: the speaker started anew.
    "i|i'm|i'll|it|its|it's|in|the|an?|can|could|will|would|is|are|was|let's|we|you|he|she|they"
    "|of|to",
    "so|and|but|or|if|who|what|there|may|might|for|at|from|than|because|with",
    start="^(?:just |only |probably |really |generally |sort of |kind of |maybe |basically )*",
    end=r"\b",
)
"""Tasks that are none: what is done by saying it, and what waits for no day."""
