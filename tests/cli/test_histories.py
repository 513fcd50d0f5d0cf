"""A case at two moments, what differs, and going back, from the command line."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.program import CASE, Program


@pytest.fixture
def lived(program: Program) -> tuple[Program, str, dict[str, Any]]:
    """Return a program with a case that was taken in by act 2, and claimed of since."""
    case = program.ask("case", "new", "--from", "-", given=CASE)["short"]
    source = program.ask("source", "list")["items"][0]["short"]
    words = ("claim", "add", case, "sex", "--source", source, "--from", "-")
    program.ask(*words, given={"value": "male"})
    second = program.ask(*words, given={"value": "female"})
    return program, case, second


Lived = tuple[Program, str, dict[str, Any]]


def test_what_differs_between_two_moments_is_told(lived: Lived) -> None:
    program, case, second = lived
    found = program.ask("case", "diff", case, "--from", "2")
    assert [(one["what"], one["before"], one["after"]) for one in found["changed"]] == [
        ("sex", [], ["male", "female"])
    ]
    assert (found["conflicts_began"], found["first"], found["second"]) == (["sex"], "act 2", "now")
    assert [(one["what"], one["said_by"], one["by"]) for one in found["added"]] == [
        ("Sex: male", "mother of two", "caseworker"), ("Sex: female", "mother of two", "caseworker")
    ]  # fmt: skip
    program.ask("claim", "retract", case, second["short"], "--reason-from", "-", given="misheard")
    found = program.ask("case", "diff", case, "--from", second["short"], "--to", "now")
    assert [(one["id"], one["no_longer"]) for one in found["stopped"]] == [(second["id"], "retracted")]
    assert found["conflicts_ended"] == ["sex"]
    said = program.run("case", "diff", case, "--from", second["short"])
    assert "sources no longer contradict each other" in said.out
    assert "nothing differs" in program.run("case", "diff", case, "--from", "now").out
    same = program.ask("case", "diff", case, "--from", "now")
    assert not any(same[key] for key in ("added", "gone", "stopped", "resumed", "changed"))
    assert program.refused(7, "case", "diff", case, "--from", "Monday")["hint"]
    assert program.refused(10, "case", "diff", case, "--from", "#99")


def test_a_case_is_shown_as_it_stood(lived: Lived) -> None:
    program, case, _ = lived
    then = program.ask("case", "at", case, "2")
    assert ([claim["fact"] for claim in then["case"]["claims"]], then["moment"]) == (
        ["name", "name"],
        "act 2",
    )
    assert "as it stood: act 3" in program.run("case", "at", case, "3").out
    assert "not there yet: 2016-12-09" in program.run("case", "at", case, "2016-12-09").out


def test_a_restore_shows_first_asks_for_the_id_and_is_undone(lived: Lived) -> None:
    program, case, _ = lived
    shown = program.ask("case", "restore", case, "--to", "3", "--dry-run")
    assert (shown["restored"], [one["what"] for one in shown["changes"]["stopped"]]) == (
        False,
        ["Sex: female"],
    )
    assert program.refused(2, "case", "restore", case, "--to", "3")["hint"].startswith("give --confirm")
    assert program.refused(11, "case", "restore", case, "--to", "3", "--confirm", "000-0000")
    assert program.ask("case", "history", case)["total"] == 4
    done = program.run("case", "restore", case, "--to", "3", "--confirm", case)
    assert (done.code, "Sex: female" in done.out, "`registry undo` takes it back" in done.out) == (
        0,
        True,
        True,
    )
    assert program.ask("case", "show", case)["facts"]["sex"]["values"][0]["value"] == "male"
    assert program.ask("undo")["operation"] == "case restore"
    assert len(program.ask("case", "show", case)["facts"]["sex"]["values"]) == 2
    assert program.refused(11, "case", "restore", case, "--to", "now", "--confirm", case)
    assert program.run("case", "restore", case, "--to", "3", "--confirm", case, "--read-only").code != 0


def test_histories_and_the_journal_are_read_in_part(lived: Lived) -> None:
    program, case, _ = lived
    assert (
        program.ask(
            "case", "history", case, "--kind", "claim", "--by", "caseworker", "--since", "2020-01-01"
        )["total"]
        == 4
    )
    assert program.ask("case", "history", case, "--until", "2020-01-01")["total"] == 0
    assert program.refused(7, "case", "history", case, "--kind", "rumour")
    assert program.refused(10, "case", "history", case, "--by", "nobody")
    for words in (("--case", case), (case,), (case, "--by", "caseworker")):
        acts = program.ask("journal", "show", *words)
        assert [act["operation"] for act in acts["items"]] == ["claim add", "claim add", "case new"]
        assert {act["signature"] for act in acts["items"]} == {"holds"}
        assert acts["total"] == 3
    assert program.ask("journal", "show", "--since", "2999-01-01")["total"] == 0
    assert program.refused(2, "journal", "show", case, "--case", "000-0000")
    assert "holds" in program.run("journal", "show").out
