"""A search at the terminal that answers each key: nothing of it stays on the screen once it ends."""

from __future__ import annotations

import codecs
import os
import re
import select
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from registry.cli.drawing import safe
from registry.cli.output import console_for, write_out
from registry.cli.session import can_ask, in_session
from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

Draw = Callable[[str], Iterable["RenderableType"]]

# The screen of its own that terminals keep for full-screen programs, and back.
_APART, _BACK = "\x1b[?1049h", "\x1b[?1049l"
_HOME, _LINE_REST, _SCREEN_REST = "\x1b[H", "\x1b[K", "\x1b[J"
_ENTER, _DELETE, _CLEAR, _WORD, _LEAVE = "\r\n", "\x7f\x08", "\x15", "\x17", "\x04\x1b"
LONGEST = 200
_OTHER_KEYS = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.|[^\x1b\[O])")
_HELP = "Enter keeps this list   Backspace, Ctrl-W, Ctrl-U take away   Esc leaves"


def can_type(settings: Settings) -> bool:
    """Tell whether somebody sits at a terminal that can be drawn on, and that is no session with a line of its own."""
    drawn = sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM", "") not in ("", "dumb")
    return (
        can_ask(settings)
        and drawn
        and not settings.plain
        and not settings.json
        and not in_session()
        and _keys() is not None
    )


def typed(settings: Settings, draw: Draw) -> str:
    """Let a query be typed, drawing what it finds after each key; return it, empty where it was given up.

    Raises ``KeyboardInterrupt`` on Ctrl-C, once the terminal is as it was.
    """
    query, keys = "", _keys()
    assert keys is not None, "who calls this asked can_type before"
    with _apart(), keys() as pressed:
        _show(settings, query, draw)
        for sign in pressed:
            if sign in _LEAVE:
                return ""
            if sign in _ENTER:
                return query
            query = changed(query, sign)
            if not getattr(pressed, "waiting", lambda: False)():
                _show(settings, query, draw)
    return query


def changed(query: str, sign: str) -> str:
    """Return the query after one key."""
    if sign in _DELETE:
        return query[:-1]
    if sign == _CLEAR:
        return ""
    if sign == _WORD:
        return query.rstrip().rpartition(" ")[0]
    return query + sign if sign.isprintable() and len(query) < LONGEST else query


def _show(settings: Settings, query: str, draw: Draw) -> None:
    console = console_for(settings)
    with console.capture() as said:
        console.print(safe(f"Find: {query}_"))
        if query.strip():
            for part in draw(query):
                console.print(part)
    lines = said.get().splitlines()[: max(console.height - 2, 2)]
    lines.append(_HELP[: console.width])
    write_out(
        _HOME + "".join(f"{line}{_LINE_REST}\r\n" for line in lines).removesuffix("\r\n") + _SCREEN_REST
    )


@contextmanager
def _apart() -> Iterator[None]:
    write_out(_APART)
    try:
        yield
    finally:
        write_out(_BACK)


class _Posix:
    """Keys of a POSIX terminal, one sign at a time; signals stay what they are."""

    def __init__(self) -> None:
        self._descriptor = sys.stdin.fileno()
        self._signs: list[str] = []
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def __enter__(self) -> Self:
        import termios
        import tty

        self._before = termios.tcgetattr(self._descriptor)
        tty.setcbreak(self._descriptor)
        return self

    def __exit__(self, *_: object) -> None:
        import termios

        termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)

    def __iter__(self) -> Iterator[str]:
        while True:
            if not self._signs and not self._read():
                return
            while self._signs:
                yield self._signs.pop(0)

    def waiting(self) -> bool:
        """Whether more was typed already, so that drawing can wait for it."""
        return bool(self._signs) or bool(select.select([self._descriptor], [], [], 0)[0])

    def _read(self) -> bool:
        raw = os.read(self._descriptor, 4096)
        # What begins with the escape sign and goes on is a key of its own, such as an arrow: it means nothing here.
        self._signs += _OTHER_KEYS.sub("", self._decoder.decode(raw))
        return bool(raw)


class _Windows:
    """Keys of a Windows console."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the console as it is."""

    def __iter__(self) -> Iterator[str]:
        import msvcrt

        while True:
            sign = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
            if sign in "\x00\xe0":  # a key without a sign, and what it is
                msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
            elif sign == "\x03":
                raise KeyboardInterrupt
            else:
                yield sign


def _keys() -> type[_Posix | _Windows] | None:
    if sys.platform == "win32":
        return _Windows
    try:
        import termios  # noqa: F401 - whether there is one is all that is asked
    except ImportError:
        return None
    return _Posix
