"""A session at the terminal: one passphrase for many commands, and nothing of them kept."""

from __future__ import annotations

import json
import os
import re
import time

import pytest

from registry.cli import lines
from registry.cli.watching import LockNow
from tests.cli.program import PASSPHRASE, Program

pytest.importorskip("pty", reason="pseudo-terminals are POSIX")

from tests.cli.sitting import CASE, WIPE, Session, short


def test_many_commands_one_passphrase(held: Program) -> None:
    session = Session(held)
    assert "Khaled Darwish" in session.say("case list")
    assert "1 to 1 of 1 cases" in session.say("registry case list")
    (held.folder / "claim").write_text('{"value": "male"}', encoding="utf-8")
    source = held.ask("source", "list")["items"][0]["short"]
    assert "claim" in session.say(f"claim add {short(held)} sex --source {source} --from claim")
    assert "Sex: male" in session.say(f"case history {short(held)}")
    assert json.loads(re.search(r"\{.*\}", session.say("vault info --json"), re.DOTALL)[0])["cases"] == 1  # type: ignore[index]
    session.type("quit")
    assert session.end() == 0
    assert PASSPHRASE not in session.seen
    assert {claim["fact"] for claim in held.ask("case", "show", short(held))["claims"]} == {"name", "sex"}


def test_an_error_is_one_sentence_and_the_session_goes_on(held: Program) -> None:
    session = Session(held)
    assert "check character" in session.say("case show AAA-AAAA")
    assert "no such command" in session.say("Khaled Darwish")
    assert "Khaled" not in session.say('find --name "Khaled" extra').partition("\n")[2]
    assert "quotation mark" in session.say('case show "K7Q')
    assert "not done in a session" in session.say("shell")
    assert "another vault is open" in session.say("--vault elsewhere case list")
    assert "1 to 1 of 1" in session.say("case list")
    session.seen = ""
    os.write(session.descriptor, b"\x04")
    assert session.end() == 0


def test_ctrl_c_drops_the_line_or_the_command_and_nothing_else(held: Program) -> None:
    session = Session(held)
    os.write(session.descriptor, b"case li")
    session.until("case li")
    time.sleep(0.2)
    session.seen = ""
    os.write(session.descriptor, b"\x03")
    session.until("registry> ")
    session.seen = ""
    session.type("case new")
    session.until("Who says so?")
    time.sleep(0.3)  # until the line editor waits: it overlooks a signal that comes while it begins
    os.write(session.descriptor, b"\x03")
    session.until("stopped")
    session.until("registry> ")
    assert "1 to 1 of 1" in session.say("case list")
    session.type("quit")
    assert session.end() == 0


def test_typed_at_the_terminal_a_case_is_read_to_its_end_and_the_session_goes_on(held: Program) -> None:
    session = Session(held)
    session.type("case new --from -")
    time.sleep(0.5)  # until the line editor has given the terminal back
    session.type(json.dumps(CASE, ensure_ascii=False))
    session.seen = ""
    os.write(session.descriptor, b"\x04")
    session.until("taken in")
    session.until("registry> ")
    assert "2 to 2 of 2" in session.say("case list --offset 1")
    session.type("find")
    session.until("Find: ")
    session.seen = ""
    session.type("Darwich")
    session.until("found")
    session.type("quit")
    assert session.end() == 0


def test_what_was_typed_cannot_be_called_back(held: Program) -> None:
    session = Session(held)
    session.say("case list --limit 7")
    session.say("find", "Find: ")
    session.say("Darwish")
    time.sleep(0.2)
    session.seen = ""
    os.write(session.descriptor, b"\x1b[A\x1b[A\x10\x12D")  # up, up, Ctrl-P, and a search backwards
    time.sleep(0.5)
    os.write(session.descriptor, b"\x07\x15quit\n")
    assert session.end() == 0
    assert "limit" not in session.seen
    assert "arwish" not in session.seen
    assert not list(held.folder.rglob("*history*"))


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("ca", "case "),
        ("vault ba", "vault backup "),
        ("help jo", "help journal "),
        ("registry so", "registry source "),
    ],
)
def test_the_tab_key_completes_words_of_commands(held: Program, typed: str, completed: str) -> None:
    session = Session(held)
    time.sleep(0.2)
    session.seen = ""
    os.write(session.descriptor, typed.encode() + b"\t")
    session.until(completed)
    os.write(session.descriptor, b"\x15quit\n")
    assert session.end() == 0


@pytest.mark.parametrize("typed", ["case show ", "case show K", "exhibit attach pass", "vault backup pa"])
def test_and_nothing_else(held: Program, typed: str) -> None:
    session = Session(held)
    time.sleep(0.2)
    session.seen = ""
    os.write(session.descriptor, typed.encode() + b"\t\t")
    time.sleep(0.5)
    os.write(session.descriptor, b"\x15quit\n")
    assert session.end() == 0
    assert "passphrase" not in session.seen.replace("vault", "")
    assert not re.search(r"[0-9A-Z]{3}-[0-9A-Z]{4}", session.seen)


def test_help_fits_a_screen_and_names_every_command(held: Program) -> None:
    session = Session(held)
    lines = session.say("help").splitlines()
    assert len(lines) <= 24
    assert max(len(re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", line)) for line in lines) <= 80
    for word in ("help", "lock", "quit", "case", "claim", "vault", "find", "undo"):
        assert any(re.search(rf"(?:^|\s){word}\s\s", line) for line in lines), word
    assert "Usage: registry case show" in session.say("help case show")
    session.type("quit")
    assert session.end() == 0


def test_opened_for_reading_only_it_stays_so(held: Program) -> None:
    session = Session(held, "--read-only")
    (held.folder / "case.json").write_text(json.dumps(CASE), encoding="utf-8")
    assert "1 to 1 of 1" in session.say("case list", "(read only)> ")
    assert "opened for reading only" in session.say("case new --from case.json", "(read only)> ")
    session.type("quit")
    assert session.end() == 0
    assert held.ask("case", "list")["total"] == 1


def test_one_command_may_be_for_reading_only_in_a_session_that_writes(held: Program) -> None:
    session = Session(held)
    (held.folder / "case.json").write_text(json.dumps(CASE), encoding="utf-8")
    assert "opened for reading only" in session.say("case new --from case.json --read-only")
    assert "taken in" in session.say("case new --from case.json")
    session.type("quit")
    assert session.end() == 0
    assert held.ask("case", "list")["total"] == 2


def test_what_another_session_saves_is_seen_at_once(held: Program) -> None:
    session = Session(held)
    assert "1 to 1 of 1" in session.say("case list --limit 1")
    held.ask("case", "new", "--from", "-", given=CASE)
    assert "1 to 1 of 2" in session.say("case list --limit 1")
    session.type("quit")
    assert session.end() == 0


def test_nothing_is_saved_into_a_file_that_has_lost_its_name(held: Program) -> None:
    session = Session(held)
    (held.folder / "case.json").write_text(json.dumps(CASE), encoding="utf-8")
    copy = (held.folder / held.vault).read_bytes()
    (held.folder / held.vault).rename(held.folder / "moved")
    assert "moved, replaced or taken away" in session.say("case new --from case.json")
    (held.folder / held.vault).write_bytes(copy)
    assert "moved, replaced or taken away" in session.say("case list")
    session.type("lock")
    session.locked()
    session.unlock()
    assert "taken in" in session.say("case new --from case.json")
    session.type("quit")
    assert session.end() == 0
    assert held.ask("case", "list")["total"] == 2


@pytest.mark.parametrize("cause", [KeyboardInterrupt, LockNow])
def test_a_signal_as_the_line_ends_is_the_signal_and_no_mishap(
    monkeypatch: pytest.MonkeyPatch, cause: type[BaseException]
) -> None:
    def both(prompt: str) -> str:
        raise SystemError("<built-in function input> returned a result with an exception set") from cause()

    monkeypatch.setattr("builtins.input", both)
    with pytest.raises(cause):
        lines.read_command("> ", lambda before, begun: [])


# The screen


def test_leaving_wipes_the_screen_unless_it_is_to_stay(held: Program) -> None:
    session = Session(held)
    session.say("case list")
    session.seen = ""
    session.type("quit")
    assert session.end() == 0
    assert session.seen.rpartition(WIPE)[2] == ""
    assert WIPE in session.seen
    session = Session(held, "--keep-screen")
    session.say("case list")
    session.seen = ""
    session.type("quit")
    assert session.end() == 0
    assert WIPE not in session.seen


def test_neither_title_nor_clipboard_is_ever_written(held: Program) -> None:
    evil = "Ali\x1b]0;title\x07\x1b]52;c;QUJD\x07\x9d2;x\x9c\u202e"
    held.ask("case", "new", "--from", "-", given={**CASE, "facts": {"name": evil}, "note": evil})
    session = Session(held)
    everything = session.seen
    for line in ("case list", f"case show {short(held)}", "help", "find --from nowhere", f"case history {short(held)}"):  # fmt: skip
        everything += session.say(line)
    session.type("lock")
    session.locked()
    session.unlock()
    session.type("quit")
    session.end()
    everything += session.seen
    assert "Khaled" in everything
    assert not re.search(r"\x1b\]|\x9d|\x1bP|\x1b_|\x1b\^", everything)


def test_zero_never_locks_and_says_so(held: Program) -> None:
    session = Session(held, "--idle", "0")
    assert "never locks by itself" in session.seen
    session.type("quit")
    assert session.end() == 0


@pytest.mark.parametrize("idle", ["-1", "nan", "61", "inf"])
def test_a_time_that_is_none_is_refused(held: Program, idle: str) -> None:
    assert held.refused(2, "shell", "--idle", idle)
    said = held.run("shell", "--idle", idle)
    assert said.code == 2
    assert "no time to lock after" in said.err


# Without a terminal


def test_without_a_terminal_it_refuses_plainly(held: Program) -> None:
    for words in (("shell",), ("shell", "--no-input")):
        said = held.bare("--vault", held.vault, *words, given="case list\n")
        assert said.code == 2
        assert "needs a terminal" in said.err
        assert said.out == ""


def test_a_script_feeds_lines_and_hears_of_the_first_that_failed(held: Program) -> None:
    lines = "# a remark\nvault info --json\n\ncase show AAA-AAAA\nnonsense\ncase list --json\n"
    said = held.run("shell", given=lines)
    assert said.code == 7
    first, end = json.JSONDecoder().raw_decode(said.out)
    assert first["cases"] == 1
    assert json.loads(said.out[end:])["total"] == 1
    assert held.run("shell", given="case list\nquit\nnonsense\n").code == 0


def test_a_script_takes_the_passphrase_from_its_first_line_too(held: Program) -> None:
    said = held.bare(
        "--vault", held.vault, "--passphrase-file", "-", "shell", given=f"{PASSPHRASE}\ncase list\n"
    )
    assert said.code == 0, said
    assert "1 to 1 of 1" in said.out
    said = held.bare("--vault", held.vault, "--passphrase-file", "-", "shell", given="wrong\ncase list\n")
    assert said.code == 4


def test_a_script_cannot_read_its_own_lines_as_a_case(held: Program) -> None:
    said = held.run("shell", given=f"case new --from -\n{json.dumps(CASE)}\ncase list --json\n")
    assert said.code == 2
    assert "holds the commands themselves" in said.err
    assert json.loads(said.out)["total"] == 1


def test_a_resumption_of_nothing_is_refused(held: Program) -> None:
    for number in ("0", "77"):
        said = held.run("shell", "--resume", number, given="{}")
        assert said.code == 2
        assert "no session to go on with" in said.err


def test_nobody_to_lock_is_no_failure(held: Program) -> None:
    assert held.ask("vault", "lock") == {"locked": 0, "ended": 0}
    said = held.bare("vault", "lock", "--vault", "nowhere")
    assert (said.code, said.out.strip()) == (0, "nothing else was open")
