"""Backups at the command line: made, verified, listed, restored, and the line that reminds of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from registry.desk.copies import age_of
from registry.desk.copying import name_at
from tests.cli.program import PASSPHRASE, Program
from tests.vault.media import MAY_MOUNT, small_disk
from tests.vault.test_copying import newer

NAME = re.compile(r"registry-\d{4}-\d\d-\d\dT\d{6}Z(-\d+)?\.vault")
ENTRY: dict[str, Any] = {"source": {"kind": "family", "label": "a family"}, "facts": {"name": "Ali"}}


def take_in(program: Program, count: int) -> None:
    program.run("case", "new", "--from", "-", "--quiet", given=[ENTRY] * count)


def copy_of(program: Program, name: str = "copy") -> Path:
    program.ask("vault", "backup", name)
    return program.folder / name


def restoring(program: Program, copy: str, *more: str) -> Any:
    words = ("--vault", "new.vault", *more, "vault", "restore", copy)
    return program.bare(*words, "--passphrase-file", "passphrase", "--json")


# Making


def test_a_folder_gets_generations_whose_names_tell_nothing_but_the_time(program: Program) -> None:
    stick = program.folder / "stick"
    stick.mkdir()
    take_in(program, 2)
    made = [program.ask("vault", "backup", "stick", "--label", "red stick") for _ in range(3)]
    names = sorted(path.name for path in stick.iterdir())
    assert len(names) == 3 and all(NAME.fullmatch(name) for name in names)
    assert not {char for name in names for char in name} & set('<>:"/\\|?*'), "FAT takes none of these"
    assert [one["cases"] for one in made] == [2, 2, 2]
    assert all(one["noted"] for one in made)
    program.ask("vault", "backup", "elsewhere", "--label", "in the same second")
    listed = program.ask("vault", "backup", "list", "stick")
    listed["items"].pop(0)
    assert [item["label"] for item in listed["items"]] == ["red stick"] * 3
    assert [file["name"] for file in listed["files"]] == sorted(
        names, key=lambda name: (name[:27], len(name)), reverse=True
    )
    assert {(file["of"], file["noted"], file["dated"], file["days"]) for file in listed["files"]} == {
        ("this-vault", True, "name", 0)
    }


def test_two_backups_of_one_second_have_two_names() -> None:
    from datetime import UTC, datetime, timedelta, timezone

    now = datetime(2026, 11, 22, 16, 25, tzinfo=timezone(timedelta(hours=3)))
    assert name_at(now) == "registry-2026-11-22T132500Z.vault"
    assert NAME.fullmatch(name_at(now, 1)) and name_at(now, 1) != name_at(now)
    assert age_of("2026-11-22T13:25:00Z", now.astimezone(UTC)) == timedelta()


def test_with_read_only_a_copy_is_made_and_the_missing_note_is_said(program: Program) -> None:
    take_in(program, 1)
    said = program.run("--read-only", "vault", "backup", "copy")
    assert said.code == 0
    assert "the vault may keep no note of it" in said.err
    assert program.ask("vault", "backup", "list")["total"] == 0
    assert program.ask("vault", "backup", "verify", "copy")["sound"]


def test_who_backs_up_beside_the_vault_is_told(program: Program) -> None:
    assert "same disk" in program.run("vault", "backup", "copy").err
    assert program.run("vault", "backup", "again", "--quiet").err == ""


def test_the_words_of_the_group_are_reached_as_files_too(program: Program) -> None:
    program.ask("vault", "backup", "./verify")
    assert (program.folder / "verify").exists()
    program.ask("vault", "backup", "make")
    assert (program.folder / "make").exists()
    assert program.ask("vault", "backup", "verify", "./verify")["sound"]
    shown = program.bare("vault", "backup", "--help")
    assert shown.code == 0
    assert "DEST | verify COPY | list [FOLDER]" in shown.out
    assert "--label" in shown.out
    misread = program.refused(2, "vault", "backup", "one", "two")
    assert misread["hint"] == "see `registry vault backup --help`"
    assert "two" not in misread["message"]


def test_a_stick_that_is_not_in_becomes_no_file_of_its_name(program: Program) -> None:
    assert "stick" in program.refused(10, "vault", "backup", "stick/")["hint"]
    assert not (program.folder / "stick").exists()
    (program.folder / "stick").mkdir()
    assert program.ask("vault", "backup", "stick/")["path"].startswith("stick")


def test_a_label_that_is_no_label_is_refused_before_anything_is_copied(program: Program) -> None:
    program.refused(7, "vault", "backup", "copy", "--label", "x" * 61)
    assert not (program.folder / "copy").exists()


@MAY_MOUNT
def test_a_stick_without_room_is_said_before_a_byte_is_written(program: Program) -> None:
    take_in(program, 20)
    with small_disk(program.folder / "stick", 32) as stick:
        said = program.refused(6, "vault", "backup", "stick")
        assert "none was begun" in said["message"]
        assert list(stick.iterdir()) == []
    assert program.ask("vault", "backup", "list")["total"] == 0


# Verifying


def test_a_sound_copy_says_which_generation_it_is(program: Program) -> None:
    take_in(program, 2)
    copy = copy_of(program)
    found = program.ask("vault", "backup", "verify", "copy")
    assert (found["sound"], found["relation"], found["acts"], found["cases"]) == (True, "level", 0, 2)
    assert found["size"] == copy.stat().st_size
    assert found["made"]
    take_in(program, 1)
    assert "is 1 act ahead of this copy" in program.run("vault", "backup", "verify", "copy").out
    recovered = program.bare(
        "--vault", program.vault, "vault", "backup", "verify", "copy", "--recovery-from", "recovery", "--json"
    )
    assert recovered.json["relation"] == "behind"
    (program.folder / program.vault).unlink()
    assert program.ask("vault", "backup", "verify", "copy")["relation"] == "not-compared"


def test_a_vault_that_was_put_back_is_found_by_its_copy(program: Program) -> None:
    shutil.copy(program.folder / program.vault, program.folder / "old")
    take_in(program, 1)
    copy_of(program)
    shutil.copy(program.folder / "old", program.folder / program.vault)
    said = program.run("vault", "backup", "verify", "copy")
    assert said.code == 0
    assert "OLDER" in said.out


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.7, 0.9999])
def test_a_copy_cut_short_is_damaged_and_restores_nothing(program: Program, share: float) -> None:
    take_in(program, 40)
    copy = copy_of(program)
    raw = copy.read_bytes()
    copy.write_bytes(raw[: int(len(raw) * share)])
    assert program.run("vault", "backup", "verify", "copy", "--json").code == 3
    assert restoring(program, "copy").code == 3
    assert not (program.folder / "new.vault").exists()
    assert not list(program.folder.glob(".new.vault*"))


def test_a_changed_byte_in_a_copy_is_named_and_restores_nothing(program: Program) -> None:
    take_in(program, 40)
    copy = copy_of(program)
    db = sqlite3.connect(copy)
    name, value = db.execute("SELECT k, v FROM r ORDER BY length(v) DESC LIMIT 1").fetchone()
    db.execute("UPDATE r SET v = ? WHERE k = ?", (value[:-1] + bytes([value[-1] ^ 1]), name))
    db.commit()
    db.close()
    said = program.run("vault", "backup", "verify", "copy", "--json")
    assert said.code == 3
    assert said.json["sound"] is False
    assert said.json["problems"][0]["next"]
    assert "damaged" in program.run("vault", "backup", "verify", "copy").out
    assert restoring(program, "copy").code == 3
    assert not (program.folder / "new.vault").exists()


def test_copies_that_cannot_be_this_vaults_are_called_what_they_are(program: Program, tmp_path: Path) -> None:
    take_in(program, 1)
    other = replace(program, vault="other.vault")
    assert other.run("init", "--no-input", "--recovery-file", "paper", "--test-kdf").code == 0
    other.ask("vault", "backup", "foreign")
    assert program.ask("vault", "backup", "verify", "foreign")["relation"] == "another-vault"
    assert "does not belong" in program.run("vault", "backup", "verify", "foreign").out
    newer(copy_of(program, "newer"))
    assert program.refused(8, "vault", "backup", "verify", "newer")["code"] == "newer-format"
    assert restoring(program, "newer").code == 8
    (program.folder / "text").write_text("no vault", encoding="utf-8")
    program.refused(3, "vault", "backup", "verify", "text")
    program.refused(10, "vault", "backup", "verify", "nowhere")
    (program.folder / "passphrase").write_text(
        "granite willow saffron tunnel mosaic feather", encoding="utf-8"
    )
    program.refused(4, "vault", "backup", "verify", "foreign")


# Listing


def test_a_folder_is_listed_with_what_is_foreign_there(program: Program) -> None:
    take_in(program, 1)
    stick = program.folder / "stick"
    stick.mkdir()
    program.ask("vault", "backup", "stick")
    other = replace(program, vault="other.vault")
    other.run("init", "--no-input", "--recovery-file", "paper", "--test-kdf")
    other.ask("vault", "backup", "stick/theirs")
    newer(copy_of(program, "stick/newer"))
    (stick / "registry-2020-01-01T000000Z.vault").write_bytes(b"cut sho")
    (stick / "photo.jpg").write_bytes(b"x")
    (stick / ".registry-1-0123456789abcdef.part").write_bytes(b"x")
    if hasattr(os, "mkfifo"):
        os.mkfifo(stick / "pipe")
    found = program.ask("vault", "backup", "list", "stick")
    kinds = {file["name"]: file["of"] for file in found["files"]}
    assert sorted(kinds.values()) == ["another-vault", "damaged", "newer-format", "this-vault"]
    assert (kinds["theirs"], kinds["newer"]) == ("another-vault", "newer-format")
    assert (found["others"], found["unfinished"]) == (1, 1)
    assert [file["made"] for file in found["files"]] == sorted(
        (f["made"] for f in found["files"]), reverse=True
    )
    screen = program.run("vault", "backup", "list", "stick").out
    assert "! another vault" in screen and "delete them" in screen
    (program.folder / program.vault).unlink()
    alone = program.bare("--vault", "nowhere", "vault", "backup", "list", "stick", "--json")
    assert (alone.code, alone.json["total"]) == (0, 0), (
        "without a vault and a passphrase the files are still listed"
    )
    assert {file["of"] for file in alone.json["files"]} == {"not-compared", "damaged", "newer-format"}
    assert program.bare("--vault", "nowhere", "vault", "backup", "list", "--json").code == 10


def test_the_known_copies_are_told_page_by_page(program: Program) -> None:
    for number in range(3):
        program.ask("vault", "backup", f"copy{number}", "--label", f"stick {number}")
        take_in(program, 1)
    page = program.ask("vault", "backup", "list", "--limit", "2", "--offset", "1")
    assert ([item["label"] for item in page["items"]], page["total"]) == (["stick 1", "stick 0"], 3)
    assert [item["behind"] for item in page["items"]] == [2, 3]


# Restoring


def test_a_copy_is_restored_with_the_recovery_key_and_overwrites_nothing(program: Program) -> None:
    take_in(program, 3)
    copy_of(program)
    words = ("--vault", "new.vault", "vault", "restore", "copy", "--recovery-from")
    wrong = program.bare(*words, "-", "--json", given="not a key")
    assert wrong.code == 7
    assert not (program.folder / "new.vault").exists()
    assert program.bare(*words, "recovery", "--json").json["cases"] == 3
    assert replace(program, vault="new.vault").ask("vault", "check")["sound"]
    before = (program.folder / "new.vault").read_bytes()
    assert program.bare(*words, "recovery", "--json").code == 7
    assert (program.folder / "new.vault").read_bytes() == before
    newest = replace(program, vault="new.vault").ask("journal", "show")["items"][0]
    assert newest["operation"] == "vault restore"


@MAY_MOUNT
def test_a_disk_without_room_is_said_before_anything_is_restored(program: Program) -> None:
    take_in(program, 20)
    copy_of(program)
    with small_disk(program.folder / "disk", 32) as disk:
        said = program.bare(
            "--vault",
            "disk/new.vault",
            "--passphrase-file",
            "passphrase",
            "vault",
            "restore",
            "copy",
            "--json",
        )
        assert (said.code, list(disk.iterdir())) == (6, [])


# The reminder


def test_what_writes_reminds_in_one_line_and_what_reads_does_not(program: Program) -> None:
    take_in(program, 4)
    assert "backup" not in program.run("source", "new", "--from", "-", given=json.dumps(ENTRY["source"])).err
    said = program.run("case", "new", "--from", "-", given=ENTRY)
    assert said.err.splitlines()[-1].startswith("there is no backup yet: run `registry vault backup")
    assert said.err.count("backup") == 2
    for words in (("case", "list"), ("--read-only", "case", "list")):
        assert "backup" not in program.run(*words).err
    assert program.run("case", "new", "--from", "-", "--quiet", given=ENTRY).err == ""
    assert program.run("case", "new", "--from", "-", "--json", given=ENTRY).err == ""
    copy_of(program)
    assert "backup" not in program.run("case", "new", "--from", "-", given=ENTRY).err


def test_what_failed_reminds_of_nothing(program: Program) -> None:
    take_in(program, 6)
    said = program.run("undo", "--redo")
    assert said.code == 11
    assert "backup" not in said.err
    assert PASSPHRASE not in said.err
