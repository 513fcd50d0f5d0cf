"""`registry disclose check`: what a reader can work out from written summaries, without any vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.audit.finding import Audit
    from registry.cli.audit_shapes import DisclosureChecked

EPILOG = (
    "Example: registry disclose check summary-may summary-june   Needs no vault. Name everything that went out over the "
    "same people, to anyone: recipients can put it side by side. Exits with 9 where something must not go out."
)

_REFUSED = 9


def check(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="A summary.json, a text that goes with it, or a folder of both."
        ),
    ],
    seconds: Annotated[
        float,
        typer.Option(
            metavar="N",
            min=0.001,
            max=3600,
            help="Seconds of solving for each; what is not settled is unsafe.",
        ),
    ] = 120.0,
) -> None:
    """Attack written summaries, one or many: what can a reader work out who holds all of them? Needs no vault."""
    from registry.cli import output
    from registry.cli.progress import progress
    from registry.desk.attacking import attack

    settings: Settings = context.obj
    with progress(settings, "attacking the figures") as told:
        del told  # How long it takes is not known before it ends.
        shape = _shape(attack(files, seconds))
    output.answer(settings, shape, lambda: drawn(shape, settings))
    if not shape.safe:
        raise typer.Exit(_REFUSED)


def _shape(found: Audit) -> DisclosureChecked:
    from registry.cli.audit_shapes import DisclosureChecked, ExposedItem, FindingItem

    fatal = sum(1 for finding in found.findings if finding.fatal)
    return DisclosureChecked(
        safe=not fatal,
        releases=found.releases,
        cells=found.cells,
        fatal=fatal,
        findings=tuple(
            FindingItem(
                kind=one.kind,
                fatal=one.fatal,
                words=one.words,
                advice=one.advice,
                cells=tuple(dict(sorted(cell)) for cell in one.cells),
                low=one.low,
                high=one.high,
                releases=one.releases,
            )
            for one in found.findings
        ),
        exposed=tuple(
            ExposedItem(
                release=one.release, at=dict(sorted(one.at)), printed=one.printed, low=one.low, high=one.high
            )
            for one in found.exposed
        ),
    )


def drawn(shape: DisclosureChecked, settings: Settings) -> Iterator[RenderableType]:
    """Draw the findings, fatal ones first, and the most exposed cells."""
    from registry.cli.drawing import safe, table, text_of, wrapped

    yield wrapped(
        f"{len(shape.releases):,} summaries, {shape.cells:,} cells, read as someone who knows the method"
    )
    for one in shape.findings:
        yield wrapped(
            f"{'must not go out' if one.fatal else 'note'}: {one.words}", "bold red" if one.fatal else ""
        )
        yield wrapped(f"  what to do: {one.advice}", "dim")
    if shape.exposed:
        yield text_of("nearest to a small count:", "bold")
        rows = table(settings, "cell", "printed", "a reader is left with")
        for cell in shape.exposed:
            at = ", ".join(f"{key} {code}" for key, code in cell.at.items()) or "all"
            upper = f"to {cell.high:,}" if cell.high is not None else "or more"
            rows.add_row(safe(at), safe(cell.printed), safe(f"{cell.low:,} {upper}"))
        yield rows
    if shape.safe:
        yield wrapped("nothing fatal was found; what a reader knows beside the files is not in it", "green")
    else:
        yield wrapped(f"{shape.fatal:,} reasons not to give this out", "bold red")
