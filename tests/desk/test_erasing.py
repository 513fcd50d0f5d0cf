"""Erasing: what goes, what stays and says so, and that nothing brings it back."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from registry.desk.desk import CONTACTS, LABELS, SOURCES, WITHDRAWN, Desk
from registry.desk.erasing import confirmed, erase, erased_links, plan_erasure
from registry.desk.exhibiting import attach
from registry.desk.grouping import link_member, totals
from registry.desk.history import history
from registry.desk.intake import take_in
from registry.desk.listing import Filter, cases, search
from registry.desk.tombstones import tombstones
from registry.desk.undoing import redo_last, undo_last
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.words.identity import number_of, short
from tests.desk.making import FAMILY, a_case, a_group, a_source

AUNT = {"kind": "family", "label": "an aunt", "reliability": "C", "contact": "by way of the bakery"}
SECRET = "Synthetic name Qwertzia"


def _row(desk: Desk, case: str) -> bytes:
    vault = desk.vault
    return vault.container.get(vault.rows.object_row("cases", number_of(case))) or b""


def test_a_case_goes_with_its_key_its_exhibits_and_its_line(desk: Desk) -> None:
    case = a_case(desk, facts={"name": SECRET})
    other = a_case(desk)
    attach(desk, case, io.BytesIO(bytes(600_000)), "letter.pdf")
    vault, number = desk.vault, number_of(case)
    every = [vault.container.get(name) or b"" for name in vault.container.names()]
    rows = {_row(desk, case)} | {row for row in every if len(row) > 50_000}
    assert len(rows) == 4
    key = vault.rows.head("cases", number)[0].key  # type: ignore[index]

    done = erase(desk, case, "family-request", "asked for by letter")

    assert done.tombstone is not None and done.exhibits == 1
    raw = vault.container.path.read_bytes()
    assert not any(row[at : at + 32] in raw for row in rows for at in range(0, len(row) - 32, 4096))
    assert key not in raw
    assert vault.rows.head("cases", number) is None
    assert not vault.container.path.with_name("v-journal").exists()
    assert [line.id for line in desk.lines()] == [other] and desk.count() == 1
    assert cases(desk, Filter(), limit=10).total == 1
    assert search(desk, SECRET, 10) == []
    assert vault.check().problems == ()
    assert vault.verify_journal() == vault.head[0]


def test_what_stays_says_who_when_and_why_and_nothing_else(desk: Desk) -> None:
    case = a_case(desk, facts={"name": SECRET})
    erase(desk, case, "court-order", "file 12 of the court")
    (stone,) = tombstones(desk.vault)
    assert (stone.id, stone.by, stone.basis, stone.reason) == (
        case, desk.pen.by, "court-order", "file 12 of the court",
    )  # fmt: skip
    assert stone.at.startswith(datetime(2026, 11, 22, tzinfo=UTC).date().isoformat())
    last = next(desk.vault.journal(newest_first=True)).entry
    changes = {(change.table, change.identity): change for change in last.changes}
    assert last.operation == "case erase"
    assert changes["cases", case].removed and not changes["tombstones", case].removed
    for asked in (case, short(case)):
        with pytest.raises(NotFound, match="erased on 2026-11-22 by order of a court") as refused:
            desk.case(asked)
        assert "cannot be undone" in refused.value.hint
    with pytest.raises(NotFound, match="erased on"):
        erase(desk, case, "law")


def test_sources_that_only_this_case_cited_go_with_their_contacts(desk: Desk) -> None:
    """A source that repeats another, or that anyone else cites, even in what was undone, stays."""
    first = a_source(desk, "radio A")
    repeating = a_source(desk, "paper B", derived_from=first)
    case = a_case(desk, source=AUNT, claims=[{"fact": "occupation", "value": "baker", "source": FAMILY},
                                             {"fact": "sex", "value": "male", "source": repeating}])  # fmt: skip
    a_case(desk)
    plan = plan_erasure(desk, case)
    aunt = next(s for s in plan.sources if desk.source(s).label == "an aunt")
    assert set(plan.sources) == {aunt, first, repeating}
    assert [desk.source(one).label for one in plan.kept_sources] == ["a family"]
    labels = desk.vault.count(LABELS)
    erase(desk, case, "family-request")
    for gone in (aunt, first, repeating):
        assert not desk.vault.has(SOURCES, number_of(gone))
        assert not desk.vault.has(CONTACTS, number_of(gone))
    assert desk.vault.count(LABELS) == labels - 3
    assert desk.source(plan.kept_sources[0]).label == "a family"
    assert desk.vault.check().ok
    assert a_case(desk, source=AUNT) != case  # the voice can come in again


def test_a_source_that_another_case_cites_through_a_repetition_stays(desk: Desk) -> None:
    first = a_source(desk, "radio A")
    repeating = a_source(desk, "paper B", derived_from=first)
    case = a_case(desk, source=first)
    a_case(desk, source=repeating)
    assert plan_erasure(desk, case).sources == ()


def test_sources_can_be_kept(desk: Desk) -> None:
    case = a_case(desk, source=AUNT)
    (aunt,) = plan_erasure(desk, case).sources
    done = erase(desk, case, "own-request", keep_sources=True)
    assert (done.sources, done.kept_sources) == ((), (aunt,))
    assert desk.source(aunt).label == "an aunt"


def test_the_next_source_of_a_voice_is_found_by_its_label(desk: Desk) -> None:
    """An intake after the erasure must not take one voice for a second one."""
    case = a_case(desk, source=AUNT)
    heir = a_source(desk, "an aunt", "family")
    assert desk.case(a_case(desk, source=AUNT)).sources() == desk.case(case).sources()
    erase(desk, next(line.id for line in desk.lines() if line.id != case), "law")
    erase(desk, case, "family-request")
    again = a_case(desk, source={"kind": "family", "label": "an aunt", "reliability": "C"})
    assert desk.case(again).sources() == {heir}


def test_links_to_it_say_that_it_was_erased_and_totals_no_longer_count_it(desk: Desk) -> None:
    person, group, other = a_case(desk), a_group(desk), a_group(desk, "30 men")
    link_member(desk, group, person, "likely", "named in the list")
    before = totals(desk, []).total
    done = erase(desk, group, "taken-in-wrongly")
    assert done.linked == (person,)
    file = desk.case(person)
    assert erased_links(desk, file) == {group}
    words = [past.what for past in history(file, erased_links(desk, file)) if past.kind == "link"]
    assert words[0].endswith("(erased)")
    after = totals(desk, [])
    assert [one.group for one in after.groups] == [other] and after.total != before


def test_a_withdrawn_case_can_be_erased_and_its_mark_goes(desk: Desk) -> None:
    case = a_case(desk)
    undo_last(desk)
    assert desk.vault.has(WITHDRAWN, number_of(case)) and desk.count() == 0
    erase(desk, case, "taken-in-wrongly")
    assert desk.vault.count(WITHDRAWN) == 0 and desk.count() == 0
    assert desk.vault.check().ok


def test_undo_goes_no_further_back_than_an_erasure(desk: Desk) -> None:
    first, second = a_case(desk), a_case(desk)
    erase(desk, second, "family-request")
    with pytest.raises(RuleNotMet, match="erase a case, which cannot be undone"):
        undo_last(desk)
    with pytest.raises(RuleNotMet):
        redo_last(desk)
    third = a_case(desk)
    assert undo_last(desk).records == (third,)
    with pytest.raises(RuleNotMet, match="cannot be undone"):
        undo_last(desk)
    assert desk.case(first).withdrawn is False


def test_what_is_typed_back_must_name_the_same_case(desk: Desk) -> None:
    case, other = a_case(desk), a_case(desk)
    for right in (case, short(case), short(case).lower()):
        confirmed(desk, case, right)
    for wrong in (other, short(other), "", "yes", short(case)[:-1]):
        with pytest.raises(RuleNotMet, match="typed back"):
            confirmed(desk, case, wrong)


def test_a_basis_that_nobody_knows_and_a_long_reason_are_refused(desk: Desk) -> None:
    case = a_case(desk)
    with pytest.raises(InputRefused):
        erase(desk, case, "because")
    with pytest.raises(InputRefused):
        erase(desk, case, "law", "x" * 201)
    assert desk.count() == 1


def test_an_erasure_that_is_interrupted_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    case = a_case(desk, source=AUNT)
    monkeypatch.setattr("registry.desk.erasing.label_number", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        erase(desk, case, "law")
    assert desk.case(case).kind == "person" and desk.count() == 1
    assert list(tombstones(desk.vault)) == []
    assert desk.vault.check().ok


def test_a_vault_without_the_table_has_no_tombstones(desk: Desk, tmp_path: Path) -> None:
    del tmp_path
    with desk.vault.act("drop") as act:
        act.drop_table("tombstones")
    with pytest.raises(NotFound, match="no case here"):
        desk.case("000000000001")
    case = next(iter(take_in(desk, [{"source": FAMILY, "facts": {"name": "A"}}], alone=True))).id
    erase(desk, case, "law")
    assert len(list(tombstones(desk.vault))) == 1
