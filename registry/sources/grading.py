"""Admiralty grades: how reliable a source is and how credible one statement, graded apart.

The scales are those of NATO's AJP-2.1 (STANAG 2511), A to F for the source and 1 to 6 for the
information; F and 6 mean that it cannot be judged, not that it is bad.
"""

from __future__ import annotations

import re

from registry.errors import InputRefused
from registry.words.terms import Term, Vocabulary

RELIABILITY = Vocabulary(
    "reliability",
    Term("A", "completely reliable", "totalement fiable", "موثوق تماماً", codes={"huridocs": "42:01"}),
    Term("B", "usually reliable", "habituellement fiable", "موثوق عادةً", codes={"huridocs": "42:02"}),
    Term("C", "fairly reliable", "assez fiable", "موثوق إلى حد ما", codes={"huridocs": "42:03"}),
    Term("D", "not usually reliable", "peu fiable", "غير موثوق عادةً", codes={"huridocs": "42:04"}),
    Term("E", "unreliable", "non fiable", "غير موثوق", codes={"huridocs": "42:05"}),
    Term("F", "cannot be judged", "ne peut être jugée", "لا يمكن الحكم عليه", codes={"huridocs": "42:99"}),
)  # fmt: skip

CREDIBILITY = Vocabulary(
    "credibility",
    Term("1", "confirmed by other sources", "confirmé par d'autres sources", "أكدته مصادر أخرى"),
    Term("2", "probably true", "probablement vrai", "صحيح على الأرجح"),
    Term("3", "possibly true", "peut-être vrai", "ربما صحيح"),
    Term("4", "doubtful", "douteux", "مشكوك فيه"),
    Term("5", "improbable", "improbable", "غير مرجح"),
    Term("6", "cannot be judged", "ne peut être jugé", "لا يمكن الحكم عليه"),
)

UNJUDGED_SOURCE = "F"
UNJUDGED = 6
# Corroboration asks for credibility 2 or better.
CREDIBLE = 2
# Weaker than this, and what rests on it alone is called a hypothesis.
PLAUSIBLE = 3


def read_grade(text: str) -> tuple[str | None, int | None]:
    """Return reliability and credibility from ``C3``, ``C`` or ``3``; raise ``InputRefused`` otherwise."""
    found = re.fullmatch(r"\s*([A-Fa-f])?\s*([1-6])?\s*", text)
    if not found or not any(found.groups()):
        raise InputRefused(
            "that is not a grade",
            "a grade is a letter A-F for the source and a figure 1-6 for the statement, such as C3",
        )
    letter, figure = found.groups()
    return (letter.upper() if letter else None), (int(figure) if figure else None)
