"""`registry shell` and `registry vault lock`: a vault open for several commands, and locking it from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from registry.cli.settings import Runner, Settings

LOCK_EPILOG = "Example: let a key of your desktop run `registry vault lock`, and the lock of its screen too."
EPILOG = (
    "Example: registry shell   then type `case list`, `case new`, `lock`, `quit`; the tab key completes commands. "
    "For scripts: registry --passphrase-file FILE shell < commands; the exit code is that of the first command "
    "that failed."
)


def shell(
    context: typer.Context,
    idle: Annotated[
        float,
        typer.Option(metavar="MINUTES", help="Lock after so long without typing, at most 60; 0 for never."),
    ] = 5,
    keep_screen: Annotated[
        bool, typer.Option("--keep-screen", help="At the end leave on the screen what was shown.")
    ] = False,
    resume: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> Callable[[Runner], int]:
    """Open the vault once and type commands without the word registry, until you lock it or leave."""
    from registry.cli import talking

    settings: Settings = context.obj
    commands = getattr(context.find_root().command, "commands", {})
    return partial(talking.begin, settings, commands, idle=idle, keep_screen=keep_screen, resume=resume)


def lock(context: typer.Context) -> None:
    """Lock every vault that you have open, in whatever terminal; needs no passphrase."""
    from registry.cli import output, screens, session, sessions, shapes

    settings: Settings = context.obj
    asked, ended = sessions.lock_others()
    shape = shapes.SessionsLocked(locked=asked, ended=ended)
    output.answer(settings, shape, lambda: screens.done(_said(asked, ended)))
    if session.in_session():
        from registry.cli.watching import LockNow

        raise LockNow


def _said(asked: int, ended: int) -> str:
    if not asked:
        return "nothing else was open"
    told = f"locked: {asked} session{'s' if asked > 1 else ''}"
    return f"{told}; {ended} did not answer, and was ended" if ended else told
