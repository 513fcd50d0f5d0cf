"""What the doctor knows of a machine and of a vault on it: plain facts, None wherever nothing could be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from registry.desk.copies import Due
from registry.vault.keys import Cost


@dataclass(frozen=True)
class Swap:
    """One place to which the system moves memory: on a disk or not, encrypted or not."""

    on_disk: bool
    encrypted: bool | None = None


@dataclass(frozen=True)
class Place:
    """Where the vault lies, or would lie.

    ``encrypted`` says how it is encrypted below the vault ("" for not at all), None where that cannot be
    told. ``synced`` names services whose marks stand in a folder above. Modes are those of POSIX.
    """

    filesystem: str | None = None
    encrypted: str | None = None
    remote: bool = False
    free: int | None = None
    synced: tuple[str, ...] = ()
    file_mode: int | None = None
    folder_mode: int | None = None
    own: bool | None = None
    size: int | None = None
    changed: datetime | None = None


@dataclass(frozen=True)
class Terminal:
    """The terminal the answer goes to; ``encoding`` is the locale's."""

    here: bool = True
    encoding: str | None = "utf-8"
    columns: int = 80
    lines: int = 24
    kind: str = "xterm-256color"
    keeper: str = ""  # tmux or screen, which keep what was shown
    from_afar: bool = False


@dataclass(frozen=True)
class Machine:
    """One machine. ``system`` is linux, darwin, win32 or another word of ``sys.platform``."""

    system: str
    now: datetime
    place: Place = Place()
    terminal: Terminal = Terminal()
    swaps: tuple[Swap, ...] | None = None
    hibernates: bool | None = None
    hidden_memory: bool | None = None
    core_dumps: bool | None = None
    administrator: bool | None = None
    open_temp: bool | None = None
    python: tuple[int, int] = (3, 13)
    sqlite: tuple[int, ...] = (3, 50, 0)
    absent: tuple[str, ...] = ()
    absent_extras: tuple[str, ...] = ()


@dataclass(frozen=True)
class VaultSeen:
    """What could be seen of the vault: its header without a key, the rest only where it was opened.

    ``refusal`` says in one sentence why there is nothing more; ``damaged`` that this is a bad sign.
    """

    there: bool = False
    refusal: str = ""
    damaged: bool = False
    cost: Cost | None = None
    test_kdf: bool = False
    opened: bool = False
    newest: datetime | None = None
    due: Due | None = None
    cases: int = 0
