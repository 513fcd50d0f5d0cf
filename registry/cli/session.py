"""Opening the vault for one command: where it is, how the passphrase reaches us, and who sits at the desk."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from registry.cli.hygiene import hide_memory, refuse_leaky_environment
from registry.cli.settings import Settings
from registry.errors import InputRefused, Locked, UsageRefused

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
    return platform.node()[:64] or "unnamed device"


def can_ask(settings: Settings) -> bool:
    """Tell whether a person is there to answer a prompt."""
    return not settings.no_input and sys.stdin is not None and sys.stdin.isatty()


def standard_input() -> IO[bytes]:
    """Return standard input as bytes; raise ``UsageRefused`` where it is closed."""
    if sys.stdin is None:
        raise UsageRefused("standard input is closed", "give a file, or open standard input")
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
    if file == STDIN:
        return _first_line(standard_input())
    with Path(file).open("rb") as stream:
        return _first_line(stream)


def given_passphrase(settings: Settings) -> str | None:
    """Return the passphrase given by descriptor or file, or None where none was."""
    if settings.passphrase_fd is not None:
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


@contextmanager
def at_desk(
    settings: Settings, *, read_only: bool = False, recovery: str | None = None,
    opening: Callable[..., Any] | None = None,
) -> Iterator[Any]:  # fmt: skip
    """Open the vault for one command and close it whatever happens; ``recovery`` is the recovery key's text.

    Yields a ``Desk``, or what ``opening`` opens in its place.
    """
    refuse_leaky_environment()
    path = vault_path(settings)
    from registry.desk.opening import RecoveryKey, open_desk, refuse_missing

    refuse_missing(path)
    passphrase = passphrase_for(settings) if recovery is None else None
    key = RecoveryKey.parse(recovery) if recovery is not None else None
    hide_memory()
    reading = read_only or settings.read_only
    desk = (opening or open_desk)(path, passphrase, recovery=key, device=device_name(), read_only=reading)
    try:
        yield desk
    finally:
        desk.vault.close()
