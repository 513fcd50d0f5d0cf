"""The ledger at the command line: one release in full, what a withdrawal cannot reach, a re-base, an own policy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.program import Program, schema
from tests.cli.warm import Server, warm

PEOPLE: list[dict[str, Any]] = [
    {
        "kind": "person", "source": {"kind": "family", "label": f"source {at}", "reliability": "B"},
        "facts": {"name": f"Khaled Darwish {at}", "sex": ("male", "female")[at % 2], "last_seen_at": "Aleppo"},
        "consent": ["anonymous_statistics"],
    }
    for at in range(60)
]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, program_server: Server | None) -> tuple[Program, str, str]:
    """A vault of sixty people with one summary that went out: its id, and the id of somebody counted."""
    program = warm(tmp_path_factory.mktemp("ledgers"), program_server)
    assert program.init().code == 0
    cases = program.ask("case", "new", "--from", "-", given=PEOPLE)["items"]
    (program.folder / "own.toml").write_text('name = "our office"\n[numbers]\nlag = 45\n', encoding="utf-8")
    said = program.ask(
        "disclose", "make", "--by", "sex", "--policy-file", "own.toml", "--out", "out", "--recipient", "the UN",
        "--no-input", "--confirm", "yes",
    )  # fmt: skip
    return program, said["release"], cases[0]["id"]


def test_one_release_is_shown_with_every_value_it_printed(made: tuple[Program, str, str]) -> None:
    program, release, _ = made
    shown = program.ask("disclose", "ledger", release)
    jsonschema.validate(shown, schema("release-shown"))
    assert (shown["recipient"], shown["kind"], shown["reach"], shown["rebased"]) == ("the UN", "T", 9, False)
    assert (shown["policy"]["name"], shown["policy"]["lag"]) == ("our office", 45)
    assert {"at": "all", "printed": 60} in shown["printed"]
    assert {one["at"] for one in shown["printed"]} >= {"sex=male", "sex=female"}
    assert set(shown["hashes"]) == {path.name for path in (program.folder / "out").iterdir()}
    summary = json.loads((program.folder / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["rounding"] == {"base": 10, "mode": "controlled", "reach": 9}
    screen = program.run("disclose", "ledger", release).out
    assert "to the UN" in screen
    assert "within 9 of the truth" in screen


def test_what_a_withdrawal_cannot_reach_is_told_with_the_recipient(made: tuple[Program, str, str]) -> None:
    program, release, case = made
    found = program.ask("disclose", "reach", case)
    assert [(one["release"], one["recipient"]) for one in found["items"]] == [(release, "the UN")]
    assert found["items"][0]["tables"] == ["sex by sex"]
    assert "cannot be called back" in program.run("disclose", "reach", case).out
    new = program.ask("case", "new", "--from", "-", given=PEOPLE[:1])["items"][0]["id"]
    assert program.ask("disclose", "reach", new)["total"] == 0
    assert "no summary" in program.run("disclose", "reach", new).out


def test_a_rebase_before_a_year_is_refused_and_leaves_no_file(made: tuple[Program, str, str]) -> None:
    program, _, _ = made
    refused = program.refused(9, "disclose", "rebase", "--out", "rebased", "--no-input", "--confirm", "yes")
    assert refused["hint"]
    assert not (program.folder / "rebased").exists()


@pytest.mark.parametrize("text", ["name = 7", 'name = "our office"\n[numbers]\nfamilies = 2\n', None])
def test_a_policy_file_that_loosens_or_is_not_there_is_refused(
    made: tuple[Program, str, str], tmp_path: Path, text: str | None
) -> None:
    program, _, _ = made
    path = tmp_path / "loose.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    refused = program.refused(7, "disclose", "plan", "--policy-file", str(path))
    assert str(tmp_path) not in refused["message"]


def test_an_id_that_is_no_release_is_not_found(made: tuple[Program, str, str]) -> None:
    program, release, case = made
    assert program.run("disclose", "ledger", case).code == 10
    assert program.run("disclose", "reach", release).code == 10
