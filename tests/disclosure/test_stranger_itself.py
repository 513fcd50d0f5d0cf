"""The hostile reader finds what is to be found in releases known to be broken, and never proves what is not so."""

from __future__ import annotations

import json
import os
import random
from itertools import product

import numpy as np
import pytest

from tests.disclosure.stranger import protectors as made
from tests.disclosure.stranger.classes import Atoms, guessed_recodings
from tests.disclosure.stranger.findings import Findings, misread
from tests.disclosure.stranger.hostile import (
    alone,
    attack,
    bus,
    collected,
    insiders,
    plain,
    readings_of,
    still,
)
from tests.disclosure.stranger.knowledge import Knowledge
from tests.disclosure.stranger.reading import place
from tests.disclosure.stranger.truth import Truth

CLASSES = {
    "place": ("A", "B", "C", "D"), "sex": ("female", "male"), "age": ("0-17", "18-59", "60+"),
    "quarter": ("2016-Q1", "2016-Q2"),
}  # fmt: skip
ROUNDED = {"base": 10, "mode": "controlled"}


def _one(document: bytes, register: made.People) -> tuple[Findings, Truth]:
    readings, truth = readings_of([(document, "public")]), Truth([register])
    found = alone(readings[0])
    assert found.false(readings, truth) == []
    assert found.open == 0
    return found, truth


def _series(documents: list[bytes], registers: list[made.People]) -> Findings:
    readings, truth = readings_of([(each, "public") for each in documents]), Truth(registers)
    found = collected(readings, truth.moments(), truth.steps(), truth.grew(readings), window=2)
    assert found.false(readings, truth) == []
    return found


def _months(months: int = 2, size: int = 150, seed: int = 1) -> list[made.People]:
    registers: list[made.People] = [made.people(size, seed, CLASSES)]
    for month in range(1, months):
        registers.append(made.grown(registers[-1], 12, month, CLASSES))
    return registers


def test_raw_counts_give_every_small_count_away() -> None:
    register = made.people(200, 1, CLASSES)
    true = made.counts(register, CLASSES)
    found, _ = _one(made.raw(true, CLASSES), register)
    small = {at for at, count in true.items() if 0 < count < 10}
    assert {each.at for each in found.of("exact") if each.less is None} == small


def test_leaving_out_small_counts_only_lets_some_be_recovered_from_the_sums() -> None:
    register = made.people(1200, 2)
    true = made.counts(register, made.CLASSES)
    found, _ = _one(made.suppressed(true, made.CLASSES), register)
    hidden = {at for at, count in true.items() if 0 < count < 10}
    recovered = {each.at for each in found.of("exact") if each.less is None}
    assert len(recovered) >= 5 and recovered <= hidden


def test_rounding_to_five_proves_small_counts_by_its_own_reading_rule() -> None:
    register = made.people(200, 1, CLASSES)
    true = made.counts(register, CLASSES)
    found, _ = _one(made.nearest(true, CLASSES, 5), register)
    assert {at for at, count in true.items() if 3 <= count <= 7} <= {
        each.at for each in found.of("small", "exact")
    }


def test_rounding_to_ten_that_is_not_additive_proves_small_counts_through_the_sums() -> None:
    proved = 0
    for seed in range(2):
        register = made.people(60, seed, CLASSES)
        readings = readings_of([(made.nearest(made.counts(register, CLASSES), CLASSES, 10), "public")])
        found, _ = _one(made.nearest(made.counts(register, CLASSES), CLASSES, 10), register)
        proved += len(found.fatal)
        assert len(plain(readings[0:1]).of("not additive")) > 0
    assert proved > 0


def test_rounding_drawn_anew_proves_small_counts_by_intersecting_the_prints() -> None:
    registers = _months()
    documents = [
        made.redrawn(made.counts(each, CLASSES), CLASSES, 7, number) for number, each in enumerate(registers)
    ]
    found = _series(documents, registers)
    assert (
        len(
            {
                (each.at, each.release)
                for each in found.of("small", "exact")
                if each.knowing == "how many left"
            }
        )
        >= 3
    )
    assert found.of("fell")


def test_controlled_rounding_that_is_not_sticky_proves_small_counts_too() -> None:
    registers = _months(3)
    documents = []
    for number, register in enumerate(registers):
        cells = made.controlled(made.counts(register, CLASSES), CLASSES, random.Random(number))
        assert cells is not None
        documents.append(made.document(cells, CLASSES, ROUNDED, number))
        assert alone(readings_of([(documents[-1], "public")])[0]).fatal == []
    assert plain(readings_of([(each, "public") for each in documents])).of("not additive") == []
    found = _series(documents, registers)
    assert [each for each in found.of("small", "exact") if each.knowing == "how many left"]


def test_counts_left_out_below_ten_give_changes_away_exactly() -> None:
    registers = _months()
    trues = [made.counts(each, CLASSES) for each in registers]
    found = _series([made.suppressed(each, CLASSES) for each in trues], registers)
    seen = {
        at
        for at in trues[0]
        if all(true[at] >= 10 for true in trues) and 1 <= trues[1][at] - trues[0][at] <= 9
    }
    assert seen and seen <= {each.at for each in found.of("change exact")}


def test_prints_that_stay_additive_and_never_fall_give_nothing_away() -> None:
    registers = _months(3)
    before, documents, kept = None, [], []
    for register in registers:
        cells = made.controlled(made.counts(register, CLASSES), CLASSES, None, before)
        if cells is not None:
            before = cells
            documents.append(made.document(cells, CLASSES, ROUNDED, len(documents)))
            kept.append(register)
    assert len(documents) >= 2
    found = _series(documents, kept)
    assert found.fatal == [] and found.open == 0 and found.tried > 300


def test_two_readers_put_their_tables_of_the_same_people_together() -> None:
    register = made.people(200, 3, CLASSES)
    true = made.counts(register, CLASSES)
    first = made.document(
        {at: 10 * (count // 10) for at, count in true.items()}, CLASSES, {"base": 10, "mode": "random"}
    )
    second = made.document(
        {at: -(-count // 10) * 10 for at, count in true.items()}, CLASSES, {"base": 10, "mode": "random"}, 1
    )
    readings = readings_of([(first, "UN"), (second, "press")])
    truth = Truth([register, register])
    found = attack(readings, Knowledge("together", (0, 0)))
    assert found.false(readings, truth) == []
    small = {at for at, count in true.items() if 0 < count < 10}
    assert small <= {each.at for each in found.of("small", "exact")}
    assert attack(readings[:1], Knowledge("one reader")).fatal == []


def test_a_filter_is_taken_from_its_whole() -> None:
    cells = {(): 57, place({"place": "A"}): 50}
    reading = readings_of([(made.document(cells, {"place": ("A", "B", "C")}, None), "public")])[0]
    assert [(each.low, each.high) for each in alone(reading).of("exact") if each.less] == [(7, 7)]


def test_a_split_district_is_known_again_by_its_parts() -> None:
    old, new = {"place": ("A", "B")}, {"place": ("A-north", "A-south", "B")}
    first = made.document({(): 80, place({"place": "A"}): 10, place({"place": "B"}): 70}, old, ROUNDED)
    second = made.document(
        {(): 70, place({"place": "A-north"}): 0, place({"place": "A-south"}): 0, place({"place": "B"}): 70},
        new,
        ROUNDED,
        1,
    )
    readings = readings_of([(first, "UN"), (second, "UN")])
    assert guessed_recodings(readings) == {("place", "A"): ("A-north", "A-south")}
    assert Atoms(readings, guessed_recodings(readings)).of["place"] == ("A-north", "A-south", "B")
    found = attack(readings, Knowledge("same people", (0, 0), recoded=guessed_recodings(readings)))
    assert [each.kind for each in found.of("small")] == [] and found.open == 0
    third = made.document(
        {(): 70, place({"place": "A-north"}): 0, place({"place": "A-south"}): 0, place({"place": "B"}): 70}, new,
        {"base": 5, "mode": "controlled"}, 1,
    )  # fmt: skip
    readings = readings_of([(first, "UN"), (third, "UN")])
    found = attack(readings, Knowledge("same people", (0, 0), recoded=guessed_recodings(readings)))
    assert place({"place": "A"}) in {each.at for each in found.of("small")}


def test_a_window_that_moves_gives_the_quarter_that_went() -> None:
    quarters = ("2016-Q1", "2016-Q2", "2016-Q3")
    first = made.document({(): 107}, {"quarter": quarters}, None)
    second = made.document({(): 100}, {"quarter": quarters[1:]}, None, 1)
    readings = readings_of([(first, "UN"), (second, "UN")])
    system = attack(readings, Knowledge("same people", (0, 0)))
    assert system.of("contradiction") == []
    with_quarter = made.document({(): 107, place({"quarter": "2016-Q1"}): None}, {"quarter": quarters}, None)
    readings = readings_of([(with_quarter, "UN"), (second, "UN")])
    found = attack(readings, Knowledge("same people", (0, 0)))
    assert [(each.at, each.low) for each in found.of("exact") if not each.less] == [
        (place({"quarter": "2016-Q1"}), 7)
    ]


def test_a_quarter_that_is_not_named_holds_few_and_a_print_of_ten_tells_of_some() -> None:
    classes = {"quarter": ("earlier", "2016-Q1", "2016-Q2", "later"), "sex": ("female", "male")}
    shown = {place({"quarter": "earlier"}): 0, place({"quarter": "later"}): 10}
    named = {place({"quarter": "2016-Q1"}): 40, place({"quarter": "2016-Q2"}): 50}
    document = json.loads(made.document({(): 100, **shown, **named}, classes, ROUNDED))
    for cutoff, told in (("2016-08-31", {(1, 9)}), ("2016-12-31", set())):
        readings = readings_of([(json.dumps({**document, "cutoff": cutoff}).encode(), "public")])
        assert attack(readings, Knowledge("prints")).fatal == []
        found = attack(readings, Knowledge("which quarters are named", naming=True))
        assert {(each.low, each.high) for each in found.fatal if not each.less} == told
    began = Knowledge("and when it began", naming=True, began="2015-11-01")
    raised = json.loads(
        made.document(
            {(): 100, place({"quarter": "earlier"}): 10, place({"quarter": "later"}): 0, **named},
            classes,
            ROUNDED,
        )
    )
    readings = readings_of([(json.dumps({**raised, "cutoff": "2016-12-31"}).encode(), "public")])
    assert place({"quarter": "earlier"}) in {each.at for each in attack(readings, began).of("small")}


def test_years_and_quarters_given_to_two_readers_are_laid_together() -> None:
    quarters = made.document(
        {(): 60, place({"quarter": "2016-Q1"}): 60, place({"quarter": "2016-Q2"}): 0},
        {"quarter": ("2016-Q1", "2016-Q2")},
        ROUNDED,
    )
    years = made.document(
        {(): 60, place({"year": "2016"}): 40, place({"year": "2015"}): 20},
        {"year": ("2015", "2016")},
        ROUNDED,
        1,
    )
    assert attack(readings_of([(quarters, "UN"), (years, "press")]), Knowledge("together", (0, 0))).of(
        "contradiction"
    )
    assert not attack(readings_of([(quarters, "UN"), (years, "press")]), Knowledge("apart", (0, 1))).of(
        "contradiction"
    )


def test_everyone_who_exists_turns_a_print_of_ten_into_a_few_people() -> None:
    cells = {(): 60, place({"place": "A"}): 10, place({"place": "B"}): 50}
    reading = readings_of([(made.document(cells, {"place": ("A", "B")}, ROUNDED), "public")])[0]
    assert alone(reading).fatal == []
    found = alone(reading, population={place({"place": "A"}): 4, place({"place": "B"}): 900})
    assert {(each.kind, each.low, each.high) for each in found.fatal if not each.less} == {("small", 1, 4)}
    found = alone(reading, population={place({"place": "A"}): 1, place({"place": "B"}): 900})
    assert ("presence", place({"place": "A"})) in {(each.kind, each.at) for each in found.fatal}


def test_a_row_with_one_class_only_tells_it_of_everyone() -> None:
    classes = {"place": ("A", "B"), "sex": ("female", "male")}
    register = {
        str(number): {"place": "A" if number < 20 else "B", "sex": "male" if number < 40 else "female"}
        for number in range(60)
    }
    found, _ = _one(made.raw(made.counts(register, classes), classes), register)
    assert place({"place": "A", "sex": "male"}) in {each.at for each in found.of("attribute")}
    assert found.of("attribute")[0].fatal


def test_who_knows_all_but_one_and_who_knows_that_nothing_happened() -> None:
    classes = {"place": ("A", "B")}
    register = {str(number): {"place": "A" if number < 1 else "B"} for number in range(70)}
    up = made.document({(): 70, place({"place": "A"}): 10, place({"place": "B"}): 60}, classes, ROUNDED)
    down = made.document({(): 70, place({"place": "A"}): 0, place({"place": "B"}): 70}, classes, ROUNDED, 1)
    readings, truth = readings_of([(down, "UN"), (up, "UN")]), Truth([register, register])
    assert misread(readings, truth) == []
    assert place({"place": "A"}) in {each.at for each in insiders(readings, truth).statements}
    assert {(each.at, each.low, each.high) for each in still(readings, truth).fatal} == {
        (place({"place": "A"}), 1, 9)
    }


def test_a_bus_that_is_documented_whole_or_not_shows_in_a_print() -> None:
    cells = {(): 100, place({"place": "A"}): 50, place({"place": "B"}): 50}
    readings = readings_of([(made.document(cells, {"place": ("A", "B")}, ROUNDED), "public")])
    others = {place({"place": "A"}): 30, place({"place": "B"}): 500}
    found = bus(readings, others, {place({"place": "A"}): 40})
    assert [each.at for each in found.fatal] == [place({"place": "A"})]
    assert bus(readings, {**others, place({"place": "A"}): 60}, {place({"place": "A"}): 40}).fatal == []


def test_releases_that_no_people_could_have_given_are_contradictions() -> None:
    classes = {"place": ("A", "B")}
    cells = {(): 100, place({"place": "A"}): 10, place({"place": "B"}): 10}
    assert alone(readings_of([(made.document(cells, classes, ROUNDED), "public")])[0]).of("contradiction")


def test_it_proves_just_what_trying_every_register_proves() -> None:
    """Each register of up to 11 people a cell, in three cells, at one moment and at two with nobody gone."""
    classes = {"place": ("A", "B", "C")}
    cells = [(), *(place({"place": code}) for code in classes["place"])]
    numbers = np.array(list(product(range(12), repeat=3)))
    table = np.column_stack([numbers.sum(axis=1), numbers])
    chance, told, contradicted = random.Random(5), 0, 0
    for number in range(40):
        true = table[chance.randrange(len(table))]
        shown = [
            10 * int(chance.choice((count // 10, -(-count // 10))))
            if number % 4
            else chance.choice((0, 10, 20))
            for count in true
        ]
        # Within these prints and a total of at most 11 no cell can hold more, so that trying stops at 11 without loss.
        lows = [max(0, each - 9) for each in shown]
        highs = [11, *(each + 9 for each in shown[1:])]
        document = made.document(
            {at: f"{low}-{high}" for at, low, high in zip(cells, lows, highs, strict=True)}, classes, None
        )
        found = attack(readings_of([(document, "public")]), Knowledge("sums", whole=False))
        possible = table[((table >= lows) & (table <= highs)).all(axis=1)]
        assert bool(found.of("contradiction")) == (len(possible) == 0)
        contradicted += len(possible) == 0
        if len(possible):
            least, most = possible.min(axis=0), possible.max(axis=0)
            proved = {
                at
                for at, low, high in zip(cells, least, most, strict=True)
                if (low >= 1 and high <= 9) or high == 0
            }
            said = {each.at for each in found.of("small", "exact", "nobody") if each.less is None}
            assert said == proved
            told += len(proved)
    assert told > 10 and contradicted > 2


@pytest.mark.slow
def test_nothing_is_proved_that_is_not_so_on_many_small_registers() -> None:
    proved = 0
    classes = {"place": ("A", "B", "C"), "sex": ("female", "male"), "age": ("0-17", "18+")}
    for seed in range(100 if os.environ.get("REGISTRY_EXHAUSTIVE") == "1" else 8):
        chance = random.Random(seed)
        registers: list[made.People] = [made.people(chance.randint(50, 90), seed, classes)]
        for month in range(2):
            later = made.grown(registers[-1], chance.randint(1, 8), month, classes)
            for key in chance.sample(sorted(later), chance.randint(0, 3)):
                del later[key]
            registers.append(later)
        trues = [made.counts(each, classes) for each in registers]
        for documents in (
            [made.suppressed(each, classes) for each in trues],
            [made.nearest(each, classes, 10, number) for number, each in enumerate(trues)],
            [made.redrawn(each, classes, seed, number) for number, each in enumerate(trues)],
        ):
            readings, truth = readings_of([(each, "public") for each in documents]), Truth(registers)
            assert misread(readings, truth) == []
            found = collected(readings, truth.moments(), truth.steps(), truth.grew(readings))
            for reading in readings:
                one = Truth([registers[reading.number]])
                person = alone(reading, person=True, seconds=5)
                assert person.false([readings_of([(documents[reading.number], "public")])[0]], one) == []
            assert found.false(readings, truth) == [], (seed, found.false(readings, truth))
            assert not found.of("contradiction")
            proved += len(found.fatal)
    assert proved > 100
