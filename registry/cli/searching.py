"""`registry find`: a name, or a part of one, in either script."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli.settings import Settings

EPILOG = (
    "Example: registry find --from query.txt   where the text may name fields too: "
    "Khateeb mother:Fatima father:Ahmad place:Aleppo seen:2016-12 (or since: and until:)."
)

# So many are compared closely in any search, and are counted whatever the page shows.
_COUNTED = 400


def find(
    context: typer.Context,
    query_from: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="The query, as text; - for standard input.")
    ] = None,
    facts: Annotated[
        bool, typer.Option("--facts", help="Search what packs hold in place of names: reads every case.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
) -> None:
    """Find cases by name, in Arabic or Latin letters, whole or in part; the query is never an argument."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.folding import case_item
    from registry.cli.progress import progress
    from registry.cli.reading import read_text
    from registry.desk.listing import search
    from registry.desk.searching import search_packs

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        most = max(limit + 1, _COUNTED)
        query = read_text(settings, query_from, "Find")
        if facts:
            with progress(settings, "searching") as told:
                hits = search_packs(desk, query, most, told)
        else:
            hits = search(desk, query, most)
        items = tuple(case_item(hit.line, hit.reasons) for hit in hits[:limit])
        shape = shapes.CaseList(items=items, total=len(hits), at_least=len(hits) == most)
        output.answer(settings, shape, lambda: screens.hits(shape, settings))
