"""Asking for a case's id typed back before something is done to the whole of it."""

from __future__ import annotations

import sys

from registry.cli.settings import Settings


def typed_back(settings: Settings, case: str, warning: str, doing: str, to_do: str) -> str:
    """Say a warning and return what is typed in place of the case's short id.

    ``case`` is its whole id; ``doing`` and ``to_do`` name the act, as "erasing" and "erase it". Raises
    ``UsageRefused`` where nobody is there to type.
    """
    from registry.cli.asking import tell
    from registry.cli.session import can_ask
    from registry.errors import UsageRefused
    from registry.words.identity import short

    if not can_ask(settings):
        raise UsageRefused(
            f"{doing} asks for the case's id typed back", f"give --confirm {short(case)} if you are sure"
        )
    tell(warning)
    sys.stderr.write(f"Type the case's id ({short(case)}) to {to_do}: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()
