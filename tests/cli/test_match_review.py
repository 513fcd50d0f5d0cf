"""From a scan to a decision at the terminal and for scripts, and what every count makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from tests.cli.program import Program

SEEN = {"last_seen_on": "2016-12-09", "last_seen_at": "Ramouseh checkpoint", "sex": "male", "mother": "Amina"}
COMMITTEE = {"kind": "local_committee", "label": "committee 3", "reliability": "C"}
FAMILY = {"kind": "family", "label": "the wife", "reliability": "B"}


def case(name: str, source: dict[str, str], **facts: Any) -> dict[str, Any]:
    given = {"kind": "person", "source": source, "facts": {"name": name, **SEEN, **facts}}
    return {**given, "consent": ["anonymous_statistics"]}


@pytest.fixture
def three(program: Program) -> tuple[str, str, str]:
    """The same man from two sources, and his brother."""
    given = [
        case("قتيبة زهير الكواكبي", FAMILY, born="1984-05-09"),
        case("Qutaiba Zuhair Al-Kawakibi", COMMITTEE, born="1984"),
        case("مروان زهير الكواكبي", FAMILY, born="1990"),
    ]
    taken = program.ask("case", "new", "--from", "-", given=given)
    return tuple(one["short"] for one in taken["items"])  # type: ignore[return-value]


def figures(answered: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {one["what"]: (one["before"], one["after"]) for one in answered["figures"]}


def test_from_scan_to_link_to_counts_and_back(program: Program, three: tuple[str, str, str]) -> None:
    one, other, brother = three
    found = program.ask("match", "scan")
    assert (found["cases"], found["candidates"], found["suggested"], found["people"]) == (3, 1, 1, 2)

    listed = program.ask("match", "review")
    assert listed["total"] == 1
    assert {listed["items"][0]["left_short"], listed["items"][0]["right_short"]} == {one, other}
    assert {part["fact"] for part in listed["items"][0]["parts"]} >= {"given", "family", "mother", "born"}

    shown = program.ask("match", "review", one, other)
    assert shown["wanting"] == []
    assert figures(shown)["people"] == ("3", "2")
    assert figures(shown)["cases"] == ("3", "3")
    states = {fact["fact"]: fact["state"] for fact in shown["facts"]}
    assert (states["name"], states["mother"], states["born"]) == ("match", "match", "match")

    apart = program.ask("match", "review", one, brother)
    assert "another given name" in apart["veto"]
    refused = program.run(
        "match", "link", one, brother, "--reason-from", "-", "--json", given="they look alike"
    )
    assert refused.code == 11

    linked = program.ask(
        "match", "link", one, other, "--certainty", "certain", "--reason-from", "-", given="his papers"
    )
    assert (linked["decided"], linked["certainty"]) == ("same_person", "certain")
    assert figures(linked)["people"] == ("2", "2")
    assert program.ask("match", "review")["total"] == 0
    clusters = program.ask("match", "clusters", "--linked")
    assert [set(group["shorts"]) for group in clusters["items"]] == [{one, other}]

    assert program.run("undo").code == 0
    assert figures(program.ask("match", "review", one, other))["people"] == ("3", "2")


def test_the_two_cases_stand_side_by_side_on_one_screen(
    program: Program, three: tuple[str, str, str]
) -> None:
    one, other, _ = three
    drawn = program.run("match", "review", one, other).out
    assert len(drawn.splitlines()) <= 22
    long = [line for line in drawn.splitlines() if cell_len(line.rstrip()) > 80]
    assert long == []
    for word in ("= match", "Mother's name", "people 3 → 2", "cases 3 as now", "bits"):
        assert word in drawn


def test_a_script_is_told_what_a_pair_is(program: Program, three: tuple[str, str, str]) -> None:
    assert program.run("match", "review", three[0]).code == 2
    assert program.ask("match", "clusters")["total"] == 0
    later = program.ask("match", "later", three[0], three[1])
    assert later["decided"] == "later"
    assert program.run("match", "unlink", three[0], three[1], "--reason-from", "-", given="x").code == 10
