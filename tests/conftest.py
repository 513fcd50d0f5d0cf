"""What all tests share: examples that are the same each time, and one served program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from hypothesis import settings

from tests.cli.warm import FORKS, Server, served

settings.register_profile("same-each-time", derandomize=True, deadline=None, database=None)
settings.load_profile("same-each-time")

# The rooms of which a file takes longest. They come first, so that two workers end at about the same time.
LONGEST = ("canaries", "faults", "cli")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order tests by room, those that take longest first; within a room they stay as they stand."""
    items.sort(
        key=lambda item: next((place for place, room in enumerate(LONGEST) if room in item.path.parts), 9)
    )


@pytest.fixture(scope="session")
def program_server() -> Iterator[Server | None]:
    """Serve the program to all tests of a run; where nothing can be forked each command is started anew."""
    with served() if FORKS else nullcontext() as server:
        yield server
