"""What the terminal UI is given by who starts it: how to open the vault, what this machine remembers, and when to lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from registry.display.cells import Way

if TYPE_CHECKING:
    from registry.desk.desk import Desk
    from registry.vault.witness import Verdict

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


def _unseen(desk: Desk) -> Verdict | None:
    del desk
    return None


def _nobody_else() -> int:
    return 0


@dataclass(frozen=True)
class Doors:
    """How the terminal UI reaches what lies outside it; everything here is passed in, so that tests can pass their own.

    ``tries`` counts wrong passphrases so far, ``wait`` the seconds until the next may be typed. ``called`` tells
    whether something outside wants the vault locked. ``remembered`` holds choices of this machine, never data.
    ``machine`` is what this machine and its user are called, which may stand in no summary. ``weigh`` compares the
    vault with what this machine saw of it, ``others`` counts the sessions that are open beside this one.
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
    way: Way = Way.LOGICAL  # how right-to-left text is written for this terminal
    machine: tuple[str, ...] = ()
    weigh: Callable[[Desk], Verdict | None] = _unseen
    others: Callable[[], int] = _nobody_else
