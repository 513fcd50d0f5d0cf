"""What the terminal UI is given by who starts it: how to open the vault, what this machine remembers, and when to lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from registry.display.cells import Way

if TYPE_CHECKING:
    from registry.desk.desk import Desk

# Opens the vault with what was typed, and whether only to read; runs in the thread of the desk.
Opening = Callable[[str, bool], "Desk"]


class Left(Enum):
    """How the terminal UI was left."""

    QUIT = "quit"
    LOCKED = "locked"
    ENDED = "ended"
    WRONG = "wrong"  # a wrong passphrase: a new process asks again, so that this one does not keep it


def _nobody_asks() -> Left | None:
    return None


def _nothing() -> None:
    return None


def _forget(name: str, value: Any) -> None:
    del name, value


@dataclass(frozen=True)
class Doors:
    """How the terminal UI reaches what lies outside it; everything here is passed in, so that tests can pass their own.

    ``tries`` counts wrong passphrases so far, ``wait`` the seconds until the next may be typed. ``called`` tells
    whether something outside wants the vault locked. ``remembered`` holds choices of this machine, never data.
    """

    open: Opening
    close: Callable[[Desk], None]
    read_only: bool = False
    lang: str = "en"
    tries: int = 0
    wait: float = 0.0
    given: bool = False  # the passphrase came by file or descriptor, and nobody is asked for it
    called: Callable[[], Left | None] = _nobody_asks
    started: Callable[[], None] = _nothing
    touched: Callable[[], None] = _nothing
    remembered: Mapping[str, Any] = field(default_factory=dict)
    remember: Callable[[str, Any], None] = _forget
    environment: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[str, Way] = field(default_factory=dict)  # what a person said of each terminal
    machine: tuple[str, ...] = ()
