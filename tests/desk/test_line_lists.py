"""Line lists at the desk: off until allowed, proposed by one, let out by another, and never beside what would subtract."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from registry.desk import line_lists
from registry.desk.consenting import withdraw
from registry.desk.desk import RELEASES, Desk
from registry.desk.disclosing import again, ledger, plan_release
from registry.desk.intake import take_in
from registry.desk.line_lists import (
    allow,
    enter,
    find,
    forbid,
    look,
    plan,
    prepare,
    proposals,
    propose,
    refuse,
)
from registry.disclosure.line_list import LineList
from registry.errors import Damaged, DisclosureRefused, NotFound, RuleNotMet, UsageRefused
from registry.provenance.consent import STATISTICS
from registry.words.identity import number_of
from tests.desk.conftest import Team
from tests.desk.making import a_case
from tests.disclosure.recount import families_by_class, faults, smallest_meeting
from tests.disclosure.registers import register

WHY = "the Working Group asked for it in writing"
FAMILY = {"kind": "family", "label": "a family", "reliability": "B"}


def fill(desk: Desk, size: int, start: int = 0) -> None:
    """Take ``size`` people in, drawn as a register is: names of their own, a few families among them."""
    chance = random.Random(start)
    list(take_in(desk, [_entry(chance, at) for at in range(start, start + size)], alone=False))


def _entry(chance: random.Random, at: int) -> dict[str, Any]:
    facts = {
        "name": f"Zz{chance.randrange(10**9):09} Qq{at:05}",
        "sex": chance.choice(["male", "male", "male", "female"]),
        "age": chance.choice([12, 30, 40, 70]),
        "age_on": "2016-12",
        "last_seen_on": chance.choice(["2016-11-20", "2016-12-09", "2016-12-20"]),
        "last_seen_at": chance.choice(["Aleppo", "Aleppo", "Idlib", "Hama"]),
        "alleged_holder": chance.choice(["government", "opposition", "isil", "foreign forces"]),
        "family": f"household {chance.randrange(at + 20):05}",
    }
    status = chance.choice(["missing", "missing", "held_reported", "released_reported"])
    return {"source": FAMILY, "facts": facts, "status": status, "consent": [STATISTICS]}


def stand_in(monkeypatch: pytest.MonkeyPatch, size: int, of: int = 0) -> None:
    """Let people of a drawn register be those of the vault: taking hundreds in is slow."""
    monkeypatch.setattr(line_lists, "people", lambda _: register(of or size)[:size])


def proposed(desk: Desk) -> str:
    return propose(desk, recipient="UN Working Group", reason=WHY).wish.id


def let_out(desk: Desk, ref: str, lang: str = "en") -> line_lists.ReadyList:
    wish, found = look(desk, ref)
    ready = prepare(desk, wish, found, lang)
    enter(desk, ready)
    return ready


def test_a_list_goes_the_whole_way(team: Team) -> None:
    fill(team.rim, 205)
    with pytest.raises(RuleNotMet, match="off in this vault"):
        proposed(team.rim)
    allow(team.rim, WHY)
    ref = proposed(team.rim)
    with pytest.raises(RuleNotMet, match="whoever proposed"):
        look(team.rim, ref)
    with pytest.raises(RuleNotMet, match="a reviewer where it has one"):
        look(team.amal, ref)
    assert find(team.amal, ref).reviewers == ("Nour",)
    ready = let_out(team.nour, ref)
    entry = ready.release.entry
    assert (entry.release_class, entry.recipient, entry.approver) == ("L", "UN Working Group", "Nour")
    assert entry.policy["proposed_by"] == "Rim"
    assert entry.policy["reason"] == WHY
    assert len(entry.people) == 205
    assert faults(ready.release.files) == []
    family_of = {line.id: line.family for line in team.rim.lines()}
    assert min(families_by_class(ready.told_of, family_of).values()) >= 5
    assert ledger(team.rim)[0] == entry
    assert again(team.rim, entry.release_id) == ready.release.files
    assert find(team.rim, ref).end is not None
    said = b"".join(ready.release.files.values()).decode()
    assert not any(word in said for line in team.rim.lines() for name in line.names for word in name.split())
    assert not any(line.id in said for line in team.rim.lines())
    with pytest.raises(RuleNotMet, match="decided before"):
        look(team.nour, ref)
    # And nothing else over these people now, neither a list nor a table.
    assert plan_release(team.rim, ()).refusal is not None
    assert "30 days" in str(plan(team.rim).refusal)
    withdraw(team.rim, min(entry.people), {"purpose": STATISTICS})
    with pytest.raises(RuleNotMet, match="stands no more"):
        again(team.rim, entry.release_id)


def test_the_second_persons_signature_stands_under_the_release(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, 200)
    allow(team.rim, WHY)
    let_out(team.nour, proposed(team.rim))
    last = list(team.rim.vault.journal())[-1].entry
    assert last.operation == line_lists.MAKE
    assert last.by.hex() == team.nour.pen.by


def test_what_stands_in_the_way_of_a_list_is_asked_again_when_it_is_let_out(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, 200)
    allow(team.rim, WHY)
    ref = proposed(team.rim)
    stand_in(monkeypatch, 199, of=200)  # somebody withdrew meanwhile
    wish, found = look(team.nour, ref)
    with pytest.raises(DisclosureRefused, match="200 people"):
        prepare(team.nour, wish, found)
    forbid(team.rim, "not any more")
    with pytest.raises(RuleNotMet, match="off in this vault"):
        look(team.nour, ref)


def test_what_went_out_between_makes_the_list_be_made_again(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, 200)
    allow(team.rim, WHY)
    refs = [proposed(team.rim), proposed(team.rim)]
    wish, found = look(team.nour, refs[0])
    ready = prepare(team.nour, wish, found)
    let_out(team.nour, refs[1])
    with pytest.raises(RuleNotMet, match="meanwhile"):
        enter(team.nour, ready)
    assert len(ledger(team.rim)) == 1


def test_turning_lists_on_and_off_is_on_the_record(team: Team) -> None:
    for word in ("", "  "):
        with pytest.raises(RuleNotMet):
            allow(team.rim, word)
    assert not line_lists.allowed(team.rim)
    with pytest.raises(RuleNotMet):
        forbid(team.rim, WHY)
    allow(team.amal, WHY)
    with pytest.raises(RuleNotMet):
        allow(team.rim, WHY)
    last = line_lists.switched(team.rim)
    assert last is not None
    assert (last.author, last.reason, last.by) == ("Amal", WHY, team.amal.pen.by)
    forbid(team.rim, "enough")
    assert not line_lists.allowed(team.amal)
    said = [one.entry.operation for one in team.rim.vault.journal()]
    assert [one for one in said if one.startswith("disclose")] == [line_lists.ALLOW, line_lists.FORBID]


@pytest.mark.parametrize("recipient", ["", " ", "public", "All"])
def test_nobody_in_particular_gets_no_list(team: Team, recipient: str) -> None:
    allow(team.rim, WHY)
    with pytest.raises(RuleNotMet, match="named recipient"):
        propose(team.rim, recipient=recipient, reason=WHY)


def test_who_works_alone_lets_no_list_out(desk: Desk) -> None:
    allow(desk, WHY)
    with pytest.raises(RuleNotMet, match="second person"):
        propose(desk, recipient="UN", reason=WHY)


def test_a_proposal_needs_a_reason_and_a_plan_that_passes(team: Team) -> None:
    allow(team.rim, WHY)
    with pytest.raises(RuleNotMet, match="written reason"):
        propose(team.rim, recipient="UN", reason="")
    with pytest.raises(DisclosureRefused):
        propose(team.rim, recipient="UN", reason=WHY)
    with pytest.raises(UsageRefused):
        propose(team.rim, recipient="UN", reason=WHY, columns=["name"])
    assert proposals(team.rim) == []


def test_a_proposal_is_refused_or_taken_back(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, 200)
    allow(team.rim, WHY)
    first, second = proposed(team.rim), proposed(team.rim)
    with pytest.raises(RuleNotMet):
        refuse(team.rim, first, "no")
    with pytest.raises(RuleNotMet):
        refuse(team.nour, first, "")
    refuse(team.nour, first, "the recipient is not known to us")
    with pytest.raises(RuleNotMet):
        line_lists.withdraw(team.nour, second)
    line_lists.withdraw(team.rim, second)
    assert [one.state for one in proposals(team.amal)] == ["refused", "withdrawn"]
    with pytest.raises(NotFound):
        find(team.rim, "000-0000")


def test_a_ledger_that_forgot_how_it_told_of_people_stops_every_list(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, 200)
    allow(team.rim, WHY)
    entry = let_out(team.nour, proposed(team.rim)).release.entry
    kept = dict(team.rim.vault.table(RELEASES).get(doc_id=number_of(entry.release_id)))
    with team.rim.vault.act("test") as act:
        act.write(RELEASES, number_of(entry.release_id), {**kept, "classes": {}})
    with pytest.raises(Damaged):
        plan(team.rim)


def test_a_later_list_keeps_to_the_earlier_one(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, 400, of=620)
    allow(team.rim, WHY)
    first = let_out(team.nour, proposed(team.rim))
    stand_in(monkeypatch, 620)
    later = team.rim.pen.clock() + timedelta(days=40)
    rim = replace(team.rim, pen=replace(team.rim.pen, clock=lambda: later))
    found = plan(rim)
    assert found.passes, found.refusal
    assert smallest_meeting(first.told_of, found.told_of()) >= 11


def test_a_list_made_with_a_name_in_it_leaves_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, 200)
    allow(team.rim, WHY)
    ref = proposed(team.rim)
    a_case(team.rim, facts={"name": (name := "Khaled Darwish")})
    real = line_lists.write_list

    def leaking(made: LineList, lang: str) -> dict[str, bytes]:
        files = real(made, lang)
        return {**files, "method.md": files["method.md"] + f"\n{name}\n".encode()}

    monkeypatch.setattr(line_lists, "write_list", leaking)
    wish, found = look(team.nour, ref)
    with pytest.raises(DisclosureRefused):
        prepare(team.nour, wish, found)
    assert ledger(team.rim) == []
