"""Minutes by a language model, and what keeps them true.

`engines` are the models. `asking` cuts a meeting into questions by `templates` and `prompts`;
`answers` reads what comes. `evidence` finds the segments that support a line, by its words and
its `facts`; `drafting` keeps what is supported, and `tasks` who does what until when.
"""
