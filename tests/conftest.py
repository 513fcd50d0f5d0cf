"""What all tests share: examples that are the same each time, and one tree of commands for those run in this process."""

from __future__ import annotations

import functools

import typer.main
from hypothesis import settings

settings.register_profile("same-each-time", derandomize=True, deadline=None, database=None)
settings.load_profile("same-each-time")

# Building the tree of commands is most of what a short command costs, and it is the same for each.
typer.main.get_command = functools.cache(typer.main.get_command)
