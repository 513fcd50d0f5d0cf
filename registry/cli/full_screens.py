"""`registry tui`, and `registry` without a word at a terminal: the whole day's work on one full screen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from registry.cli.settings import Runner, Settings
from registry.errors import UsageRefused

EPILOG = (
    "Example: registry tui   or only `registry`; ? shows the keys, F12 blanks the screen, L locks. "
    "Every act there has a command as well."
)
IDLE = 5.0


def tui(
    context: typer.Context,
    idle: Annotated[
        float,
        typer.Option(metavar="MINUTES", help="Lock after so long without a key, at most 60; 0 for never."),
    ] = IDLE,
    resume: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> Callable[[Runner], int]:
    """Open the registry on a full screen: cases, intake, matches, summaries, by keys or mouse."""
    return _begin(context, idle, resume)


def _begin(context: typer.Context, idle: float, resume: int | None) -> Callable[[Runner], int]:
    from registry.cli import full_screen

    settings: Settings = context.obj
    return partial(_run, partial(full_screen.begin, settings, idle=idle, resume=resume))


def _run(begin: Callable[[], int], runner: Runner) -> int:
    del runner
    return begin()


def without_words(context: typer.Context) -> Callable[[Runner], int] | int:
    """Open the terminal UI where there is a terminal, a vault and the library; else show the help and say so."""
    from registry.cli import full_screen, session

    settings: Settings = context.obj
    if full_screen.can_show(settings) and full_screen.is_here() and session.vault_path(settings).exists():
        return _begin(context, IDLE, None)
    if settings.json:
        raise UsageRefused("the command is not complete", "see `registry --help`")
    sys.stderr.write(f"{context.get_help()}\n")
    return UsageRefused.exit_code
