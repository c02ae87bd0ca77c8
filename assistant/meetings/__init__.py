"""The life of a meeting: what goes in, what is made of it, what people change.

`files` takes one file to minutes; `library` keeps meetings in the store; `queue` has workers that
take them; `runs` is what a worker does with one; `recorder` turns a run's events into changes of
the store; `matching` finds again what an earlier run wrote; `receipts` keeps true what lines rest
on; `edits` are a person's changes; `checkpoints` let a run go on where another one ended.
"""

from assistant.meetings.files import Input, Processed, graph_for, open_input, process

__all__ = ["Input", "Processed", "graph_for", "open_input", "process"]
