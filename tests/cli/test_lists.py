"""Lists say how many there are, give the stretch that was asked for, and never promise an option they lack."""

from __future__ import annotations

import json

import pytest

from tests.cli.program import Program

FAMILY = {"kind": "family", "label": "mother of two"}


@pytest.fixture
def seven(program: Program) -> Program:
    people = [{"source": FAMILY, "facts": {"name": f"Ali Person {n}"}} for n in range(7)]
    program.ask("case", "new", "--from", "-", given=people)
    return program


def names(program: Program, *words: str) -> list[str]:
    said = program.run("case", "list", *words)
    assert said.code == 0, said
    return [json.loads(line)["names"][0][-1] for line in said.out.splitlines()]


def test_json_lines_give_all_cases_or_the_stretch_asked_for(seven: Program) -> None:
    order = names(seven, "--json-lines", "--sort", "name")
    assert order == list("0123456")
    assert names(seven, "--json-lines", "--sort", "name", "--limit", "2", "--offset", "3") == ["3", "4"]
    assert names(seven, "--json-lines", "--sort", "name", "--offset", "5") == ["5", "6"]
    newest = names(seven, "--json-lines")
    assert names(seven, "--json-lines", "--limit", "2", "--offset", "1") == newest[1:3]
    assert names(seven, "--json-lines", "--limit", "2", "--offset", "90") == []


def test_a_page_beyond_the_end_says_so(seven: Program) -> None:
    for words in (["case", "list"], ["source", "list"], ["journal", "show"]):
        said = seven.run(*words, "--offset", "100").out
        assert "nothing from 101 on: there are " in said
        assert "101 to 100" not in said
        assert seven.ask(*words, "--offset", "100")["items"] == []
        assert seven.ask(*words, "--offset", "100")["total"] > 0


def test_a_page_of_sources_counts_from_its_offset(program: Program) -> None:
    for n in range(4):
        program.ask("source", "new", "--from", "-", given={"kind": "media", "label": f"paper {n}"})
    assert (
        "2 to 3 of 4 sources; see more" in program.run("source", "list", "--offset", "1", "--limit", "2").out
    )
    assert "4 to 4 of 4 sources\n" in program.run("source", "list", "--offset", "3").out


def test_the_journal_pages_and_counts_the_acts_of_one_case(program: Program) -> None:
    source = program.ask("source", "new", "--from", "-", given=FAMILY)["short"]
    entry = {"source": source, "facts": {"name": "Ali"}}
    case = program.ask("case", "new", "--from", "-", given=entry)["short"]
    for day in range(1, 5):
        program.ask(
            "claim",
            "add",
            case,
            "last_seen_on",
            "--source",
            source,
            "--from",
            "-",
            given={"value": f"2016-12-0{day}"},
        )
    whole = program.ask("journal", "show", case)
    assert whole["total"] == len(whole["items"]) == 5
    first = program.ask("journal", "show", case, "--limit", "2")
    assert first["total"] == 5
    second = program.ask("journal", "show", case, "--limit", "2", "--offset", "2")
    assert second["total"] == 5
    assert first["items"] + second["items"] == whole["items"][:4]
    assert program.ask("journal", "show", case, "--offset", "9")["total"] == 5
    assert (
        "3 to 4 of 5 acts; see more with --offset"
        in program.run("journal", "show", case, "--limit", "2", "--offset", "2").out
    )
    everything = program.ask("journal", "show")
    assert (
        program.ask("journal", "show", "--limit", "1", "--offset", "1")["items"] == everything["items"][1:2]
    )


def test_a_search_counts_what_it_found_and_not_what_it_shows(seven: Program) -> None:
    found = seven.ask("find", "--from", "-", "--limit", "1", given="Ali")
    assert len(found["items"]) == 1
    assert found["total"] == 7
    assert "at_least" not in found
    said = seven.run("find", "--from", "-", "--limit", "1", given="Ali").out
    assert "7 found; the best 1 of them shown, see more with --limit" in said
    assert "7 found\n" in seven.run("find", "--from", "-", given="Ali").out


def test_a_search_that_stops_counting_says_at_least(program: Program) -> None:
    people = [{"source": FAMILY, "facts": {"name": f"Ali {n}"}} for n in range(405)]
    program.ask("case", "new", "--from", "-", given=people)
    found = program.ask("find", "--from", "-", "--limit", "3", given="Ali")
    assert (found["total"], found["at_least"], len(found["items"])) == (400, True, 3)
    assert "at least 400 found" in program.run("find", "--from", "-", "--limit", "3", given="Ali").out


ALI = {"source": FAMILY, "facts": {"name": "Ali", "last_seen_on": "2016-12"}}


def test_an_array_of_one_answers_a_list_and_a_document_answers_itself(program: Program) -> None:
    for given in ([ALI], json.dumps([ALI]).encode(), b"\xef\xbb\xbf \n\t" + json.dumps([ALI]).encode()):
        answer = program.ask("case", "new", "--from", "-", given=given)
        assert (answer["total"], len(answer["items"])) == (1, 1)
    for given in (
        ALI,
        b"\xef\xbb\xbf\n " + json.dumps(ALI, indent=1).encode(),
        json.dumps(ALI).encode() + b"\n",
    ):
        assert len(program.ask("case", "new", "--from", "-", given=given)["claims"]) == 2
    lines = (json.dumps(ALI) + "\n") * 2
    assert program.ask("case", "new", "--from", "-", given=lines)["total"] == 2
    (program.folder / "one.json").write_text(json.dumps([ALI]), encoding="utf-8")
    assert program.ask("case", "new", "--from", "one.json")["total"] == 1
    assert program.ask("case", "list")["total"] == 9
    assert "the input holds no case" in program.refused(7, "case", "new", "--from", "-", given=[])["message"]


def test_a_dry_run_says_that_nothing_was_kept(program: Program) -> None:
    said = program.run("case", "new", "--dry-run", "--from", "-", given=ALI)
    assert said.code == 0
    assert "case 1 would be taken in, 2 claims" in said.out
    assert "nothing was kept" in said.out
    assert "case show" not in said.out + said.err
    assert program.ask("case", "new", "--dry-run", "--from", "-", given=ALI)["dry_run"] is True
    many = program.ask("case", "new", "--dry-run", "--from", "-", given=[ALI, ALI])
    assert many["dry_run"] is True
    assert [one["dry_run"] for one in many["items"]] == [True, True]
    assert program.ask("case", "list")["total"] == 0
    assert program.ask("case", "new", "--from", "-", given=ALI)["dry_run"] is False


def groups(program: Program, count: int) -> list[str]:
    source = program.ask("source", "new", "--from", "-", given=FAMILY)["id"]
    made = []
    for n in range(count):
        facts = {"topic": f"convoy {n}", "wording": f"{10 + n} people", "last_seen_on": "2016-12"}
        entry = {"kind": "group", "source": source, "facts": facts}
        made.append(program.ask("case", "new", "--from", "-", given=entry)["short"])
    return [source, *made]


def test_a_figure_takes_its_bounds_under_either_name(program: Program) -> None:
    source, group = groups(program, 1)
    add = ("group", "count", group, "--source", source, "--from", "-")
    said = program.ask(*add, given={"wording": "between forty and fifty", "count_low": 40, "count_high": 50})
    assert (said["stated"]["low"], said["stated"]["high"]) == (10, 50)
    assert program.ask(*add, given={"wording": "some", "low": 60, "high": 70})["stated"]["high"] == 70
    assert program.ask(*add, given={"wording": "80 people"})["stated"]["high"] == 80
    twice = {"wording": "some", "low": 1, "count_low": 2}
    assert "given twice" in program.refused(7, *add, given=twice)["message"]
    assert program.ask("group", "count", group)["stated"]["high"] == 80


def test_a_source_without_a_figure_is_refused(program: Program) -> None:
    source, group = groups(program, 1)
    for words in (["--source", source], ["--when", "2016"], ["--grade", "C3"]):
        assert "belongs to a new figure" in program.refused(2, "group", "count", group, *words)["message"]


def test_totals_name_the_groups_and_the_relations_that_are_not_known(program: Program) -> None:
    _, *made = groups(program, 6)
    shape = program.ask("group", "totals")
    assert [group["title"] for group in shape["groups"]] == [f"convoy {n}: {10 + n} people" for n in range(6)]
    assert len(shape["unknown"]) == 15
    said = program.run("group", "totals").out
    assert "15 relations are not known" in said
    assert "… and 5 more; all of them with --json" in said
    assert sum(f" and {short} (convoy" in said for short in made) >= 3
    two = program.run("group", "totals", made[0], made[1]).out
    pairs = [f"{made[a]} (convoy {a})" for a in (0, 1)]
    flat = " ".join(two.split())
    assert "1 relation is not known" in flat
    assert f"{pairs[0]} and {pairs[1]}" in flat or f"{pairs[1]} and {pairs[0]}" in flat


def test_a_group_named_twice_is_totalled_once(program: Program) -> None:
    _, group = groups(program, 1)
    whole = program.ask("group", "count", group)["id"]
    said = program.ask("group", "totals", group, whole, group.lower())
    assert [one["id"] for one in said["groups"]] == [whole]
    assert said["total"]["high"] == 10


def test_a_source_without_contact_details_says_so(program: Program) -> None:
    with_one = program.ask("source", "new", "--from", "-", given={**FAMILY, "contact": "a street"})["short"]
    without = program.ask("source", "new", "--from", "-", given=FAMILY)["short"]
    assert "sealed; open it with --contact" in program.run("source", "show", with_one).out
    assert "a street" in program.run("source", "show", with_one, "--contact").out
    for words in ([], ["--contact"]):
        said = program.run("source", "show", without, *words).out
        assert "none recorded" in said
        assert "sealed" not in said


def test_the_claims_of_a_case_are_listed_with_what_stands_no_longer(program: Program) -> None:
    facts = {"name": "Ali Person", "last_seen_on": "2016-12-09"}
    case = program.ask("case", "new", "--from", "-", given={"source": FAMILY, "facts": facts})["short"]
    source = program.ask("source", "list")["items"][0]["short"]
    graded = program.ask("source", "grade", source, "C", "--why-from", "-", given="she was not there herself")
    assert (graded["short"], graded["reliability"]) == (source, "C")
    listed = program.ask("claim", "list", case)
    assert [claim["fact"] for claim in listed["items"]] == ["name", "last_seen_on"]
    (day,) = program.ask("claim", "list", case, "--fact", "last seen on")["items"]
    program.ask("claim", "retract", case, day["short"], "--reason-from", "-", given="another day")
    assert "[retracted]" in program.run("claim", "list", case).out
    assert program.refused(7, "claim", "list", case, "--fact", "no such fact")
