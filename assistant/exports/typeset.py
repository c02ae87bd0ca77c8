"""Sets a document with Typst: a program of its own, run by pdf.py.

Typst keeps what it computed for the next time, hundreds of megabytes for a long meeting. A
process that ends gives it back, and a server answers others meanwhile.

Reads JSON from stdin: `template` the path of a .typ file, `fonts` folders, `day` an ISO date
for the file to be of, `document` what the template reads as JSON. Writes the PDF to stdout.
"""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path

import typst


def main() -> None:
    """Fails with what Typst says on stderr."""
    given = json.load(sys.stdin)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=given["fonts"]
    )
    set_by_typst = typst.compile(
        Path(given["template"]).read_bytes(),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(given["document"])},
        timestamp=datetime.datetime.fromisoformat(given["day"]).replace(tzinfo=datetime.UTC),
    )
    assert isinstance(set_by_typst, bytes)
    sys.stdout.buffer.write(set_by_typst)


if __name__ == "__main__":
    main()
