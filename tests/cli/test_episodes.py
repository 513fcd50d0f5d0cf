"""Episodes and registers on the command line: one screen, one published shape, plain refusals with a next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.cli.calm import faults
from tests.cli.program import CASE, Program
from tests.cli.test_asking import talk


@dataclass(frozen=True)
class World:
    """A vault with one case, two sources and a facility."""

    program: Program
    case: str
    mother: str
    survivor: str
    facility: str

    def add(self, noun: str, source: str, facts: dict[str, Any], *words: str) -> Any:
        return self.program.ask(
            noun, "add", *words, "--source", source, "--from", "-", given={"facts": facts}
        )


@pytest.fixture
def world(program: Program) -> World:
    mother, survivor = (
        program.ask(
            "source", "new", "--from", "-", given={"kind": kind, "label": kind, "reliability": grade}
        )["short"]
        for kind, grade in (("family", "B"), ("survivor", "C"))
    )
    case = program.ask("case", "new", "--from", "-", given={**CASE, "source": mother})["short"]
    made = World(program, case, mother, survivor, "")
    facility = made.add("facility", survivor, {"name": ["Sednaya prison", "سجن صيدنايا"]})["short"]
    return World(program, case, mother, survivor, facility)


def test_what_is_stated_of_a_time_held_is_shown_with_its_claims_and_gaps(world: World) -> None:
    first = world.add("held", world.mother, {"taken_on": "2016-12-09", "facility": "Branch 290"}, world.case)
    assert (first["new"], len(first["claims"])) == (True, 2)
    second = world.add("held", world.survivor, {"facility": "Branch 235"}, world.case, first["short"])
    assert (second["new"], second["id"]) == (False, first["id"])
    ended = {"facts": {"end": "transferred", "ended_on": "2017-01", "moved_to": "سجن صيدنايا"}}
    world.program.ask(
        "held", "end", world.case, first["short"], "--source", world.mother, "--from", "-", given=ended
    )
    world.add("held", world.survivor, {"facility": "Sednaya prison", "admitted_on": "2017-04"}, world.case)
    shown = world.program.ask("held", "show", world.case)
    assert [item["incommunicado"] for item in shown["items"]] == [False, True]
    assert shown["items"][0]["conflicts"] == ["facility"]
    assert {claim["about"] for claim in shown["claims"]} == {item["id"] for item in shown["items"]}
    assert [(gap["kind"], gap["since"], gap["until"]) for gap in shown["gaps"]] == [
        ("unaccounted", "2017-01-31", "2017-04-01")
    ]
    (lead,) = [one for one in shown["items"][0]["leads"] if one["fact"] == "moved_to"]
    assert (lead["register"], lead["title"]) == ("facility", "Sednaya prison")
    said = world.program.run("held", "show", world.case).out
    assert "≠ Held at: Branch 290 (B6 family" in said
    assert "where from 2017-01-31 to 2017-04-01 nobody says" in said
    assert world.program.ask("held", "show", world.case, first["short"])["total"] == 1
    people = world.program.ask("facility", "show", world.facility)["people"]
    assert [(one["on"], one["grade"], one["source_label"]) for one in people] == [
        ("2017-01", "B6", "family"),
        ("2017-04", "C6", "survivor"),
    ]


def test_a_case_gains_its_episodes_in_a_line_or_two_and_stays_one_screen(world: World) -> None:
    control = {"by": "opposition", "since": "2012-07", "until": "2016-12-13"}
    words = ("place", "control", "X-ALEPPO-EAST", "--source", world.survivor, "--from", "-")
    world.program.ask(*words, given=control)
    facts = {
        "on": "2016-12-09",
        "from_place": "Eastern Aleppo",
        "point": "Ramouseh checkpoint",
        "from_control": "government",
    }
    world.add("crossing", world.mother, facts, world.case)
    for facility in ("Branch 290", "Branch 235", "Adra"):
        world.add("held", world.mother, {"facility": facility, "taken_on": "2017-01"}, world.case)
    said = world.program.run("case", "show", world.case).out
    assert len(said.splitlines()) <= 23
    assert "crossed at Ramouseh checkpoint" in said
    assert "government side claimed, opposition armed groups by place and day" in said
    whole = world.program.run("case", "show", world.case, "--all").out
    assert "held at Adra" in whole
    shown = world.program.ask("case", "show", world.case)
    assert [item["kind"] for item in shown["episodes"]].count("held") == 3
    (crossing,) = [item for item in shown["episodes"] if item["kind"] == "crossing"]
    start, end = crossing["sides"]
    assert (start["computed"]["state"], start["against"], end["computed"]["state"]) == (
        "certain",
        ["government side"],
        "not_known",
    )
    assert start["computed"]["stretches"][0]["claims"]


def test_a_denial_is_not_said_as_a_time_held(world: World) -> None:
    denied = {"facility": {"value": "Sednaya prison", "stance": "denies", "when": "2017-05"}}
    world.add("held", world.survivor, denied, world.case)
    said = world.program.run("case", "show", world.case).out
    assert "nothing is claimed but denials" in said
    assert "incommunicado" not in said
    assert "Held at: Sednaya prison (denies)" in world.program.run("held", "show", world.case).out
    assert "(denies)" in world.program.run("facility", "show", world.facility).out


def test_what_is_claimed_of_a_line_stands_beside_an_answer_that_is_not_sure(world: World) -> None:
    words = ("place", "control", "X-ALEPPO-EAST", "--source", world.survivor, "--from", "-")
    for by in (
        {"by": "opposition", "since": "2012", "until": "2017"},
        {"by": "government", "since": "2016-11-28"},
    ):
        world.program.ask(*words, given=by)
    facts = {
        "on": "2016-12-09",
        "from_place": "Eastern Aleppo",
        "from_control": "government",
        "separated_by": "masked men",
    }
    world.add("crossing", world.mother, facts, world.case)
    said = " ".join(world.program.run("crossing", "show", world.case).out.split())
    assert "from contested: opposition armed groups or government side (government side, as claimed)" in said
    assert "taken aside by masked men" in said


def test_a_corridor_and_a_day_show_everyone_and_name_the_gaps(world: World) -> None:
    facts = {
        "on": "2016-12-09",
        "point": "Ramouseh checkpoint",
        "separation": "subject",
        "separated_by": "masked men",
    }
    world.add("crossing", world.mother, facts, world.case)
    shown = world.program.ask("crossing", "show", "x-ramouseh", "2016-12-09")
    assert (shown["total"], [item["since"] for item in shown["items"]], len(shown["gaps"])) == (1, [None], 1)
    said = " ".join(world.program.run("crossing", "show", "X-RAMOUSEH", "2016-12").out.split())
    assert "this person or group by masked men" in said
    assert f"no claim speaks of any day after it: {world.case}" in said
    assert world.program.ask("crossing", "show", "X-RAMOUSEH", "2017")["items"] == []
    assert world.program.ask("crossing", "show", world.case)["total"] == 1


def test_registers_list_find_and_tell_what_needs_a_second_look(world: World) -> None:
    actor = world.add("actor", world.mother, {"name": "A named man", "type": "individual"})
    assert "needs review" in world.program.run("actor", "list").out
    refused = world.program.refused(
        11, "actor", "review", actor["short"], "--reason-from", "-", given="in a verdict"
    )
    assert "--alone" in refused["hint"]
    words = ("actor", "review", actor["short"], "--alone", "--reason-from", "-")
    world.program.ask(*words, given="in a verdict")
    shown = world.program.ask("actor", "show", actor["short"])
    assert (shown["needs_review"], shown["reviewed"]) == (False, "alone: in a verdict")
    found = world.program.ask("place", "list", "--from", "-", given="راموسة")
    assert "X-RAMOUSEH" in [item["code"] for item in found["items"]]
    assert world.program.ask("facility", "list", "--limit", "1", "--offset", "5") == {"items": [], "total": 1}
    twin = world.program.run(
        "facility",
        "add",
        "--source",
        world.mother,
        "--from",
        "-",
        given={"facts": {"name": "Sednaya Prison"}},
    )
    assert "lead to neither" in twin.err


def test_control_over_time_is_shown_with_its_troubles_and_a_day_asked(world: World) -> None:
    words = ("facility", "control", world.facility, "--source", world.mother, "--from", "-")
    world.program.ask(*words, given={"by": "opposition", "since": "2012", "until": "2014"})
    shown = world.program.ask(*words, "--day", "2013", given={"by": "government", "since": "2016"})
    assert [trouble["kind"] for trouble in shown["troubles"]] == ["gap"]
    assert (shown["asked"]["state"], shown["asked"]["by"]) == ("certain", ["opposition armed groups"])
    said = world.program.run("facility", "control", world.facility, "--day", "2015").out
    assert "2015-01-01 to 2015-12-31: nobody is claimed" in said
    assert "2015: not known: nobody states who held that place then" in said
    loose = world.program.refused(2, "facility", "control", world.facility, "--grade", "B2")
    assert "--from" in loose["hint"]


def test_at_a_terminal_it_asks_fact_by_fact_and_an_answer_that_cannot_be_read_again(world: World) -> None:
    seen = talk(
        world.program, "place", "add", "--source", world.mother,
        answers=[
            ("Name", "the southern corridor"), ("Other name", ""), ("Kind", "castle"),
            ("not a known kind of place", ""), ("Lies in", "Aleppo"), ("Controlled by", "government"),
            ("from when", "yesterday-ish"), ("from when", "2016-12-13"), ("until when", ""), ("Description", ""),
        ],
    )  # fmt: skip
    assert "taken in, 3 claims" in seen
    (place,) = world.program.ask("place", "list")["items"]
    shown = world.program.ask("place", "show", place["short"])
    assert [(one["by"], one["since"], one["until"]) for one in shown["control"]] == [
        ("government side", "2016-12-13", None)
    ]
    seen = talk(
        world.program, "place", "control", place["short"], "--source", world.mother,
        answers=[("Who was in control", "opposition"), ("from when", "2012"), ("until when", "2016-12-13")],
    )  # fmt: skip
    assert "opposition armed groups" in seen


HOSTILE = "\x1b[2J\x1b]52;c;QQ==\x07 \u202egnp\u2066 [bold]x[/bold] \x9b31m"


def test_what_is_written_of_an_episode_or_a_register_cannot_act_on_the_terminal(world: World) -> None:
    facility = world.add(
        "facility", world.mother, {"name": HOSTILE, "alias": f"a{HOSTILE}", "description": HOSTILE}
    )
    actor = world.add("actor", world.mother, {"name": HOSTILE, "parent": HOSTILE})
    place = world.add("place", world.mother, {"name": HOSTILE, "control": {"by": HOSTILE, "since": "2016"}})
    texts = {
        "facility": HOSTILE,
        "taken_by": HOSTILE,
        "taken_at": HOSTILE,
        "health": HOSTILE,
        "grounds": HOSTILE,
    }
    world.add("held", world.mother, texts, world.case)
    crossed = {"on": "2016-12-09", "point": HOSTILE, "separated_who": HOSTILE, "separated_by": HOSTILE}
    world.add("crossing", world.mother, crossed, world.case)
    for words in (
        ("held", "show", world.case), ("crossing", "show", world.case), ("case", "show", world.case, "--all"),
        ("crossing", "show", place["short"], "2016-12-09"), ("facility", "show", facility["short"]),
        ("facility", "list"), ("actor", "list"), ("actor", "show", actor["short"]), ("place", "list"),
        ("place", "show", place["short"]), ("place", "control", place["short"], "--day", "2016-12-09"),
        ("case", "history", world.case),
    ):  # fmt: skip
        for said in (world.program.run(*words), world.program.run(*words, "--json")):
            assert said.code == 0, said
            assert faults(said.out) == faults(said.err) == [], words
            assert "[bold]x[/bold]" in said.out, words


@pytest.mark.parametrize(
    ("words", "given", "code", "hint"),
    [
        (("held", "add", "{case}", "--source", "{mother}"), b"", 2, "--from"),
        (("held", "add", "{case}", "--from", "-"), {"facts": {"facility": "Adra"}}, 7, "--source"),
        (("held", "add", "{case}", "--source", "{mother}", "--from", "-"), {"facts": {"colour": "red"}}, 7, "known f"),
        (("held", "add", "{case}", "--source", "{mother}", "--from", "-"), ["x"], 7, "named"),
        (("held", "end", "{case}", "{facility}", "--source", "{mother}", "--from", "-"), {"facts": {"end": "released"}}, 10, "held show"),
        (("held", "show", "{facility}"), b"", 10, "case list"),
        (("facility", "show", "{case}"), b"", 10, "facility list"),
        (("crossing", "show", "{case}", "2016-12-09"), b"", 10, "place list"),
        (("crossing", "show", "X-RAMOUSEH", "09/12/2016"), b"", 7, ""),
        (("facility", "retract", "{facility}", "{case}", "--reason-from", "-"), "wrong", 10, ""),
    ],
)  # fmt: skip
def test_refusals_are_plain_and_name_the_next_step(
    world: World, words: tuple[str, ...], given: Any, code: int, hint: str
) -> None:
    here = {"case": world.case, "mother": world.mother, "facility": world.facility}
    error = world.program.refused(code, *(word.format_map(here) for word in words), given=given)
    assert hint in f"{error['hint']} {error['message']}"
    assert "Adra" not in error["message"] + error["hint"]
