"""Small file systems of one's own, where the system lets one mount them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory


def _done(*words: str) -> bool:
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


@cache
def unusable() -> str:
    """Return why nothing can be mounted here, or nothing."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "mounting needs root, on Linux"
    if not shutil.which("mkfs.ext4"):
        return "mkfs.ext4 is not installed"
    with TemporaryDirectory() as folder:
        try:
            with ext4(Path(folder), 4):
                return ""
        except OSError:
            return "this system lets nobody mount an image"


def _mount(*words: str) -> None:
    if not _done("mount", *words):
        raise OSError("it cannot be mounted")


@contextmanager
def mounted(image: Path, place: Path, *options: str) -> Iterator[Path]:
    """Mount an image through a loop device and take it away again."""
    place.mkdir(exist_ok=True)
    _mount("-o", ",".join(("loop", *options)), str(image), str(place))
    try:
        yield place
    finally:
        _take_away(place)


def _take_away(place: Path) -> None:
    if not _done("umount", str(place)):
        _done("umount", "-l", str(place))


@contextmanager
def ext4(work: Path, mebibytes: int, *options: str) -> Iterator[tuple[Path, Path]]:
    """Make an ext4 file system in an image; give the image and where it is mounted."""
    image = work / "image"
    with image.open("wb") as stream:
        stream.truncate(mebibytes << 20)
    if not _done("mkfs.ext4", "-q", "-m", "0", str(image)):
        raise OSError("no file system could be made")
    with mounted(image, work / "disk", *options) as place:
        yield image, place


@contextmanager
def memory(work: Path, kibibytes: int) -> Iterator[Path]:
    """Mount a file system in memory that holds so much and no more."""
    place = work / "disk"
    place.mkdir(exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={kibibytes}k", "none", str(place))
    try:
        yield place
    finally:
        _take_away(place)
