"""`registry find`: a name, or a part of one, in either script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli.shapes import CaseList

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
    """Find cases by name, in Arabic or Latin letters, whole or in part; at a terminal, as it is typed."""
    from registry.cli import output, screens, session, shapes, typing_search
    from registry.cli.folding import case_item
    from registry.cli.progress import progress
    from registry.cli.reading import read_text
    from registry.desk.listing import search
    from registry.desk.searching import search_packs

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        most = max(limit + 1, _COUNTED)

        def found(query: str) -> shapes.CaseList:
            hits = search(desk, query, most)
            items = tuple(case_item(hit.line, hit.reasons) for hit in hits[:limit])
            return shapes.CaseList(items=items, total=len(hits), at_least=len(hits) == most)

        if query_from is None and not facts and typing_search.can_type(settings):
            query = typing_search.typed(settings, lambda said: _drawn(settings, said, found))
            if not query.strip():
                return
        else:
            query = read_text(settings, query_from, "Find")
        if facts:
            with progress(settings, "searching") as told:
                hits = search_packs(desk, query, most, told)
            items = tuple(case_item(hit.line, hit.reasons) for hit in hits[:limit])
            shape = shapes.CaseList(items=items, total=len(hits), at_least=len(hits) == most)
        else:
            shape = found(query)
        output.answer(settings, shape, lambda: screens.hits(shape, settings))


def _drawn(settings: Settings, query: str, found: Callable[[str], CaseList]) -> Iterator[RenderableType]:
    """Draw what a query finds, or why it cannot be read while it is still being typed."""
    from registry.cli.drawing import safe
    from registry.cli.screens import hits
    from registry.errors import InputRefused

    try:
        shape = found(query)
    except InputRefused as refused:
        yield safe(refused.message, "dim")
        return
    yield from hits(shape, settings)
