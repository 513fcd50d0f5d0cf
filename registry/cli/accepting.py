"""`registry vault accept`: takes an older state of the vault for the right one, on record."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli.settings import Settings

EPILOG = (
    "Example: `registry vault accept`, after a backup was put in the place of a vault that is lost for good."
)
_WORD = "older"


def accept(
    context: typer.Context,
    confirm: Annotated[
        str | None, typer.Option(metavar=_WORD, help="Instead of being asked to type the word.")
    ] = None,
) -> None:
    """Take the vault as it stands for the right one, although this machine has seen a newer or another one."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.witnessing import witness_of
    from registry.desk.accepting import accept_older
    from registry.errors import RuleNotMet

    settings: Settings = context.obj
    with session.at_desk(settings, older=True) as desk:
        witness = witness_of(desk)
        verdict = witness.weigh()
        if not verdict.rolled_back:
            raise RuleNotMet(
                "there is nothing to accept: the vault holds all that this machine has seen of it",
                "see `registry vault check`",
            )
        _confirm(settings, confirm)
        sequence = accept_older(desk, witness)
        shape = shapes.Done(done="accepted")
        output.answer(
            settings,
            shape,
            lambda: screens.done(f"accepted as it stands, and put on record as act {sequence:,}"),
        )


def _confirm(settings: Settings, given: str | None) -> None:
    from registry.cli.asking import ask
    from registry.cli.output import say
    from registry.cli.session import can_ask
    from registry.errors import UsageRefused

    if given is None and can_ask(settings):
        say(settings, "What was done after this state will be missing, unless the newer file is found.")
        given = ask(settings, f"Type `{_WORD}` to take this state for the right one", str)
    if given != _WORD:
        raise UsageRefused(
            "that was not confirmed, and nothing was changed", f"type {_WORD}, or give --confirm {_WORD}"
        )
