"""The sign that stands beside the word of a status, so that nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Mapping

# One sign for each group of statuses. A death that is only reported has the sign of someone missing.
SIGNS: Mapping[str, str] = {
    "missing": "?",
    "held_reported": "■",
    "held_denied": "■",
    "held_undisclosed": "■",
    "held_acknowledged": "■",
    "before_court": "■",
    "conscripted": "■",
    "released_reported": "○",
    "located_alive": "●",
    "escaped": "●",
    "not_missing": "●",
    "death_reported": "?",
    "death_notified": "◆",
    "remains_identified": "◆",
}
UNKNOWN_SIGN, NO_SIGN = "?", "-"


def sign_of(status: str) -> str:
    """Return the sign of a status; that of nobody's statement where there is none, a question for a newer one."""
    return SIGNS.get(status, UNKNOWN_SIGN if status else NO_SIGN)
