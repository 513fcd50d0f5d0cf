"""The README's two commands are what the check runs, so that neither can drift from the other."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.floors import ROOT

COMMANDS = re.findall(
    r"^```sh\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


def test_there_are_two_commands_of_one_line() -> None:
    assert len(COMMANDS) == 2
    assert all(command.count("\n") == 1 for command in COMMANDS)


def test_the_first_makes_a_virtual_environment_installs_and_runs_the_demonstration() -> None:
    steps = COMMANDS[0].strip().split(" && ")
    assert steps == ["python3 -m venv .venv", ".venv/bin/pip install .", ".venv/bin/registry demo"]


def test_the_second_installs_the_test_extra_and_runs_the_suite() -> None:
    steps = COMMANDS[1].strip().split(" && ")
    assert steps == [".venv/bin/pip install '.[test]'", ".venv/bin/python -m pytest -n auto"]


@pytest.mark.skipif(shutil.which("bash") is None, reason="the check is a bash script")
def test_the_check_runs_the_second_command_as_written() -> None:
    shown = subprocess.run(
        ["bash", ".ci/run", "--show"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert shown.stdout == COMMANDS[1]
