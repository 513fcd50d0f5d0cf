"""The options that every command takes, before or after its verb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

# What runs the words of one command and returns its exit code.
Runner = Callable[[Sequence[str]], int]

# Options with a value, and those without: what may stand anywhere on the line.
VALUED = ("--vault", "--passphrase-fd", "--passphrase-file", "--lang")
SWITCHES = ("--json", "--plain", "--no-input", "--read-only", "--quiet")


@dataclass(frozen=True, slots=True)
class Settings:
    """How this run opens the vault and speaks."""

    vault: Path | None = None
    passphrase_fd: int | None = None
    passphrase_file: str | None = None
    json: bool = False
    plain: bool = False
    no_input: bool = False
    read_only: bool = False
    quiet: bool = False
    lang: str = "en"


def hoisted(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the global options moved to the front, where the parser expects them.

    What follows a bare ``--`` stays where it is.
    """
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            rest += [word, *waiting]
            break
        name = word.split("=", 1)[0]
        if word in SWITCHES or (name in VALUED and "=" in word):
            front.append(word)
        elif word in VALUED:
            front += [word, *waiting[:1]]
            del waiting[:1]
        else:
            rest.append(word)
    return front + rest
