"""What a finished file says, seen and unseen: its text, its mark-up, its metadata, and what is packed inside it."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any

from registry.disclosure.pdf_contents import pdf_texts

# A packed file holds files that hold no further ones: what is deeper is no report of ours.
_DEEPEST = 2
_LARGEST = 1 << 26


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of text that belongs together: a cell, a sentence, an attribute, a name.

    ``drawn`` is true of the numbers that place a picture's lines, which stand side by side without being one.
    """

    text: str
    drawn: bool = False


class Unreadable(Exception):
    """A file that cannot be looked through: what nobody can read is not let out."""


def parts_of(name: str, content: bytes, depth: int = 0) -> Iterator[Part]:
    """Yield everything a file says, its name first.

    Raises ``Unreadable`` for what is neither text nor a format that can be looked into.
    """
    yield Part(name)
    if content.startswith(b"PK\x03\x04"):
        yield from _packed(content, depth)
    elif content.startswith(b"%PDF-"):
        if b"/Encrypt" in content:
            raise Unreadable("a page is locked")
        yield from map(Part, pdf_texts(content))
    else:
        yield from _written(name, content)


def _written(name: str, content: bytes) -> Iterator[Part]:
    try:
        text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("a file is not text") from None
    if "\x00" in text:
        raise Unreadable("a file is not text")
    if name.endswith(".json"):
        yield from map(Part, _json(json.loads(text)))
    elif name.endswith((".html", ".svg", ".xml", ".rels", ".xhtml")):
        yield from page_parts(text)
    elif name.endswith(".md"):
        yield from (Part(cell) for line in text.splitlines() for cell in line.split("|"))
    elif name.endswith(".csv"):
        yield from (Part(cell) for row in csv.reader(StringIO(text, newline="")) for cell in row)
    else:
        yield from map(Part, text.splitlines())


def _json(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, held in value.items():
            yield key
            yield from _json(held)
    elif isinstance(value, list):
        for held in value:
            yield from _json(held)
    elif value is not None:
        yield str(value)


def _packed(content: bytes, depth: int) -> Iterator[Part]:
    if depth >= _DEEPEST:
        raise Unreadable("a file is packed too deep")
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            yield Part(packed.comment.decode("utf-8", "replace"))
            for member in packed.infolist():
                if member.file_size > _LARGEST or member.flag_bits & 1:
                    raise Unreadable("a packed file is too large or locked")
                yield Part((member.comment + b" " + member.extra).decode("latin-1"))
                yield from parts_of(member.filename, packed.read(member), depth + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise Unreadable("a packed file cannot be opened") from None


# The attributes in which the page's own drawings keep numbers.
_DRAWN = frozenset("viewbox x y x1 x2 y1 y2 d width height rx cx cy r points transform".split())


@dataclass
class _Page(HTMLParser):
    """Collects a page's text as it is shown, and apart from it all that is not shown."""

    found: list[Part] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    inside: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.found.append(Part(tag))
        for key, value in attrs:
            self.found += [Part(key), Part(value or "", drawn=key in _DRAWN)]
            if key in {"aria-label", "title", "alt"}:
                self.shown.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(Part(tag))
        self.inside = ""

    def handle_data(self, data: str) -> None:
        self.found.append(Part(data))
        if self.inside != "style":
            self.shown.append(data)

    def handle_comment(self, data: str) -> None:
        self.found.append(Part(data))

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)


def _read(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    page.close()
    return page


def page_parts(text: str) -> Iterator[Part]:
    """Yield what a page says: text, the names and values of attributes, comments and declarations."""
    yield from _read(text).found


def shown_text(text: str) -> str:
    """Return what a page says to who sees or hears it: its text, and the words spoken for its pictures."""
    return " ".join(_read(text).shown)
