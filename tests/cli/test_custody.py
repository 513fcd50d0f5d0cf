"""Evidence from the command line: types, custody, verification, cleared copies, and exports that leave nothing behind."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from registry.desk.opening import open_desk
from tests.cli.program import CASE, PASSPHRASE, Program
from tests.desk.test_exhibiting_cleared import break_piece
from tests.evidence.making import MAKER, laden_jpeg


@pytest.fixture
def kept(program: Program) -> tuple[Program, dict[str, Any], dict[str, Any]]:
    """Return a program with a case and a laden photograph in it."""
    case = program.ask("case", "new", "--from", "-", given=CASE)
    (program.folder / "photo.jpg").write_bytes(laden_jpeg())
    source = program.ask("source", "list")["items"][0]["short"]
    return program, case, program.ask("exhibit", "attach", case["short"], "photo.jpg", "--source", source)


def files(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


Kept = tuple[Program, dict[str, Any], dict[str, Any]]


def test_a_photograph_leaves_as_it_was_or_without_what_its_camera_wrote(kept: Kept) -> None:
    program, case, exhibit = kept
    assert (exhibit["type"], exhibit["mismatch"]) == ("image/jpeg", "")
    (program.folder / "out").mkdir()
    why = {"reason": "for an appeal", "recipient": "a lawyer", "purpose": "lawyer"}
    refused = program.refused(
        11, "exhibit", "export", case["short"], exhibit["short"], "--out", "out", "--purpose", "lawyer"
    )
    assert "consent" in refused["message"]
    program.ask(
        "consent", "grant", case["short"], "--purpose", "lawyer", "--from", "-", given={"given_by": "mother"}
    )
    made = program.ask(
        "exhibit", "export", case["short"], exhibit["short"], "--out", "out", "--from", "-", given=why
    )
    whole = program.folder / "out" / "photo.jpg"
    assert (made["file"], made["original"], made["removed"]) == ("photo.jpg", "", [])
    assert whole.read_bytes() == laden_jpeg()
    cleared = program.ask(
        "exhibit", "export", case["short"], exhibit["short"], "--out", "out/plain.jpg", "--without-metadata"
    )
    data = (program.folder / "out" / "plain.jpg").read_bytes()
    assert MAKER not in data
    assert cleared["sha256"] == hashlib.sha256(data).hexdigest() != exhibit["sha256"] == cleared["original"]
    assert cleared["size"] == len(data)
    assert cleared["turned"]
    assert "EXIF" in cleared["removed"]
    if os.name == "posix":
        assert stat.S_IMODE(whole.stat().st_mode) == 0o600
    shown = program.ask("exhibit", "show", case["short"], exhibit["short"])
    assert [line["did"] for line in shown["custody"]] == ["taken_in", "read_out", "read_out"]
    assert (shown["custody"][1]["reason"], shown["custody"][1]["recipient"]) == ("for an appeal", "a lawyer")
    assert shown["custody"][2]["copy_sha256"] == cleared["sha256"]
    assert (shown["content"], shown["source_label"]) == ("JPEG picture", "mother of two")
    said = program.run(
        "exhibit", "export", case["short"], exhibit["short"], "--out", "again.jpg", "--without-metadata"
    )
    assert "left out: thumbnail, EXIF" in " ".join(said.out.split())
    assert "may lie on its side" in said.err


def test_claims_say_where_in_an_exhibit_they_are_read(kept: Kept) -> None:
    program, case, exhibit = kept
    source = program.ask("source", "list")["items"][0]["short"]
    said = {"value": "male", "locator": "00:03:15-00:04:02"}
    words = (
        "claim",
        "add",
        case["short"],
        "sex",
        "--source",
        source,
        "--exhibit",
        exhibit["short"],
        "--from",
        "-",
    )
    made = program.ask(*words, given=said)
    assert (made["exhibit"], made["locator"]) == (exhibit["id"], "00:03:15-00:04:02")
    assert (
        program.refused(7, *words, given={"value": "male", "locator": "00:99:00"})["code"] == "input-refused"
    )
    assert program.refused(10, *words[:-3], "000-0000", "--from", "-", given=said)
    whole = " ".join(program.run("case", "show", case["short"], "--all").out.split())
    assert f"00:03:15-00:04:02 of exhibit {exhibit['short']}" in whole
    (claim,) = program.ask("exhibit", "show", case["short"], exhibit["short"])["claims"]
    assert claim["id"] == made["id"]
    assert "00:03:15-00:04:02" in program.run("exhibit", "show", case["short"], exhibit["short"]).out


def test_a_name_that_lies_is_told_and_made_safe(kept: Kept) -> None:
    program, case, _ = kept
    (program.folder / "photo.jpg.exe").write_bytes(b"MZ" + bytes(100))
    (program.folder / "letter.jpg").write_bytes(b"<!doctype html><script>")
    program.ask("exhibit", "attach", case["short"], "photo.jpg.exe")
    said = program.run("exhibit", "attach", case["short"], "letter.jpg")
    assert "note: the name says JPEG picture, the bytes say: web page" in said.out
    assert "(≠ name)" in program.run("exhibit", "list", case["short"]).out
    listed = program.ask("exhibit", "list", case["short"])["items"]
    (program.folder / "out").mkdir()
    program.ask("exhibit", "export", case["short"], listed[1]["short"], "--out", "out/")
    out = program.run("exhibit", "export", case["short"], listed[2]["short"], "--out", "letter")
    assert "the bytes say: web page" in out.err
    assert files(program.folder / "out") == {"photo.jpg.exe.held"}
    assert program.refused(
        7, "exhibit", "export", case["short"], listed[2]["short"], "--out", "x", "--without-metadata"
    )
    assert not (program.folder / "x").exists()
    assert program.refused(2, "exhibit", "export", case["short"], listed[2]["short"], "--out=")


def test_verifying_names_what_does_not_hold_with_exit_3_and_logs_it(kept: Kept) -> None:
    program, case, exhibit = kept
    done = program.ask("exhibit", "verify", "--all")
    assert (done["sound"], done["total"], done["items"][0]["found"]) == (True, 1, "holds")
    assert "1 of 1 exhibits hold" in program.run("exhibit", "verify", case["short"]).out
    quiet = program.run("exhibit", "verify", case["short"], "--read-only")
    assert "nothing was written" in quiet.out
    assert program.refused(2, "exhibit", "verify")
    assert program.refused(2, "exhibit", "verify", case["short"], "--all")
    assert program.refused(10, "exhibit", "verify", "000-0000")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
        desk = open_desk(program.folder / program.vault, PASSPHRASE, device="test")
        with desk.vault:
            break_piece(desk, case["id"], exhibit["id"])
    said = program.run("exhibit", "verify", "--all")
    assert said.code == 3
    assert f"exhibit {exhibit['short']} of case {case['short']}: its sealed bytes do not open" in " ".join(
        said.out.split()
    )
    assert "Traceback" not in said.err
    found = program.run("exhibit", "verify", case["short"], "--json")
    assert (found.code, found.json["sound"], found.json["items"][0]["found"]) == (3, False, "damaged")
    shown = program.ask("exhibit", "show", case["short"], exhibit["short"])
    assert [line["found"] for line in shown["custody"] if line["did"] == "verified"] == [
        "holds",
        "holds",
        "damaged",
        "damaged",
    ]
    before = files(program.folder)
    for more in ((), ("--without-metadata",)):
        assert program.refused(
            3, "exhibit", "export", case["short"], exhibit["short"], "--out", "copy.jpg", *more
        )
    assert files(program.folder) == before  # a failed export leaves no file, whole or in part
