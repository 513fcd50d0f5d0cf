"""Secrets at a real terminal: shown once, typed back, wiped from the screen, and asked for again after a slip."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.program import PASSPHRASE, Program
from tests.cli.test_asking import COMMON
from tests.cli.test_terminal import WORDS, Terminal

WIPED = "\x1b[H\x1b[2J\x1b[3J"


def shares_on(screen: str) -> str:
    """Return the 33 words of the last share on a screen, in their order."""
    page = screen.rpartition("Write it on paper:")[2].partition("The first four letters")[0]
    numbered = dict(re.findall(r"\b(\d{1,2}) ([a-z]{4,8})\b", page))
    return " ".join(numbered[str(place)] for place in range(1, 34))


def shown(terminal: Terminal, question: str) -> str:
    """Wait for a question, and return what was shown since the one before, up to it."""
    screen, found, terminal.seen = terminal.until(question).partition(question)
    return screen + found


def test_three_shares_are_shown_one_by_one_and_typed_back_each(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "--vault", "v", "init", "--test-kdf")
    shown(terminal, "How you sign")
    terminal.type("")
    shown(terminal, "Type it back")
    terminal.type("walnut ribbon")
    assert "more unrelated words" in shown(terminal, "2 more tries")
    shown(terminal, "Type it back")
    terminal.type(WORDS)
    shown(terminal, "The same again")
    terminal.type(WORDS)
    assert WIPED in shown(terminal, "Which of them?")
    terminal.type("3")
    shown(terminal, "neither 1 nor 2")
    terminal.type("2")
    kept = []
    for place in (1, 2, 3):
        screen = shown(terminal, f"Type the recovery share {place} of 3 back")
        words = shares_on(screen).split()
        if place == 2:
            assert WIPED in screen, "the share before is not left on the screen"
            terminal.type(" ".join([*words[:4], "zebra", *words[5:]]))
            assert "word 5 of the share was misread" in shown(terminal, "2 more tries")
            terminal.type(" ".join(kept[0]))
            assert "that is another one" in shown(terminal, "1 more try")
        for line in (words[:12], [word[:4] for word in words[12:30]], words[30:]):  # a line may end anywhere
            terminal.type(" ".join(line))
        kept.append(words)
    assert terminal.end() == 0, terminal.seen
    assert len({tuple(words) for words in kept}) == 3
    assert [file.name for file in tmp_path.iterdir() if file.name != ".local"] == ["v"]

    rehearsed = Terminal(tmp_path, "--vault", "v", "vault", "recovery", "rehearse")
    shown(rehearsed, "Recovery key, or the first share")
    rehearsed.type(" ".join(kept[2]))
    shown(rehearsed, "Another share")
    rehearsed.type(" ".join(kept[2]))
    shown(rehearsed, "given already")
    shown(rehearsed, "Another share")
    rehearsed.type(" ".join(["zebra", *kept[0][1:]]))
    assert "word 1 of the share" in shown(rehearsed, "Another share")
    rehearsed.type(" ".join(kept[0]))
    assert rehearsed.end() == 0, rehearsed.seen
    assert "it opens this vault" in rehearsed.seen


def test_init_asks_about_older_laptops_and_takes_less(tmp_path: Path) -> None:
    """With the real derivation: what it costs is what was asked for, and never below the floor."""
    (tmp_path / "p").write_text(WORDS, encoding="utf-8")
    made = Terminal(
        tmp_path, "--vault", "v", "--passphrase-file", "p", "init", "--one-key", "--caseworker", "Rim"
    )
    shown(made, "older or slower laptop?")
    made.type("perhaps")
    shown(made, "neither yes nor no")
    made.type("yes")
    screen = made.until("Type the recovery key back")
    made.type(" ".join(re.findall(r"\b[0-9A-HJKMNP-TV-Z]{8}\b", screen)[:8]))
    assert made.end() == 0, made.seen
    program = Program(tmp_path, vault="v")
    info = program.bare("--vault", "v", "--passphrase-file", "p", "vault", "info", "--json").json
    assert 64 * 1024 <= info["kdf"]["memory_kib"] <= 256 * 1024
    assert info["kdf"]["passes"] >= 3
    assert "that is allowed" in program.bare("--vault", "v", "--passphrase-file", "p", "vault", "info").out


def test_a_colleagues_passphrase_is_shown_once_and_typed_back(program: Program) -> None:
    terminal = Terminal(program.folder, *COMMON, "vault", "slots", "add", "--role", "reviewer")
    shown(terminal, "How your colleague signs")
    terminal.type("Amal")
    screen = shown(terminal, "Type it back")
    offered = next(
        line.strip() for line in screen.splitlines() if line.startswith("    ") and len(line.split()) == 7
    )
    terminal.type(offered)
    assert terminal.end() == 0, terminal.seen
    assert offered not in terminal.seen
    assert WIPED in terminal.seen
    (program.folder / "Amal").write_text(offered, encoding="utf-8")
    said = program.bare(
        "--vault", program.vault, "--passphrase-file", "Amal", "vault", "slots", "list", "--json"
    )
    assert [item["name"] for item in said.json["items"] if item["you"]] == ["Amal"]


@pytest.mark.parametrize(("typed", "code", "here"), [("amal", 0, False), ("yes", 130, True), ("", 130, True)])
def test_a_removal_asks_for_the_name(program: Program, typed: str, code: int, here: bool) -> None:
    (program.folder / "new").write_text(WORDS, encoding="utf-8")
    program.ask("vault", "slots", "add", "--caseworker", "Amal", "--new-passphrase-file", "new")
    terminal = Terminal(program.folder, *COMMON, "vault", "slots", "remove", "--caseworker", "Amal")
    asked = shown(terminal, "Type the name back")
    assert "it still opens" in asked
    terminal.type(typed)
    assert terminal.end() == code, terminal.seen
    assert program.ask("vault", "slots", "list")["items"][1]["here"] is here


def test_a_lost_passphrase_is_set_anew_by_typing_the_key_and_saying_whose(program: Program) -> None:
    (program.folder / "new").write_text(WORDS, encoding="utf-8")
    program.ask("vault", "slots", "add", "--caseworker", "Amal", "--new-passphrase-file", "new")
    groups = (program.folder / "recovery").read_text(encoding="utf-8").split()
    terminal = Terminal(
        program.folder, "--vault", program.vault, "vault", "passphrase", "--recovery-from", "-"
    )
    shown(terminal, "Recovery key, or the first share")
    terminal.type(" ".join(groups[:4]))
    shown(terminal, "go on")
    terminal.type(" ".join([*groups[4:7], groups[7][:-1] + ("0" if groups[7][-1] != "0" else "1")]))
    assert "group 8 of the recovery key was misread" in shown(terminal, "Recovery key, or the first share")
    terminal.type("".join(groups).lower())
    assert "1 caseworker  2 Amal" in shown(terminal, "Whose passphrase is lost?")
    terminal.type("Sami")
    shown(terminal, "nobody of that name")
    terminal.type("2")
    shown(terminal, "Type it back")
    terminal.type("the two of us differ in this matter entirely")
    shown(terminal, "The same again")
    terminal.type("the two of us differ in that matter entirely")
    shown(terminal, "the two differ")
    shown(terminal, "Type it back")
    terminal.type(PASSPHRASE + " other")
    shown(terminal, "The same again")
    terminal.type(PASSPHRASE + " other")
    assert terminal.end() == 0, terminal.seen
    (program.folder / "other").write_text(PASSPHRASE + " other", encoding="utf-8")
    said = program.bare("--vault", program.vault, "--passphrase-file", "other", "vault", "info", "--json")
    assert said.code == 0, said


def test_a_printed_page_is_there_before_it_is_typed_back_and_gone_where_it_was_not(program: Program) -> None:
    terminal = Terminal(program.folder, *COMMON, "vault", "recovery", "renew", "--paper", "page.html")
    for left in ("2 more tries", "1 more try", "0 more tries"):
        shown(terminal, "Type the recovery key back")
        assert (program.folder / "page.html").exists()
        terminal.type("I have no printer")
        shown(terminal, left)
    assert terminal.end() == 7
    assert not (program.folder / "page.html").exists()
    assert program.ask("vault", "recovery", "rehearse", "--recovery-from", "recovery", "--no-input")["opens"]
