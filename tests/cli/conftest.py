"""A program with a vault of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.cli.program import CASE, Program
from tests.cli.warm import FORKS, Server, WarmProgram, served


@pytest.fixture(scope="session")
def program_server() -> Iterator[Server | None]:
    """Serve the program to all tests of a run; where nothing can be forked each command is started anew."""
    with served() if FORKS else nullcontext() as server:
        yield server


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
