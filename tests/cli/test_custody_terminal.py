"""Evidence and restores at a terminal: asked why and for whom, where in an exhibit, and for the id typed back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import CASE, PASSPHRASE, Program
from tests.cli.test_terminal import Terminal


@pytest.fixture
def at(program: Program) -> tuple[Program, str, str, str]:
    """Return a program, a case, its source and an exhibit."""
    case = program.ask("case", "new", "--from", "-", given=CASE)["short"]
    source = program.ask("source", "list")["items"][0]["short"]
    (program.folder / "letter.txt").write_text("an invented letter", "utf-8")
    return program, case, source, program.ask("exhibit", "attach", case, "letter.txt")["short"]


def terminal(folder: Path, *words: str) -> Terminal:
    assert (folder / "passphrase").read_text("utf-8").strip() == PASSPHRASE
    return Terminal(folder, "--vault", "case.vault", "--passphrase-file", "passphrase", "--plain", *words)


def test_a_read_out_asks_why_and_for_whom_and_a_claim_where_in_the_exhibit(
    at: tuple[Program, str, str, str],
) -> None:
    program, case, source, exhibit = at
    asked = terminal(program.folder, "exhibit", "export", case, exhibit, "--out", "copy.txt")
    asked.until("Why it is read out")
    asked.type("asked for by the family")
    asked.until("For whom")
    asked.type("")
    assert asked.end() == 0, asked.seen
    assert (program.folder / "copy.txt").read_text("utf-8") == "an invented letter"
    line = program.ask("exhibit", "show", case, exhibit)["custody"][-1]
    assert (line["did"], line["reason"], line["recipient"]) == ("read_out", "asked for by the family", "")
    claim = terminal(program.folder, "claim", "add", case, "sex", "--source", source, "--exhibit", exhibit)
    claim.until("Sex")
    claim.type("male")
    claim.until("When it was so")
    claim.type("")
    claim.until("Grade")
    claim.type("")
    claim.until("Where in the exhibit")
    claim.type("p. 14-12")
    claim.until("before the first")
    claim.type("p. 12-14")
    assert claim.end() == 0, claim.seen
    (made,) = program.ask("exhibit", "show", case, exhibit)["claims"]
    assert made["locator"] == "p. 12-14"


def test_a_restore_shows_what_it_changes_before_it_asks_for_the_id(at: tuple[Program, str, str, str]) -> None:
    program, case, source, _ = at
    program.ask("claim", "add", case, "sex", "--source", source, "--from", "-", given={"value": "male"})
    for typed, code in (("000-0000", 11), (case, 0)):
        asked = terminal(program.folder, "case", "restore", case, "--to", "2")
        seen = asked.until("to restore it")
        assert "Sex: male" in seen
        assert "2 no longer counted" in seen
        asked.type(typed)
        assert asked.end() == code, asked.seen
    assert "sex" not in program.ask("case", "show", case)["facts"]
