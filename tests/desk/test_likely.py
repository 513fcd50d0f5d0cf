"""Who may be here already is told before a case is kept."""

from __future__ import annotations

from registry.desk.desk import Desk
from registry.desk.drafting import new_draft, save_draft
from registry.desk.likely import already_here
from tests.desk.making import a_case


def test_who_is_here_already_is_told_before_a_case_is_kept_and_nobody_else(desk: Desk) -> None:
    facts = {"name": "Adel Omar Canary", "father": "Omar", "born": "1990-01-01"}
    there = a_case(desk, facts=facts)
    a_case(desk, facts={**facts, "born": "1943-05-20"})  # told apart by what is certain
    a_case(desk, facts={"name": "Samir Canary"})
    said = {key: [{"value": value}] for key, value in facts.items()}
    source = [{"value": {"kind": "family"}}]
    other = new_draft(desk.pen, answers={"name": [{"value": "عادل كناري"}]})
    save_draft(desk, other)
    draft = new_draft(desk.pen, answers={"source": source, **said})
    head = desk.vault.head
    found = already_here(desk, draft)
    assert [one.line.id for one in found.cases] == [there]
    assert {"given", "born"} <= set(found.cases[0].agree)
    assert [one.id for one in found.drafts] == [other.id]
    assert desk.vault.head == head
    assert already_here(desk, new_draft(desk.pen, answers={"source": source})).cases == ()
