"""Checks of the finished bytes: nothing that identifies anyone, no digest but the files' own, no trace of a machine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.disclosure.contents import Unreadable, parts_of
from registry.disclosure.prose import _HEX
from registry.disclosure.scan import Scan
from registry.disclosure.written import Written


def no_identifier(written: Written) -> Iterator[str]:
    """Check that nothing by which the vault knows anyone stands in the bytes, in any spelling, nor a hash of it."""
    try:
        for name, kind in Scan(written.sought(), written.passed()).faults(written.files):
            yield f"something that identifies a person stands in {name}: {kind.value}"
    except Unreadable as found:
        yield f"{found}, and nothing unread goes out"


def hashes(written: Written) -> Iterator[str]:
    """Check that each method note names each file's SHA-256, and that no other digest stands anywhere."""
    digests, notes = written.digests, written.notes
    if not notes:
        yield "there is no method note"
    for name, content in written.files.items():
        said = _text(name, content)
        if name in notes and any(f"`{other}` {digest}" not in said for other, digest in digests.items()):
            yield "the method note does not name each file's SHA-256"
        if set(_HEX.findall(said)) - (set(digests.values()) if name in notes else set()):
            yield f"a digest stands in {name} that is no file's"


def _text(name: str, content: bytes) -> str:
    """Return a text file as it is, and of any other all that it says."""
    if name.endswith((".json", ".md", ".csv", ".html", ".txt")):
        return content.decode()
    return "\n".join(part.text for part in parts_of(name, content))


_TRACES = re.compile(
    r"https?:|file:|<script|<link|<iframe|\bsrc=|\bhref=|url\(|@import|/home/|/tmp/|/Users/|\\Users\\|generator|"
    r"\d\d:\d\d|\x00|%",
    re.IGNORECASE,
)
# The only places where these marks belong: widths in the page's own style sheet.
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def no_traces(written: Written) -> Iterator[str]:
    """Check that no file names an address, a path or a time, loads anything, or gives a percentage."""
    for name, kept in written.files.items():
        words = _text(name, kept)
        style = " ".join(_STYLE.findall(words)) if name.endswith(".html") else ""
        rest = _STYLE.sub("", words) if style else words
        if _TRACES.search(rest) or re.search(r"url\(|@import|https?:", style):
            yield f"{name} holds an address, a path, a time or a percentage"
