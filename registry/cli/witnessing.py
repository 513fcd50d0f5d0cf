"""What this machine remembers of a vault: compared when it is opened, renewed when it is closed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from registry.cli.settings import Settings
from registry.words.text import visible

if TYPE_CHECKING:
    from registry.desk.desk import Desk
    from registry.vault.witness import Verdict, Witness


def state_folder() -> Path:
    """Return where this machine keeps what it saw of each vault, apart from the vaults themselves."""
    import platformdirs

    return Path(platformdirs.user_state_dir("registry", appauthor=False))


def witness_of(desk: Desk) -> Witness:
    """Return what this machine remembers of an open vault."""
    from registry.vault.witness import Witness

    return Witness(desk.vault, state_folder())


@contextmanager
def witnessed(settings: Settings, desk: Desk, *, tell_only: bool) -> Iterator[None]:
    """Compare a vault with what was seen of it, run a command, and remember where it stands then.

    Raises ``Damaged`` for a vault that does not hold what was seen; with ``tell_only`` that is said beside the
    answer. So is damage that reading could go round.
    """
    witness = witness_of(desk)
    verdict = witness.weigh()
    if verdict.rolled_back:
        if not tell_only:
            raise verdict.refusal()
        _beside(settings, verdict.in_words())
    try:
        yield
    finally:
        _close(settings, desk, witness, verdict)


def settler(settings: Settings) -> Callable[[Desk], None]:
    """Return what lets a restored or salvaged vault stand where it was put, with a remark where it is older."""

    def settle(desk: Desk) -> None:
        verdict = witness_of(desk).set_aside()
        if verdict.rolled_back:
            _beside(settings, f"{verdict.in_words()}. It was put here on purpose, so it opens here")

    return settle


def _close(settings: Settings, desk: Desk, witness: Witness, verdict: Verdict) -> None:
    from registry.errors import RegistryError

    try:
        if not verdict.rolled_back:
            witness.remember()
    except RegistryError:
        pass  # a vault whose end cannot be read any more tells no newer state
    if desk.vault.noticed:
        _beside(
            settings,
            "part of the vault is damaged, and something may be missing here; see `registry vault check`",
        )


def _beside(settings: Settings, words: str) -> None:
    """Say something on standard error, also beside an answer in JSON, which goes to standard output."""
    if not settings.quiet:
        sys.stderr.write(visible(f"registry: {words}") + "\n")
        sys.stderr.flush()
