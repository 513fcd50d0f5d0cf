"""One server of forked children for all fault runs of a module."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import strace
from tests.faults.forks import Forks

EXHAUSTIVE = os.environ.get("REGISTRY_EXHAUSTIVE") == "1"


@pytest.fixture(autouse=True)
def _cheap_keys_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    if not hasattr(os, "fork"):
        pytest.skip("children are forked, which this system cannot")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
        with Forks(Path(tmp_path_factory.mktemp("faults"))) as started:
            yield started


@pytest.fixture(scope="module")
def traced(forks: Forks) -> Forks:
    if strace.unusable():
        pytest.skip(strace.unusable())
    return forks
