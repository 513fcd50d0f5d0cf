"""A journey out and back: what is carried, what is not, and that coming back loses and doubles nothing."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.desk.claiming import add_claim, retract_claim
from registry.desk.copies import copies_holding
from registry.desk.desk import CASES, CONTACTS, RETURNED, SOURCES, WITHDRAWN, Desk
from registry.desk.disclosing import ledger
from registry.desk.erasing import erase
from registry.desk.exhibiting import attach, read_out
from registry.desk.intake_only import away_files
from registry.desk.opening import make_desk, open_desk
from registry.desk.peopling import members, remove
from registry.desk.returning import Returned, take_back
from registry.desk.travelling import is_journey, make_travel
from registry.desk.undoing import redo_last, undo_last
from registry.errors import Damaged, InputRefused, Locked, NotFound, RuleNotMet
from registry.vault.recovery import RecoveryKey
from registry.words.identity import number_of, short
from tests.desk.conftest import PASSPHRASE
from tests.desk.making import FAMILY, a_case, a_source

ROAD = "orbit walnut ribbon canyon pencil summit velvet"
AUNT = {"kind": "family", "label": "an aunt", "reliability": "C", "contact": "by way of the bakery"}


@contextmanager
def on_the_road(file: Path) -> Iterator[Desk]:
    desk = open_desk(file, ROAD, device="road laptop")
    with desk.vault:
        yield desk


def test_a_journey_that_was_called_back_adds_nothing(desk: Desk, tmp_path: Path) -> None:
    """Its laptop was taken at a crossing, with the passphrase: whoever has both could add to it."""
    case = a_case(desk)
    make_travel(desk, tmp_path / "road", [case], ROAD, "Rim")
    with on_the_road(tmp_path / "road") as journey:
        a_case(journey)
    assert remove(desk, "Rim, on a journey")[0] == "Rim, on a journey"
    with pytest.raises(RuleNotMet, match="called back"):
        come_back(desk, tmp_path / "road")
    assert desk.count() == 1
    assert [one.name for one in members(desk) if one.here] == ["Rim"]


def come_back(desk: Desk, file: Path) -> Returned:
    with on_the_road(file) as journey:
        return take_back(desk, journey)


def canonical(desk: Desk) -> dict[str, Any]:
    """Return everything that is kept of cases and sources, whatever the order in which it came."""
    tables: dict[str, Any] = {}
    for table in (CASES, SOURCES, CONTACTS, WITHDRAWN):
        found = (dict(document) for _, document in desk.vault.documents(table))
        tables[table] = {
            d["id"]: {**d, "items": sorted(d.get("items", []), key=lambda item: str(item["id"]))}
            for d in found
        }
    return json.loads(json.dumps(tables, sort_keys=True))  # type: ignore[no-any-return]


def test_a_journey_takes_what_was_chosen_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    chosen, left = a_case(desk, source=AUNT, facts={"name": "Chosen"}), a_case(desk, facts={"name": "Left"})
    attach(desk, chosen, io.BytesIO(b"letter" * 100_000), "letter")
    info = desk.vault.info()
    made = make_travel(desk, tmp_path / "road", [short(chosen)], ROAD, "Rim")
    assert (made.cases, made.sources, made.exhibits, made.contacts) == (1, 1, 0, 0)
    with on_the_road(tmp_path / "road") as journey:
        assert is_journey(journey) and not is_journey(desk)
        assert [line.id for line in journey.lines()] == [chosen]
        assert journey.document(CASES, chosen) == desk.document(CASES, chosen)
        with pytest.raises(NotFound):
            journey.case(left)
        assert journey.vault.count(SOURCES) == 1 and journey.vault.count(CONTACTS) == 0
        assert ledger(journey) == [] and away_files(journey, "travel") == []
        told = journey.vault.info()
        assert told.vault_id != info.vault_id
        theirs = {person.public_key for person in told.people}
        assert theirs.isdisjoint({person.public_key for person in info.people})
        with pytest.raises(NotFound):
            list(read_out(journey, chosen, journey.case(chosen).exhibits[0].id)[1])
        assert journey.vault.check().problems == ()
        assert info.vault_id not in json.dumps([dict(d) for t in journey.vault.table_names()
                                                for _, d in journey.vault.documents(t)])  # fmt: skip
    assert [copy.kind for copy in copies_holding(desk, chosen)] == ["travel"]
    assert copies_holding(desk, left) == []
    (sent,) = away_files(desk, "travel")
    assert (sent.vault_id, sent.cases) == (made.vault_id, [chosen])
    assert "Rim, on a journey" in desk.names().values()
    with pytest.raises(Locked):
        open_desk(tmp_path / "road", PASSPHRASE, device="x")
    with pytest.raises(Locked):
        open_desk(tmp_path / "v", ROAD, device="x")
    assert desk.vault.check().problems == () and desk.vault.verify_journal()
    assert desk.vault.info().slots_in_use == 2


def test_exhibits_and_contacts_go_only_where_asked_for(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk, source=AUNT)
    bytes_ = os.urandom(600_000)
    exhibit = attach(desk, case, io.BytesIO(bytes_), "letter")
    made = make_travel(desk, tmp_path / "road", [case], ROAD, "Rim", with_exhibits=True, with_contacts=True)
    assert (made.exhibits, made.contacts) == (1, 1)
    with on_the_road(tmp_path / "road") as journey:
        assert b"".join(read_out(journey, case, exhibit.id)[1]) == bytes_
        assert journey.vault.check().problems == ()


def test_what_was_added_comes_back_once_under_its_own_hand(desk: Desk, tmp_path: Path) -> None:
    case, road = a_case(desk), tmp_path / "road"
    make_travel(desk, road, [case], ROAD, "Rim")
    with on_the_road(road) as journey:
        source = a_source(journey, "committee on the way", contact="at the ferry")
        add_claim(journey, case, "occupation", source, {"value": "baker"})
        attach(journey, case, io.BytesIO(b"photo" * 100_000), "photo")
        new = a_case(journey, facts={"name": "Met on the way"})
        signer = journey.pen.by
    add_claim(
        desk, case, "origin", next(iter(desk.case(case).sources())), {"value": "Aleppo"}
    )  # meanwhile, at home
    found = come_back(desk, road)
    assert (found.new, found.added_to, found.exhibits) == ([new], [case], 1)
    view = desk.view(desk.case(case))
    assert {"occupation", "origin"} <= set(view.facts)
    claim = next(c for c in desk.case(case).claims if c.fact == "occupation")
    assert (
        desk.names()[claim.by] == "Rim, on a journey" and claim.by == signer and claim.device == "road laptop"
    )
    assert desk.source(source).label == "committee on the way"
    assert desk.vault.document(CONTACTS, number_of(source)) is not None
    exhibit = desk.case(case).exhibits[0]
    assert b"".join(read_out(desk, case, exhibit.id)[1]) == b"photo" * 100_000
    assert desk.count() == 2
    assert desk.vault.check().problems == () and desk.vault.verify_journal()
    acts, was = desk.vault.head[0], canonical(desk)
    again = come_back(desk, road)
    assert (again.new, again.added_to, again.items, again.sources) == ([], [], 0, 0)
    assert desk.vault.head[0] == acts and canonical(desk) == was
    assert desk.vault.count(RETURNED) > 3


_STEPS = st.lists(
    st.tuples(st.sampled_from(["home", "first", "second"]), st.sampled_from(["new", "claim", "retract", "undo", "redo"])),
    max_size=8,
)  # fmt: skip


def _step(desk: Desk, case: str, step: str) -> None:
    source = next(iter(desk.case(case).sources()), None)
    try:
        if step == "new":
            a_case(desk, source=AUNT)
        elif step == "claim" and source:
            add_claim(desk, case, "occupation", source, {"value": f"baker {desk.vault.head[0]}"})
        elif step == "retract":
            retract_claim(desk, case, desk.case(case).claims[-1].id, "wrong")
        elif step == "undo":
            undo_last(desk)
        elif step == "redo":
            redo_last(desk)
    except (RuleNotMet, IndexError):
        pass


@settings(max_examples=12)
@given(_STEPS)
def test_journeys_may_come_back_in_any_order_and_any_number_of_times(steps: list[tuple[str, str]]) -> None:
    os.environ["REGISTRY_ALLOW_TEST_KDF"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        home = make_desk(
            place / "v", PASSPHRASE, RecoveryKey.generate(), caseworker="Rim", device="home", test_kdf=True,
            chance=random.Random(3).randrange,
        )  # fmt: skip
        with home.vault:
            case = a_case(home)
            for name in ("first", "second"):
                make_travel(home, place / name, [case], ROAD, name)
            for where, step in steps:
                if where == "home":
                    _step(home, case, step)
                else:
                    with on_the_road(place / where) as journey:
                        _step(journey, case, step)
        results = []
        for order in (("first", "second"), ("second", "first"), ("second", "first", "second", "first")):
            shutil.copy(place / "v", place / "copy")
            with (opened := open_desk(place / "copy", PASSPHRASE, device="home")).vault:
                for name in order:
                    come_back(opened, place / name)
                assert opened.vault.check().problems == ()
                results.append(canonical(opened))
                assert opened.count() == sum(1 for _ in opened.lines())
        assert results[0] == results[1] == results[2]
    del os.environ["REGISTRY_ALLOW_TEST_KDF"]


def test_what_was_erased_at_home_stays_erased(desk: Desk, tmp_path: Path) -> None:
    case, kept = a_case(desk, source=AUNT), a_case(desk)
    make_travel(desk, tmp_path / "road", [case, kept], ROAD, "Rim")
    with on_the_road(tmp_path / "road") as journey:
        source = next(iter(journey.case(case).sources()))
        add_claim(journey, case, "occupation", source, {"value": "baker"})
    erase(desk, case, "family-request")
    found = come_back(desk, tmp_path / "road")
    assert found.erased == [case] and found.new == []
    with pytest.raises(NotFound, match="erased"):
        desk.case(case)
    assert not desk.vault.has(SOURCES, number_of(source))


def test_the_vault_of_another_journey_or_of_strangers_is_refused(desk: Desk, tmp_path: Path) -> None:
    stranger = make_desk(
        tmp_path / "s", ROAD, RecoveryKey.generate(), caseworker="S", device="d", test_kdf=True
    )
    with stranger.vault:
        a_case(stranger)
        with pytest.raises(RuleNotMet, match="not made from this one"):
            take_back(desk, stranger)
        with pytest.raises(RuleNotMet):
            take_back(desk, desk)
    assert desk.count() == 0


def test_a_damaged_record_is_left_out_and_a_damaged_history_refused(desk: Desk, tmp_path: Path) -> None:
    first, second = a_case(desk), a_case(desk)
    make_travel(desk, tmp_path / "road", [first, second], ROAD, "Rim")
    with on_the_road(tmp_path / "road") as journey:
        for case in (first, second):
            source = next(iter(journey.case(case).sources()))
            add_claim(journey, case, "occupation", source, {"value": "baker"})
        container, rows = journey.vault.container, journey.vault.rows
        _break(container, rows.object_row(CASES, number_of(first)))
        found = take_back(desk, journey)
        assert (found.damaged, found.added_to) == ([first], [second])
        _break(container, rows.entry_row(2))
        with pytest.raises(Damaged, match="nothing was taken"):
            take_back(desk, journey)


def _break(container: Any, name: int) -> None:
    raw = container.get(name)
    container.begin()
    container.put(name, raw[:-1] + bytes([raw[-1] ^ 1]))
    container.commit()


def test_an_item_that_was_changed_on_the_way_is_not_taken(desk: Desk, tmp_path: Path) -> None:
    """Items never change, so a changed one was made with other software: the whole file is left, and named."""
    case = a_case(desk)
    make_travel(desk, tmp_path / "road", [case], ROAD, "Rim")
    with on_the_road(tmp_path / "road") as journey:
        document = journey.document(CASES, case)
        document["items"][0]["at"] = "2016-01-01T00:00:00.000000Z"
        with journey.vault.act("forge") as act:
            act.write(CASES, number_of(case), document)
    before = canonical(desk)
    found = come_back(desk, tmp_path / "road")
    assert (found.refused, found.added_to, found.unchanged) == ([case], [], 0)
    assert canonical(desk) == before


def test_what_no_version_can_read_is_refused_whole(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    make_travel(desk, tmp_path / "road", [case], ROAD, "Rim")
    with on_the_road(tmp_path / "road") as journey:
        document = journey.document(CASES, case)
        document["items"].append({"t": "note", "id": "0123456789AB", "text": 7})
        journey.vault.specs.pop(CASES)
        with journey.vault.act("forge") as act:
            act.write(CASES, number_of(case), document)
    before = canonical(desk)
    with pytest.raises(Damaged, match="nothing was taken"):
        come_back(desk, tmp_path / "road")
    assert canonical(desk) == before


def test_nothing_is_made_where_nothing_was_chosen_or_something_fails(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(desk)
    road = tmp_path / "road"
    with pytest.raises(InputRefused):
        make_travel(desk, road, [], ROAD, "Rim")
    with pytest.raises(NotFound):
        make_travel(desk, road, ["000000000001"], ROAD, "Rim")
    with pytest.raises(InputRefused):
        make_travel(desk, road, [case], "weak", "Rim")
    with monkeypatch.context() as patch:
        patch.setattr("registry.desk.travelling.note_away", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make_travel(desk, road, [case], ROAD, "Rim")
    undo_last(desk)
    with pytest.raises(RuleNotMet):
        make_travel(desk, road, [case], ROAD, "Rim")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["v"]
    assert away_files(desk, "travel") == []


def test_a_return_can_be_undone(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    make_travel(desk, tmp_path / "road", [case], ROAD, "Rim")
    with on_the_road(tmp_path / "road") as journey:
        a_case(journey, source=FAMILY)
    come_back(desk, tmp_path / "road")
    assert desk.count() == 2
    assert undo_last(desk).operation == "vault return"
    assert desk.count() == 1
    redo_last(desk)
    assert desk.count() == 2
