"""The auditor at the gate: earlier releases come from the ledger, and whatever goes wrong shuts it."""

from __future__ import annotations

import pytest

from registry.desk.auditing import GateAuditor
from registry.errors import InputRefused
from tests.audit.written import CONTROLLED, children, summary

PLACE = children(place=("Aleppo", "Idlib"))


def written(aleppo: int, idlib: int, day: str, **beside: object) -> bytes:
    cells = [({"place": "Aleppo"}, aleppo), ({"place": "Idlib"}, idlib), ({}, aleppo + idlib)]
    return summary(PLACE, cells, made_on=day, release_id=day, **beside)


def test_a_release_that_is_safe_alone_is_told_beside_an_earlier_one() -> None:
    auditor = GateAuditor()
    first, second = written(50, 40, "2026-01-01"), written(53, 40, "2026-02-01")
    assert not [one for one in auditor(second, []) if one.fatal]
    fatal = [one.words for one in auditor(second, [first]) if one.fatal]
    assert fatal and "earlier release" in fatal[0]
    assert "3" not in fatal[0], "a refusal is photographed: it tells no count"


def test_what_is_kept_and_cannot_be_read_shuts_the_gate() -> None:
    with pytest.raises(InputRefused):
        GateAuditor()(written(50, 40, "2026-01-01"), [b"{"])


def test_no_time_shuts_the_gate_and_the_exposed_cells_are_kept() -> None:
    sample = written(40, 10, "2026-01-01", rounding=CONTROLLED)
    assert any(one.fatal for one in GateAuditor(seconds=0.0)(sample, []))
    auditor = GateAuditor()
    assert not [one for one in auditor(sample, []) if one.fatal]
    assert auditor.exposed[0] == "place Idlib: printed 10, a reader is left with 1 to 19"
