"""One export at the command line: shown what goes to whom, confirmed, on record, and only then a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from registry.cli import peer_shapes as shapes
from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.desk.exporting import Ready

_SHRED = (
    "the file is plain text outside the vault and names people: whoever has it can read it. Carry it locked away, and shred "
    "it once it is delivered; flash sticks and cloud folders keep what was deleted"
)
_OPENS = (
    "tell them the passphrase by another way than the file; they read it with `registry --vault FILE case list` and take "
    "the table out with `registry --vault FILE exhibit export`"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks of an export."""

    system: str
    out: Path
    recipient: str
    purpose: str
    cases: tuple[str, ...]
    source: str | None
    reason_from: str | None
    withhold: tuple[str, ...]
    sealed: bool
    confirm: str
    new_passphrase_file: str | None


def run(settings: Settings, asked: Asked) -> None:
    """Show what would go out, have the recipient typed back, and write the file once it is on record."""
    from registry.cli import output, session
    from registry.cli.reading import read_bytes, read_text
    from registry.cli.secret_dialogue import new_passphrase
    from registry.cli.writing import new_file, refuse_stream
    from registry.desk.exporting import Wanted, let_out, prepare, refs_in, seal_to
    from registry.errors import UsageRefused

    refuse_stream(asked.out)
    if asked.source == asked.reason_from == session.STDIN:
        raise UsageRefused(
            "standard input holds one text, and two were to be read from it", "give one of the two in a file"
        )
    listed = (
        refs_in(read_bytes(asked.source).decode("utf-8-sig", "replace").splitlines()) if asked.source else ()
    )
    with session.at_desk(settings) as desk:
        reason = read_text(settings, asked.reason_from, "Why whole cases go out; it stays on the record")
        wanted = Wanted(
            asked.system, (*asked.cases, *listed), asked.recipient, asked.purpose, reason, asked.withhold, asked.sealed
        )  # fmt: skip
        ready = prepare(desk, wanted)
        _confirmed(settings, ready, asked.confirm)
        if asked.sealed:
            seal_to(
                desk,
                ready,
                asked.out,
                new_passphrase(settings, asked.new_passphrase_file, "The passphrase of the file"),
            )
        else:
            with new_file(asked.out) as stream:
                stream.write(let_out(desk, ready))
    shape = _shape(ready, asked.out)
    output.answer(settings, shape, lambda: _drawn(shape))
    output.say(settings, _OPENS if asked.sealed else _SHRED)


def _confirmed(settings: Settings, ready: Ready, given: str) -> None:
    """Raise ``RuleNotMet`` unless the recipient is typed once more by whoever sees what would go out."""
    from registry.cli.asking import tell
    from registry.cli.session import can_ask
    from registry.errors import RuleNotMet, UsageRefused
    from registry.words.text import visible

    to = ready.wanted.recipient
    if not given:
        if not can_ask(settings):
            raise UsageRefused(
                "an export asks for the recipient typed once more", "give --confirm RECIPIENT if you are sure"
            )
        kind = (
            "sealed with a passphrase"
            if ready.wanted.sealed
            else "in the clear: whoever has the file can read it"
        )
        tell(f"{len(ready.rows):,} whole cases with names would go to {visible(to)}, {kind}")
        tell(
            f"withheld: {', '.join(sorted(ready.withheld)) or 'nothing'}; no place for: {', '.join(ready.left_out) or 'nothing'}"
        )
        sys.stderr.write("Type the recipient to hand them over: ")
        sys.stderr.flush()
        given = sys.stdin.readline()
    if " ".join(given.split()) != " ".join(to.split()):
        raise RuleNotMet(
            "that is not the recipient, and nothing went out", "run it again, and type it as you gave it"
        )


def _shape(ready: Ready, out: Path) -> shapes.HandedOver:
    return shapes.HandedOver(
        path=str(out), system=ready.wanted.system, recipient=ready.wanted.recipient, purpose=ready.wanted.purpose,
        sealed=ready.wanted.sealed, cases=tuple(row.case for row in ready.rows), sha256=ready.sha256,
        size=len(ready.content), withheld=tuple(sorted(ready.withheld)), left_out=ready.left_out,
    )  # fmt: skip


def _drawn(shape: shapes.HandedOver) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped
    from registry.words.text import visible

    how = "sealed" if shape.sealed else "in the clear"
    yield wrapped(f"{len(shape.cases):,} cases went out for {visible(shape.recipient)}, {how}", "bold")
    if shape.withheld:
        yield wrapped(f"withheld by consent: {', '.join(shape.withheld)}")
    if shape.left_out:
        yield wrapped(f"not in the table, or not whole: {', '.join(shape.left_out)}")
    yield wrapped("it is on the record of each case, and a withdrawal of consent will name it", "dim")
