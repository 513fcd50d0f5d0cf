"""At a terminal each answer is checked at once: a refusal asks for that one again and loses no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import CASE, Program
from tests.cli.test_terminal import Terminal

COMMON = ["--vault", "case.vault", "--passphrase-file", "passphrase"]


def talk(program: Program, *words: str, answers: list[tuple[str, str]], code: int = 0) -> str:
    """Run a command at a terminal, give each answer when its question has come, and return the screen."""
    terminal = Terminal(program.folder, *COMMON, *words)
    for question, answer in answers:
        terminal.until(question)
        terminal.seen = terminal.seen.rpartition(question)[2]
        terminal.type(answer)
    assert terminal.end() == code, terminal.seen
    return terminal.seen


def history_free(folder: Path) -> bool:
    return not list(folder.rglob("*history*"))


def claims(program: Program) -> dict[str, Any]:
    (item,) = program.ask("case", "list")["items"]
    return {claim["fact"]: claim for claim in program.ask("case", "show", item["id"])["claims"]}


def test_a_wrong_answer_is_asked_for_again_and_the_others_are_kept(program: Program) -> None:
    seen = talk(
        program, "case", "new",
        answers=[
            ("Who says so?", "nobody at all"), ("not a known kind of source", "1"), ("A pseudonym", "mother of two"),
            ("How reliable", "Z"), ("not a letter from A to F", "B"), ("Contact", "a street"), ("Full name", "محمود صالح"),
            ("Nickname", ""), ("Sex", "neither of the words"), ("Sex", "male"),
            ("Date of birth", "yesterday-ish"), ("Date of birth", "1984"), ("Father", ""), ("Mother", "-"),
            ("Grandfather", ""), ("Where they lived", ""), ("Where the family", ""), ("Last seen on", "2016-99"),
            ("Last seen on", "9 December 2016"), ("Last seen at", "Ramouseh checkpoint"), ("Crossed from", ""),
            ("Crossed to", ""), ("Crossing point", ""), ("Who is said", ""), ("Where they are said", ""),
            ("What this source says", "vanished into air"), ("What this source says", "missing"),
            ("How that is known", ""), ("Ask about this too", ""), ("May we work", "y"),
            ("anonymous figures", "perhaps"), ("neither yes nor no", "yes"), ("Note", ""),
            ("Enter keeps the case", ""), ("Another of the same family", ""),
        ],
    )  # fmt: skip
    assert "taken in" in seen
    assert "━" not in seen
    kept = claims(program)
    assert kept["born"]["value"] == "1984"
    assert kept["last_seen_on"]["value"] == {"text": "2016-12-09", "given": "9 December 2016"}
    assert kept["sex"]["value"] == "male"
    assert kept["mother"]["state"] == "unknown"
    (source,) = program.ask("source", "list")["items"]
    assert (source["kind"], source["reliability"], source["label"]) == ("family", "B", "mother of two")
    assert program.ask("source", "show", source["id"], "--contact")["contact"] == "a street"
    assert program.ask("case", "drafts", "list")["total"] == 0
    assert history_free(program.folder)


def test_a_claim_and_a_source_are_asked_for_at_a_terminal(program: Program) -> None:
    seen = talk(
        program, "source", "new",
        answers=[("Who says so?", "media"), ("A pseudonym", "a paper"), ("How reliable", "c"), ("Contact", "a street")],
    )  # fmt: skip
    assert "taken in" in seen
    (source,) = program.ask("source", "list")["items"]
    assert source["reliability"] == "C"
    assert program.ask("source", "show", source["id"], "--contact")["contact"] == "a street"
    entry = {"source": source["id"], "facts": {"name": "Ali"}}
    case = program.ask("case", "new", "--from", "-", given=entry)["short"]
    talk(
        program, "claim", "add", case, "last_seen_on", "--source", source["short"],
        answers=[
            ("Last seen on", ""), ("cannot be left empty", "soon"), ("Last seen on", "2016-12-05"),
            ("When it was so", ""), ("Grade", "Q9"), ("Grade", "B2"),
        ],
    )  # fmt: skip
    kept = claims(program)["last_seen_on"]
    assert (kept["value"], kept["grade"]) == ("2016-12-05", "B2")


@pytest.mark.parametrize(
    "words", [["source", "new"], ["case", "new"], ["claim", "add", "{case}", "sex", "--source", "{source}"]]
)
def test_nobody_is_asked_with_no_input(program: Program, words: list[str]) -> None:
    source = program.ask("source", "new", "--from", "-", given={"kind": "media"})["short"]
    case = program.ask("case", "new", "--from", "-", given={"source": source, "facts": {"name": "Ali"}})[
        "short"
    ]
    words = [word.format(case=case, source=source) for word in words]
    terminal = Terminal(program.folder, *COMMON, "--no-input", *words)
    assert terminal.end() == 2
    assert "--from FILE" in terminal.seen


def test_json_at_a_terminal_stays_one_document(program: Program) -> None:
    seen = talk(
        program, "source", "new", "--json",
        answers=[("Who says so?", "media"), ("A pseudonym", ""), ("How reliable", ""), ("Contact", "x")],
    )  # fmt: skip
    assert json.loads(seen[seen.index("{") :])["kind"] == "media"


def test_a_form_asks_what_no_claim_can_answer_and_keeps_it(program: Program) -> None:
    case = program.ask("case", "new", "--from", "-", given=CASE)["short"]
    seen = talk(
        program, "form", "ced", case, "--ask",
        answers=[
            ("Name of whoever submits", "an invented committee"), ("Address for answers", "refused"), ("In which capacity", ""),
            ("State party where", "an invented State"), ("In force for that State", "01/02/2012"),
            ("In force for that State", "2012-05-01"), ("What happened", ""),
            ("Presented to the competent", "perhaps"), ("neither yes nor no", "yes"), ("To which authorities", ""),
            ("Pending before another", "no"),
        ],
    )  # fmt: skip
    assert "not ready" in seen
    found = {need["field"]: need for need in program.ask("form", "ced", case)["needs"]}
    assert found["submitter"]["standing"] == found["presented"]["standing"] == "met"
    assert (found["submitter_contact"]["standing"], found["submitter_contact"]["states"]) == (
        "missing",
        ["refused"],
    )
    assert found["in_force_on"]["standing"] == "uncertain"
    assert found["capacity"]["standing"] == "missing"
    assert history_free(program.folder)


def test_a_name_that_reads_as_several_people_is_kept_only_after_a_typed_yes(program: Program) -> None:
    case = program.ask(
        "case", "new", "--from", "-", given={"source": {"kind": "media"}, "facts": {"sex": "male"}}
    )
    source = program.ask("source", "list")["items"][0]["short"]
    seen = talk(
        program, "claim", "add", case["short"], "name", "--source", source,
        answers=[
            ("Name", "five brothers"), ("really the name of one person?", "no"), ("the name was not kept", "Dozens"),
            ("really the name of one person?", "yes"), ("When it was so", ""), ("Grade", ""),
        ],
    )  # fmt: skip
    assert "added" in seen
    assert claims(program)["name"]["value"]["text"] == "Dozens"
    assert "said to be one person's name" in program.run("case", "history", case["short"]).out
