"""A finding of the doctor: good, a warning, or not known, with one sentence and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from registry.cli.machine import Machine, VaultSeen

GOOD, WARNING, UNKNOWN = "good", "warning", "unknown"


@dataclass(frozen=True)
class Finding:
    """One finding. Neither ``says`` nor ``do`` names a path, a person, a machine or a vault."""

    state: str
    says: str
    do: str = ""


def good(says: str) -> Finding:
    """Return that all is well."""
    return Finding(GOOD, says)


def warning(says: str, do: str) -> Finding:
    """Return what should be seen to."""
    return Finding(WARNING, says, do)


def unknown(says: str, do: str) -> Finding:
    """Return what the program cannot know, and where to look."""
    return Finding(UNKNOWN, says, do)


Rule = Callable[[Machine, VaultSeen], Finding]
