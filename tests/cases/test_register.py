"""Registers: a name in either script leads to one record or to none, and control is that of the nearest place."""

from __future__ import annotations

import pytest

from registry.cases.holder import Holder
from registry.cases.items import Checked, Retraction, Undo, plain_item
from registry.cases.named import Named, name_key
from registry.cases.register import Record, RecordFile, Register, Registers, id_of_code
from registry.errors import InputRefused
from registry.words.dates import PartialDate
from registry.words.identity import read_id
from registry.words.places import Place
from tests.cases.build import Maker
from tests.cases.build_registers import record, registers

DAY = PartialDate.parse("2016-12-09")


@pytest.fixture
def make() -> Maker:
    return Maker()


def test_a_name_leads_to_its_record_in_both_scripts_and_by_any_alias(make: Maker) -> None:
    prison = record(
        make, "facility", ("name", "Sednaya prison"), ("name", "سجن صيدنايا"), ("alias", "Saydnaya")
    )
    known = registers(prison, record(make, "facility", ("name", "Branch 215")))
    for text in (
        "sednaya prison",
        "Sednaya-Prison",
        "سجن صيدنايا",
        "سِجن صيدنايا",
        "the Saydnaya",
        "SAYDNAYA",
    ):
        assert known.found(Named(text)).record is prison, text
    assert known.found(Named("another prison")).record is None


@pytest.mark.parametrize("text", ["Branch 235", "Branch 251", "Branch 21", "الفرع ٢٣٥"])
def test_a_name_that_only_sounds_alike_leads_nowhere(make: Maker, text: str) -> None:
    known = registers(record(make, "facility", ("name", "Branch 215"), ("name", "الفرع ٢١٥")))
    assert known.found(Named(text)).record is None
    assert known.found(Named("فرع 215")).record is not None


def test_a_name_of_two_leads_to_neither_unless_one_was_chosen(make: Maker) -> None:
    one, other = (record(make, "facility", ("name", "Central prison")) for _ in range(2))
    known = registers(one, other)
    assert known.found(Named("central prison")).record is None
    assert set(known.found(Named("central prison")).several) == {one.id, other.id}
    assert known.found(Named("central prison", other.id)).record is other
    assert not known.agree(Named("central prison", one.id), Named("central prison", other.id))


def test_names_of_one_record_agree_however_they_are_written(make: Maker) -> None:
    prison = record(make, "facility", ("name", "Sednaya prison"), ("alias", "the slaughterhouse"))
    known = registers(prison, record(make, "facility", ("name", "Adra")))
    assert known.agree(Named("Sednaya prison"), Named("the slaughterhouse"))
    assert not Registers().agree(Named("Sednaya prison"), Named("the slaughterhouse"))
    assert not known.agree(Named("Sednaya prison"), Named("Adra"))


def test_what_was_taken_back_leads_nowhere_any_more(make: Maker) -> None:
    prison = record(make, "facility", ("name", "Adra"), ("alias", "Damascus central"))
    document = prison.file.document
    alias = prison.file.claims[1]
    taken = plain_item(Retraction(**make.stamp(), claim=alias.id, reason="mixed up"))
    without = Record(RecordFile({**document, "items": [*document["items"], taken]}))
    assert without.names == ("Adra",)
    gone = plain_item(Undo(**make.stamp(), items=tuple(claim.id for claim in prison.file.claims)))
    withdrawn = Record(RecordFile({**document, "items": [*document["items"], gone]}))
    assert Register([withdrawn]).find("Adra").record is None


# Actors


def test_the_side_of_an_actor_is_that_of_what_it_is_part_of(make: Maker) -> None:
    service = record(make, "actor", ("name", "Military intelligence"), ("side", "government"))
    branch = record(make, "actor", ("name", "Branch 290"), ("parent", "Military intelligence"))
    brigade = record(make, "actor", ("name", "Some brigade"), ("side", "opposition"))
    known = registers(service, branch, brigade)
    assert known.side(Holder("Branch 290")) == "government"
    assert known.part_of(Holder("Branch 290")) == (branch.id, service.id)
    assert known.same_side(Holder("Branch 290"), Holder("military intelligence"))
    assert known.same_side(Holder("Branch 290"), Holder("government"))
    assert not known.same_side(Holder("Branch 290"), Holder("Some brigade"))
    assert known.side(Holder("someone else")) == "not_stated"
    assert not known.same_side(Holder("someone else"), Holder("government"))
    assert known.same_side(Holder("someone else"), Holder("Someone  Else"))


def test_actors_that_are_part_of_one_another_in_a_circle_do_not_hang(make: Maker) -> None:
    known = registers(
        record(make, "actor", ("name", "One"), ("parent", "Two")),
        record(make, "actor", ("name", "Two"), ("parent", "One")),
    )
    assert len(known.part_of(Holder("One"))) == 2
    assert known.side(Holder("One")) == "not_stated"


def test_a_private_individual_needs_review_until_a_second_person_looked(make: Maker) -> None:
    named = record(make, "actor", ("name", "A man"), ("type", "individual"))
    assert named.needs_review
    assert not record(make, "actor", ("name", "A militia"), ("type", "militia")).needs_review
    document = named.file.document
    looked = plain_item(Checked(**make.stamp(), author="Rim", reviewer="Amal", reason="named in a verdict"))
    assert not Record(RecordFile({**document, "items": [*document["items"], looked]})).needs_review


# Places


def test_own_places_hang_in_the_gazetteer_s_tree(make: Maker) -> None:
    tunnel = record(make, "place", ("name", "the tunnel"), ("parent", Place.parse("Bustan al-Qasr").plain()))
    gate = record(make, "place", ("name", "its gate"), ("parent", {"text": "the tunnel", "code": None}))
    known = registers(tunnel, gate)
    chain = known.chain(known.node(Place.parse("its gate")))
    assert chain[:3] == (gate.id, tunnel.id, "N0204")
    assert chain[-1] == "SY"
    assert known.agree(Place.parse("its gate"), Place.parse("Aleppo"))
    assert not known.agree(Place.parse("its gate"), Place.parse("Idlib"))
    assert known.place_label(gate.id) == "its gate"


def test_places_that_lie_in_one_another_in_a_circle_do_not_hang(make: Maker) -> None:
    one = record(make, "place", ("name", "one place"), ("parent", {"text": "other place", "code": None}))
    other = record(make, "place", ("name", "other place"), ("parent", {"text": "one place", "code": None}))
    known = registers(one, other)
    assert known.chain(one.id) == (one.id, other.id)


def control(by: str, since: str, until: str = "") -> tuple[str, dict[str, str]]:
    return "control", {"by": by, "since": since, **({"until": until} if until else {})}


def test_control_is_that_of_the_nearest_place_of_which_it_is_claimed(make: Maker) -> None:
    known = registers(
        record(make, "place", control("opposition", "2012-07", "2016-12-13"), code="X-ALEPPO-EAST"),
        record(make, "place", ("parent", Place.parse("Eastern Aleppo").plain()), code="N0204"),
        record(make, "place", control("ISIL", "2016-01-01", "2017"), code="N0123"),
    )
    found = known.in_control(Place.parse("Bustan al-Qasr"), DAY)
    assert (found.standing.state, [by.text for by in found.standing.by]) == ("certain", ["opposition"])
    assert (found.asked, found.rests_on) == ("N0204", "X-ALEPPO-EAST")
    # What is claimed of the place itself goes before what is claimed of the area it lies in.
    assert [by.text for by in known.in_control(Place.parse("N0123"), DAY).standing.by] == ["ISIL"]
    assert known.in_control(Place.parse("Western Aleppo"), DAY).standing.state == "not_known"


def test_control_of_a_whole_governorate_says_nothing_of_a_place_in_it(make: Maker) -> None:
    known = registers(record(make, "place", control("government", "2011-01-01", "2020"), code="SY02"))
    assert known.in_control(Place.parse("Bustan al-Qasr"), DAY).standing.state == "not_known"
    assert known.in_control(Place.parse("SY02"), DAY).standing.state == "certain"


def test_without_a_place_or_a_day_nothing_is_said(make: Maker) -> None:
    known = registers(record(make, "place", control("government", "2011"), code="X-ALEPPO-EAST"))
    assert known.in_control(None, DAY).standing.state == "not_known"
    assert known.in_control(Place.parse("nowhere known"), DAY).standing.state == "not_known"
    assert known.in_control(Place.parse("Eastern Aleppo"), None).standing.state == "not_known"


def test_what_is_known_of_a_gazetteer_s_place_has_one_identity_everywhere() -> None:
    first, second = id_of_code("X-RAMOUSEH"), id_of_code("X-ALEPPO-EAST")
    assert first == id_of_code("X-RAMOUSEH") != second
    assert read_id(first) == first


# Names as they are kept


def test_a_name_is_kept_as_written_with_the_record_that_was_chosen() -> None:
    assert Named.parse("سجن  صيدنايا").plain() == "سجن صيدنايا"
    chosen = Holder.parse({"text": "the branch", "id": "0123456789AB"})
    assert (chosen.text, chosen.id) == ("the branch", "0123456789AB")
    assert Holder.parse(chosen.plain()) == chosen
    assert not Named("Adra", "0123456789AB").agrees(Named("Adra", "0123456789AC"))
    assert Named("Adra", "0123456789AB").agrees(Named("adra"))
    assert name_key("The al-Qasr") == name_key("qasr") != name_key("Qasra")
    for raw in ({"id": "0123456789AB"}, {"text": "x", "id": "K7Q"}, {"text": "x", "code": "A"}, 1.5j, None):
        with pytest.raises(InputRefused):
            Named.parse(raw)
