"""Summaries that an earlier command entered in the ledger and did not live to see in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.cli.output import say
from registry.cli.settings import Settings

if TYPE_CHECKING:
    from registry.desk.desk import Desk


def settle(settings: Settings, desk: Desk) -> None:
    """Put right what a killed command left, and say it."""
    from registry.desk.letting_out import put_right

    for said in put_right(desk):
        say(settings, said)
