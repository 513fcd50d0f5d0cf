"""`registry source`: taking in, listing and showing sources."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from registry.cli.settings import Settings

app = typer.Typer(no_args_is_help=True)


@app.command(
    "new",
    epilog='Example: registry source new --from -   then paste {"kind": "family", "label": "mother of two", '
    '"reliability": "C", "contact": "…"} and press Ctrl-D.',
)
def new(
    context: typer.Context,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="JSON of the source; - for standard input.")
    ] = None,
) -> None:
    """Take in a source under a pseudonym; its contact details are sealed apart."""
    from registry.cli import folding, output, screens, session
    from registry.cli.reading import read_object
    from registry.desk.sourcing import new_source

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        asked = source is None and session.can_ask(settings)
        given = _asked(settings) if asked else read_object(source)
        shape = folding.source_item(new_source(desk, given))
        output.answer(settings, shape, lambda: screens.done(f"source {shape.short} taken in: {shape.kind}"))


def _asked(settings: Settings) -> dict[str, Any]:
    """Ask for a source at the terminal."""
    from registry.cli import asking

    return {**asking.source(settings), "contact": asking.ask(settings, "Contact, sealed apart", str)}


@app.command("list")
def list_(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = 50,
    offset: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """List sources by pseudonym, kind and grade."""
    from registry.cli import output, screens, session, shapes
    from registry.desk.listing import sources
    from registry.words.identity import short

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        lines = list(sources(desk))
        items = tuple(
            shapes.SourceItem(
                id=li.id, short=short(li.id), label=li.label, kind=li.kind, reliability=li.reliability
            )
            for li in lines[offset : offset + limit]
        )
        shape = shapes.SourceList(items=items, total=len(lines))
        output.answer(settings, shape, lambda: screens.sources(shape, settings, offset))


@app.command(
    "grade",
    epilog="Example: registry source grade 3NB-T4WC C --why-from -   A to F: see `registry docs terms`.",
)
def grade(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The source's id.")],
    reliability: Annotated[
        str, typer.Argument(metavar="LETTER", help="A (reliable) to F (cannot be judged).")
    ],
    why_from: Annotated[
        str | None, typer.Option("--why-from", metavar="FILE", help="Why, as text; - for standard input.")
    ] = None,
) -> None:
    """Grade how reliable a source is, with the reason; what it stated before counts with the new grade."""
    from registry.cli import folding, output, screens, session
    from registry.cli.reading import read_text
    from registry.desk.sourcing import grade_source

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        desk.source(source)
        why = read_text(settings, why_from, "Why")
        shape = folding.source_item(grade_source(desk, source, reliability, why))
        output.answer(
            settings, shape, lambda: screens.done(f"source {shape.short} is graded {shape.reliability}")
        )


@app.command("show")
def show(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The source's id.")],
    contact: Annotated[bool, typer.Option("--contact", help="Open the sealed contact details too.")] = False,
) -> None:
    """Show one source; contact details stay sealed unless asked for."""
    from registry.cli import folding, output, screens, session
    from registry.desk.sourcing import contact_of

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        found = desk.source(source)
        kept = contact_of(desk, found)
        shape = folding.source_item(found, kept if contact else None)
        output.answer(settings, shape, lambda: screens.source(shape, has_contact=bool(kept)))
