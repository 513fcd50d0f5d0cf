"""A program with a vault of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import CASE, Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = Program(tmp_path)
    assert made.init().code == 0
    return made


@pytest.fixture
def held(program: Program) -> Program:
    program.ask("case", "new", "--from", "-", given=CASE)
    return program
