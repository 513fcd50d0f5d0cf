"""Review, closing and ties as transcripts: what is asked, what is answered, and whose signature stands under it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.program import Program, Said, keeps_shape
from tests.cli.test_terminal import Terminal

NOUR = "harbour meadow copper orbit thimble walnut"
COMMON = ("--vault", "case.vault", "--passphrase-file", "passphrase")


@pytest.fixture
def team(program: Program) -> Program:
    """Return a vault with a reviewer besides the caseworker who made it."""
    (program.folder / "Nour").write_text(NOUR + "\n", encoding="utf-8")
    program.ask(
        "vault", "slots", "add", "--caseworker", "Nour", "--role", "reviewer", "--new-passphrase-file", "Nour"
    )
    return program


def as_nour(program: Program, *words: str, given: str = "") -> Any:
    """Run a command as the reviewer, expect that it succeeds and keeps its shape, and return its answer."""
    said = nour_says(program, *words, "--json", given=given)
    assert said.code == 0, said
    keeps_shape(words, said.json)
    return said.json


def nour_says(program: Program, *words: str, given: str = "") -> Said:
    return program.bare("--vault", program.vault, "--passphrase-file", "Nour", *words, given=given)


def a_person(program: Program, status: str = "", basis: str = "", **facts: Any) -> tuple[str, str]:
    """Take in a case with what a court said of its status; return the case and that claim."""
    entry = {"source": {"kind": "family", "label": "a mother"}, "facts": {"name": "Khaled Darwish", **facts}}
    case = program.ask("case", "new", "--from", "-", given=entry)["short"]
    return case, said_of(program, case, status, basis) if status else ""


def said_of(program: Program, case: str, status: str, basis: str) -> str:
    source = program.ask("source", "new", "--from", "-", given={"kind": "media", "label": f"{status} {case}"})
    words = ["claim", "add", case, "status", "--source", source["short"], "--basis", basis, "--grade", "B2"]
    return str(program.ask(*words, "--from", "-", given={"value": status, "when": "2017-01-10"})["short"])


def told(said: Said) -> str:
    assert said.code == 0, said
    return " ".join(said.out.split())


def test_from_a_proposal_to_a_signed_status(team: Program) -> None:
    case, claim = a_person(team, "death_notified", "document")
    said = team.run("status", "set", case, "death_notified", "--reason-from", "-", given="civil registry")
    first = told(said)
    assert first.startswith("proposed, not set: it waits for a second person as ")
    assert "until then the case stands as it is: ? missing" in first
    assert "waits on: the family must be told" in first
    (line,) = team.ask("review", "list")["items"]
    ref = line["ref"]
    assert (line["kind"], line["by"], line["reviewers"], ref in first) == (
        "proposal",
        "caseworker",
        ["Nour"],
        True,
    )
    assert f"registry review show {ref}" in told(team.run("review", "list"))
    assert [item["stage"] for item in team.ask("case", "list", "--stage", "in_review")["items"]] == [
        "in_review"
    ]
    assert "waits for review: death officially notified" in told(team.run("case", "show", case))

    shown = as_nour(team, "review", "show", ref)
    assert [one["short"] for one in shown["supporting"]] == [claim]
    assert (shown["verdict"], shown["standing"], shown["reason"]) == ("", "missing", "civil registry")
    screen = told(nour_says(team, "review", "show", ref))
    assert "[document]" in screen
    assert "not told as far as this says" in screen

    assert team.refused(11, "review", "accept", ref)["message"] == "its author cannot review it"
    refused = nour_says(team, "review", "accept", ref, "--json")
    assert (refused.code, "family must be told" in refused.json["error"]["message"]) == (11, True)
    accepted = as_nour(team, "review", "accept", ref, "--family-told", "2017-01-20")
    assert (accepted["verdict"], accepted["status"]) == ("accepted", "death_notified")
    assert team.ask("review", "list")["total"] == 0
    assert as_nour(team, "review", "show", ref)["verdict"] == "accepted"
    assert "reviewed by Nour" in told(team.run("case", "show", case))
    history = told(team.run("case", "history", case))
    assert "accepted by Nour" in history
    assert team.ask("journal", "verify")["sound"]
    assert team.ask("vault", "check")["sound"]


def test_what_is_refused_or_withdrawn_changes_nothing_and_stays_readable(team: Program) -> None:
    case, _ = a_person(team, "death_notified", "document")
    words = ["status", "set", case, "death_notified", "--family-told", "2017-01-20", "--no-input"]
    ref = team.ask(*words)["ref"]
    assert nour_says(team, "review", "refuse", ref, "--no-input", "--json").code == 11
    answer = as_nour(team, "review", "refuse", ref, "--reason-from", "-", given="the uncle's extract")
    assert (answer["verdict"], answer["status"]) == ("refused", "missing")
    ref = team.ask(*words)["ref"]
    assert nour_says(team, "review", "withdraw", ref, "--no-input", "--json").code == 11
    assert team.ask("review", "withdraw", ref, "--no-input")["verdict"] == "withdrawn"
    history = told(team.run("case", "history", case))
    assert "refused: the uncle's extract" in history
    assert "withdrawn" in history
    assert team.refused(10, "review", "show", f"{case}/{case}")["code"] == "not-found"


def test_a_case_is_closed_by_two_and_opened_again_by_what_is_new(team: Program) -> None:
    case, _ = a_person(team, "located_alive", "direct_contact")
    error = team.refused(11, "case", "close", case, "--no-input")
    assert "the status does not end a case" in error["message"]
    team.ask("status", "set", case, "located_alive", "--no-input")
    made = team.ask("case", "close", case, "--reason-from", "-", given="he is home")
    assert (made["proposes"], made["wished"], made["standing"]) == ("closing", "end_status", "located_alive")
    assert as_nour(team, "review", "accept", made["ref"])["stage"] == "closed"
    assert team.ask("case", "list", "--stage", "closed")["total"] == 1
    assert "by caseworker, accepted by Nour; the fate" in told(team.run("case", "show", case))
    whole = told(team.run("case", "show", case, "--all"))
    assert "accepted by Nour; the fate and whereabouts are clarified; he is home" in whole
    error = team.refused(11, "status", "set", case, "missing", "--no-input")
    assert (error["message"], "case reopen" in error["hint"]) == (
        "the case is closed, and a closed case keeps its status", True,
    )  # fmt: skip
    new = said_of(team, case, "held_reported", "saw")
    assert "closed, and contradicted since" in told(team.run("case", "list"))
    assert team.ask("review", "list", "--kind", "reopening")["total"] == 1
    assert "what came in since contradicts the closing" in told(team.run("case", "show", case))
    assert team.refused(11, "case", "reopen", case, "--claim", new, "--no-input")["code"] == "rule-not-met"
    opened = team.ask("case", "reopen", case, "--claim", new, "--reason-from", "-", given="taken again")
    assert (opened["stage"], opened["status"]) == ("open", "located_alive")


def test_one_alone_closes_with_words_that_stay_on_the_record(program: Program) -> None:
    case, _ = a_person(program)
    words = ["case", "close", case, "--why", "family_request"]
    assert "--override-from" in program.refused(11, *words, "--no-input")["hint"]
    error = program.refused(2, *words, "--reason-from", "-", "--override-from", "-", given="both")
    assert "holds one text" in error["message"]
    (program.folder / "alone").write_text("nobody else is left here", encoding="utf-8")
    made = program.ask(*words, "--reason-from", "-", "--override-from", "alone", given="the mother asked")
    assert (made["stage"], made["why"], made["override"]) == (
        "closed",
        "family_request",
        "nobody else is left here",
    )
    shown = program.ask("case", "show", case)["closing"]
    assert (shown["override"], shown["reason"], shown["signed"]) == (
        "nobody else is left here", "the mother asked", "",
    )  # fmt: skip
    for page in ("show", "history"):
        assert "alone: nobody else is left here" in told(program.run("case", page, case))


def test_an_unknown_status_is_refused_before_anyone_is_asked_for_a_reason(program: Program) -> None:
    case, _ = a_person(program)
    for words in (["status", "set", case, "nonsense"], ["case", "close", case, "--why", "nonsense"]):
        terminal = Terminal(program.folder, *COMMON, *words)
        assert terminal.end() == 7, terminal.seen
        assert "Reason" not in terminal.seen


def test_at_a_terminal_who_works_alone_is_asked_for_the_override_and_only_where_it_is_needed(
    program: Program,
) -> None:
    case, _ = a_person(program, "death_notified", "document")
    words = ["status", "set", case, "death_notified", "--family-told", "2017-01-20"]
    terminal = Terminal(program.folder, *COMMON, *words)
    terminal.until("Reason")
    terminal.type("civil registry")
    terminal.until("Nobody here can review it")
    terminal.type("the only one here")
    assert terminal.end() == 0, terminal.seen
    assert program.ask("case", "show", case)["status"]["override"] == "the only one here"
    other, _ = a_person(program, "held_reported", "saw")
    terminal = Terminal(program.folder, *COMMON, "status", "set", other, "held_reported")
    terminal.until("Reason")
    terminal.type("")
    assert terminal.end() == 0, terminal.seen
    assert "Nobody here" not in terminal.seen


def test_two_cases_are_tied_and_both_show_it(program: Program) -> None:
    witness, _ = a_person(program)
    seen, _ = a_person(program, mother="Amina")
    words = ["case", "link", witness, seen]
    made = program.ask(*words, "--kind", "saw_in_custody", "--certainty", "certain", "--no-input")
    assert (made["kind"], made["reads"], made["certainty"]) == (
        "saw_in_custody",
        "seen_in_custody_by",
        "certain",
    )
    assert f"saw in custody {seen}" in told(program.run("case", "show", witness))
    assert f"seen in custody by {witness}" in told(program.run("case", "show", seen))
    error = program.refused(11, *words, "--kind", "same_person", "--reason-from", "-", given="alike")
    assert "the name and another strong attribute" in error["message"]
    assert "possible_match" in error["hint"]
    program.ask("case", "unlink", seen, witness, "--no-input")
    assert program.ask("case", "show", witness)["links"] == []
    assert program.refused(10, "case", "unlink", seen, witness, "--no-input")["code"] == "not-found"


def test_the_task_to_contact_again_is_opened_once(program: Program) -> None:
    case, _ = a_person(program)
    first = program.ask("review", "recontact", case, "--due", "2027-01-15")
    assert (first["new"], first["due"]) == (True, "2027-01-15")
    again = program.ask("review", "recontact", case)
    assert (again["new"], again["id"]) == (False, first["id"])
    assert "the status stays what it is" in told(program.run("review", "recontact", case))
    assert program.refused(7, "review", "list", "--kind", "everything")["code"] == "input-refused"
    assert told(program.run("review", "list")) == "nothing waits for a second look"
