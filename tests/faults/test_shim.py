"""Every operation with a fault at every call that changes a file, on any system and without rights of its own."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import EXHAUSTIVE
from tests.faults.forks import Ran
from tests.faults.judge import DISK, STOP, Allowed, judge
from tests.faults.operations import BY_NAME, OPERATIONS, VAULT, Operation, prepare
from tests.faults.shim import FAULTS, Shim, installed

# How many calls of each operation are looked at: some always, twice as many in the slow run.
SAMPLES = [pytest.param(6, id="some"), pytest.param(12, id="more", marks=pytest.mark.slow)]
NOBODY = "4999999"  # no system counts its processes so far


class Bench:
    """A prepared vault, a folder in which operations run, and the shim."""

    def __init__(self, work: Path, base: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.base, self.folder = base, work / "now"
        self.shim = Shim(self.folder)
        self._capsys = capsys
        self.ran = Ran(0, "")
        self._judged: dict[tuple[object, ...], list[str]] = {}

    def run(self, operation: Operation, fault: str = "", at: int = 0) -> int:
        """Run an operation in a fresh folder; return how many calls it made."""
        if self.folder.exists():
            shutil.rmtree(self.folder)
        shutil.copytree(self.base, self.folder)
        with pytest.MonkeyPatch.context() as patched:
            self.shim.arm(fault, at)
            installed(self.shim, patched)
            code = operation.run(self.folder)
        out, err = self._capsys.readouterr()
        self.ran = Ran(code, out + err)
        return self.shim.count

    def wrong(self, operation: Operation, allowed: frozenset[int], folder: Path | None = None) -> list[str]:
        """Return what is wrong with what the last run left."""
        given = Allowed(allowed, leftovers=folder is not None)
        for left in folder.rglob(f".registry-{os.getpid()}-*") if folder else ():
            left.rename(left.with_name(left.name.replace(str(os.getpid()), NOBODY)))
        ran = Ran(-9, "") if folder else self.ran
        # Of two runs that said the same and left the same bytes the same is true; judging is what takes long here.
        state = (operation.name, ran, given, contents(folder or self.folder))
        if state not in self._judged:
            self._judged[state] = judge(folder or self.folder, self.base, operation, ran, given)
        return self._judged[state]


def contents(folder: Path) -> str:
    """Return a digest of everything that lies in a folder: names, kinds, modes, and what is in each file."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        raw = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path.relative_to(folder)!s} {path.lstat().st_mode} {len(raw)}\n".encode() + raw)
    return digest.hexdigest()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("base")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
        prepare(made)
    return made


@pytest.fixture
def bench(tmp_path: Path, base: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Bench]:
    yield Bench(tmp_path, base, capsys)
    shutil.rmtree(tmp_path, ignore_errors=True)


def spread(operation: Operation, calls: int, sample: int) -> Iterable[int]:
    """Return the calls that are looked at: all of them, or so many over the whole run, others for each operation."""
    if EXHAUSTIVE or calls <= sample:
        return range(1, calls + 1)
    start = len(operation.name) % 3
    return sorted({1 + (start + at * calls // sample) % calls for at in range(sample)})


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_fault_at_each_call_leaves_the_old_state_or_the_new(
    bench: Bench, operation: Operation, sample: int
) -> None:
    calls = bench.run(operation)
    assert calls >= 4 or operation.name == "compact"
    assert bench.wrong(operation, frozenset({0})) == []
    found, turn = [], len(operation.name)
    for at in spread(operation, calls, sample):
        for fault in FAULTS if EXHAUSTIVE else FAULTS[(at + turn) % len(FAULTS) :][:1]:
            bench.run(operation, fault, at)
            wrong = bench.wrong(operation, STOP if "interrupted" in fault else DISK)
            found += [f"{fault} at {at} of {calls}: {one}" for one in wrong]
    assert found == []


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_killed_before_any_call_it_leaves_the_old_state_or_the_new(
    bench: Bench, operation: Operation, tmp_path: Path, sample: int
) -> None:
    bench.shim.snapshots = tmp_path / "killed"
    bench.shim.snapshots.mkdir()
    calls = bench.run(operation)
    found = []
    for at in spread(operation, calls, sample):
        wrong = bench.wrong(operation, frozenset({-9}), bench.shim.snapshots / str(at))
        found += [f"before call {at} of {calls}: {one}" for one in wrong]
    assert found == []


@pytest.mark.parametrize("name", ["attach", "backup", "restore", "init"])
def test_a_file_that_may_grow_only_so_far_leaves_the_old_state_or_the_new(bench: Bench, name: str) -> None:
    operation = BY_NAME[name]
    bench.run(operation)
    largest = max(file.stat().st_size for file in bench.folder.glob("*.vault")) // 4096
    start = (bench.base / VAULT).stat().st_size // 4096 if name == "attach" else 1
    codes, found = set(), []
    for most in {*range(start, largest, max(1, (largest - start) // 6)), largest + 9}:
        bench.shim.most_pages = most
        bench.run(operation)
        bench.shim.most_pages = 0
        codes.add(bench.ran.code)
        found += [f"with {most} pages: {one}" for one in bench.wrong(operation, DISK)]
    assert found == []
    assert codes == {0, 6}
