"""Taking in where nothing can be read, from the file made at headquarters to the cases that stand there."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

from tests.cli.program import Program, Said

FIELD = "orbit walnut ribbon canyon pencil summit velvet"
NAME = "Synthetic Qwertzia"


def _entry(name: str = NAME) -> dict[str, Any]:
    return {"source": {"kind": "family", "label": "mother"}, "facts": {"name": name}}


def _at_field(program: Program, *words: str, given: str = "") -> Said:
    return program.bare("--vault", "field.vault", "--passphrase-file", "field", *words, "--json", given=given)


def test_from_the_field_to_headquarters(program: Program) -> None:
    (program.folder / "field").write_text(FIELD + "\n")
    made = program.ask(
        "vault", "intake-only", "field.vault", "--caseworker", "Nour", "--new-passphrase-file", "field"
    )
    assert made["caseworker"] == "Nour"
    lines = json.dumps(_entry()) + "\n"
    sealed = _at_field(program, "case", "new", "--from", "-", given=lines * 2)
    assert sealed.code == 0, sealed
    (receipt,) = sealed.json["receipts"]
    assert (receipt["number"], receipt["cases"]) == (1, 2)

    (program.folder / "letter").write_bytes(b"a letter")
    attached = _at_field(program, "exhibit", "attach", "1/2", "letter")
    assert attached.code == 0 and attached.json["receipts"][0]["number"] == 2
    assert _at_field(program, "exhibit", "attach", "K7Q-2M9X", "letter").code == 7

    # Whoever holds the file and its passphrase learns how many there are, and nothing else.
    for words in (
        ("case", "list"), ("case", "show", "K7Q-2M9X"), ("find", "--from", "-"), ("vault", "info"), ("vault", "check"),
        ("journal", "show"), ("source", "list"), ("undo",), ("vault", "backup", "copy"), ("disclose", "ledger"),
        ("vault", "collect"), ("vault", "passphrase", "--new-passphrase-file", "field"),
    ):  # fmt: skip
        said = _at_field(program, *words, given=NAME)
        assert said.code == 11, said
        assert "cannot read them back" in said.json["error"]["message"]
    assert _at_field(program, "vault", "waiting").json == {
        "items": [{"number": 1, "code": receipt["code"], "cases": 0}, attached.json["receipts"][0]],
        "total": 2,
    }

    done = program.ask("vault", "collect", "field.vault")
    assert (done["total"], done["items"][0]["state"], done["items"][0]["code"]) == (
        2,
        "taken",
        receipt["code"],
    )
    assert done["items"][0]["worker"] == "Nour"
    assert program.ask("exhibit", "list", done["items"][1]["cases"][0])["total"] == 1
    assert program.ask("vault", "collect", "field.vault")["items"][0]["state"] == "already taken"
    assert program.ask("case", "list")["total"] == 2
    assert program.ask("vault", "check")["sound"]
    gone = _at_field(program, "vault", "panic", "--confirm", "destroy")
    assert gone.code == 0 and gone.json["whole"]
    assert _at_field(program, "vault", "waiting").code == 3


def test_damage_is_exit_3_and_the_rest_is_taken(program: Program) -> None:
    (program.folder / "field").write_text(FIELD + "\n")
    program.ask(
        "vault", "intake-only", "field.vault", "--caseworker", "Nour", "--new-passphrase-file", "field"
    )
    for number in range(3):
        given = json.dumps(_entry(f"person {number}"))
        assert _at_field(program, "case", "new", "--from", "-", given=given).code == 0
    with closing(sqlite3.connect(program.folder / "field.vault")) as db:
        db.execute("UPDATE i SET v = substr(v, 1, length(v) - 1) WHERE k = 2")
        db.commit()
    said = program.run("vault", "collect", "field.vault", "--json")
    assert said.code == 3, said
    assert [item["state"] for item in said.json["items"]] == ["taken", "damaged", "taken"]
    screen = program.run("vault", "collect", "field.vault")
    assert screen.code == 3 and "not what its worker signed" in " ".join(screen.out.split())
    assert program.ask("case", "list")["total"] == 2
    assert program.ask("vault", "quarantine") == {"items": [], "total": 0}


def test_what_was_taken_before_it_stopped_is_told(program: Program) -> None:
    _one_sealed(program)
    said = program.run("vault", "collect", "field.vault", "nothing-there.vault", "--json")
    assert said.code == 10, said
    assert [item["state"] for item in said.json["items"]] == ["taken"]
    assert said.json["stopped"]["code"] == "not-found" and said.json["cases"] == 1
    assert program.ask("case", "list")["total"] == 1
    _at_field(program, "case", "new", "--from", "-", given=json.dumps(_entry("another")))
    screen = program.run("vault", "collect", "field.vault", "nothing-there.vault")
    assert screen.code == 10 and "what was taken in is saved" in " ".join(screen.out.split())
    assert program.refused(10, "vault", "collect", "nothing-there.vault")


def test_whoever_is_out_with_a_file_is_listed_and_can_be_called_back(program: Program) -> None:
    code = _one_sealed(program)
    (out,) = program.ask("vault", "slots", "list")["away"]
    assert (out["name"], out["kind"], out["revoked"]) == ("Nour", "intake-only", None)
    done = program.ask("vault", "slots", "remove", "--caseworker", "Nour", "--confirm", "nour")
    assert (done["files"], done["epoch"]) == (1, 1)
    assert "counts no more since" in " ".join(program.run("vault", "slots", "list").out.split())
    said = program.ask("vault", "collect", "field.vault")
    assert [item["state"] for item in said["items"]] == ["refused"]
    assert program.ask("vault", "quarantine")["total"] == 1
    said = program.ask("vault", "collect", "field.vault", "--accept", code)
    assert [item["state"] for item in said["items"]] == ["taken"]
    assert program.ask("vault", "quarantine")["total"] == 0


def _one_sealed(program: Program) -> str:
    """Make a field file, seal one case into it, and return its check code."""
    (program.folder / "field").write_text(FIELD + "\n")
    program.ask(
        "vault", "intake-only", "field.vault", "--caseworker", "Nour", "--new-passphrase-file", "field"
    )
    sealed = _at_field(program, "case", "new", "--from", "-", given=json.dumps(_entry()))
    return str(sealed.json["receipts"][0]["code"])


def test_the_field_says_what_it_does_in_words(program: Program) -> None:
    (program.folder / "field").write_text(FIELD + "\n")
    program.ask(
        "vault", "intake-only", "field.vault", "--caseworker", "Nour", "--new-passphrase-file", "field"
    )
    given = '{"source": {"kind": "family"}, "facts": {"name": "A"}}'
    said = program.bare(
        "--vault", "field.vault", "--passphrase-file", "field", "case", "new", "--from", "-", given=given
    )
    assert said.code == 0 and "receipt 1, check code" in said.out and "switch it off" in said.out
    refused = _at_field(program, "case", "new", "--from", "-", given='{"facts": {"name": "A"}}')
    assert refused.code == 7 and "no source" in refused.json["error"]["message"]
    assert program.refused(4, "vault", "intake-only", "x.vault", "--caseworker", "Sami", "--no-input")
    assert not (program.folder / "x.vault").exists()
