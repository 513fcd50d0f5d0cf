"""A search that answers each key, at a real terminal: what is found changes as it is typed, and nothing of it stays."""

from __future__ import annotations

import os

import pytest

from registry.cli.typing_search import changed
from tests.cli.program import CASE, Program
from tests.cli.test_terminal import Terminal

_APART, _BACK = "\x1b[?1049h", "\x1b[?1049l"


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [("kha", "l", "khal"), ("خال", "د", "خالد"), ("khal", "\x7f", "kha"), ("", "\x7f", ""), ("abu khal", "\x17", "abu"),
     ("khal", "\x15", ""), ("khal", "\x00", "khal"), ("khal", "\u202e", "khal"), ("k" * 200, "h", "k" * 200)],
)  # fmt: skip
def test_each_key_changes_the_query_or_means_nothing(before: str, key: str, after: str) -> None:
    assert changed(before, key) == after


def press(at: Terminal, keys: str) -> None:
    os.write(at.descriptor, keys.encode())


@pytest.fixture
def searching(program: Program) -> Terminal:
    program.ask("case", "new", "--from", "-", given=CASE)
    other = {**CASE, "facts": {"name": "سمير مثال"}}
    program.ask("case", "new", "--from", "-", given=other)
    return Terminal(program.folder, "--vault", program.vault, "--passphrase-file", "passphrase", "find")


def test_what_is_found_changes_with_each_key_and_the_last_list_stays(searching: Terminal) -> None:
    searching.until("Find: _")
    press(searching, "سم")
    searching.until("سمير")
    press(searching, "\x15khaled\x1b[A")  # an arrow means nothing here
    searching.until("Khaled Darwish")
    press(searching, "\n")
    assert searching.end() == 0
    last = searching.seen.rpartition(_BACK)[2]
    assert _APART in searching.seen
    assert "Khaled Darwish" in last
    assert "Find:" not in last


@pytest.mark.parametrize(("key", "code"), [("\x04", 0), ("\x03", 130)])
def test_leaving_shows_nothing_and_gives_the_terminal_back(searching: Terminal, key: str, code: int) -> None:
    searching.until("Find: _")
    press(searching, "khal")
    searching.until("Khaled")
    press(searching, key)
    assert searching.end() == code
    assert "Khaled" not in searching.seen.rpartition(_BACK)[2]
