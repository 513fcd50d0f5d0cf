"""`registry case drafts`: the interviews that are not finished, and dropping one for good."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli.interview_shapes import DraftList

HELP = "Interviews that are not finished."
LIST_EPILOG = "Example: registry case drafts   then   registry case new --resume K7Q-2M9X"
DROP_EPILOG = (
    "Example: registry case drafts drop K7Q-2M9X --confirm K7Q-2M9X   Nothing of it stays in the vault; a backup made "
    "meanwhile still holds it."
)


class OrList(TyperGroup):
    """A group that lists where no other word of its own is given."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put ``list`` in front of anything but the group's own words and its help."""
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["list", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=OrList)


@app.command("list", epilog=LIST_EPILOG)
def list_(
    context: typer.Context,
    names: Annotated[bool, typer.Option("--names", help="Show whom each is about.")] = False,
) -> None:
    """List the interviews that are not finished, without names unless asked."""
    from registry.cli import output, session
    from registry.cli.interview_shapes import DraftList
    from registry.cli.interviews import draft_item
    from registry.desk.drafting import drafts

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        items = tuple(draft_item(desk, one, name=names) for one in drafts(desk))
    shape = DraftList(items=items, total=len(items))
    output.answer(settings, shape, lambda: _drawn(shape, settings, names=names))


def _drawn(shape: DraftList, settings: Settings, *, names: bool) -> Iterator[RenderableType]:
    from registry.cli.drawing import safe, table, wrapped

    if not shape.items:
        yield wrapped("no interview is waiting to be finished", "dim")
        return
    drawn = table(settings, "id", "when (UTC)", "by", "minimum", *(["name"] if names else []))
    for item in shape.items:
        cells = [item.short, item.touched[:16].replace("T", " "), item.caseworker]
        cells += [f"{item.known} of {item.minimum}", *([item.name] if names else [])]
        drawn.add_row(*map(safe, cells))
    yield drawn
    yield wrapped(f"go on with `registry case new --resume {shape.items[0].short}`", "dim")


@app.command("drop", epilog=DROP_EPILOG)
def drop(
    context: typer.Context,
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="The draft's id.")],
    confirm: Annotated[
        str | None, typer.Option(metavar="DRAFT", help="The id once more, in place of typing it back.")
    ] = None,
) -> None:
    """Remove a draft for good: nothing of what was answered stays, and it cannot be undone."""
    from registry.cli import output, screens, session
    from registry.cli.interview_shapes import DraftDropped
    from registry.cli.lines import read_line
    from registry.desk.drafting import draft_named, drop_draft
    from registry.errors import UsageRefused
    from registry.words.identity import read_id

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        found = draft_named(desk, draft)
        if confirm is None and session.can_ask(settings):
            confirm = read_line(settings, f"Type {found.short} to remove it for good: ").strip()
        if not confirm or not found.id.startswith(read_id(confirm)):
            raise UsageRefused(
                "nothing was removed: the draft's id was not given a second time",
                f"give --confirm {found.short}",
            )
        drop_draft(desk, found)
    shape = DraftDropped(id=found.id, short=found.short)
    output.answer(settings, shape, lambda: screens.done(f"draft {found.short} is removed for good"))
