"""A program with a vault of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import CASE, Program
from tests.cli.warm import Server, WarmProgram


@pytest.fixture
def program(tmp_path: Path, program_server: Server | None) -> Program:
    """Return a program with a new vault; each command is a process of its own, forked after the imports."""
    made = WarmProgram(tmp_path, server=program_server)
    assert made.init().code == 0
    return made


@pytest.fixture
def held(program: Program) -> Program:
    program.ask("case", "new", "--from", "-", given=CASE)
    return program
