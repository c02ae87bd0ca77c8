"""Meetings over HTTP and websockets, and the page that uses them.

`app` puts it together; `safety` stands before everything; `meetings`, `edits`, `media`, `sockets`,
`live` and `system` are the routes; `bodies` says what goes in, `shapes` what comes out; `problems`
turns refusals into problem documents; `metrics` counts. A route checks what it is given, calls
`meetings` and returns.
"""

from assistant.server.app import Server, create_app

__all__ = ["Server", "create_app"]
