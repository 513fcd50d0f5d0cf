"""A vault of the first format at the command line: it is read, not written, and brought up to date with a copy."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.cli.warm import Server, WarmProgram, warm

# Made by the program as it was when the first format was current, with the passphrase of these tests.
KEPT = Path(__file__).resolve().parent.parent / "vaults" / "casework-1.vault"
RECOVERY = "S8YRKE7Q NFPJMR1X TJ8FCACR CREYZ2SE KBYGE3W1 MRRWBX23 Q8NY378W PNNB205G"


@pytest.fixture
def first(tmp_path: Path, program_server: Server | None) -> WarmProgram:
    program = warm(tmp_path, program_server)
    shutil.copy(KEPT, tmp_path / program.vault)
    (tmp_path / "recovery").write_text(RECOVERY, encoding="utf-8")
    return program


def what_it_holds(program: Program) -> list[tuple[str, tuple[str, ...]]]:
    items = program.ask("case", "list")["items"]
    return [(item["id"], tuple(item["names"])) for item in items]


def test_it_is_read_with_all_that_reading_commands_do(first: WarmProgram) -> None:
    assert sorted(names for _, names in what_it_holds(first)) == [
        (f"Synthetic Person {n}",) for n in range(1, 6)
    ]
    info = first.ask("vault", "info")
    assert (info["format"], info["caseworkers"]) == (1, ["Rim"])
    assert first.ask("vault", "check")["sound"]
    assert first.ask("journal", "verify")["entries"] == 4
    assert [item["you"] for item in first.ask("vault", "slots", "list")["items"]] == [True]
    told = first.ask("vault", "recovery", "rehearse", "--recovery-from", "recovery", "--no-input")
    assert told["opens"] and not told["recorded"]
    first.ask("vault", "backup", "copy")
    assert (first.folder / first.vault).read_bytes() == KEPT.read_bytes()


@pytest.mark.parametrize(
    "words",
    [
        ["source", "new", "--from", "-"],
        ["vault", "passphrase", "--new-passphrase-file", "passphrase", "--no-input"],
        [
            "vault",
            "slots",
            "add",
            "--caseworker",
            "Amal",
            "--new-passphrase-file",
            "passphrase",
            "--no-input",
        ],
        ["vault", "slots", "remove", "--caseworker", "Rim", "--confirm", "Rim", "--no-input"],
        ["vault", "slots", "role", "--caseworker", "Rim", "--role", "reviewer", "--no-input"],
        ["vault", "recovery", "renew", "--recovery-file", "k", "--no-input"],
        ["vault", "rekey", "--no-input"],
        ["disclose", "make", "--out", "k", "--confirm", "yes"],
        ["undo"],
    ],
)
def test_whatever_writes_names_the_next_step(first: WarmProgram, words: list[str]) -> None:
    error = first.refused(11, *words, given={"kind": "media"})
    assert "earlier format" in error["message"]
    assert "registry vault upgrade --backup" in error["hint"]
    assert not (first.folder / "k").exists()
    assert (first.folder / first.vault).read_bytes() == KEPT.read_bytes()


def test_it_is_brought_up_to_date_after_a_copy_was_made(first: WarmProgram) -> None:
    before = what_it_holds(first)
    shown = first.ask("case", "show", before[0][0])
    answer = first.ask("vault", "upgrade", "--backup", "before.vault", "--no-input")
    assert (answer["format_before"], answer["format"], answer["backup"]) == (1, 2, "before.vault")
    assert what_it_holds(first) == before
    assert first.ask("case", "show", before[0][0]) == shown
    assert first.ask("vault", "info")["format"] == 2
    assert first.ask("vault", "check")["sound"]
    assert first.ask("journal", "verify")["entries"] == 5
    first.ask("source", "new", "--from", "-", given={"kind": "media"})
    told = first.ask("vault", "recovery", "rehearse", "--recovery-from", "recovery", "--no-input")
    assert told["recorded"] and told["made"]
    old = replace(first, vault="before.vault", home="elsewhere")
    assert what_it_holds(old) == before
    assert old.ask("vault", "info")["format"] == 1
    assert first.refused(11, "vault", "upgrade", "--backup", "again", "--no-input")["message"].startswith(
        "the vault has"
    )
    assert not (first.folder / "again").exists()


def test_without_a_place_for_the_copy_nothing_is_done(first: WarmProgram) -> None:
    error = first.refused(2, "vault", "upgrade")
    assert "--backup DEST" in error["hint"]
    (first.folder / "taken").write_text("mine", encoding="utf-8")
    first.refused(7, "vault", "upgrade", "--backup", "taken")
    first.refused(10, "vault", "upgrade", "--backup", "no/such/folder/copy")
    first.refused(2, "vault", "upgrade", "--backup", "-")
    first.refused(11, "vault", "upgrade", "--backup", "copy", "--read-only")
    assert (first.folder / "taken").read_text(encoding="utf-8") == "mine"
    assert not (first.folder / "copy").exists()
    assert (first.folder / first.vault).read_bytes() == KEPT.read_bytes()


def test_the_recovery_key_can_bring_it_up_to_date_and_then_do_no_casework(first: WarmProgram) -> None:
    (first.folder / "new").write_text("granite willow saffron tunnel mosaic feather\n", encoding="utf-8")
    first.ask("vault", "upgrade", "--backup", "before")
    first.ask(
        "vault", "passphrase", "--recovery-from", "recovery", "--new-passphrase-file", "new", "--no-input"
    )
    said = first.bare("--vault", first.vault, "--passphrase-file", "new", "vault", "slots", "list", "--json")
    assert [(item["name"], item["here"]) for item in said.json["items"]] == [("Rim", False), ("Rim", True)]


def test_a_newer_format_is_told_from_damage(program: Program) -> None:
    import hashlib
    import sqlite3

    connection = sqlite3.connect(program.folder / program.vault)
    for table in ("a", "b"):
        (raw,) = connection.execute(f"SELECT v FROM {table} WHERE k = 0").fetchone()
        later = raw[:16] + (3).to_bytes(2, "big") + raw[18:-32]
        later += hashlib.sha256(later).digest()
        connection.execute(f"UPDATE {table} SET v = ? WHERE k = 0", (later,))
    connection.commit()
    connection.close()
    error = program.refused(8, "case", "list")
    assert "newer version" in error["message"]
    program.refused(8, "vault", "upgrade", "--backup", "copy")
    assert not (program.folder / "copy").exists()
