"""Reading one line at the terminal, with the keys of a line editor and without a history."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType

from registry.cli.session import STDIN
from registry.cli.settings import Settings

# Given the line so far and the word begun, the words that may come.
Completer = Callable[[list[str], str], list[str]]


def read_line(settings: Settings, prompt: str) -> str:
    """Read one line, with the keys of a line editor where there is one and no answer needs clean output.

    Raises ``EOFError`` at the end of input.
    """
    if not settings.json and settings.passphrase_file != STDIN and sys.stdout.isatty() and editor():
        return _edited(prompt)
    sys.stderr.write(prompt)
    sys.stderr.flush()
    answered = sys.stdin.readline()
    if not answered:
        raise EOFError
    return answered


def editor() -> ModuleType | None:
    """Return the line editor with its history off, since what is typed here is kept nowhere else."""
    try:
        import readline
    except ImportError:
        return None
    if not hasattr(readline, "set_auto_history"):
        return None
    readline.set_auto_history(False)
    return readline


def _edited(prompt: str) -> str:
    try:
        return input(prompt)
    except SystemError as both:
        # A signal that came as the line was ending: Python finds an answer and an exception, and the latter counts.
        if both.__cause__ is None:
            raise
        raise both.__cause__ from None


def read_command(prompt: str, complete: Completer) -> str:
    """Read a command; the tab key offers what ``complete`` says, and nothing of what was ever typed.

    Raises ``EOFError`` at the end of input.
    """
    editing = editor()
    if editing is None:
        return _edited(prompt)

    def offer(text: str, place: int) -> str | None:
        before = editing.get_line_buffer()[: editing.get_begidx()].split()
        words = complete(before, text)
        return f"{words[place]} " if place < len(words) else None

    editing.set_completer_delims(" \t")
    editing.set_completer(offer)
    other_editor = "libedit" in (editing.__doc__ or "")
    editing.parse_and_bind("bind ^I rl_complete" if other_editor else "tab: complete")
    try:
        return _edited(prompt)
    finally:
        # In an answer the tab key offers nothing: without a completer it would offer the names of files.
        editing.set_completer(lambda _text, _place: None)
