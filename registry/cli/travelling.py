"""`registry vault travel` and `vault return`: a vault for a journey, and what was added to it coming back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli import leaving_shapes as shapes
    from registry.desk.desk import Desk

TRAVEL_EPILOG = (
    "Example: registry vault travel road.vault --case K7Q-2M9X --case 4TB-9WEN   On the way: registry --vault "
    "road.vault …   Back home: registry vault return road.vault"
)
RETURN_EPILOG = (
    "Example: registry vault return road.vault   Coming back twice changes nothing. Then destroy the file with "
    "`registry --vault road.vault vault panic`."
)
_ALL = 1_000_000


def travel(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The new vault; never an existing file.")],
    case: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="A case to take along; repeat.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="Ids of cases, one a line; - for standard input."),
    ] = None,
    status: Annotated[str, typer.Option(help="Take along the cases of this status.")] = "",
    place: Annotated[str, typer.Option(help="Take along those last seen in this place.")] = "",
    since: Annotated[str, typer.Option(help="Take along those last seen on or after this date.")] = "",
    until: Annotated[str, typer.Option(help="Take along those last seen on or before this date.")] = "",
    caseworker: Annotated[
        str, typer.Option(help="How you sign on the journey.", show_default="as here")
    ] = "",
    with_exhibits: Annotated[
        bool, typer.Option("--with-exhibits", help="Take the exhibits along too.")
    ] = False,
    with_contacts: Annotated[
        bool, typer.Option("--with-contacts", help="Take the sources' contact details along too.")
    ] = False,
    new_passphrase_file: Annotated[
        str | None, typer.Option(metavar="FILE", help="With --no-input: the journey's passphrase.")
    ] = None,
) -> None:
    """Make a vault for a journey: chosen cases with the sources they cite, under keys of its own."""
    from registry.cli import leaving_shapes as shapes
    from registry.cli import output, session
    from registry.cli.progress import progress
    from registry.cli.secret_dialogue import new_passphrase
    from registry.cli.writing import refuse_read_only, refuse_stream
    from registry.desk.listing import Filter
    from registry.desk.travelling import make_travel

    settings: Settings = context.obj
    refuse_stream(out)
    refuse_read_only(settings)
    wanted = Filter(status=status, place=place, since=since, until=until)
    with session.at_desk(settings) as desk:
        refs = [*(case or ()), *_listed(source), *_filtered(desk, wanted)]
        passphrase = new_passphrase(settings, new_passphrase_file, "The passphrase of the journey")
        name = caseworker or desk.name
        with progress(settings, "packing") as told:
            made = make_travel(
                desk, out, refs, passphrase, name, with_exhibits=with_exhibits, with_contacts=with_contacts,
                progress=told,
            )  # fmt: skip
    shape = shapes.TravelMade(
        path=str(out), vault_id=made.vault_id, caseworker=name, cases=made.cases, sources=made.sources,
        exhibits=made.exhibits, contacts=made.contacts,
    )  # fmt: skip
    output.answer(settings, shape, lambda: _made_drawn(shape))


def _listed(source: str | None) -> list[str]:
    from registry.cli.reading import read_bytes

    return read_bytes(source).decode("utf-8-sig", "replace").split() if source is not None else []


def _filtered(desk: Desk, wanted: object) -> list[str]:
    from registry.desk.listing import Filter, cases

    assert isinstance(wanted, Filter)
    return [line.id for line in cases(desk, wanted, limit=_ALL).items] if wanted != Filter() else []


def _made_drawn(shape: shapes.TravelMade) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped

    yield wrapped(
        f"{shape.cases:,} cases with {shape.sources:,} sources are in that vault; {shape.exhibits:,} exhibits, "
        f"{shape.contacts:,} contact details"
    )
    yield wrapped(
        "whoever opens it reads these cases; it knows nothing of this vault but what they say", "bold"
    )
    yield wrapped("this vault remembers it, so that what you add can come back", "dim")


def return_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The vault that came back.")],
    travel_passphrase_file: Annotated[
        str | None, typer.Option(metavar="FILE", help="With --no-input: the journey's passphrase.")
    ] = None,
) -> None:
    """Take in what was added to a vault on a journey, each item once, under the hand that added it."""
    from registry.cli import leaving_shapes as shapes
    from registry.cli import output, session
    from registry.cli.progress import progress
    from registry.desk.opening import open_desk, refuse_missing_copy
    from registry.desk.returning import take_back

    settings: Settings = context.obj
    refuse_missing_copy(file)
    with session.at_desk(settings) as desk:
        passphrase = _journeys_passphrase(settings, travel_passphrase_file)
        journey = open_desk(file, passphrase, device=session.device_name(), read_only=True)
        with journey.vault, progress(settings, "taking in") as told:
            done = take_back(desk, journey, told)
    shape = shapes.ReturnedFrom(
        new=tuple(done.new), added_to=tuple(done.added_to), unchanged=done.unchanged, items=done.items,
        sources=done.sources, records=done.records, exhibits=done.exhibits, erased=tuple(done.erased), damaged=tuple(done.damaged),
        refused=tuple(done.refused),
    )  # fmt: skip
    output.answer(settings, shape, lambda: _returned_drawn(shape))
    if shape.damaged or shape.refused:
        raise typer.Exit(3)


def _journeys_passphrase(settings: Settings, file: str | None) -> str:
    from registry.cli.session import ask_secretly, can_ask, passphrase_in
    from registry.errors import Locked

    if file is not None:
        return passphrase_in(file)
    if not can_ask(settings):
        raise Locked(
            "the journey's passphrase was not given", "run it on a terminal, or give --travel-passphrase-file"
        )
    return ask_secretly("Passphrase of the journey")


def _returned_drawn(shape: shapes.ReturnedFrom) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped
    from registry.words.identity import short

    yield wrapped(
        f"{len(shape.new):,} new cases, {len(shape.added_to):,} added to, {shape.unchanged:,} as they were; "
        f"{shape.items:,} items, {shape.sources:,} sources, {shape.records:,} facilities, actors and places, "
        f"{shape.exhibits:,} exhibits",
        "bold",
    )
    told = (
        (shape.erased, "erased here meanwhile, and left out"),
        (shape.damaged, "damaged in that vault, and left out"),
        (shape.refused, "changed by other software, and left out"),
    )
    for ids, what in told:
        if ids:
            yield wrapped(f"{what}: {', '.join(short(one) for one in ids)}")
    yield wrapped("now destroy that vault: `registry --vault FILE vault panic`", "dim")
