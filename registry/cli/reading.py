"""Reading JSON and text that a command is given by file or on standard input, hostile or not."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, cast

import msgspec

from registry.cli.lines import read_line
from registry.cli.session import STDIN, can_ask, standard_input
from registry.cli.settings import Settings
from registry.errors import InputRefused, UsageRefused

# A document this large is not a case; lines of JSON may be as many as they like.
LARGEST = 64 * 1024 * 1024


def read_bytes(source: str) -> bytes:
    """Return what a file or standard input (``-``) holds; raise ``InputRefused`` beyond 64 MiB."""
    if source == STDIN:
        raw = standard_input().read(LARGEST + 1)
    else:
        with Path(source).open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise InputRefused(
            "the input is larger than 64 MiB", "give it as JSON lines with `registry case new --from`"
        )
    return raw


def read_text(settings: Settings, source: str | None, question: str) -> str:
    """Return text from a file or standard input, or ask for one line where a person is there."""
    if source is not None:
        try:
            return read_bytes(source).decode("utf-8-sig")
        except UnicodeDecodeError as broken:
            raise InputRefused("the text is not UTF-8", "save it as UTF-8") from broken
    if can_ask(settings):
        try:
            return read_line(settings, f"{question}: ").rstrip("\n")
        except EOFError:
            return ""
    return ""


def _decoded(raw: bytes, place: str) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        raise InputRefused(
            f"{place} is not JSON", 'write it as {"field": "value"}, in UTF-8, with double quotation marks'
        ) from broken


def read_object(source: str | None) -> Any:
    """Return the one JSON document of a file or of standard input; raise ``UsageRefused`` without one."""
    if source is None:
        raise UsageRefused(
            "facts are read from a file or from standard input, never from the command line",
            "give --from FILE, or --from - and JSON on standard input",
        )
    return _decoded(read_bytes(source).removeprefix(b"\xef\xbb\xbf"), "the input")


_MARK = b"\xef\xbb\xbf"


def is_array(stream: BufferedReader) -> bool:
    """Tell whether a JSON array comes next, passing over the byte order mark and blanks before it."""
    if stream.peek(len(_MARK)).startswith(_MARK):
        stream.read(len(_MARK))
    while stream.peek(1)[:1].isspace():
        stream.read(1)
    return stream.peek(1)[:1] == b"["


def read_entries(source: str) -> tuple[Iterator[Any], bool]:
    """Return the entries of one JSON document, of an array of them, or of JSON lines, as they are read.

    The second part tells whether they stand in an array, which may be an array of one.
    """
    stream = standard_input() if source == STDIN else Path(source).open("rb")  # noqa: SIM115 - closed below
    array = is_array(cast("BufferedReader", stream))
    return _entries(stream, source), array


def _entries(stream: IO[bytes], source: str) -> Iterator[Any]:
    try:
        first = stream.readline(LARGEST)
        while first and not first.strip():
            first = stream.readline(LARGEST)
        if _is_whole_object(first):
            yield from _json_lines(first, stream)
        else:
            rest = stream.read(LARGEST + 1)
            if len(first) + len(rest) > LARGEST:
                raise InputRefused(
                    "the input is larger than 64 MiB", "give it as JSON lines, one case a line"
                )
            yield from _as_entries(_decoded(first + rest, "the input"))
    finally:
        if source != STDIN:
            stream.close()


def _is_whole_object(line: bytes) -> bool:
    if not line.lstrip().startswith(b"{"):
        return False
    try:
        msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _as_entries(document: Any) -> list[Any]:
    return document if isinstance(document, list) else [document]


def _json_lines(first: bytes, stream: Any) -> Iterator[Any]:
    yield _decoded(first, "line 1")
    number = 1
    while line := stream.readline(LARGEST):
        number += 1
        if line.strip():
            yield _decoded(line, f"line {number}")
