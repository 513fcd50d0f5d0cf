"""Registers at the desk: records of claims of sources, taken back step by step, reviewed by a second person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from registry.cases.items import Checked
from registry.cases.named import Named
from registry.cases.register import id_of_code
from registry.desk.desk import Desk
from registry.desk.erasing import erase
from registry.desk.history import history
from registry.desk.registering import (
    Registered,
    add_control,
    add_record,
    controlled_on,
    listed,
    place_node,
    record_file,
    record_or_place,
    record_shown,
    retract_from,
    review_actor,
)
from registry.desk.registers import FACILITIES
from registry.desk.undoing import redo_last, undo_last
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.vault.spec import TableSpec
from registry.words.dates import PartialDate
from registry.words.identity import number_of, short
from tests.desk.making import a_case, a_source

AMAL = "granite willow saffron tunnel mosaic feather"


def a_facility(desk: Desk, name: object = "Sednaya prison", **facts: object) -> Registered:
    return add_record(desk, "facility", {"source": a_source(desk), "facts": {"name": name, **facts}})


def test_a_facility_is_a_record_of_claims_with_names_in_both_scripts(desk: Desk) -> None:
    made = a_facility(desk, ["Sednaya prison", "سجن صيدنايا"], alias="Saydnaya", type="military prison")
    assert (made.new, len(made.claims), made.warnings) == (True, 4, ())
    record = record_shown(desk, "facility", short(made.id))
    assert record.names == ("Sednaya prison", "سجن صيدنايا", "Saydnaya")
    assert record.best("type").code == "military_prison"
    other = {"source": a_source(desk, "committee B"), "facts": {"type": "prison", "sensitivity": "secret"}}
    assert add_record(desk, "facility", other, made.id).new is False
    record = record_shown(desk, "facility", made.id)
    assert record.facts["type"].conflicting
    assert [past.kind for past in history(record.file)] == ["claim"] * 6


def test_a_new_source_may_come_with_the_statement_and_goes_with_it(desk: Desk) -> None:
    said = {"source": {"kind": "survivor", "label": "a man who was there"}, "facts": {"name": "Branch 290"}}
    made = add_record(desk, "facility", said)
    assert desk.source(made.claims[0].source).label == "a man who was there"
    undo_last(desk)
    assert desk.source(made.claims[0].source).withdrawn
    assert listed(desk.registers(), "facility") == []


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"facts": {"name": "x"}}, "nobody is named"),
        ({"source": "S", "facts": {}}, "no fact"),
        ({"source": "S"}, "no fact"),
        ({"source": "S", "facts": {"type": "prison"}}, "no name"),
        ({"source": "S", "facts": {"name": ""}}, "no fact"),
        ({"source": "S", "facts": {"name": "x", "colour": "red"}}, "not known"),
        ({"source": "S", "facts": {"name": "x", "type": "castle"}}, "type of facility"),
        ({"source": "S", "facts": {"name": "x", "control": {"since": "2012"}}}, "who was in control"),
        ({"source": "S", "facts": {"name": {"value": "x", "supersedes": "ABC"}}}, "no claim to supersede"),
        ({"source": "S", "place": "x", "facts": {"name": "x"}}, "not known"),
        ([], "named fields"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(desk: Desk, said: object, says: str) -> None:
    source = a_source(desk)
    if isinstance(said, dict) and said.get("source"):
        said = {**said, "source": source}
    with pytest.raises(InputRefused, match=says):
        add_record(desk, "facility", said)
    assert listed(desk.registers(), "facility") == []


def test_a_name_that_two_bear_is_told_when_it_is_taken_in(desk: Desk) -> None:
    a_facility(desk, "Central prison")
    assert "lead to neither" in a_facility(desk, "the Central Prison").warnings[0]


def test_adding_reads_the_records_that_bear_the_name_and_no_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [a_facility(desk, f"Branch {number}").id for number in range(30)]
    read, document = set[int](), desk.vault.document

    def noted(table: str, number: int) -> dict[str, Any] | None:
        if table == FACILITIES:
            read.add(number)
        return document(table, number)

    monkeypatch.setattr(desk.vault, "document", noted)
    assert a_facility(desk, "Another prison").warnings == ()
    assert "lead to neither" in a_facility(desk, ["Prison of the North", "branch 7"]).warnings[0]
    assert read & set(map(number_of, known)) == {number_of(known[7])}


def test_the_bearers_of_a_name_answer_as_the_whole_register_does(desk: Desk) -> None:
    made = [a_facility(desk, name, alias="Central") for name in ("Adra", "سجن عدرا", "the Adra")]
    retract_from(desk, "facility", made[0].id, made[0].claims[1].id, "another place")
    undone = a_facility(desk, "Adra")
    undo_last(desk)
    whole = desk.registers().facilities
    assert undone.id not in whole.records
    for name in ("adra", "Central", "سجن عدرا", "nobody knows it"):
        asked, answer = desk.bearers("facility", [name]).find(name), whole.find(name)
        assert (asked.several, asked.record and asked.record.id) == (
            answer.several,
            answer.record and answer.record.id,
        )


def test_lines_that_an_older_program_did_not_keep_are_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setitem(desk.vault.specs, FACILITIES, TableSpec(FACILITIES, fold=lambda _: None))
        a_facility(desk, "Central prison")
    assert "lead to neither" in a_facility(desk, "the Central Prison").warnings[0]
    assert desk.vault.check().ok


def test_acts_on_a_register_are_undone_and_come_back_step_by_step(desk: Desk) -> None:
    made = a_facility(desk)
    source = a_source(desk, "committee B")
    add_control(desk, "facility", made.id, {"source": source, "by": "government", "since": "2011"})
    retract_from(desk, "facility", made.id, made.claims[0].id, "mixed up")
    assert record_shown(desk, "facility", made.id).names == ()
    assert undo_last(desk).operation == "facility retract"
    assert undo_last(desk).operation == "facility control"
    assert record_shown(desk, "facility", made.id).control == ()
    redo_last(desk)
    assert len(record_shown(desk, "facility", made.id).control) == 1
    for operation in ("facility control", "source new", "facility add"):
        assert undo_last(desk).operation == operation
    with pytest.raises(RuleNotMet, match="taken back"):
        add_record(desk, "facility", {"source": a_source(desk), "facts": {"alias": "x"}}, made.id)


def test_taking_a_claim_back_needs_a_reason_and_is_done_once(desk: Desk) -> None:
    made = a_facility(desk, "Adra", alias="Central")
    with pytest.raises(RuleNotMet, match="reason"):
        retract_from(desk, "facility", made.id, made.claims[1].id, " ")
    retract_from(desk, "facility", made.id, short(made.claims[1].id), "another place")
    with pytest.raises(RuleNotMet, match="before"):
        retract_from(desk, "facility", made.id, made.claims[1].id, "again")
    assert desk.registers().found(Named("Central")).record is None


def test_a_better_end_of_control_supersedes_the_statement_of_its_own_source(desk: Desk) -> None:
    source = a_source(desk)
    first = add_control(
        desk, "place", "X-ALEPPO-EAST", {"source": source, "by": "opposition", "since": "2012-07"}
    )
    better = {
        "value": {"by": "opposition", "since": "2012-07", "until": "2016-12-13"},
        "supersedes": first.claims[0].id,
    }
    add_control(desk, "place", "x-aleppo-east", {"source": source, "control": better})
    (stretch,) = record_shown(desk, "place", "X-ALEPPO-EAST").control
    assert stretch.control.until is not None
    with pytest.raises(RuleNotMet, match="supersedes only"):
        add_control(desk, "place", "X-ALEPPO-EAST", {"source": a_source(desk, "B"), "control": better})


# Places


def test_what_is_known_of_a_gazetteer_s_place_is_one_record_on_every_laptop(desk: Desk) -> None:
    made = add_control(desk, "place", "X-ALEPPO-EAST", {"source": a_source(desk), "by": "opposition"})
    assert (made.id, made.new) == (id_of_code("X-ALEPPO-EAST"), True)
    assert record_file(desk, "place", made.id).document["made"] == {}
    undo_last(desk)
    again = add_control(desk, "place", "X-ALEPPO-EAST", {"source": a_source(desk, "B"), "by": "government"})
    assert (again.id, again.new) == (made.id, False)
    assert [s.control.by.text for s in record_shown(desk, "place", "X-ALEPPO-EAST").control] == ["government"]


def test_places_are_found_by_a_part_of_any_name_in_either_script(desk: Desk) -> None:
    own = add_record(
        desk, "place", {"source": a_source(desk), "facts": {"name": "نفق القصر", "parent": "Bustan al-Qasr"}}
    )
    registers = desk.registers()
    assert "X-RAMOUSEH" in [record.file.code for record in listed(registers, "place", "ramouseh")]
    assert [record.id for record in listed(registers, "place", "نفق")] == [own.id]
    assert [record.id for record in listed(registers, "place")] == [own.id]
    assert place_node(desk, own.id, registers) == own.id
    assert place_node(desk, "x-ramouseh", registers) == "X-RAMOUSEH"
    with pytest.raises((NotFound, InputRefused)):
        place_node(desk, "K7Q-2M9X", registers)
    assert record_or_place(desk, "place", "X-RAMOUSEH").title == "Ramouseh checkpoint"


def test_a_place_cannot_lie_in_itself_and_one_the_gazetteer_knows_is_told(desk: Desk) -> None:
    source = a_source(desk)
    with pytest.raises(InputRefused, match="itself"):
        add_record(desk, "place", {"source": source, "facts": {"name": "the tunnel", "parent": "the tunnel"}})
    told = add_record(desk, "place", {"source": source, "facts": {"name": "Castello road"}}).warnings
    assert "X-CASTELLO" in told[0]


def test_who_ran_a_facility_on_a_day_is_told_like_who_held_a_place(desk: Desk) -> None:
    made = a_facility(desk, control={"by": "opposition", "since": "2013", "until": "2015"})
    record = record_shown(desk, "facility", made.id)
    for day, state in (("2014", "certain"), ("2016", "not_known")):
        assert controlled_on(desk.registers(), record, PartialDate.parse(day)).standing.state == state


# Actors


def an_individual(desk: Desk) -> str:
    said = {"source": a_source(desk), "facts": {"name": "A named man", "type": "individual"}}
    return add_record(desk, "actor", said).id


def test_who_works_alone_reviews_with_words_that_stay(desk: Desk) -> None:
    actor = an_individual(desk)
    with pytest.raises(RuleNotMet, match="reason"):
        review_actor(desk, actor, "")
    with pytest.raises(RuleNotMet, match="alone"):
        review_actor(desk, actor, "named in a verdict")
    review_actor(desk, actor, "named in a verdict", override=True)
    (looked,) = record_file(desk, "actor", actor).every(Checked)
    assert (looked.reviewer, looked.override) == ("", "named in a verdict")
    with pytest.raises(RuleNotMet, match="needs no review"):
        review_actor(desk, actor, "again", override=True)
    undo_last(desk)
    assert record_shown(desk, "actor", actor).needs_review


def test_where_there_are_two_whoever_wrote_of_it_cannot_review_it(desk: Desk) -> None:
    actor = an_individual(desk)
    desk.vault.add_person("Amal", "caseworker", AMAL)
    with pytest.raises(RuleNotMet, match="second person"):
        review_actor(desk, actor, "named in a verdict", override=True)
    key = next(one.public_key.hex() for one in desk.vault.people() if one.name == "Amal")
    colleague = replace(desk, pen=replace(desk.pen, by=key), name="Amal")
    assert review_actor(colleague, actor, "named in a verdict", override=True).reviewer == "Amal"
    (looked,) = record_file(desk, "actor", actor).every(Checked)
    assert looked.override == ""


def test_where_there_is_a_reviewer_only_a_reviewer_will_do(desk: Desk) -> None:
    actor = an_individual(desk)
    desk.vault.add_person("Amal", "reviewer", AMAL)
    colleague = replace(desk, pen=replace(desk.pen, by="ab" * 32), name="Sami")
    with pytest.raises(RuleNotMet, match="second person"):
        review_actor(colleague, actor, "named in a verdict")


# With the rest of the vault


def test_a_source_that_a_register_cites_stays_when_a_case_is_erased(desk: Desk) -> None:
    source = a_source(desk)
    case = a_case(desk, source=source)
    add_record(desk, "facility", {"source": source, "facts": {"name": "Adra"}})
    done = erase(desk, case, "law")
    assert done.kept_sources == (source,)
    assert desk.source(source).label == "committee A"
