"""Tying a new case to another of its family: from both sides, and under one label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.cases.casefile import CaseFile, with_items
from registry.cases.items import Item, Link, plain_item
from registry.desk.claiming import claim_of
from registry.desk.desk import CASES, Desk

LABEL = "family"


def tied(desk: Desk, other: CaseFile, document: Mapping[str, Any], tie: str) -> dict[str, Any]:
    """Tie the document of a new case and another case to each other, inside the act under way, and return it tied.

    ``tie`` says what they are to one another. Where the new case has the label of a family and the other has none, the
    other gets it, as a claim of the same source.
    """
    why = {"kind": "kin", "reason": tie}
    here = Link(**desk.pen.stamp(), other=other.id, **why)
    there: list[Item] = [Link(**desk.pen.stamp(), other=document["id"], **why)]
    new = CaseFile(document)
    labels = [claim for claim in new.claims if claim.fact == LABEL and claim.value is not None]
    if labels and not any(claim.fact == LABEL for claim in other.claims):
        said = {"value": labels[0].value}
        there.append(claim_of(other.facts[LABEL], said, labels[0].source, desk.pen))
    desk.adding(CASES, other.id, there)
    return with_items(document, [plain_item(here)])
