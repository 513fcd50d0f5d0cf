"""The ways a sheet can be written, by the ending of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from registry.forms import html, markdown, word
from registry.forms.sheet import Sheet

Writer = Callable[[Sheet], bytes]

FORMATS: Mapping[str, Writer] = {".html": html.write, ".md": markdown.write, ".docx": word.write}
