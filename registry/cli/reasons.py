"""Reasons and overrides: texts that stay on the record, never given as arguments."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli.settings import Settings

ReasonFrom = Annotated[
    str | None,
    typer.Option("--reason-from", metavar="FILE", help="The reason, as text; - for standard input."),
]
OverrideFrom = Annotated[
    str | None,
    typer.Option(
        "--override-from", metavar="FILE",
        help="Where you work alone: why nobody reviews it, as text; it stays on the record.",
    ),
]  # fmt: skip
Reviewer = Annotated[
    str, typer.Option(metavar="NAME", help="The colleague you ask; it then waits for their own signature.")
]


def read_both(
    settings: Settings, reason_from: str | None, override_from: str | None, *, needs_override: bool
) -> tuple[str, str]:
    """Return the reason and the override; the latter is asked for at the terminal only where it is needed."""
    from registry.cli.reading import read_text
    from registry.cli.session import STDIN
    from registry.errors import UsageRefused

    if reason_from == override_from == STDIN:
        raise UsageRefused(
            "standard input holds one text, and two were to be read from it", "give one of the two in a file"
        )
    reason = read_text(settings, reason_from, "Reason (may be empty)")
    if override_from is None and not needs_override:
        return reason, ""
    return reason, read_text(
        settings, override_from, "Nobody here can review it. Why it is done all the same"
    )
