"""`registry doctor`: is this laptop safe enough, said so that the answer may be shown to a technician."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli import bidi
from registry.cli.nameless import OrNameless
from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli.doctor_shapes import DoctorReport
    from registry.cli.machine import Machine, VaultSeen
    from registry.errors import RegistryError

EPILOG = (
    "Example: `registry doctor --passphrase-file FILE`. Without a passphrase it looks at everything but the backups. "
    "It changes nothing and starts no other program."
)
HELP = "Look at this laptop: disk encryption, swap, clock, permissions, backups and more; or at its terminal."


class OrLook(OrNameless):
    """A group that looks at the whole machine where no word of its own follows."""

    nameless = "look"
    heading = "To look at the whole machine"
    alone = True


app = typer.Typer(cls=OrLook, subcommand_metavar="[bidi]", epilog=EPILOG)
app.command("bidi", epilog=bidi.EPILOG)(bidi.bidi)


@app.command("look", epilog=EPILOG)
def doctor(
    context: typer.Context,
    redacted: Annotated[
        bool,
        typer.Option(
            "--redacted/--whole",
            help="Leave out paths, names of the machine and its user, sizes and dates; or show them, for you alone.",
        ),
    ] = True,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 11 where there is a warning.")] = False,
) -> None:
    """Look at this laptop: disk encryption, swap, clock, permissions, backups and more; show what to do."""
    from registry.cli import doctor_shapes, output, session, surveying
    from registry.cli.doctor_rules import SAMPLE, examined
    from registry.cli.finding import UNKNOWN, WARNING
    from registry.cli.general import absent_extras
    from registry.cli.hygiene import hide_memory
    from registry.cli.machine import VaultSeen
    from registry.provenance.stamp import utc_now

    settings: Settings = context.obj
    hide_memory()
    path, now = session.vault_path(settings), utc_now()
    machine = surveying.survey(path, now, _absent(), absent_extras())
    seen = look_into(settings, path) if path.exists() else VaultSeen()
    details = {} if redacted else _details(path, machine, seen)
    found = examined(machine, seen)
    shape = doctor_shapes.DoctorReport(
        redacted=redacted,
        system=machine.system,
        warnings=sum(1 for one in found.values() if one.state == WARNING),
        unknown=sum(1 for one in found.values() if one.state == UNKNOWN),
        items=tuple(
            doctor_shapes.DoctorItem(
                check=name,
                state=one.state,
                says=one.says,
                do=one.do,
                sample=SAMPLE if name == "arabic" else "",
                detail=details.get(name, ""),
            )
            for name, one in found.items()
        ),
    )
    output.answer(settings, shape, lambda: drawn(shape))
    if strict and shape.warnings:
        raise typer.Exit(11)


def look_into(settings: Settings, path: Path) -> VaultSeen:
    """Return what the vault tells: its header without a key, and more where the passphrase is given.

    A vault that does not open is a finding and no failure: the machine is what is looked at.
    """
    from registry.cli.machine import VaultSeen
    from registry.errors import Damaged, RegistryError
    from registry.vault.copying import peek

    try:
        head = peek(path)
    except RegistryError as refused:
        return VaultSeen(there=True, refusal=refused.message, damaged=isinstance(refused, Damaged))
    seen = VaultSeen(there=True, cost=head.cost, test_kdf=head.test)
    try:
        passphrase = _passphrase(settings)
        return seen if not passphrase else _opened(path, passphrase, seen)
    except RegistryError as refused:
        return _refused(seen, refused)


def _refused(seen: VaultSeen, refused: RegistryError) -> VaultSeen:
    import dataclasses

    from registry.errors import Damaged

    return dataclasses.replace(seen, refusal=refused.message, damaged=isinstance(refused, Damaged))


def _passphrase(settings: Settings) -> str | None:
    """Return the passphrase where it is given, or typed by someone who may also go on without."""
    from registry.cli import session

    given = session.given_passphrase(settings)
    if given is None and session.can_ask(settings):
        given = session.ask_secretly("Passphrase, or Enter to look without it")
    return given


def _opened(path: Path, passphrase: str, seen: VaultSeen) -> VaultSeen:
    import dataclasses

    from registry.cli import session
    from registry.cli.hygiene import refuse_leaky_environment
    from registry.desk.copies import backup_due, last_act_at

    refuse_leaky_environment()
    with session.at_place(path, passphrase, None) as desk:
        newest = last_act_at(desk)
        return dataclasses.replace(
            seen,
            opened=True,
            newest=datetime.fromisoformat(newest) if newest else None,
            due=backup_due(desk),
            cases=desk.count(),
        )


def _absent() -> tuple[str, ...]:
    """Return the parts of the program that are not installed, by the names of their distributions."""
    from registry.cli.general import installed_parts

    return tuple(name for name, version in installed_parts().items() if version == "absent")


def _details(path: Path, machine: Machine, seen: VaultSeen) -> dict[str, str]:
    """Return what is left out of the redacted answer, by the name of the check it belongs to."""
    place = machine.place
    gib = "not known" if place.free is None else f"{place.free / 2**30:,.1f} GiB free"
    size = "" if place.size is None else f", the vault takes {place.size:,} bytes"
    who = os.environ.get("USER") or os.environ.get("USERNAME") or ""
    found = {
        "file-system": str(path),
        "free-space": gib + size,
        "clock": f"{machine.now:%Y-%m-%d %H:%M} UTC here"
        + (f", last act {seen.newest:%Y-%m-%d %H:%M} UTC" if seen.newest else ""),
        "account": who,
        "terminal": f"{machine.terminal.columns} by {machine.terminal.lines}, {machine.terminal.kind or 'no TERM'}",
        "python": sys.executable or "",
    }
    if seen.opened:
        found["backup"] = f"{seen.cases:,} cases"
    return found


# The screen: what is well first, what needs doing last, where the eye is when the command has ended


_GLYPHS = {"good": ("✓", "green"), "unknown": ("?", "blue"), "warning": ("!", "bold red")}


def drawn(shape: DoctorReport) -> Iterator[RenderableType]:
    """Draw the findings, each with its glyph and word."""
    from rich.table import Table

    from registry.cli.drawing import text_of, wrapped

    for state, (glyph, style) in _GLYPHS.items():
        lines = Table.grid(padding=(0, 1))
        lines.add_column(no_wrap=True, min_width=9)
        lines.add_column(overflow="fold")
        for item in shape.items:
            if item.state != state:
                continue
            lines.add_row(text_of(f"{glyph} {item.state}", style), wrapped(item.says))
            for more in (item.sample, item.do and f"→ {item.do}", item.detail):
                if more:
                    lines.add_row("", wrapped(more, "" if more == item.sample else "dim"))
        if lines.row_count:
            yield lines
    total = len(shape.items)
    yield wrapped(
        f"{total - shape.warnings - shape.unknown} good, {shape.unknown} not known, "
        f"{shape.warnings} {'warning' if shape.warnings == 1 else 'warnings'}",
        "bold",
    )
