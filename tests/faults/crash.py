"""What a disk may hold after a power cut: every write that was not yet synced may be there, missing, or torn.

The model is that of ALICE (Pillai et al., OSDI 2014) and CrashMonkey (Mohan et al., OSDI 2018), kept small. It is harsher
than ext4: writes between two barriers reach the disk in any order, in sectors of 512 bytes, and the names in a
folder are lost until that folder itself is synced.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from tests.faults.strace import Call, calls_in

SECTOR = 512
_HEX = re.compile(r'[<"]((?:\\x[0-9a-f]{2})*)[>"]')
_SYNCS = frozenset({"fsync", "fdatasync"})

Image = dict[str, bytes]


@dataclass(frozen=True)
class Change:
    """One change that a sync puts on the disk: of a file's bytes or length, or of a name."""

    kind: str  # write, length, name
    place: str  # the file's number, or the folder
    at: int = 0
    data: bytes = b""
    old: str = ""
    new: str = ""
    inode: str = ""


@dataclass
class Disk:
    """Files by number, and the names they have."""

    names: dict[str, str]
    files: dict[str, bytes]

    def applied(self, changes: list[Change]) -> Disk:
        """Return the disk after some changes."""
        disk = Disk(dict(self.names), dict(self.files))
        for change in changes:
            disk._apply(change)
        return disk

    def _apply(self, change: Change) -> None:
        if change.kind == "name":
            if change.old:
                self.names.pop(change.old, None)
            if change.new:
                self.names[change.new] = change.inode
            return
        content = self.files.get(change.place, b"")
        if change.kind == "length":
            self.files[change.place] = content[: change.at].ljust(change.at, b"\0")
        else:
            end = change.at + len(change.data)
            self.files[change.place] = (
                content[: change.at].ljust(change.at, b"\0") + change.data + content[end:]
            )

    def image(self) -> Image:
        """Return the content of every name."""
        return {name: self.files.get(inode, b"") for name, inode in self.names.items()}


@dataclass
class Recording:
    """A run as its changes and barriers, in order."""

    disk: Disk
    pending: list[Change] = field(default_factory=list)
    now: dict[str, str] = field(default_factory=dict)
    at: dict[str, int] = field(default_factory=dict)  # where each descriptor stands

    def __post_init__(self) -> None:
        self.now = dict(self.disk.names)

    def sync(self, place: str) -> None:
        """Put on the disk what belongs to a file or folder."""
        self.disk = self.disk.applied([change for change in self.pending if change.place == place])
        self.pending = [change for change in self.pending if change.place != place]


def _strings(call: Call) -> list[bytes]:
    return [bytes.fromhex(found.replace("\\x", "")) for found in _HEX.findall(call.words)]


def _tail(call: Call) -> list[int]:
    """Return the whole numbers at the end of a call's words."""
    numbers = re.search(r"((?:, \d+)+)$", call.words)
    return [int(number) for number in numbers[1][2:].split(", ")] if numbers else []


def barriers(log: str, folder: Path, output: Path) -> Iterator[tuple[Disk, list[Change], bool]]:
    """Yield disk, pending changes and whether success had been told, before each sync and at the end of a run."""
    base = {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    run = Recording(Disk({name: name for name in base}, dict(base)))
    told, made = False, 0
    for call in calls_in(log):
        strings = [text.decode("utf-8", "surrogateescape") for text in _strings(call)[:4]]
        here = [text for text in strings if text.startswith(str(folder))]
        if call.name == "write" and strings and strings[0] == str(output) and call.words.startswith("1<"):
            told = True  # an answer, and no remark before it
        if here and call.name == "lseek":
            run.at[_descriptor(call)] = int(call.result)
        if not here or not call.changes or call.result.startswith("-"):
            continue
        if call.name in _SYNCS:
            yield run.disk, list(run.pending), told
            run.sync(run.now.get(here[0], here[0]))
        else:
            made += 1
            _follow(run, call, strings, made)
    yield run.disk, list(run.pending), told


def _follow(run: Recording, call: Call, strings: list[str], number: int) -> None:
    """Take one call into a recording."""
    if call.name in {"open", "openat", "creat"}:
        name = strings[1] if call.name == "openat" else strings[0]
        run.at[call.result] = 0
        if "O_CREAT" in call.words and name not in run.now:
            run.now[name] = f"{name} {number}"
            run.pending.append(Change("name", str(Path(name).parent), new=name, inode=run.now[name]))
    elif call.name in {"write", "pwrite64"}:
        inode = run.now[strings[0]]
        run.pending.append(Change("write", inode, at=_place(run, call), data=_strings(call)[1]))
    elif call.name == "ftruncate":
        run.pending.append(Change("length", run.now[strings[0]], at=_tail(call)[-1]))
    elif call.name == "unlink":
        if run.now.pop(strings[0], None):
            run.pending.append(Change("name", str(Path(strings[0]).parent), old=strings[0]))
    elif call.name in {"rename", "renameat2", "link"}:
        old, new = (
            strings if len(strings) == 2 else strings[1::2]
        )  # with or without the folders beside the names
        inode = run.now[old]
        run.now[new] = inode
        gone = "" if call.name == "link" else old
        if gone:
            del run.now[old]
        run.pending.append(Change("name", str(Path(new).parent), old=gone, new=new, inode=inode))
    elif call.name not in {"fcntl", "fchown", "fchmod", "chmod", "mkdir"}:
        raise AssertionError(f"the model does not know {call.name}")


def _place(run: Recording, call: Call) -> int:
    """Return where a write goes, and move its descriptor on where it names no place itself."""
    if call.name == "pwrite64":
        return _tail(call)[-1]
    descriptor = _descriptor(call)
    at = run.at.get(descriptor, 0)
    run.at[descriptor] = at + int(call.result)
    return at


def _descriptor(call: Call) -> str:
    return call.words.partition("<")[0]


def torn(change: Change, chance: random.Random) -> Iterator[Change]:
    """Yield what may be there of one write: its first sectors, its last ones, and some in between."""
    sectors = _sectors(change)
    if len(sectors) < 2:
        return
    yield sectors[0]
    yield _joined(sectors[: len(sectors) // 2])
    yield _joined(sectors[len(sectors) // 2 :])
    yield chance.choice(sectors)


def _sectors(change: Change) -> list[Change]:
    """Cut a write where the disk's sectors end."""
    if change.kind != "write":
        return [change]
    cuts = [0, *range(SECTOR - change.at % SECTOR, len(change.data), SECTOR), len(change.data)]
    return [
        Change("write", change.place, change.at + start, change.data[start:end])
        for start, end in pairwise(cuts)
        if end > start
    ]


def _joined(sectors: list[Change]) -> Change:
    return Change("write", sectors[0].place, sectors[0].at, b"".join(sector.data for sector in sectors))


def subsets(pending: list[Change], chance: random.Random) -> Iterator[list[Change]]:
    """Yield what of the pending changes a power cut may leave: none, all, each prefix, each alone, torn, at random."""
    yield []
    yield pending
    for at, change in enumerate(pending):
        yield pending[:at]
        yield [change]
        yield pending[:at] + pending[at + 1 :]
        for part in torn(change, chance):
            yield [*pending[:at], part]
            yield [*pending[:at], part, *pending[at + 1 :]]
    pieces = [piece for change in pending for piece in _sectors(change)]
    for _ in range(len(pending)):
        share = chance.random()
        yield [piece for piece in pieces if chance.random() < share]


def images(log: str, folder: Path, output: Path, seed: int = 1) -> Iterator[tuple[Image, bool]]:
    """Yield each different state in which a power cut may leave a folder, and whether success had been told."""
    chance = random.Random(seed)
    seen: set[tuple[bytes, bool]] = set()
    for disk, pending, told in barriers(log, folder, output):
        for subset in subsets(pending, chance):
            image = disk.applied(subset).image()
            mark = _digest(image), told
            if mark not in seen:
                seen.add(mark)
                yield image, told


def _digest(image: Mapping[str, bytes]) -> bytes:
    digest = hashlib.sha256()
    for name, content in sorted(image.items()):
        digest.update(f"{name} {len(content)} ".encode() + hashlib.sha256(content).digest())
    return digest.digest()


def put(image: Mapping[str, bytes], folder: Path) -> None:
    """Make a folder hold an image."""
    for file in [file for file in folder.rglob("*") if file.is_file()]:
        if str(file) not in image:
            file.unlink()
    for name, content in image.items():
        path = Path(name)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
