"""`registry case erase` at the command line: confirmed by the id, told in full, and final."""

from __future__ import annotations

from tests.cli.program import Program

MOTHER = {"kind": "family", "label": "mother of two", "reliability": "B", "contact": "+963 000 111 222"}
NAME = "Synthetic Person Zyxwv"


def _taken(program: Program, name: str = NAME) -> str:
    entry = {"source": MOTHER, "facts": {"name": name, "sex": "male"}}
    return str(program.ask("case", "new", "--from", "-", given=entry)["short"])


def test_a_case_is_erased_and_says_so_ever_after(program: Program) -> None:
    case = _taken(program)
    planned = program.ask("case", "erase", case, "--basis", "family-request", "--dry-run")
    assert not planned["erased"] and len(planned["sources_removed"]) == 1
    done = program.ask(
        "case", "erase", case, "--basis", "family-request", "--confirm", case, "--reason-from", "-",
        given="letter of 12 May",
    )  # fmt: skip
    assert done["erased"] and done["basis"] == "family-request"
    assert any("flash" in line for line in done["may_survive"])
    shown = program.refused(10, "case", "show", case)
    assert "erased on" in shown["message"] and "at the family's request" in shown["message"]
    (stone,) = program.ask("case", "erased")["items"]
    assert (stone["short"], stone["by"], stone["reason"]) == (case, "caseworker", "letter of 12 May")
    assert program.ask("case", "list")["total"] == 0
    assert program.ask("source", "list")["total"] == 0
    assert program.ask("vault", "check")["sound"]
    assert program.ask("journal", "verify")["sound"]
    assert "cannot be undone" in program.refused(11, "undo")["message"]


def test_erasing_asks_for_the_id_and_takes_no_other(program: Program) -> None:
    case, other = _taken(program), _taken(program, "Another")
    error = program.refused(2, "case", "erase", case, "--basis", "law", "--no-input")
    assert case in error["hint"]
    program.refused(11, "case", "erase", case, "--basis", "law", "--confirm", other)
    program.refused(7, "case", "erase", case, "--basis", "boredom", "--confirm", case)
    assert program.ask("case", "list")["total"] == 2


def test_the_screen_names_no_one(program: Program) -> None:
    case = _taken(program)
    said = program.run("case", "erase", case, "--basis", "law", "--confirm", case)
    assert said.code == 0, said
    assert f"{case} is erased" in said.out and "flash memory" in said.out
    assert NAME not in said.out + said.err
    assert case in program.run("case", "erased").out
