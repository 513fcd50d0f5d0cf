"""Recovery at the command line: a key or shares, renewed, rehearsed, split, printed, and read from paper."""

from __future__ import annotations

import itertools
import re
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from registry.cli.sheet import code_of
from tests.cli.program import PASSPHRASE, Program
from tests.cli.warm import Server, WarmProgram, warm

OTHER = "granite willow saffron tunnel mosaic feather"


@pytest.fixture
def shared(tmp_path: Path, program_server: Server | None) -> WarmProgram:
    """Return a vault whose recovery is three shares, in share-1 to share-3."""
    made = warm(tmp_path, program_server)
    said = made.run("init", "--no-input", "--shares", "--recovery-file", "share", "--test-kdf", "--json")
    assert said.code == 0, said
    assert said.json["recovery_files"] == ["share-1", "share-2", "share-3"]
    (tmp_path / "new").write_text(OTHER + "\n", encoding="utf-8")
    return made


def given(*files: str) -> list[str]:
    return [word for file in files for word in ("--recovery-from", file)]


def test_shares_are_files_of_33_words_for_the_owner_alone(shared: WarmProgram) -> None:
    texts = [(shared.folder / f"share-{place}").read_text(encoding="utf-8") for place in (1, 2, 3)]
    assert [len(text.split()) for text in texts] == [33, 33, 33]
    assert len(set(texts)) == 3
    if sys.platform != "win32":
        assert {stat.S_IMODE((shared.folder / f"share-{n}").stat().st_mode) for n in (1, 2, 3)} == {0o600}
    assert not (shared.folder / "share").exists()


def test_a_name_with_no_room_makes_no_vault_and_no_paper(
    tmp_path: Path, program_server: Server | None
) -> None:
    program = warm(tmp_path, program_server)
    for name in ("x" * 97, "Recovery Key", "   "):
        assert program.init("--caseworker", name).code == 7, name
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "passphrase"]
    assert program.init("--caseworker", "x" * 96).code == 0


def test_any_two_shares_set_a_new_passphrase(shared: WarmProgram) -> None:
    for pair in itertools.permutations(("share-1", "share-2", "share-3"), 2):
        shared.ask("vault", "passphrase", "--new-passphrase-file", "new", *given(*pair), "--no-input")
    assert shared.run("case", "list").code == 4
    said = shared.bare("--vault", shared.vault, "--passphrase-file", "new", "case", "list")
    assert said.code == 0, said


def test_one_share_opens_nothing_and_says_what_is_missing(shared: WarmProgram) -> None:
    words = ("vault", "recovery", "rehearse", "--no-input")
    assert "1 was given" in shared.refused(7, *words, *given("share-1"))["message"]
    assert "1 was given" in shared.refused(7, *words, *given("share-1", "share-1"))["message"]
    assert "--recovery-from" in shared.refused(4, *words)["hint"]


def test_a_misread_word_is_named_by_share_and_place_and_not_repeated(shared: WarmProgram) -> None:
    words = (shared.folder / "share-2").read_text(encoding="utf-8").split()
    wrong = "academic" if words[16] != "academic" else "acid"
    words[16] = wrong
    (shared.folder / "slip").write_text(" ".join(words), encoding="utf-8")
    error = shared.refused(7, "vault", "recovery", "rehearse", "--no-input", *given("share-1", "slip"))
    assert error["message"] == "share 2 of those given: word 17 of the share was misread"
    assert wrong not in str(error)


def test_shares_of_another_vault_are_told_from_a_slip(shared: WarmProgram, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = replace(shared, folder=tmp_path / "other")
    assert other.run("init", "--no-input", "--shares", "--recovery-file", "s", "--test-kdf").code == 0
    mixed = given("share-1", "other/s-2")
    assert (
        "belong together"
        in shared.refused(7, "vault", "recovery", "rehearse", "--no-input", *mixed)["message"]
    )
    theirs = given("other/s-1", "other/s-2")
    error = shared.refused(4, "vault", "recovery", "rehearse", "--no-input", *theirs)
    assert "does not open this vault" in error["message"]


def test_shares_may_come_in_one_file_or_on_standard_input(shared: WarmProgram) -> None:
    both = "".join((shared.folder / f"share-{n}").read_text(encoding="utf-8") for n in (3, 1))
    assert shared.ask("vault", "recovery", "rehearse", *given("-"), given=both)["opens"]
    (shared.folder / "both").write_text(both, encoding="utf-8")
    assert shared.ask("vault", "recovery", "rehearse", *given("both"), "--no-input")["opens"]


def test_a_rehearsal_keeps_the_day_and_changes_nothing_else(program: Program) -> None:
    acts = program.ask("journal", "show")["total"]
    assert program.ask("vault", "info")["recovery_rehearsed"] is None
    assert "never rehearsed" in program.run("vault", "info").out
    first = program.ask("vault", "recovery", "rehearse", *given("recovery"), "--no-input")
    assert (first["opens"], first["rehearsed_before"], first["recorded"]) == (True, None, True)
    second = program.ask("vault", "recovery", "rehearse", *given("recovery"), "--no-input")
    assert second["rehearsed_before"] == second["made"] == program.ask("vault", "info")["recovery_rehearsed"]
    entries = program.ask("journal", "show")
    assert entries["total"] == acts + 2
    assert entries["items"][0]["caseworker"] == "recovery key"
    quiet = program.ask("vault", "recovery", "rehearse", *given("recovery"), "--read-only", "--no-input")
    assert not quiet["recorded"]
    assert program.ask("journal", "show")["total"] == acts + 2
    program.refused(11, "undo")  # a rehearsal is nothing that could be taken back


def test_a_new_key_takes_the_old_ones_place(program: Program) -> None:
    program.ask("vault", "recovery", "rehearse", *given("recovery"), "--no-input")
    made = program.ask("vault", "recovery", "renew", "--recovery-file", "fresh", "--no-input")
    assert (made["form"], made["renewed"], made["files"]) == ("key", True, ["fresh"])
    program.refused(4, "vault", "recovery", "rehearse", *given("recovery"), "--no-input")
    told = program.ask("vault", "recovery", "rehearse", *given("fresh"), "--no-input")
    assert told["rehearsed_before"] is None, "the other key's rehearsal is none of this one"
    shares = program.ask("vault", "recovery", "renew", "--shares", "--recovery-file", "s.txt", "--no-input")
    assert shares["files"] == ["s-1.txt", "s-2.txt", "s-3.txt"]
    program.refused(4, "vault", "recovery", "rehearse", *given("fresh"), "--no-input")
    assert program.ask("vault", "recovery", "rehearse", *given("s-1.txt", "s-3.txt"), "--no-input")["opens"]


def test_a_key_that_opens_this_vault_is_split_and_no_other(program: Program) -> None:
    acts = program.ask("journal", "show")["total"]
    made = program.ask("vault", "recovery", "split", *given("recovery"), "--recovery-file", "s", "--no-input")
    assert (made["form"], made["renewed"]) == ("shares", False)
    assert program.ask("journal", "show")["total"] == acts
    assert program.ask("vault", "recovery", "rehearse", *given("s-2", "s-1"), "--no-input")["opens"]
    assert program.ask("vault", "recovery", "rehearse", *given("recovery"), "--no-input")["opens"]
    program.ask("vault", "recovery", "renew", "--recovery-file", "fresh", "--no-input")
    program.refused(4, "vault", "recovery", "split", *given("recovery"), "--recovery-file", "t", "--no-input")
    assert not (program.folder / "t-1").exists()


def test_nothing_is_written_over_and_nothing_is_left_of_what_failed(shared: WarmProgram) -> None:
    kept = (shared.folder / "share-3").read_bytes()
    (shared.folder / "x-2").write_text("mine", encoding="utf-8")
    error = shared.refused(7, "vault", "recovery", "renew", "--shares", "--recovery-file", "x", "--no-input")
    assert "exists already" in error["message"]
    assert not (shared.folder / "x-1").exists()
    assert (shared.folder / "x-2").read_text(encoding="utf-8") == "mine"
    assert (shared.folder / "share-3").read_bytes() == kept
    assert shared.ask("vault", "recovery", "rehearse", *given("share-1", "share-2"), "--no-input")["opens"]
    shared.refused(7, "vault", "recovery", "renew", "--recovery-file", "y", "--paper", "y", "--no-input")
    shared.refused(2, "vault", "recovery", "renew", "--recovery-file", "-", "--no-input")
    assert "--recovery-file" in shared.refused(2, "vault", "recovery", "renew", "--no-input")["hint"]
    missing = replace(shared, vault="elsewhere")
    missing.refused(10, "vault", "recovery", "renew", "--recovery-file", "z", "--no-input")
    assert not (shared.folder / "z").exists()


def test_a_page_for_printing_holds_the_words_and_nothing_that_is_fetched(shared: WarmProgram) -> None:
    made = shared.ask("vault", "recovery", "renew", "--shares", "--paper", "page.html", "--no-input")
    assert made["sheets"] == ["page-1.html", "page-2.html", "page-3.html"]
    texts = []
    for place in (1, 2, 3):
        page = (shared.folder / f"page-{place}.html").read_text(encoding="utf-8")
        assert f"Recovery share {place} of 3" in page
        assert "<svg" in page
        assert not re.search(
            r"(?i)(https?:|//|src=|href=|url\(|@import|<script)", page.replace("<!doctype", "")
        )
        assert shared.vault not in page
        words = re.findall(r"<li><b>\d+</b>([a-z]+)</li>", page)
        assert len(words) == 33
        texts.append(" ".join(words))
        assert code_of(texts[-1]) in page, "the code holds what the words say"
        if sys.platform != "win32":
            assert stat.S_IMODE((shared.folder / f"page-{place}.html").stat().st_mode) == 0o600
    assert shared.ask("vault", "recovery", "rehearse", *given("-"), given="\n".join(texts[:2]))["opens"]


def test_a_page_is_made_of_what_one_holds_and_needs_no_vault(program: Program) -> None:
    program.ask("vault", "recovery", "split", *given("recovery"), "--recovery-file", "s", "--no-input")
    words = ("--no-input", "vault", "recovery", "sheet")
    said = program.bare(*words, "one.html", "--recovery-from", "s-2")
    assert said.code == 0, said
    assert "Recovery share 2 of 3" in (program.folder / "one.html").read_text(encoding="utf-8")
    assert "printers keep copies" in said.err
    assert program.bare(*words, "key.html", "--recovery-from", "recovery").code == 0
    page = (program.folder / "key.html").read_text(encoding="utf-8")
    for group in (program.folder / "recovery").read_text(encoding="utf-8").split():
        assert group in page
    assert program.bare(*words, "key.html", "--recovery-from", "recovery").code == 7
    assert program.bare(*words, "none.html").code == 4
    assert not (program.folder / "none.html").exists()


def test_without_the_extra_the_page_has_no_code_and_the_hint_says_so(program: Program) -> None:
    (program.folder / "segno.py").write_text("raise ImportError\n", encoding="utf-8")
    words = ("vault", "recovery", "sheet", "key.html", "--recovery-from", "recovery", "--no-input")
    said = Program(program.folder).bare(*words, PYTHONPATH=str(program.folder))  # one that imports anew
    assert said.code == 0, said
    assert "registry[paper]" in said.err
    page = (program.folder / "key.html").read_text(encoding="utf-8")
    assert "<svg" not in page
    assert "code holds" not in page


def test_no_secret_of_paper_reaches_an_answer(program: Program) -> None:
    said = program.run("vault", "recovery", "renew", "--recovery-file", "k", "--json", "--no-input")
    for group in (program.folder / "k").read_text(encoding="utf-8").split():
        assert group not in said.out + said.err
    assert PASSPHRASE not in said.out + said.err


def test_whose_passphrase_was_lost_is_said_where_there_are_several(program: Program) -> None:
    (program.folder / "new").write_text(OTHER + "\n", encoding="utf-8")
    program.ask("vault", "slots", "add", "--caseworker", "Amal", "--new-passphrase-file", "new")
    words = ("vault", "passphrase", "--new-passphrase-file", "new", "--no-input")
    (program.folder / "new").write_text(OTHER + " again\n", encoding="utf-8")
    assert "--caseworker NAME" in program.refused(7, *words, *given("recovery"))["hint"]
    program.refused(10, *words, *given("recovery"), "--caseworker", "Sami")
    program.refused(2, *words, "--caseworker", "Amal")
    program.ask(*words, *given("recovery"), "--caseworker", "Amal")
    said = program.bare(
        "--vault", program.vault, "--passphrase-file", "new", "vault", "slots", "list", "--json"
    )
    assert said.code == 0, said
    states = [(item["name"], item["here"], item["renewed"]) for item in said.json["items"]]
    assert states == [("caseworker", True, False), ("Amal", False, True), ("Amal", True, False)]


def test_a_weak_new_passphrase_is_refused_with_what_would_help(program: Program) -> None:
    (program.folder / "new").write_text("walnut ribbon canyon\n", encoding="utf-8")
    error = program.refused(7, "vault", "passphrase", "--new-passphrase-file", "new", "--no-input")
    assert error["message"] == "the passphrase is too easy to guess"
    assert "one more unrelated word" in error["hint"]
    assert program.run("case", "list").code == 0


def test_a_passphrase_is_the_same_however_its_letters_are_composed(program: Program) -> None:
    (program.folder / "new").write_text("caf\u00e9 " + OTHER + "\n", encoding="utf-8")
    program.ask("vault", "passphrase", "--new-passphrase-file", "new", "--no-input")
    (program.folder / "new").write_text("cafe\u0301 " + OTHER + "\n", encoding="utf-8")
    assert program.bare("--vault", program.vault, "--passphrase-file", "new", "case", "list").code == 0
