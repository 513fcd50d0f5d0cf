"""What a command loads before it answers: help costs little, and JSON never draws."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.cli.program import Program
from tests.floors import ROOT

HEAVY = {"cryptography", "tinydb", "rich", "highspy", "numpy", "platformdirs"}
_ASK = """
import json, sys
from registry.cli.run import main
code = main({words!r})
sys.stderr.write("\\n" + json.dumps([code, sorted({{name.partition(".")[0] for name in sys.modules}})]))
"""


def loaded_by(*words: str, vault: Program | None = None) -> set[str]:
    """Return the top-level modules that one run of the program has loaded when it has answered."""
    opened = ["--vault", vault.vault, "--passphrase-file", "passphrase"] if vault else []
    run = subprocess.run(
        [sys.executable, "-c", _ASK.format(words=[*opened, *words])],
        cwd=vault.folder if vault else ROOT,
        env={**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    code, modules = json.loads(run.stderr.splitlines()[-1])
    assert code == 0, run.stdout + run.stderr
    return set(modules)


@pytest.mark.parametrize("words", [("--help",), ("case", "--help"), ("case", "list", "--help")])
def test_help_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    loaded = loaded_by(*words)
    assert "typer" in loaded
    assert loaded & HEAVY == set()


def test_an_answer_as_json_loads_neither_the_screen_nor_the_solver(program: Program) -> None:
    loaded = loaded_by("case", "list", "--json", vault=program)
    assert "cryptography" in loaded
    assert loaded & {"rich", "highspy", "numpy"} == set()


def test_a_screen_loads_no_solver(program: Program) -> None:
    loaded = loaded_by("case", "list", vault=program)
    assert "rich" in loaded
    assert loaded & {"highspy", "numpy"} == set()
