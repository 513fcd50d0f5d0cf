"""Small media for tests: a memory disk that is full or pulled out, where this machine lets us mount one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MAY_MOUNT = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="mounting a small disk takes root on Linux"
)


@contextmanager
def small_disk(at: Path, kib: int) -> Iterator[Path]:
    """Mount a memory disk of so many KiB; it is gone at the end, whatever became of it."""
    at.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kib}k", "none", str(at)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine mounts no memory disk")
    try:
        yield at
    finally:
        pull_out(at)


def pull_out(at: Path) -> None:
    """Take a mounted disk away at once, open files or not."""
    subprocess.run(["umount", "-l", str(at)], capture_output=True, check=False)
