"""The near end of the server that runs operations in forked children."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.faults.operations import Operation, environment, prepare


@dataclass(frozen=True)
class Ran:
    """How an operation ended: its exit code, or the signal that ended it as a negative number; what it said."""

    code: int
    said: str


class Forks:
    """Runs operations, each in a child of its own and in a folder that was made anew."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.base, self.folder = work / "base", work / "now"
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
        )  # fmt: skip
        self.base.mkdir()
        prepare(self.base)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.stdout.close()
        self._server.wait(30)

    def fresh(self, folder: Path | None = None) -> Path:
        """Return a folder with the prepared vault, as it was before any operation."""
        folder = folder or self.folder
        if folder.exists():
            for left in folder.iterdir():
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
        folder.mkdir(exist_ok=True)
        shutil.copytree(self.base, folder, dirs_exist_ok=True)
        return folder

    def run(self, operation: Operation, folder: Path, tracer: Sequence[str] = (), user: int = 0) -> Ran:
        """Run an operation in a folder, under a tracer where its words are given."""
        output = self.work / "output"
        request: dict[str, Any] = {
            "operation": operation.name, "folder": str(folder), "output": str(output),
            "tracer": list(tracer), "user": user,
        }  # fmt: skip
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        answer = json.loads(self._server.stdout.readline())
        return Ran(answer["code"], output.read_text(encoding="utf-8", errors="replace"))
