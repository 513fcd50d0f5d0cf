"""Releases at the desk: one person counted once, a ledger that must be whole, what a withdrawal cannot reach."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from registry.cases.line import CaseLine
from registry.desk.auditing import earlier_summaries
from registry.desk.desk import CASES, RELEASES, Desk
from registry.desk.disclosing import countable, enter, ledger, plan_release, prepare
from registry.desk.intake import take_in
from registry.desk.persons import one_each, same_person
from registry.desk.releases import reach, release
from registry.disclosure.countable import Countable
from registry.errors import Damaged, DisclosureRefused, NotFound
from registry.provenance.consent import STATISTICS
from registry.words.identity import new_id, number_of, short

FAMILY = {"kind": "family", "label": "a family", "reliability": "B"}


def line(case: str, same: Sequence[str] = (), **given: Any) -> CaseLine:
    values = {
        "id": case, "kind": "person", "status": "missing", "flags": (), "names": (), "folded": "", "seen_from": 0,
        "seen_to": 0, "sex": "male", "age": "not_stated", "at": "", "place": "SY02", "holder": "not_stated",
        "family": "", "statistics": True, "statistics_until": "", "stage": "", "made_at": "", "touched_at": "",
        **given,
    }  # fmt: skip
    return CaseLine(**values, same=tuple(same))


def counted(*lines: CaseLine) -> list[Countable]:
    return list(one_each([countable(one, "2026-11-22") for one in lines], same_person(lines)))


def test_files_tied_as_one_person_are_counted_once() -> None:
    lines = [line("a", ["b"]), line("b", ["a", "c"]), line("c", ["b"]), line("d"), line("e", ["gone"])]
    found = counted(*lines)
    assert sorted(one.case for one in found) == ["a", "d", "e"]
    (one,) = (one for one in found if one.case == "a")
    assert one.cases == {"a", "b", "c"}


def test_a_class_is_what_all_files_that_state_it_agree_on() -> None:
    (one,) = counted(
        line("a", ["b"], sex="not_stated", place="SY02", age="18-59"),
        line("b", ["a"], sex="female", place="SY07", age="18-59", status="held_reported"),
    )
    assert one.values == {"sex": "female", "age": "18-59"}


@pytest.mark.parametrize("given", [{"statistics": False}, {"statistics_until": "2026-01-01"}])
def test_one_file_without_consent_is_enough_not_to_count(given: dict[str, Any]) -> None:
    (one,) = counted(line("a", ["b"]), line("b", ["a"], **given))
    assert not one.consented


def test_the_latest_day_of_any_file_decides_about_the_cutoff() -> None:
    (one,) = counted(line("a", ["b"], seen_from=736000, seen_to=736000), line("b", ["a"], seen_to=736100))
    assert one.seen is not None
    assert one.seen.toordinal() == 736100


def take_many(desk: Desk, size: int, start: int = 0) -> list[str]:
    entries = [
        {
            "source": FAMILY, "consent": [STATISTICS],
            "facts": {"name": "Khaled Darwish", "sex": ("male", "female")[at % 2], "last_seen_at": "Aleppo"},
        }
        for at in range(start, start + size)
    ]  # fmt: skip
    return [case.id for case in take_in(desk, entries, alone=True)]


def later(desk: Desk, **time: int) -> Desk:
    clock = desk.pen.clock
    return replace(desk, pen=replace(desk.pen, clock=lambda: clock() + timedelta(**time)))


def made(desk: Desk, by: Sequence[str], to: str, **given: Any) -> str:
    found = prepare(desk, plan_release(desk, by, **given), recipient=to)
    enter(desk, found)
    return found.entry.release_id


def test_a_year_of_releases_from_one_vault(desk: Desk) -> None:
    cases = take_many(desk, 60)
    first = made(desk, ["sex"], "UN")
    with pytest.raises(DisclosureRefused, match="less than 30 days"):
        made(later(desk, days=29), ["sex"], "press")
    with pytest.raises(DisclosureRefused, match="people are new"):
        made(later(desk, days=31), ["sex"], "press")
    new = take_many(desk, 12, 60)
    second = made(later(desk, days=31), ["place"], "press")
    entries = {entry.release_id: entry for entry in ledger(desk)}
    assert entries[second].printed[""] >= entries[first].printed[""]  # type: ignore[operator]
    assert {entry.release_id for entry in reach(desk, cases[0]).entries} == {first, second}
    assert [entry.recipient for entry in reach(desk, new[0]).entries] == ["press"]
    assert release(desk, short(first)).release_id == first
    take_many(desk, 12, 80)
    based = plan_release(later(desk, days=400), [], rebase=True)
    assert based.passes
    assert set(based.request.tables) == {("sex",), ("place",)}


def test_the_reach_of_an_erased_case_is_still_told(desk: Desk) -> None:
    cases = take_many(desk, 60)
    first = made(desk, ["sex"], "UN")
    with desk.vault.act("test") as act:
        act.remove(CASES, number_of(cases[0]))
    assert [entry.release_id for entry in reach(desk, cases[0]).entries] == [first]
    with pytest.raises(NotFound):
        reach(desk, new_id(desk.pen.chance))


@pytest.mark.parametrize("entry", [None, {}, "gone"])
def test_a_ledger_entry_that_cannot_be_read_shuts_every_release(desk: Desk, entry: object) -> None:
    take_many(desk, 60)
    made(desk, ["sex"], "UN")
    known = number_of(ledger(desk)[0].release_id)
    with desk.vault.act("test") as act:
        act.write(RELEASES, known, {"entry": entry, "files": {}})
    with pytest.raises(Damaged):
        ledger(desk)
    with pytest.raises(DisclosureRefused, match="ledger of summaries is damaged") as refused:
        plan_release(desk, ["sex"])
    assert refused.value.exit_code == 9


def test_a_release_to_the_press_says_least_numbers_and_later_ones_are_held_to_its_prints(desk: Desk) -> None:
    take_many(desk, 120)
    desk = later(desk, days=70)
    first = prepare(desk, plan_release(desk, ["sex"], policy="press"), recipient="press")
    enter(desk, first)
    cells = json.loads(first.files["summary.json"])["cells"]
    assert [cell["value"] for cell in cells] == ["110+", "50+", "50+", "0+"]
    assert sorted(first.entry.printed.values()) == [0, 60, 60, 120]
    earlier = json.loads(earlier_summaries(desk)[0])
    assert [cell["value"] for cell in earlier["cells"]] == [120, 60, 60, 0]
    take_many(desk, 20, 120)
    second = prepare(
        later(desk, days=40), plan_release(later(desk, days=40), ["sex"], policy="press"), recipient="x"
    )
    before = first.entry.printed
    assert all(int(value) >= int(before[at]) for at, value in second.entry.printed.items())
