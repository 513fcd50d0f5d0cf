"""Commands that stand alone: the demonstration, undo, the built-in pages, completion and the version."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from registry.cli.settings import Settings


def demo(
    context: typer.Context,
    directory: Annotated[
        Path, typer.Option("--dir", metavar="DIR", help="A new folder for the vault and the summary.")
    ] = Path("demo"),
) -> None:
    """Build a demonstration vault of eastern Aleppo, show what it holds, and write one anonymised summary."""
    from registry.cli.demonstrating import demonstrate

    demonstrate(context.obj, directory)


def undo(
    context: typer.Context,
    redo: Annotated[bool, typer.Option("--redo", help="Bring back what the last undo took away.")] = False,
) -> None:
    """Take back the last thing you did, and with each further undo the one before; all of it stays readable."""
    from registry.cli import output, screens, session, shapes
    from registry.desk.undoing import redo_last, undo_last
    from registry.words.identity import short

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        undone = redo_last(desk) if redo else undo_last(desk)
    shape = shapes.UndoneAct(operation=undone.operation, sequence=undone.sequence, records=undone.records)
    touched = ", ".join(short(one) for one in undone.records[:3])
    said = "brought back what the last undo took away" if redo else f"taken back: {undone.operation}"
    more = f" and {len(undone.records) - 3:,} more" if len(undone.records) > 3 else ""
    output.answer(settings, shape, lambda: screens.done(f"{said} ({touched}{more})"))


def docs(
    context: typer.Context,
    page: Annotated[
        str, typer.Argument(metavar="[PAGE]", help="exit-codes, fields, statuses, purposes, sources …")
    ] = "",
) -> None:
    """Print a built-in page; without a name, the list of pages."""
    from registry.cli import output
    from registry.cli.pages import page_called

    settings: Settings = context.obj
    shape = page_called(page)
    output.answer(settings, shape, lambda: shape.drawn(settings))


def completion(
    context: typer.Context,
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell")],
) -> None:
    """Print a completion script; put it where your shell looks for it. No file is edited."""
    from typer._completion_shared import get_completion_script

    from registry.cli import output, shapes
    from registry.errors import UsageRefused

    settings: Settings = context.obj
    shells = ("bash", "zsh", "fish", "powershell")
    if shell not in shells:
        raise UsageRefused("that shell is not known", f"use one of: {', '.join(shells)}")
    script = get_completion_script(prog_name="registry", complete_var="_REGISTRY_COMPLETE", shell=shell)
    if settings.json:
        output.write_out(output.encoded(shapes.Completion(shell, script)) + "\n")
    else:
        # A script goes out as it is: nothing may be folded to the width of a screen.
        output.write_out(script + "\n")


def version(
    context: typer.Context,
    sbom: Annotated[bool, typer.Option("--sbom", help="The versions of all parts too.")] = False,
) -> None:
    """Print the version."""
    from registry import __version__
    from registry.cli import output, screens, shapes
    from registry.vault.places import FORMAT

    settings: Settings = context.obj
    shape = shapes.Version(
        version=__version__,
        format=FORMAT,
        python=".".join(str(part) for part in sys.version_info[:3]),
        parts=installed_parts() if sbom else {},
    )
    pairs = [
        ("registry", shape.version),
        ("vault format", shape.format),
        ("python", shape.python),
        *shape.parts.items(),
    ]
    output.answer(settings, shape, lambda: screens.facts(pairs))


def installed_parts() -> dict[str, str]:
    """Return the versions of the distributions this program requires, as installed."""
    from importlib.metadata import PackageNotFoundError, requires, version

    found: dict[str, str] = {}
    try:
        required = requires("registry") or ()
    except PackageNotFoundError:  # run from a folder that was never installed
        return found
    for requirement in required:
        name = requirement.split(";")[0].split("[")[0].rstrip("<>=!~0123456789., ")
        if "extra ==" not in requirement:
            try:
                found[name] = version(name)
            except PackageNotFoundError:
                found[name] = "absent"
    return found


# Extras for those who change the program, not for those who use it.
_FOR_MAKERS = frozenset({"dev", "test"})


def absent_extras() -> tuple[str, ...]:
    """Return the extras of this program of which a part is not installed."""
    from importlib.metadata import PackageNotFoundError, distribution

    def is_there(name: str) -> bool:
        try:
            distribution(name)
        except PackageNotFoundError:
            return False
        return True

    try:
        required = distribution("registry").requires or []
    except PackageNotFoundError:
        return ()
    asked = ((_EXTRA.search(line), _DISTRIBUTION.match(line)) for line in required)
    missing = {extra[1] for extra, part in asked if extra and part and not is_there(part[0])}
    return tuple(sorted(missing - _FOR_MAKERS))


_EXTRA, _DISTRIBUTION = re.compile(r"""extra == ['"]([\w-]+)['"]"""), re.compile(r"[\w.-]+")
