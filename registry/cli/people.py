"""`registry vault slots`: who has a slot, and colleagues coming, going and changing roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from registry.cli.people_shapes import AwayItem, MemberItem
    from registry.desk.intake_only import AwayFile
    from registry.desk.peopling import Member

app = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Option("--caseworker", metavar="NAME", help="How the colleague signs.")]
Role = Annotated[str, typer.Option(metavar="ROLE", help="caseworker, reviewer or intake-only.")]


@app.callback()
def slots() -> None:
    """Who has a slot in this vault."""


@app.command("list", epilog="Example: registry vault slots list")
def list_(context: typer.Context) -> None:
    """Show who is here and who has left, since when and until when, and who is out with a file."""
    from registry.cli import output, people_screens, session
    from registry.cli.people_shapes import MemberList
    from registry.desk.intake_only import away_files
    from registry.desk.peopling import members

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        items, away = tuple(map(_item, members(desk))), tuple(map(_away, away_files(desk)))
        shape = MemberList(items=items, total=len(items), away=away)
        output.answer(settings, shape, lambda: people_screens.members(shape, settings))


def _item(member: Member) -> MemberItem:
    from registry.cli.people_shapes import MemberItem

    return MemberItem(
        name=member.name,
        role=member.role,
        here=member.here,
        you=member.you,
        since=member.since,
        since_act=member.since_act,
        until=None if member.here else member.until,
        until_act=None if member.here else member.until_act,
        renewed=member.renewed,
    )


def _away(file: AwayFile) -> AwayItem:
    from registry.cli.people_shapes import AwayItem

    return AwayItem(
        name=file.name,
        kind=file.kind,
        since=file.at[:10],
        revoked=file.revoked[:10] if file.revoked else None,
    )


@app.command(
    "add",
    epilog="Example: registry vault slots add --caseworker NAME --role reviewer. The passphrase is shown once, and "
    "typed back; or your colleague types one of their own.",
)
def add(
    context: typer.Context,
    caseworker: Name = "",
    role: Role = "caseworker",
    new_passphrase_file: Annotated[
        str | None, typer.Option(metavar="FILE", help="With --no-input: the colleague's passphrase.")
    ] = None,
) -> None:
    """Give a colleague a slot of their own, with a passphrase and a signing key of their own."""
    from registry.cli import people_dialogue

    people_dialogue.add(context.obj, caseworker, role, new_passphrase_file)


@app.command(
    "remove",
    epilog="Example: registry vault slots remove --caseworker NAME. What they copied before stays readable to them.",
)
def remove(
    context: typer.Context,
    caseworker: Name = "",
    confirm: Annotated[
        str, typer.Option(metavar="NAME", help="The same name again, where nobody is asked.")
    ] = "",
) -> None:
    """Take a colleague's slot away, and give everyone else new keys; or let a file in the field count no more."""
    from registry.cli import people_dialogue

    people_dialogue.remove(context.obj, caseworker, confirm)


@app.command(
    "role",
    epilog="Example: registry vault slots role --caseworker NAME --role reviewer. See `registry docs roles`.",
)
def role_(context: typer.Context, caseworker: Name = "", role: Role = "") -> None:
    """Change what a colleague may do, between caseworker and reviewer."""
    from registry.cli import people_dialogue

    people_dialogue.set_role(context.obj, caseworker, role)
