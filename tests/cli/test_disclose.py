"""A summary made at the command line: additive, linked, without a name, and refused where it must be."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.program import schema
from tests.cli.warm import Server, WarmProgram, warm
from tests.disclosure.attack import Attack

PLACES = [
    "Ramouseh checkpoint",
    "Bustan al-Qasr crossing",
    "Idlib",
    "Homs",
    "Hama",
    "a village nobody listed",
]
STATUSES = ["missing", "missing", "held_reported", "released_reported", "death_reported"]
GIVEN = ["Mohamad", "Ahmad", "Khaled", "Yusuf", "Omar", "Fatima", "Amina", "Rim"]
FAMILIES = ["Khateeb", "Halabi", "Darwish", "Hamdan", "Najjar"]
# On this machine there is none: importing it fails.
NO_SOLVER = "import sys; sys.modules['highspy'] = None"


def people(count: int, seed: int = 7) -> list[dict[str, Any]]:
    """Return synthetic cases over several places and two quarters, in families of up to three."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        month = chance.choice(["2016-11", "2016-12", "2016-12", "2017-01"])
        facts = {
            "name": f"{chance.choice(GIVEN)} {chance.choice(FAMILIES)}",
            "sex": chance.choice(["male", "male", "male", "female"]),
            "age": chance.randint(5, 75),
            "age_on": month,
            "last_seen_on": f"{month}-{chance.randint(1, 28):02}",
            "last_seen_at": chance.choices(PLACES, (40, 30, 12, 10, 6, 2))[0],
            "alleged_holder": chance.choice(
                ["government forces", "military intelligence", "an armed group", "unknown"]
            ),
            "family": f"family {chance.randint(1, count // 2)}",
            "reference": f"SYN-{number:05}",
        }
        found.append(
            {
                "kind": "person",
                "source": {"kind": "family", "label": f"source {number % 40}", "reliability": "B"},
                "facts": facts,
                "status": chance.choice(STATUSES),
                "consent": ["anonymous_statistics"] if chance.random() < 0.9 else [],
                "note": f"Synthetic note {number}: {facts['name']} was taken off the bus",
            }
        )
    return found


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, program_server: Server | None) -> WarmProgram:
    program = warm(tmp_path_factory.mktemp("disclose"), program_server)
    assert program.init().code == 0
    program.ask("case", "new", "--from", "-", given=people(400))
    return program


def copy_of(program: WarmProgram, folder: Path) -> WarmProgram:
    """Return the same vault in a folder of its own, so that one release does not forbid the next test's."""
    (folder / program.vault).write_bytes((program.folder / program.vault).read_bytes())
    return replace(program, folder=folder)


def test_a_release_is_additive_linked_and_says_nothing_of_anyone(filled: WarmProgram, tmp_path: Path) -> None:
    program = copy_of(filled, tmp_path)
    tables = ["--by", "place,sex", "--by", "quarter,status", "--by", "quarter,place"]
    made = program.ask("disclose", "make", *tables, "--out", "out", "--no-input", "--confirm", "yes")
    assert set(made["files"]) == {p.name for p in (tmp_path / "out").iterdir()}
    written = (tmp_path / "out" / "summary.json").read_bytes()
    summary = json.loads(written)
    jsonschema.validate(summary, schema("summary"))
    values = [cell["value"] for cell in summary["cells"]]
    assert all(isinstance(value, int) and value % 10 == 0 for value in values)
    consented = sum(1 for one in people(400) if one["consent"])
    total = next(cell["value"] for cell in summary["cells"] if not cell["at"])
    assert abs(total - consented) < 10
    assert Attack(written).fatal() == []
    text = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir()).decode()
    for secret in [*FAMILIES, *GIVEN, "SYN-", "bus", "Ramouseh", "source 1", "family 1"]:
        assert secret not in text, secret
    assert "not a total" in (tmp_path / "out" / "summary.md").read_text(encoding="utf-8")
    assert "independent program recomputed" in (tmp_path / "out" / "method.md").read_text(encoding="utf-8")
    # The auditor takes the folder as anyone would get it, texts and all, and no vault.
    checked = program.bare("disclose", "check", "out", "--json")
    assert checked.code == 0, checked.json["findings"]
    assert len(checked.json["exposed"]) == 5


def test_a_second_release_over_the_same_people_is_refused(filled: WarmProgram, tmp_path: Path) -> None:
    program = copy_of(filled, tmp_path)
    program.ask("disclose", "make", "--by", "sex", "--out", "one", "--no-input", "--confirm", "yes")
    error = program.refused(
        9, "disclose", "make", "--by", "quarter", "--out", "two", "--no-input", "--confirm", "yes"
    )
    assert "earlier release" in error["message"]
    assert not (tmp_path / "two").exists()
    assert program.ask("disclose", "ledger")["total"] == 1


def test_without_a_solver_no_file_comes_to_be(filled: WarmProgram, tmp_path: Path) -> None:
    program = copy_of(filled, tmp_path)
    words = ["disclose", "make", "--by", "sex", "--out", "out", "--confirm", "yes", "--json"]
    said = program.changed(NO_SOLVER, *words)
    assert said.code == 9
    assert "solver" in said.json["error"]["message"] + said.hint
    assert not (tmp_path / "out").exists()
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".registry-")]
    assert program.ask("disclose", "ledger")["total"] == 0


def test_the_plan_shows_what_is_coarsened_and_why(filled: WarmProgram) -> None:
    plan = filled.ask("disclose", "plan", "--by", "place,age", "--by", "month,sex")
    reasons = " ".join(reason for table in plan["tables"] for reason in table["coarsened"])
    assert "minors" in reasons
    assert len(plan["exposed"]) == 5
    assert filled.ask("disclose", "ledger")["total"] == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--by", "name"],
        ["--by", "place,sex,age,status"],
        ["--by", "sex,sex"],
        ["--policy", "loose"],
        ["--cutoff", "2016-1"],
    ],
)
def test_what_is_not_a_table_or_a_policy_is_refused(filled: WarmProgram, words: list[str]) -> None:
    said = filled.run(
        "disclose", "make", *words, "--out", "never", "--confirm", "yes", "--no-input", "--json"
    )
    assert said.code in {2, 7, 9, 10}, said
    assert said.hint
    assert not (filled.folder / "never").exists()


def test_nothing_is_written_over_an_existing_folder(filled: WarmProgram, tmp_path: Path) -> None:
    program = copy_of(filled, tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    program.refused(7, "disclose", "make", "--by", "sex", "--out", "out", "--no-input", "--confirm", "yes")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]
    assert program.ask("disclose", "ledger")["total"] == 0


def test_a_program_that_ends_before_the_ledger_leaves_no_figure_on_disk(
    filled: WarmProgram, tmp_path: Path
) -> None:
    """The process is ended in the moment before the ledger entry: what is left must tell nothing."""
    program = copy_of(filled, tmp_path)
    ends = "import os, registry.desk.disclosing as d; d.enter = lambda *a: os._exit(9)"
    said = program.changed(ends, "disclose", "make", "--by", "sex", "--out", "out", "--confirm", "yes")
    assert said.code == 9
    assert not (tmp_path / "out").exists()
    left = [path for path in tmp_path.rglob("*") if path.is_file() and ".registry-" in str(path)]
    assert left
    assert all(not any(path.read_bytes()) for path in left)
    assert program.ask("disclose", "ledger")["total"] == 0
