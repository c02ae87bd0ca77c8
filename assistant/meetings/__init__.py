"""The life of a meeting: what goes in, what is made of it, what people change.

`files` takes one file to minutes; `library` keeps meetings in the store; `queue` has workers that
take them; `runs` is what a worker does with one; `recorder` turns a run's events into changes of
the store; `matching` finds again what an earlier run wrote; `receipts` keeps true what lines rest
on; `edits` are a person's changes; `checkpoints` let a run go on where another one ended.

`live` are the meetings that go on now, `attending` is one of them: `capture` keeps its sound,
`ears` have it listened to (`listening` is one session of that), a `scribe` has its minutes written
(`rolling` is one pass), by the rules of the `house`.
"""

from assistant.meetings.files import Input, Processed, graph_for, open_input, process

__all__ = ["Input", "Processed", "graph_for", "open_input", "process"]
