"""`registry journal checkpoint`: a short code for paper, and whether a vault still holds that history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from registry.vault.history import Checkpoint
    from registry.vault.vault import Vault

EPILOG = (
    "Example: `registry journal checkpoint`, written on paper with the day; later "
    "`registry journal checkpoint --compare` and the code typed from the paper."
)


def checkpoint(
    context: typer.Context,
    compare: Annotated[
        bool, typer.Option("--compare", help="Compare a code from paper with this vault.")
    ] = False,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="Read the code from a file, - for standard input."),
    ] = None,
) -> None:
    """Print a code for paper that names all acts up to now, or compare such a code; exit 3 where it does not fit."""
    from registry.cli import output, screens, session
    from registry.cli.reading import read_text
    from registry.cli.saved import CheckpointMade
    from registry.errors import UsageRefused
    from registry.vault.history import Checkpoint

    settings: Settings = context.obj
    if from_ is not None and not compare:
        raise UsageRefused("a code is only read to be compared", "give --compare with --from")
    code = (
        Checkpoint.parse(read_text(settings, from_, "The code, as it stands on the paper"))
        if compare
        else None
    )
    with session.at_desk(settings, read_only=True, older=True) as desk:
        if code is not None:
            _compare(settings, desk.vault, code)
            return
        made = Checkpoint.of(desk.vault)
        shape = CheckpointMade(
            code=" ".join(made.groups()),
            sequence=made.sequence,
            at=desk.pen.clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        output.answer(settings, shape, lambda: screens.facts([
            ("code", shape.code),
            ("names", f"the first {shape.sequence:,} acts of this vault, as of {shape.at[:10]}"),
            ("keep it", "on paper, away from this laptop; it tells nothing but how many acts there were"),
        ]))  # fmt: skip


def _compare(settings: Settings, vault: Vault, code: Checkpoint) -> None:
    from registry.cli import output, screens
    from registry.cli.saved import CheckpointCompared
    from registry.errors import Damaged

    found = code.compare(vault)
    if found.unclear:
        raise Damaged(
            f"whether this vault holds that history cannot be told: its entry {found.sequence:,} is damaged or gone",
            "run `registry vault check`, or compare a code of another day",
        )
    if not found.holds:
        other = f"act {found.sequence:,} of this vault is another than the one that the code names"
        older = f"this vault ends at act {found.has:,}, and the code names act {found.sequence:,}"
        raise Damaged(
            older if found.sequence > found.has else other,
            "look for the newer file or a newer backup, and compare again",
        )
    shape = CheckpointCompared(holds=True, sequence=found.sequence, after=found.after)
    later = f"{found.after:,} act{'' if found.after == 1 else 's'} came after"
    output.answer(
        settings,
        shape,
        lambda: screens.done(f"this vault holds exactly that history, to act {found.sequence:,}; {later}"),
    )
