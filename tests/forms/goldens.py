"""The kept sheets: one invented case in each form, each language and both formats of text.

Run as ``python -m tests.forms.goldens`` to write them again after a meant change; read the difference.
"""

from __future__ import annotations

from pathlib import Path

from registry.forms import html, markdown
from registry.forms.rules import LANGUAGES, form_codes
from tests.forms.made import sheet

KEPT = Path(__file__).parent / "golden"


def pages() -> dict[str, bytes]:
    """Return every kept sheet by its file name."""
    made = {}
    for code in form_codes():
        for lang in LANGUAGES:
            made[f"{code}.{lang}.html"] = html.write(sheet(code, lang))
            made[f"{code}.{lang}.md"] = markdown.write(sheet(code, lang))
    return made


def main() -> None:
    """Write them."""
    KEPT.mkdir(exist_ok=True)
    for name, content in pages().items():
        (KEPT / name).write_bytes(content)


if __name__ == "__main__":
    main()
