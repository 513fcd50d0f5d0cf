"""The demonstration as a newcomer meets it: it holds what was publicly said, and opens with the ordinary commands."""

from __future__ import annotations

import json
from pathlib import Path

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
    # In one session, since each unlocking costs what it costs a caseworker.
    shown = program.run("shell", given="".join(f"case show {group['id']} --json\n" for group in groups))
    assert shown.code == 0, shown
    told = shown.out
    missing = [figure.key for figure in statements.figures() if json.dumps(figure.wording)[1:-1] not in told]
    assert missing == []
    un = next(g for g in groups if any("hundreds of men (" in name for name in g["names"]))
    assert program.ask("group", "count", un["id"])["named"] > 0
    assert {words.split()[0] for words in made["look"]} >= {
        "agenda",
        "review",
        "facility",
        "crossing",
        "request",
    }
    looked = program.run("shell", given="".join(f"{words} --json\n" for words in made["look"]))
    assert looked.code == 0, looked
    assert looked.out.count('"total": 0') == 0
    assert program.ask("journal", "verify")["sound"]
    assert program.ask("vault", "check")["sound"]


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
