"""The auditor at the gate: earlier releases come from the ledger, and whatever goes wrong shuts it."""

from __future__ import annotations

import pytest

from registry.audit import system
from registry.desk.auditing import GateAuditor
from registry.desk.standing import standing_words
from registry.disclosure.gate import pass_gate
from registry.disclosure.plan import make, plan
from registry.disclosure.policy import FLOOR
from registry.disclosure.request import Request
from registry.disclosure.written import Written
from registry.errors import DisclosureRefused, InputRefused
from registry.reports import write_all
from registry.reports.standing import STANDING, standing_texts
from tests.audit.written import CONTROLLED, children, summary
from tests.disclosure.registers import MADE_ON, register, tie

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


def test_what_is_not_settled_is_refused_at_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """No end in time, and a ring of tables that is too large: exit 9, and nothing is left."""
    by = ("place,sex", "sex,status", "place,status")
    found = plan(Request.parse(by), register(300), policy=FLOOR, made_on=MADE_ON, tie=tie)
    made = make(found, "7K3MQ2XW9ABT")
    release = Written(write_all(made), made, FLOOR, (), standing_words(), standing_texts(), STANDING)
    assert pass_gate(release, (GateAuditor(),)) == "audit_independent"
    with pytest.raises(DisclosureRefused, match="came to no end") as late:
        pass_gate(release, (GateAuditor(seconds=0.0),))
    monkeypatch.setattr(system, "MOST_JOINED", 10)
    with pytest.raises(DisclosureRefused, match="came to no end") as large:
        pass_gate(release, (GateAuditor(),))
    assert (late.value.exit_code, large.value.exit_code) == (9, 9)
