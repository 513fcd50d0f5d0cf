"""An interview that ends early: by a word, Ctrl-C, a lock, a kill; what was answered is there to go on with."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.cli.program import PASSPHRASE, Program

pytest.importorskip("pty", reason="pseudo-terminals are POSIX")

from tests.cli.sitting import Session
from tests.cli.test_asking import COMMON, talk
from tests.cli.test_field import FIELD
from tests.cli.test_terminal import Terminal

BEGUN = [("Who says so?", "1"), ("A pseudonym", "mother of two"), ("How reliable", "B"), ("Contact", ""),
         ("Full name", "خالد درويش"), ("Nickname", "-")]  # fmt: skip


def begun(program: Program, *words: str) -> Terminal:
    """Begin an interview, and return its terminal at the question of the sex."""
    terminal = Terminal(program.folder, *COMMON, "case", "new", *words)
    for question, answer in BEGUN:
        terminal.until(question)
        terminal.seen = terminal.seen.rpartition(question)[2]
        terminal.type(answer)
    terminal.until("Sex: ")
    time.sleep(0.2)  # until the line editor waits
    return terminal


def finish(program: Program, draft: str) -> dict[str, str]:
    """Go on with a draft to its end, and return what the case claims."""
    questions = ["Sex", "Date of birth", "Age when", "Father", "Mother", "Grandfather", "Where they lived", "Where the family",
                 "Last seen on", "Last seen at", "Crossed from", "Crossed to", "Crossing point", "Who is said",
                 "Where they are", "What this source says", "How that is known", "Ask about", "May we work",
                 "anonymous figures", "Note", "Enter keeps", "Another of"]  # fmt: skip
    talk(
        program,
        "case",
        "new",
        "--resume",
        draft,
        answers=[(one, "male" if one == "Sex" else "") for one in questions],
    )
    (item,) = program.ask("case", "list")["items"]
    return {claim["fact"]: claim["shown"] for claim in program.ask("case", "show", item["id"])["claims"]}


def the_draft(program: Program, known: int = 1) -> str:
    (item,) = program.ask("case", "drafts", "list")["items"]
    assert (item["known"], item["minimum"], item["name"]) == (known, 5, "")
    return str(item["short"])


def test_a_killed_interview_is_gone_on_with_and_finished(program: Program) -> None:
    terminal = begun(program)
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    draft = the_draft(program)
    assert "درويش" not in program.run("case", "drafts").out
    assert "خالد درويش" in program.run("case", "drafts", "--names").out
    assert finish(program, draft) == {
        "name": "خالد درويش", "nickname": "unknown to the source", "sex": "male",
    }  # fmt: skip
    assert program.ask("case", "drafts", "list")["total"] == 0
    assert program.ask("journal", "verify")["entries"] > 0


def test_ctrl_c_keeps_a_draft_and_says_how_to_go_on(program: Program) -> None:
    terminal = begun(program)
    terminal.interrupt()
    assert terminal.end() == 130
    assert f"case new --resume {the_draft(program)}" in terminal.seen
    assert program.ask("case", "list")["total"] == program.ask("source", "list")["total"] == 0


def test_a_word_leaves_and_the_next_interview_tells_of_it(program: Program) -> None:
    terminal = begun(program, "--json")
    terminal.type("خروج")
    assert terminal.end() == 0
    draft = the_draft(program)
    assert f'"short": "{draft}"' in terminal.seen
    other = Terminal(program.folder, *COMMON, "case", "new")
    other.until("Who says so?")
    assert f"--resume {draft}" in " ".join(other.seen.split())
    other.interrupt()
    assert other.end() == 130
    assert "nothing is kept" in other.seen


def test_nothing_of_a_draft_is_on_the_disk_in_the_clear(program: Program) -> None:
    terminal = begun(program)
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.end()
    for path in Path(program.folder).rglob("*"):
        if path.is_file() and path.name != "passphrase":
            raw = path.read_bytes()
            assert "درويش".encode() not in raw, path
            assert b"mother of two" not in raw, path


def test_a_session_that_locks_in_the_middle_keeps_the_draft(program: Program) -> None:
    session = Session(program)
    session.type("case new")
    for question, answer in BEGUN:
        session.until(question)
        session.seen = session.seen.rpartition(question)[2]
        session.type(answer)
    session.until("Sex: ")
    time.sleep(0.2)
    os.kill(session.pid, signal.SIGUSR1)
    assert "خالد" not in session.locked()
    session.seen = ""
    session.type(PASSPHRASE)
    session.until("registry> ")
    session.type(f"case new --resume {the_draft(program)}")
    session.until("Sex: ")
    session.type(".")
    session.until("is kept, 2 answers")
    session.until("registry> ")
    session.type("quit")
    assert session.end() == 0


def test_a_draft_is_dropped_only_when_its_id_is_given_twice(program: Program) -> None:
    terminal = begun(program)
    terminal.type(".")
    terminal.end()
    draft = the_draft(program)
    assert "was not given a second time" in program.refused(2, "case", "drafts", "drop", draft)["message"]
    program.refused(2, "case", "drafts", "drop", draft, "--confirm", "000-0000")
    assert program.ask("case", "drafts", "drop", draft, "--confirm", draft)["short"] == draft
    assert program.ask("case", "drafts", "list")["total"] == 0
    assert program.refused(10, "case", "drafts", "drop", draft, "--confirm", draft)["hint"]


def test_only_reading_is_refused_before_anyone_tells_anything(program: Program) -> None:
    terminal = Terminal(program.folder, *COMMON, "--read-only", "case", "new")
    assert terminal.end() == 11
    assert "only reading was asked for" in terminal.seen
    assert "Who says so" not in terminal.seen


@pytest.mark.parametrize("words", [["--resume", "000-0000"], ["--like", "000-0000"]])
def test_an_interview_is_never_held_without_a_terminal(program: Program, words: list[str]) -> None:
    program.refused(2, "case", "new", *words)
    program.refused(2, "case", "new", "--from", "-", *words, given={"facts": {}})


def test_at_the_end_another_son_is_told_of_with_what_is_shared(program: Program) -> None:
    first = [("Who says so?", "1"), ("A pseudonym", "mother of two"), ("How reliable", "B"), ("Contact", ""),
             ("Full name", "خالد درويش"), ("Nickname", ""), ("Sex", "male"), ("Date of birth", "1984"), ("Father", "صالح"),
             ("Mother", ".")]  # fmt: skip
    talk(program, "case", "new", answers=first)
    rest = [(one, "") for one in (
        "Mother", "Grandfather", "Where they lived", "Where the family", "Last seen on", "Last seen at", "Crossed from",
        "Crossed to", "Crossing point", "Who is said", "Where they are", "What this source says", "How that is known",
        "Ask about", "May we work", "anonymous figures", "Note", "Enter keeps")]  # fmt: skip
    brother = [("Another of", "y"), ("1 siblings", ""), ("Full name", "محمود"), ("Nickname", ".")]
    seen = talk(program, "case", "new", "--resume", the_draft(program, 2), answers=[*rest, *brother])
    assert "is kept" in seen
    (one,) = program.ask("case", "list")["items"]
    talk(program, "case", "new", "--like", one["short"], answers=[("1 siblings", "2"), ("Full name", ".")])
    waiting = program.ask("case", "drafts", "list", "--names")["items"]
    assert {item["like"] for item in waiting} == {one["id"]}
    assert [item["name"] for item in waiting] == ["", "محمود"]
    sibling = waiting[1]["short"]
    told = [
        ("Nickname", ""),
        ("Sex", "male"),
        ("Date of birth", ""),
        ("Age when", ""),
        *rest,
        ("Another of", ""),
    ]
    talk(program, "case", "new", "--resume", sibling, answers=told)
    brother_case = next(item for item in program.ask("case", "list")["items"] if item["id"] != one["id"])
    shown = program.ask("case", "show", brother_case["id"])
    assert {claim["fact"]: claim["shown"] for claim in shown["claims"]}["father"] == "صالح"
    assert [(link["kind"], link["other"]) for link in shown["links"]] == [("kin", one["id"])]


# On a file that only takes in


@pytest.fixture
def field(program: Program) -> Program:
    (program.folder / "field").write_text(FIELD + "\n")
    words = ["--caseworker", "Nour", "--new-passphrase-file", "field"]
    program.ask("vault", "intake-only", "field.vault", *words)
    return program


def in_field(program: Program, *start: str) -> Terminal:
    """Begin an interview on the field file, up to the question of the sex."""
    words = ["--vault", "field.vault", "--passphrase-file", "field", "case", "new"]
    terminal = Terminal(program.folder, *words, start=start or ("-m", "registry"))
    terminal.until("there are no drafts on it")
    for question, answer in BEGUN:
        terminal.until(question)
        terminal.seen = terminal.seen.rpartition(question)[2]
        terminal.type(answer)
    terminal.until("Sex: ")
    time.sleep(0.2)
    return terminal


def collected(program: Program) -> dict[str, str]:
    """Collect the field file, and return what its case claims and notes."""
    assert program.ask("vault", "collect", "field.vault")["cases"] == 1
    (item,) = program.ask("case", "list")["items"]
    case = program.ask("case", "show", item["id"])
    return {"note": " ".join(case["notes"]), **{c["fact"]: c["shown"] for c in case["claims"]}}


def test_in_the_field_what_was_answered_can_be_sealed_before_the_end(field: Program) -> None:
    terminal = in_field(field)
    terminal.type("male")
    terminal.until("Date of birth")
    terminal.type(".")
    terminal.until("Seal what was answered so far?")
    terminal.type("y")
    assert terminal.end() == 0
    assert "receipt 1, check code" in terminal.seen
    assert collected(field) == {
        "name": "خالد درويش", "nickname": "unknown to the source", "sex": "male", "note": "",
    }  # fmt: skip


def test_in_the_field_a_stopped_interview_is_kept_only_where_that_is_wanted(field: Program) -> None:
    terminal = in_field(field)
    os.write(terminal.descriptor, b"\x03")
    terminal.until("Seal what was answered so far?")
    terminal.type("")
    assert terminal.end() == 130
    assert "nothing was sealed" in terminal.seen


def test_in_the_field_nobody_is_lost_to_a_lock(field: Program) -> None:
    terminal = in_field(field)
    os.kill(terminal.pid, signal.SIGUSR1)
    assert terminal.end() == 4
    found = collected(field)
    assert found["name"] == "خالد درويش"
    assert "cut short" in found["note"]


def test_there_is_nothing_to_go_on_with_in_the_field(field: Program) -> None:
    words = ["--vault", "field.vault", "--passphrase-file", "field", "case", "new", "--resume", "000-0000"]
    terminal = Terminal(field.folder, *words)
    assert terminal.end() == 2
    assert "cannot read back" in terminal.seen
