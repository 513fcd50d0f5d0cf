"""The one line that reminds of a backup that is due, said when a command has given its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from registry.desk.desk import Desk

_waiting: list[tuple[Settings, str]] = []


def remind_of_backup(settings: Settings, desk: Desk) -> None:
    """Keep the reminder for the end of the command; nothing is looked at where nobody would read it."""
    if settings.quiet or settings.json:
        return
    from registry.desk.copies import reminder

    if told := reminder(desk):
        _waiting[:] = [(settings, told)]


def say_reminder() -> None:
    """Say what was kept for the end, once."""
    from registry.cli.output import say

    while _waiting:
        say(*_waiting.pop())
