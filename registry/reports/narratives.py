"""Accounts written for publication turned into their files: the text, JSON, and the method note beside them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256

from registry.reports.line_words import words
from registry.reports.wording import text

TEXT, JSON, METHOD = "narratives.txt", "narratives.json", "method.md"


def write_narratives(
    release_id: str, made_on: str, accounts: Sequence[tuple[str, str]], lang: str
) -> dict[str, bytes]:
    """Return every file by name; ``accounts`` are language and text, in the order in which they are printed."""
    plain = {
        "release_id": release_id,
        "made_on": made_on,
        "narratives": [{"language": language, "text": said} for language, said in accounts],
    }
    files = {
        TEXT: ("\n\n* * *\n\n".join(said.strip() for _, said in accounts) + "\n").encode(),
        JSON: (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode(),
    }
    note = [
        f"# {words('narratives_title', lang)}",
        f"{text('release', lang)} `{release_id}`.",
        f"{text('made_on', lang)} {made_on}.",
        words("narratives_how", lang),
        f"## {words('files_title', lang)}",
        *(f"- `{name}` {sha256(files[name]).hexdigest()}" for name in sorted(files)),
    ]
    return {**files, METHOD: ("\n\n".join(note) + "\n").encode()}
