"""`registry import`: bringing in somebody's list, looking at what waits of it, and taking it back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from registry.cli.settings import Settings


class FileOrVerb(TyperGroup):
    """The group of `import`: a word that is none of its verbs is the file to bring in."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the verb in front that nobody types."""
        if args and args[0] not in {*self.commands, "--help"}:
            args = ["file", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(no_args_is_help=True, cls=FileOrVerb)

Run = Annotated[str, typer.Argument(metavar="ID", help="The import's id, see `registry import list`.")]

_FILE = (
    "Example: registry import list.csv --dry-run --save-map ours.toml   then look at ours.toml, and   registry import "
    "list.csv --map ours.toml --source SOURCE   A row that cannot be taken in waits, see `registry import rows ID`."
)


@app.command("file", epilog=_FILE)
def file(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX, ODS, PFIF or JSON.")],
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="TOML", help="How its columns are read.")
    ] = None,
    save_map: Annotated[
        Path | None, typer.Option(metavar="TOML", help="Write the mapping used to a new file.")
    ] = None,
    source: Annotated[str, typer.Option(help="The source of rows that name none: an id.")] = "",
    collection: Annotated[str, typer.Option(metavar="NAME", help="What this list is called.")] = "",
    kind: Annotated[str, typer.Option(help="person, or group for a list of group reports.")] = "",
    update: Annotated[
        bool, typer.Option("--update", help="Rows known by number add to their cases.")
    ] = False,
    unknown_terms: Annotated[str, typer.Option(metavar="HOW", help="reject, map or create.")] = "",
    format_: Annotated[str, typer.Option("--format", help="table, kobo, uwazi, bayanat, pfif, json.")] = "",
    encoding: Annotated[str, typer.Option(help="Such as utf-8 or cp1256.")] = "",
    delimiter: Annotated[str, typer.Option(help="comma, semicolon, tab or bar.")] = "",
    sheet: Annotated[str, typer.Option(help="Which sheet of a workbook.")] = "",
    skip: Annotated[int, typer.Option(metavar="N", min=0, help="Rows above the headings.")] = 0,
    date_order: Annotated[str, typer.Option(help="dmy or mdy, where cells leave it open.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; keep nothing.")] = False,
) -> None:
    """Bring in a list; the word `file` may be left out. Every row is taken in, found again, or waits."""
    from registry.cli.import_run import Asked, run
    from registry.exchange.lists import Wishes

    wishes = Wishes(format_, encoding, delimiter, sheet, skip)
    run(
        context.obj,
        Asked(
            path, wishes, map_, save_map, source, collection, kind, update, unknown_terms, date_order, dry_run
        ),
    )


@app.command("list", epilog="Example: registry import list --json")
def list_(context: typer.Context) -> None:
    """List every import: which file, and what became of its rows."""
    from registry.cli import import_screens, output, session
    from registry.desk.taking_back import imports

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        shape = import_screens.listed(imports(desk), desk.names())
    output.answer(settings, shape, lambda: import_screens.draw_list(shape, settings))


@app.command("rows", epilog="Example: registry import rows K7QM-2   then mend the file, and import it again.")
def rows(context: typer.Context, run: Run) -> None:
    """Show the rows of an import that wait, with what is wrong and what to do."""
    from registry.cli import import_screens, output, session
    from registry.desk.taking_back import import_named, waiting

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        shape = import_screens.waiting(waiting(desk, import_named(desk, run).id))
    output.answer(settings, shape, lambda: import_screens.draw_waiting(shape))


@app.command(
    "undo", epilog="Example: registry import undo K7QM-2   The same file may be imported again after it."
)
def undo(context: typer.Context, run: Run) -> None:
    """Take back an import: everything it added stops counting, and what was there before stands as it did."""
    from registry.cli import import_screens, output, screens, session
    from registry.cli.progress import progress
    from registry.desk.taking_back import undo_import

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        with progress(settings, "taking back") as told:
            made = undo_import(desk, run, told)
        shape = import_screens.item(made, desk.names())
    output.answer(settings, shape, lambda: screens.done(f"import {shape.short} taken back"))
