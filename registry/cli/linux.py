"""What Linux tells of its disks, its swap and its sleep, read from the files under /sys and /proc."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from registry.cli.machine import Swap

_CRYPT = ("veracrypt", "truecrypt")
_FOLDERS = frozenset({"ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.securefs"})
_IN_MEMORY = frozenset({"tmpfs", "ramfs", "devtmpfs"})
_DEEPEST = 12  # layers of disks upon disks; a circle ends there

DISK, FOLDER, MEMORY = "the whole disk, with dm-crypt", "a folder", "it lies in memory only"


@dataclass(frozen=True)
class Mount:
    """One line of /proc/self/mountinfo (man 5 proc)."""

    device: str
    point: str
    kind: str
    source: str


class Linux:
    """The files of one machine; ``root`` is another folder in tests."""

    def __init__(self, root: Path = Path("/")) -> None:
        self._sys = root / "sys"
        self._proc = root / "proc"

    def _read(self, path: Path) -> str:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return path.read_text(encoding="utf-8").strip()
        return ""

    # Mounts

    def _mounts(self) -> Iterator[Mount]:
        for line in self._read(self._proc / "self" / "mountinfo").splitlines():
            front, _, back = line.partition(" - ")
            fields, more = front.split(" "), back.split(" ")
            if len(fields) > 4 and len(more) > 1:
                yield Mount(fields[2], _plain(fields[4]), more[0], _plain(more[1]))

    def mount_of(self, path: str) -> Mount | None:
        """Return the mount that an absolute path without links lies on; the last one made counts."""
        fits = [one for one in self._mounts() if _below(path, one.point)]
        return max(enumerate(fits), key=lambda one: (len(one[1].point), one[0]))[1] if fits else None

    # Encryption

    def encryption_of(self, path: str, deep: int = 0) -> str | None:
        """Return how the place of a path is encrypted, "" for not at all, None where that cannot be told."""
        mount = self.mount_of(path)
        if mount is None or deep > _DEEPEST:
            return None
        if mount.kind in _IN_MEMORY:
            return MEMORY
        if mount.kind in _FOLDERS:
            return FOLDER
        if not mount.device.startswith("0:"):
            return self._of_disk(self._sys / "dev" / "block" / mount.device, deep)
        if mount.kind == "btrfs" and mount.source.startswith("/dev/"):
            return self._of_btrfs(mount.source, deep)
        return None

    def _of_device(self, device: str) -> str | None:
        node = self._node(device)
        return None if node is None else self._of_disk(node, 0)

    def _of_btrfs(self, source: str, deep: int) -> str | None:
        """Judge a btrfs by all the disks it is spread over."""
        node = self._node(source)
        if node is None:
            return None
        for folder in _listed(self._sys / "fs" / "btrfs"):
            disks = [disk.name for disk in _listed(folder / "devices")]
            if node.name in disks:
                return _all(self._of_disk(self._sys / "class" / "block" / name, deep + 1) for name in disks)
        return self._of_disk(node, deep)

    def _node(self, device: str) -> Path | None:
        """Return the folder under /sys of a device named as under /dev."""
        name, blocks = device.rpartition("/")[2], self._sys / "class" / "block"
        if device.startswith("/dev/mapper/"):
            return next((one for one in _listed(blocks) if self._read(one / "dm" / "name") == name), None)
        return blocks / name if (blocks / name).exists() else None

    def _of_disk(self, node: Path, deep: int) -> str | None:
        """Follow a disk down to the ones it is made of: each way must meet encryption."""
        if not node.exists() or deep > _DEEPEST:
            return None
        node = node.resolve()
        if node.name.startswith(("zram", "ram")):
            return MEMORY
        uuid, name = self._read(node / "dm" / "uuid"), self._read(node / "dm" / "name")
        if uuid.startswith("CRYPT-") or name.startswith(_CRYPT):
            return DISK
        if file := self._read(node / "loop" / "backing_file"):
            return self.encryption_of(file, deep + 1)
        if below := list(_listed(node / "slaves")):
            return _all(self._of_disk(one, deep + 1) for one in below)
        if (node / "partition").exists():
            return self._of_disk(node.parent, deep + 1)
        return ""

    # Memory on the disk

    def swaps(self) -> tuple[Swap, ...] | None:
        """Return where memory is swapped to; None where the system does not say."""
        lines = self._read(self._proc / "swaps").splitlines()
        if not lines or not lines[0].startswith("Filename"):
            return None
        return tuple(self._swap(*line.split()[:2]) for line in lines[1:] if len(line.split()) > 1)

    def _swap(self, name: str, kind: str) -> Swap:
        name = _plain(name)
        if name.rpartition("/")[2].startswith("zram"):
            return Swap(on_disk=False)
        how = self.encryption_of(name) if kind == "file" else self._of_device(name)
        return Swap(on_disk=True, encrypted=None if how is None else bool(how))

    def hibernates(self, swaps: Iterable[Swap] | None) -> bool | None:
        """Return whether the machine can write its whole memory to a disk, None where it does not say."""
        states = self._read(self._sys / "power" / "state").split()
        if not (self._sys / "power").exists() or swaps is None:
            return None
        allowed = "[disabled]" not in self._read(self._sys / "power" / "disk")
        return "disk" in states and allowed and any(one.on_disk for one in swaps)


def _all(found: Iterable[str | None]) -> str | None:
    """Return how all parts are encrypted: one that is not spoils the others, one unknown leaves it unknown."""
    every = list(found)
    if "" in every:
        return ""
    return None if None in every or not every else every[0]


def _listed(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from sorted(folder.iterdir())


def _below(path: str, point: str) -> bool:
    return path == point or path.startswith(point.rstrip("/") + "/")


def _plain(field: str) -> str:
    """Undo the octal escapes of blanks in /proc/self/mountinfo and /proc/swaps."""
    for escape, plain in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(escape, plain)
    return field.removesuffix(" (deleted)")
