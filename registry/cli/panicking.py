"""`registry vault panic`: a vault is destroyed in seconds, without its passphrase."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli import leaving_shapes as shapes

WORD = "destroy"
# How files are named that remember, outside a vault, what this machine saw of it, or of its terminals.
_MEMORY = r"[0-9a-f]{32}|terminals\.json"
EPILOG = (
    "Example, for a hurry: registry vault panic --quick --confirm destroy   Needs no passphrase. Nobody can open "
    "the vault afterwards, you included, with no key; backups still open. See docs/guide/duress.md."
)


def panic(
    context: typer.Context,
    confirm: Annotated[
        str, typer.Option(metavar="destroy", help="The word destroy, instead of typing it when asked.")
    ] = "",
    quick: Annotated[
        bool, typer.Option("--quick", help="Only what opens the vault, not the rest of the file too.")
    ] = False,
) -> None:
    """Destroy the vault: first what opens it, then the rest of the file. Nothing brings it back."""
    from registry.cli import leaving_shapes as shapes
    from registry.cli import output, session
    from registry.cli.erasing import SURVIVES
    from registry.cli.progress import progress
    from registry.vault.panic import destroy

    settings: Settings = context.obj
    path = session.vault_path(settings)
    _confirm(settings, confirm)
    with progress(settings, "overwriting") as told:
        done = destroy(path, told, quick=quick)
    shape = shapes.Destroyed(
        path=str(path),
        destroyed=True,
        slots=done.slots,
        overwritten=done.overwritten,
        whole=done.whole,
        files_beside=done.beside,
        traces=_destroy_traces(),
        locked=_lock_others(),
        contended=done.contended,
        may_survive=(
            *SURVIVES,
            "a session that is open keeps its keys in memory until it ends: switch the machine off",
        ),
    )
    output.answer(settings, shape, lambda: _drawn(shape))


def _confirm(settings: Settings, confirm: str) -> None:
    from registry.cli.session import can_ask
    from registry.errors import RuleNotMet, UsageRefused

    if not confirm:
        if not can_ask(settings):
            raise UsageRefused("destroying a vault asks for one word", f"give --confirm {WORD}")
        sys.stderr.write(f"This destroys the vault for everyone. Type {WORD}: ")
        sys.stderr.flush()
        confirm = sys.stdin.readline().strip()
    if confirm.casefold() != WORD:
        raise RuleNotMet(f"the word was not {WORD}: nothing was destroyed", f"give --confirm {WORD}")


def _destroy_traces() -> int:
    """Destroy what this program keeps on the machine outside any vault: it tells that there was one."""
    import platformdirs

    from registry.vault.panic import destroy_file

    folder = Path(platformdirs.user_state_dir("registry", appauthor=False))
    # On some systems vaults lie in the same folder: only what is named as such memories are may go.
    found = folder.iterdir() if folder.is_dir() else iter(())
    return sum(destroy_file(one) for one in found if re.fullmatch(_MEMORY, one.name))


def _lock_others() -> int:
    """Have other open sessions of this user lock, which takes the keys from their memory; return how many did."""
    from registry.cli.sessions import lock_others

    return lock_others()[0]


def _drawn(shape: shapes.Destroyed) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped

    rest = (
        "and every byte of the file was overwritten"
        if shape.whole
        else "the rest of the file still stands, sealed"
    )
    yield wrapped(f"the vault is destroyed: what opened it is overwritten, {rest}", "bold")
    if shape.contended:
        yield wrapped("another session was in the middle of a save: end it, and run this once more", "bold")
    for what in shape.may_survive:
        yield wrapped(f"may survive: {what}", "dim")
