"""The demonstration as a newcomer meets it: it holds what was publicly said, and opens with the ordinary commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from registry.desk.demo import statements
from tests.cli.program import SHAPES, Program, keeps_shape


def test_the_demonstration_holds_every_statement_and_opens_afterwards(tmp_path: Path) -> None:
    said = Program(tmp_path).bare("demo", "--json")
    assert said.code == 0, said
    keeps_shape(("demo",), said.json)
    assert ("demo",) in SHAPES
    made = said.json
    assert (made["cases"], made["groups"], len(statements.figures())) == (200, 20, 37)
    assert sum(made["by_status"].values()) == 200
    assert {Path(name).name for name in made["summary"]} == {
        "summary.json", "summary.csv", "groups.csv", "summary.md", "summary.html", "method.md",
    }  # fmt: skip
    assert all((tmp_path / name).is_file() for name in made["summary"])

    (tmp_path / "passphrase").write_text(made["passphrase"], encoding="utf-8")
    program = Program(tmp_path, made["vault"])
    (tmp_path / "passphrase").write_text(made["passphrase"], encoding="utf-8")
    groups = program.ask("case", "list", "--kind", "group", "--limit", "50")["items"]
    un = next(g for g in groups if any("hundreds of men (" in name for name in g["names"]))
    assert {words.split()[0] for words in made["look"]} >= {
        "agenda",
        "review",
        "facility",
        "crossing",
        "request",
    }
    # In one session, since each unlocking costs what it costs a caseworker.
    lines = [f"case show {group['id']}" for group in groups]
    lines += [*made["look"], f"group count {un['id']}", "journal verify", "vault check"]
    shown = program.run("shell", given="".join(f"{words} --json\n" for words in lines))
    assert shown.code == 0, shown
    missing = [
        figure.key for figure in statements.figures() if json.dumps(figure.wording)[1:-1] not in shown.out
    ]
    assert missing == []
    *answers, counted, journal, checked = documents(shown.out)
    assert len(answers) == len(groups) + len(made["look"])
    assert all(answer.get("total", 1) != 0 for answer in answers)
    assert counted["named"] > 0
    assert journal["sound"] and checked["sound"]


def documents(said: str) -> list[Any]:
    """Return the JSON documents that a session answered with, one after the other."""
    found, decoder, at = [], json.JSONDecoder(), 0
    while at < len(said.rstrip()):
        document, at = decoder.raw_decode(said, at)
        found.append(document)
        at += len(said[at:]) - len(said[at:].lstrip())
    return found


def test_the_figures_that_contradict_stand_side_by_side_on_the_screen(tmp_path: Path) -> None:
    said = Program(tmp_path).bare("demo")
    assert said.code == 0, said
    for shown in (
        "missing",
        "held (denied)",
        "31,500",
        "at least 80,000",
        "50,000",
        "summary.html",
        "passphrase",
    ):
        assert shown in said.out
    assert "building the demonstration" in said.err
    again = Program(tmp_path).bare("demo", "--json")
    assert again.json["error"]["exit"] == 7
