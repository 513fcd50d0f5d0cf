"""Line lists and accounts at the command line: two people, two passphrases, and no file where anything is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.program import CASE, Program, schema
from tests.cli.test_disclose import FAMILIES, GIVEN, people
from tests.disclosure.recount import faults

THEIRS = "harbour meadow copper orbit thimble walnut"
AS_HER = ("--passphrase-file", "theirs")
WHY = "they asked for it in writing"
TEXT = "He left one winter to look for bread and was stopped at a checkpoint. His mother has waited since."


@pytest.fixture
def filled(program: Program) -> Program:
    (program.folder / "theirs").write_text(THEIRS + "\n", encoding="utf-8")
    added = ("vault", "slots", "add", "--caseworker", "Nour", "--new-passphrase-file", "theirs", "--no-input")
    program.ask(*added)
    program.ask("case", "new", "--from", "-", given=people(240))
    return program


def proposed(program: Program) -> Any:
    return program.ask(
        "disclose", "list", "propose", "--recipient", "UN body", "--reason-from", "-", given=WHY
    )


def nothing_left(folder: Path) -> bool:
    return not (folder / "out").exists() and not [
        p for p in folder.iterdir() if p.name.startswith(".registry-")
    ]


def test_a_list_is_allowed_planned_proposed_and_let_out_by_a_second_person(filled: Program) -> None:
    off = filled.refused(
        11, "disclose", "list", "propose", "--recipient", "UN body", "--reason-from", "-", given=WHY
    )
    assert "off" in off["message"]
    shown = filled.ask("disclose", "list", "plan")
    assert shown["passes"]
    assert not shown["allowed"]
    assert min(one["people"] for one in shown["classes"]) >= 11
    filled.ask("disclose", "list", "allow", "--reason-from", "-", given=WHY)
    asked = proposed(filled)
    assert asked["reviewers"] == ["Nour"]
    make = ("disclose", "list", "make", asked["short"], "--out", "out", "--no-input", "--confirm", "yes")
    filled.refused(11, *make)
    filled.refused(2, *make[:-2], *AS_HER)
    assert nothing_left(filled.folder)
    (filled.folder / "out").mkdir()
    (filled.folder / "out" / "kept").write_text("mine", encoding="utf-8")
    filled.refused(7, *make, *AS_HER)
    assert [p.name for p in (filled.folder / "out").iterdir()] == ["kept"]
    assert filled.ask("disclose", "ledger")["total"] == 0
    (filled.folder / "out" / "kept").unlink()
    made = filled.ask(*make, *AS_HER)
    files = {path.name: path.read_bytes() for path in (filled.folder / "out").iterdir()}
    assert set(made["files"]) == set(files) == {"list.csv", "list.json", "method.md"}
    assert {path.stat().st_mode & 0o777 for path in (filled.folder / "out").iterdir()} == {0o600}
    jsonschema.validate(json.loads(files["list.json"]), schema("line-list"))
    assert faults(files) == []
    text = b"".join(files.values()).decode()
    for secret in [*FAMILIES, *GIVEN, "SYN-", "Ramouseh", "source 1", "family 1", "Nour", "UN body", WHY]:
        assert secret not in text, secret
    (entry,) = filled.ask("disclose", "ledger")["items"]
    assert (entry["kind"], entry["recipient"], entry["approver"]) == ("L", "UN body", "Nour")
    standing = filled.ask("disclose", "list", "show")
    assert [one["state"] for one in standing["items"]] == ["made"]
    assert standing["reason"] == WHY
    filled.refused(9, "disclose", "make", "--by", "sex", "--out", "tables", "--no-input", "--confirm", "yes")


def test_an_account_is_written_looked_through_and_let_out(program: Program) -> None:
    case = str(program.ask("case", "new", "--from", "-", given=CASE)["short"])
    program.ask("disclose", "narrative", "write", case, "--from", "-", given=f"Khaled left. {TEXT}")
    program.refused(11, "disclose", "narrative", "show", case)
    program.ask("consent", "grant", case, "--purpose", "anonymous_narrative")
    shown = program.ask("disclose", "narrative", "show", case)
    assert [found["kind"] for found in shown["findings"]] == ["identifier"]
    make = ("disclose", "narrative", "make", case, "--recipient", "public", "--out", "out", "--no-input")
    assert "Khaled" not in program.refused(9, *make, "--confirm", shown["confirm"])["message"]
    assert nothing_left(program.folder)
    program.ask("disclose", "narrative", "write", case, "--from", "-", given=TEXT)
    program.refused(11, *make, "--confirm", shown["confirm"])
    made = program.ask(*make, "--confirm", program.ask("disclose", "narrative", "show", case)["confirm"])
    assert made["texts"] == 1
    assert TEXT in (program.folder / "out" / "narratives.txt").read_text(encoding="utf-8")
    (out,) = program.ask("disclose", "ledger")["items"]
    assert out["kind"] == "N"
