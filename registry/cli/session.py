"""Opening the vault for one command: where it is, how the passphrase reaches us, and who sits at the desk."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from registry.cli.hygiene import hide_memory, refuse_leaky_environment
from registry.cli.reminding import remind_of_backup
from registry.cli.settings import Settings
from registry.cli.witnessing import witnessed
from registry.errors import InputRefused, Locked, NotSaved, UsageRefused

if TYPE_CHECKING:
    from registry.desk.desk import Desk
    from registry.desk.opening import RecoveryKey


@dataclass(frozen=True)
class _Open:
    """A vault that stays open over several commands, and which file on the disk it is."""

    path: Path
    desk: Desk
    file: tuple[int, int]


# What a session of several commands has open: one vault, or none.
_OPEN: list[_Open] = []

FILE_NAME = "registry.vault"
_LONGEST = 4096
# The file name that stands for standard input.
STDIN = "-"


def vault_path(settings: Settings) -> Path:
    """Return the vault's place: as asked, or in the user's own data directory."""
    if settings.vault is not None:
        return settings.vault
    import platformdirs

    return Path(platformdirs.user_data_dir("registry", appauthor=False)) / FILE_NAME


def device_name() -> str:
    """Return this machine's name, which the journal keeps with each act."""
    # What a machine is called comes from outside too, and need not be text.
    named = platform.node().encode("utf-8", "replace").decode()
    return named[:64] or "unnamed device"


def can_ask(settings: Settings) -> bool:
    """Tell whether a person is there to answer a prompt."""
    return not settings.no_input and sys.stdin is not None and sys.stdin.isatty()


def standard_input() -> IO[bytes]:
    """Return standard input as bytes; raise ``UsageRefused`` where it is closed."""
    hide_memory()
    if sys.stdin is None:
        raise UsageRefused("standard input is closed", "give a file, or open standard input")
    if _OPEN and not sys.stdin.isatty():
        raise UsageRefused("standard input holds the commands themselves", "give a file in place of -")
    return sys.stdin.buffer


def _first_line(stream: IO[bytes]) -> str:
    """Return the first line as text: without its end or a byte order mark, and never cut short."""
    raw = stream.readline(_LONGEST + 1)
    if len(raw) > _LONGEST:
        raise InputRefused(f"the passphrase is longer than {_LONGEST:,} bytes", "give a shorter one")
    try:
        return raw.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as broken:
        raise InputRefused("the passphrase is not UTF-8 text", "save the file as UTF-8") from broken


def passphrase_in(file: str) -> str:
    """Return the passphrase on the first line of a file, or of standard input for ``-``."""
    hide_memory()
    if file == STDIN:
        return _first_line(standard_input())
    with Path(file).open("rb") as stream:
        return _first_line(stream)


def given_passphrase(settings: Settings) -> str | None:
    """Return the passphrase given by descriptor or file, or None where none was."""
    if settings.passphrase_fd is not None:
        hide_memory()
        try:
            with os.fdopen(settings.passphrase_fd, "rb", buffering=0, closefd=False) as stream:
                return _first_line(stream)
        except (OSError, ValueError) as failed:
            raise UsageRefused(
                "the passphrase descriptor cannot be read", "check --passphrase-fd"
            ) from failed
    return passphrase_in(settings.passphrase_file) if settings.passphrase_file is not None else None


def ask_secretly(question: str) -> str:
    """Ask for a secret on the terminal without showing it."""
    import getpass

    hide_memory()
    return getpass.getpass(f"{question}: ", stream=sys.stderr)


def passphrase_for(settings: Settings) -> str:
    """Return the passphrase, asking for it where someone can answer; raise ``Locked`` otherwise."""
    given = given_passphrase(settings)
    if given is None and can_ask(settings):
        given = ask_secretly("Passphrase")
    if not given:
        raise Locked(
            "no passphrase was given",
            "run it on a terminal, or give --passphrase-file FILE (- for standard input) or --passphrase-fd N",
        )
    return given


def _desk_class() -> type:
    """Return what a whole vault is opened as; asked for late, because every command loads this module."""
    from registry.desk.desk import Desk

    return Desk


@contextmanager
def at_desk(
    settings: Settings, *, read_only: bool = False, recovery: RecoveryKey | None = None, older: bool = False,
    opening: Callable[..., Any] | None = None,
) -> Iterator[Any]:  # fmt: skip
    """Open the vault for one command and close it whatever happens, with ``recovery`` where it is given.

    In a session of several commands it is the vault which that session has open, and it stays open. A vault that is
    older than what this machine saw of it is refused, unless only reading was asked for or the command is one that
    may read an ``older`` one; then it is told. Yields a ``Desk``, or what ``opening`` opens in its place.
    """
    refuse_leaky_environment()
    path = vault_path(settings)
    if _OPEN and recovery is None:
        with _shared(path, reading=read_only or settings.read_only) as desk:
            yield desk
        return
    desk = opened(settings, path, read_only=read_only, recovery=recovery, opening=opening)
    whole = isinstance(desk, _desk_class())  # what only takes in can neither be compared nor backed up
    try:
        tell_only = older or settings.read_only
        with (
            _guard(settings, desk),
            witnessed(settings, desk, tell_only=tell_only) if whole else nullcontext(),
        ):
            yield desk
            if whole and not (read_only or settings.read_only):
                remind_of_backup(settings, desk)
    finally:
        desk.vault.close()


@contextmanager
def at_place(
    path: Path, passphrase: str | None, recovery: RecoveryKey | None, *, read_only: bool = True
) -> Iterator[Desk]:
    """Open a vault's file that need not be the vault of this run, such as a copy of it."""
    from registry.desk.opening import open_desk

    desk = open_desk(path, passphrase, recovery=recovery, device=device_name(), read_only=read_only)
    try:
        yield desk
    finally:
        desk.vault.close()


def _guard(settings: Settings, desk: Desk) -> AbstractContextManager[None]:
    """Watch over a command that someone may walk away from; what runs without a terminal has nobody to wait for."""
    if not can_ask(settings) or in_session():
        return nullcontext()
    from registry.cli.guarding import guarded

    return guarded(desk.vault.close)


def opened(
    settings: Settings, path: Path, *, read_only: bool = False, recovery: RecoveryKey | None = None,
    opening: Callable[..., Any] | None = None,
) -> Any:  # fmt: skip
    """Return the desk of a vault opened with what the settings give, or with what is asked for.

    It is a ``Desk``, or what ``opening`` opens in its place.
    """
    hide_memory()
    from registry.desk.opening import open_desk, refuse_missing

    refuse_missing(path)
    passphrase = passphrase_for(settings) if recovery is None else None
    reading = read_only or settings.read_only
    opens = opening or open_desk
    return opens(path, passphrase, recovery=recovery, device=device_name(), read_only=reading)


@contextmanager
def kept_open(path: Path, desk: Desk) -> Iterator[None]:
    """Hand out this desk to every command in the body."""
    _OPEN.append(_Open(path, desk, _file_at(path)))
    try:
        yield
    finally:
        _OPEN.clear()


def in_session() -> bool:
    """Tell whether a session of several commands has a vault open."""
    return bool(_OPEN)


def _file_at(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


@contextmanager
def _shared(path: Path, *, reading: bool) -> Iterator[Desk]:
    """Hand out the open desk, unless the command means another vault or the file is no longer that one."""
    (kept,) = _OPEN
    if path.absolute() != kept.path:
        raise UsageRefused(
            "another vault is open here", "type `quit`, and name that vault when you start anew"
        )
    try:
        same = _file_at(path) == kept.file
    except OSError:
        same = False
    if not same:
        # What is written into a file that has lost its name is written nowhere.
        raise NotSaved(
            "the vault's file was moved, replaced or taken away since it was opened",
            "put it back, then type `lock` and open it again",
        )
    if reading:
        with kept.desk.vault.only_reading():
            yield kept.desk
    else:
        yield kept.desk


def names_of_machine() -> tuple[str, ...]:
    """Return what this machine and its user are called, as far as the environment tells.

    The system's own list of users is not asked: where it is kept elsewhere, that reaches for a network.
    """
    told = (os.environ.get(name, "") for name in ("LOGNAME", "USER", "LNAME", "USERNAME"))
    return tuple(dict.fromkeys(name for name in (platform.node(), *told) if name))
