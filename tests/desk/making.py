"""Small case files for the desk's tests, taken in as a caseworker would."""

from __future__ import annotations

from typing import Any

from registry.desk.claiming import add_claim
from registry.desk.desk import Desk
from registry.desk.intake import take_in
from registry.desk.sourcing import new_source

FAMILY = {"kind": "family", "label": "a family", "reliability": "B"}


def a_case(desk: Desk, **entry: Any) -> str:
    """Take one case in and return its id; ``entry`` stands in place of what a family says of Khaled."""
    given = {"source": FAMILY, "facts": {"name": "Khaled"}, **entry}
    return next(iter(take_in(desk, [given], alone=True))).id


def a_group(desk: Desk, wording: str = "200 to 999 men") -> str:
    """Take one group report in and return its id."""
    return a_case(desk, kind="group", facts={"wording": wording})


def a_source(desk: Desk, label: str = "committee A", kind: str = "local_committee", **more: Any) -> str:
    """Take one source in and return its id."""
    return new_source(desk, {"kind": kind, "label": label, "reliability": "C", **more}).id


def a_status(desk: Desk, case: str, status: str, source: str, grade: str = "B2", **more: Any) -> str:
    """Have a source state a status and return the claim's id."""
    return add_claim(desk, case, "status", source, {"value": status, "grade": grade, **more}).id
