"""What may stand where a file is looked for and is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ODDITIES = ("folder", "fifo", "device", "dangling")


def put_oddity(path: Path, what: str) -> None:
    """Put something that is no file in a file's place; skips where the platform has no such thing."""
    if what == "folder":
        path.mkdir()
    elif what == "fifo":
        if not hasattr(os, "mkfifo"):
            pytest.skip("there are no pipes with names on this platform")
        os.mkfifo(path)
    elif what == "device":
        if not Path("/dev/zero").exists():
            pytest.skip("there is no such device on this platform")
        path.symlink_to("/dev/zero")
    else:
        path.symlink_to(path.with_name("nowhere"))
