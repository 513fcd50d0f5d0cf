"""At a terminal each answer is checked at once: a refusal asks for that one again and loses no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Program
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
            ("How reliable", "Z"), ("not a letter from A to F", "B"), ("Full name", "محمود صالح"),
            ("Father", ""), ("Mother", ""), ("Sex", "neither of the words"), ("Sex", "male"),
            ("Date of birth", "yesterday-ish"), ("Date of birth", "1984"), ("Last seen on", "2016-99"),
            ("Last seen on", "9 December 2016"), ("Last seen at", "Ramouseh checkpoint"), ("Crossed from", ""),
            ("Crossed to", ""), ("Alleged holder", ""), ("Status", "vanished into air"), ("Status", "missing"),
            ("anonymous statistics?", "perhaps"), ("neither yes nor no", "yes"), ("Note", ""),
        ],
    )  # fmt: skip
    assert "taken in" in seen
    assert "━" not in seen
    kept = claims(program)
    assert kept["born"]["value"] == "1984"
    assert kept["last_seen_on"]["value"] == {"text": "2016-12-09", "given": "9 December 2016"}
    assert kept["sex"]["value"] == "male"
    (source,) = program.ask("source", "list")["items"]
    assert (source["kind"], source["reliability"], source["label"]) == ("family", "B", "mother of two")
    assert history_free(program.folder)


def test_a_case_of_no_answers_asks_again_and_ctrl_c_keeps_nothing(program: Program) -> None:
    terminal = Terminal(program.folder, *COMMON, "case", "new")
    for answer in ("family", *[""] * 13):
        terminal.type(answer)
    terminal.until("at least one fact")
    terminal.until("Full name")
    terminal.interrupt()
    assert terminal.end() == 130
    assert program.ask("case", "list")["total"] == 0
    assert program.ask("source", "list")["total"] == 0


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
