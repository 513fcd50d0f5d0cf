"""What a command says: one JSON document, or words for a person, and nothing that can act on the terminal."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from registry.cli.settings import Settings
from registry.errors import RegistryError
from registry.words.text import REORDERING, TAGS, visible

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

# Characters that JSON may carry raw but a terminal obeys or reorders by: they are escaped as well.
_RAW = [*range(0x7F, 0xA0), 0x200E, 0x200F, 0x061C, *REORDERING, *TAGS]


def _escape(point: int) -> str:
    units = chr(point).encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


_ESCAPED = {point: _escape(point) for point in _RAW}

_PLAIN_WIDTH = 100
# A terminal that tells no width, or one in which no id fits, still gets an answer.
_UNKNOWN_WIDTH, _NARROWEST = 80, 20


class FailureBody(msgspec.Struct, frozen=True):
    """Why a command failed."""

    code: str
    message: str
    hint: str
    exit: int


class Failure(msgspec.Struct, frozen=True):
    """The answer of a command that failed."""

    error: FailureBody


def encoded(shape: Any) -> str:
    """Return a shape as one JSON document whose characters cannot act on a terminal."""
    return msgspec.json.format(msgspec.json.encode(shape), indent=2).decode().translate(_ESCAPED)


def encoded_line(shape: Any) -> str:
    """Return a shape as JSON on one line."""
    return msgspec.json.encode(shape).decode().translate(_ESCAPED)


def write_out(text: str) -> None:
    """Write text to standard output in UTF-8, whatever the locale says."""
    with _towards_a_reader():
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()


@contextmanager
def _towards_a_reader() -> Iterator[None]:
    """Write an answer: a reader who has left is no failure, an answer that is lost is one and says so."""
    try:
        if sys.stdout is None:
            raise OSError(errno.EBADF, "closed")
        yield
        sys.stdout.flush()
    except OSError as lost:
        # What is still in the buffers must not be tried again at the end of the process: Python would then end with
        # a code of its own. Where nothing at all can be opened any more, the stream itself is let go.
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (OSError, AttributeError):
            sys.stdout = None
        if not isinstance(lost, BrokenPipeError):
            raise RegistryError(
                "the answer could not be written; what the command did is done", "see `registry journal show`"
            ) from lost


def write_failure(refused: RegistryError, *, as_json: bool) -> None:
    """Say why a command failed: as JSON on standard output, or as two lines on standard error."""
    if as_json:
        body = FailureBody(refused.code, refused.message, refused.hint, refused.exit_code)
        write_out(encoded(Failure(body)) + "\n")
        return
    lines = [f"registry: {refused.message}"] + ([f"  {refused.hint}"] if refused.hint else [])
    sys.stderr.buffer.write(
        (visible("\n".join(lines), paragraphs=True) + "\n").encode("utf-8", "backslashreplace")
    )
    sys.stderr.buffer.flush()


def answer(settings: Settings, shape: Any, render: Callable[[], Iterable[RenderableType]]) -> None:
    """Give a command's answer: the shape as JSON, or what ``render`` draws for a person."""
    if settings.json:
        write_out(encoded(shape) + "\n")
        return
    with _towards_a_reader():
        console = console_for(settings)
        for part in render():
            console.print(part)


def console_for(settings: Settings, *, errors: bool = False) -> Console:
    """Return a console that takes no markup, no emoji codes and no highlighting from data."""
    from registry.cli.placing import Screen, choice_here
    from registry.display.cells import Way

    stream = sys.stderr if errors else sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    plain: dict[str, Any] = {"color_system": None} if settings.plain else {}
    if not stream.isatty():
        plain["width"] = _PLAIN_WIDTH
    console = Screen(
        file=stream,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
        legacy_windows=False,
        **plain,
    )
    if stream.isatty() and not settings.plain:
        choice = choice_here()
        console.way = choice.way
        if choice.way is Way.REORDERS:
            console.width -= choice.spare
    # Rich would end the process where a reader has left; here that is no failure.
    console.on_broken_pipe = _reader_left  # type: ignore[method-assign]
    if console.width < _NARROWEST:
        console.width = _NARROWEST if console.width else _UNKNOWN_WIDTH
    return console


def _reader_left() -> None:
    raise BrokenPipeError


def say(settings: Settings, text: str) -> None:
    """Tell a person something beside the answer, on standard error; silent with ``--quiet``."""
    if not settings.quiet and not settings.json:
        console_for(settings, errors=True).print(visible(text, paragraphs=True))
