"""`registry import` at the command line: what a dry run says, words led to terms at a terminal, and what is saved."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from registry.desk.importing import OUTCOMES
from tests.cli.program import Program, Said

LIST = "record_id,name,sex,status\nS-1,Samir Mithal,male,confirmed detained\nS-2,Omar Mithal,male,missing\nS-3,Rim Mithal,female,taken\n"


@pytest.fixture
def listed(program: Program) -> Program:
    (program.folder / "list.csv").write_text(LIST, encoding="utf-8")
    return program


def coined(program: Program) -> list[str]:
    """Return the packs of the vault's own that hold words of lists."""
    return [pack["key"] for pack in program.ask("pack", "list")["items"] if pack["key"].startswith("listed")]


def became(answer: Any) -> dict[str, int]:
    return {outcome: answer[outcome] for outcome in OUTCOMES if answer[outcome]}


def test_words_that_are_not_known_wait_unless_something_else_was_chosen(listed: Program) -> None:
    made = listed.ask("import", "file", "list.csv")
    assert (became(made), made["total"], made["dry_run"]) == ({"taken": 1, "waits": 2}, 3, False)
    assert [(row["line"], row["outcome"], row["problems"][0]["heading"]) for row in made["rows"]] == [
        (2, "waits", "status"), (4, "waits", "status"),
    ]  # fmt: skip
    rows = listed.ask("import", "rows", made["short"])["items"]
    assert [row["line"] for row in rows] == [2, 4]
    # The word `file` may be left out, and nobody is needed to answer.
    assert became(listed.run("import", "list.csv", "--json").json) == {"unchanged": 1, "waits": 2}
    assert listed.ask("import", "list")["total"] == 2


def test_a_dry_run_says_of_created_terms_what_the_run_will_do_and_keeps_none(listed: Program) -> None:
    words = ("import", "file", "list.csv", "--unknown-terms", "create")
    dry = listed.ask(*words, "--dry-run")
    assert became(dry) == {"taken": 3}
    assert (dry["dry_run"], dry["id"], dry["rows"]) == (True, "", [])
    assert coined(listed) == listed.ask("import", "list")["items"] == []
    assert listed.ask("case", "list")["total"] == 0

    made = listed.ask(*words)
    assert became(made) == became(dry)
    assert coined(listed) == ["listed"]
    # The words stand beside the status, which stays open.
    (samir,) = listed.ask("find", "--from", "-", given={"name": "Samir"})["items"]
    stated = {claim["fact"]: claim["shown"] for claim in listed.ask("case", "show", samir["id"])["claims"]}
    assert stated["listed.status"] == "confirmed detained"
    assert "status" not in stated
    again = listed.ask(*words, "--dry-run")
    assert became(again) == {"unchanged": 3}


def test_no_dry_run_says_that_words_of_consent_can_be_made_up(listed: Program) -> None:
    (listed.folder / "list.csv").write_text("record_id,name,consent\nS-1,Samir,perhaps\n", encoding="utf-8")
    for more in (["--dry-run"], []):
        error = listed.refused(7, "import", "list.csv", "--unknown-terms", "create", *more)
        assert "none can be made up" in error["message"]
    assert coined(listed) == []


def test_where_nobody_can_be_asked_the_words_are_named_and_nothing_is_kept(listed: Program) -> None:
    error = listed.refused(7, "import", "list.csv", "--unknown-terms", "map", "--save-map", "ours.toml")
    assert error["message"] == "2 words of the list are not known"
    assert "status: confirmed detained" in error["hint"]
    assert not (listed.folder / "ours.toml").exists()
    assert listed.ask("import", "list")["total"] == 0
    listed.refused(2, "import", "list.csv", "--unknown-terms", "guess")


def at_terminal(program: Program, *words: str) -> Any:
    pytest.importorskip("pty", reason="pseudo-terminals are POSIX")
    from tests.cli.test_terminal import Terminal

    front = ("--vault", program.vault, "--passphrase-file", "passphrase")
    return Terminal(program.folder, *front, "import", "list.csv", *words)


def test_at_a_terminal_each_word_is_led_to_a_term_and_the_answers_are_saved(listed: Program) -> None:
    screen = at_terminal(listed, "--unknown-terms", "map", "--save-map", "ours.toml")
    screen.until("confirmed detained (1 times)")
    screen.until("stands for")
    screen.type("no such term")
    screen.until("stands for")  # what cannot be read is asked again
    screen.type("held_reported")
    screen.until("taken (1 times)")
    screen.type("ignore")
    assert "status -> status" in screen.until("Is it read rightly?")
    screen.type("yes")
    assert screen.end() == 0, screen.seen
    saved = tomllib.loads((listed.folder / "ours.toml").read_text(encoding="utf-8"))
    assert saved["columns"]["status"]["terms"] == {"confirmed detained": "held_reported", "taken": "ignore"}
    assert sorted(item["status"] for item in listed.ask("case", "list")["items"]) == [
        "held_reported",
        "missing",
        "missing",
    ]

    def with_map() -> Said:
        return listed.run("import", "list.csv", "--map", "ours.toml", "--json")

    assert became(with_map().json) == {"unchanged": 3}


def test_a_preview_that_is_answered_with_no_keeps_nothing_and_coins_nothing(listed: Program) -> None:
    screen = at_terminal(listed, "--unknown-terms", "create")
    preview = screen.until("Is it read rightly?")
    assert "3 rows" in preview and "name -> name" in preview and "Samir Mithal" in preview
    screen.type("no")
    assert screen.end() == 2, screen.seen
    assert "nothing was brought in" in screen.seen
    assert listed.ask("import", "list")["items"] == coined(listed) == []
    assert listed.ask("case", "list")["total"] == 0
