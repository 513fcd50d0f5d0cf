"""What an interview is about: one person, or a report about many unnamed people."""

from __future__ import annotations

from registry.cases.casefile import GROUP, PERSON
from registry.errors import UsageRefused


def kind_asked(kind: str) -> str:
    """Return the kind of case that an interview is to be about; raise ``UsageRefused`` for what is none."""
    if kind not in {"", PERSON, GROUP}:
        raise UsageRefused("the kind is neither person nor group", "use --kind person or --kind group")
    return kind or PERSON


def another(kind: str) -> str:
    """Return the question that follows a case which was taken in."""
    return "Another of the same family?" if kind == PERSON else "Another report by the same source?"
