"""What is read of machines: Linux as made-up files under /sys and /proc, the others through stand-ins, and this one."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from registry.cli import other_systems, surveying
from registry.cli.linux import DISK, FOLDER, MEMORY, Linux
from registry.cli.machine import Swap
from registry.cli.surveying import place_of, survey, synced_by, terminal_of
from tests.vault.media import MAY_MOUNT, small_disk

NOW = datetime(2027, 3, 1, tzinfo=UTC)


class Made:
    """A made-up Linux: disks, mounts and swaps as the files that tell of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.linux = Linux(root)
        for folder in ("sys/dev/block", "sys/class/block", "sys/devices", "proc/self", "sys/power"):
            (root / folder).mkdir(parents=True)
        self.mounts: list[str] = []
        self.mount("/", "8:2", "ext4", "/dev/sda2")

    def disk(
        self, name: str, number: str, *, on: tuple[str, ...] = (), within: str = "", **files: str
    ) -> None:
        """Make a disk: ``on`` what it is made of, ``within`` the disk that it is a partition of."""
        node = self.root / "sys" / "devices" / within / name
        node.mkdir(parents=True, exist_ok=True)
        if within:
            (node / "partition").write_text("1\n", encoding="utf-8")
        for file, content in files.items():
            path = node / file.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.write_text(content + "\n", encoding="utf-8")
        (node / "slaves").mkdir()
        for below in on:
            (node / "slaves" / below).symlink_to((self.root / "sys" / "class" / "block" / below).resolve())
        (self.root / "sys" / "class" / "block" / name).symlink_to(node)
        (self.root / "sys" / "dev" / "block" / number).symlink_to(node)

    def mount(self, point: str, number: str, kind: str, source: str) -> None:
        escaped = point.replace(" ", "\\040")
        self.mounts.append(
            f"{len(self.mounts)} 1 {number} / {escaped} rw,relatime shared:1 - {kind} {source} rw"
        )
        (self.root / "proc" / "self" / "mountinfo").write_text(
            "\n".join(self.mounts) + "\n", encoding="utf-8"
        )

    def swaps(self, *lines: str) -> tuple[Swap, ...] | None:
        told = "\n".join(["Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority", *lines]) + "\n"
        (self.root / "proc" / "swaps").write_text(told, encoding="utf-8")
        return self.linux.swaps()


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def plain_disk(made: Made) -> None:
    made.disk("sda", "8:0")
    made.disk("sda1", "8:1", within="sda")
    made.disk("sda2", "8:2", within="sda")


def test_a_plain_disk_is_not_encrypted(made: Made) -> None:
    plain_disk(made)
    assert made.linux.encryption_of("/data/v") == ""
    mount = made.linux.mount_of("/data/v")
    assert mount is not None and mount.kind == "ext4"


def test_a_volume_of_lvm_on_luks_is_encrypted(made: Made) -> None:
    plain_disk(made)
    made.disk("dm-0", "253:0", on=("sda1",), dm__uuid="CRYPT-LUKS2-0123-luks", dm__name="luks")
    made.disk("dm-1", "253:1", on=("dm-0",), dm__uuid="LVM-abc", dm__name="vg-home")
    made.mount("/data", "253:1", "xfs", "/dev/mapper/vg-home")
    assert made.linux.encryption_of("/data/v") == DISK
    assert made.linux.encryption_of("/database/v") == "", "a folder whose name begins alike lies elsewhere"


def test_one_open_leg_of_a_mirror_leaves_it_open(made: Made) -> None:
    plain_disk(made)
    made.disk("dm-0", "253:0", on=("sda1",), dm__uuid="CRYPT-LUKS1-0123-x", dm__name="x")
    made.disk("md0", "9:0", on=("dm-0", "sda2"))
    made.disk("md0p1", "259:0", within="md0")
    made.mount("/data", "9:0", "ext4", "/dev/md0")
    assert made.linux.encryption_of("/data/v") == ""


def test_a_btrfs_is_judged_by_all_its_disks(made: Made) -> None:
    plain_disk(made)
    for number in (0, 1):
        made.disk(
            f"dm-{number}",
            f"253:{number}",
            on=("sda1",),
            dm__uuid=f"CRYPT-LUKS2-{number}",
            dm__name=f"c{number}",
        )
    made.mount("/home", "0:40", "btrfs", "/dev/mapper/c0")
    assert made.linux.encryption_of("/home/v") == DISK
    devices = made.root / "sys" / "fs" / "btrfs" / "0123" / "devices"
    devices.mkdir(parents=True)
    for name in ("dm-0", "dm-1"):
        (devices / name).touch()
    assert made.linux.encryption_of("/home/v") == DISK
    (devices / "sda2").touch()
    assert made.linux.encryption_of("/home/v") == ""


def test_a_veracrypt_container_a_loop_and_a_key_file_within_it(made: Made) -> None:
    plain_disk(made)
    made.disk("dm-7", "253:7", dm__uuid="", dm__name="veracrypt1")
    made.mount("/media/my stick", "253:7", "vfat", "/dev/mapper/veracrypt1")
    assert made.linux.encryption_of("/media/my stick/v") == DISK
    made.disk("loop3", "7:3", loop__backing_file="/media/my stick/image")
    made.mount("/image", "7:3", "ext4", "/dev/loop3")
    assert made.linux.encryption_of("/image/v") == DISK
    made.disk("loop4", "7:4", loop__backing_file="/circle/image")
    made.mount("/circle", "7:4", "ext4", "/dev/loop4")
    assert made.linux.encryption_of("/circle/v") is None, "a circle ends"


@pytest.mark.parametrize(
    ("kind", "how"),
    [("tmpfs", MEMORY), ("ecryptfs", FOLDER), ("fuse.gocryptfs", FOLDER), ("zfs", None), ("overlay", None),
     ("nfs4", None), ("fuse.sshfs", None), ("btrfs", None)],
)  # fmt: skip
def test_what_lies_on_no_disk_of_its_own(made: Made, kind: str, how: str | None) -> None:
    plain_disk(made)
    made.mount("/x", "0:33", kind, "source")
    assert made.linux.encryption_of("/x/v") == how


def test_nothing_told_is_nothing_known(tmp_path: Path) -> None:
    bare = Linux(tmp_path)
    assert bare.mount_of("/x") is None
    assert bare.encryption_of("/x") is None
    assert bare.swaps() is None
    assert bare.hibernates(()) is None


def test_swap_is_followed_to_its_disk(made: Made) -> None:
    plain_disk(made)
    made.disk("dm-0", "253:0", on=("sda1",), dm__uuid="CRYPT-PLAIN-swap", dm__name="swap")
    assert made.swaps() == ()
    assert made.swaps("/dev/zram0 partition 100 0 100") == (Swap(on_disk=False),)
    assert made.swaps("/dev/sda1 partition 100 0 -2", "/dev/dm-0 partition 100 0 -3") == (
        Swap(on_disk=True, encrypted=False),
        Swap(on_disk=True, encrypted=True),
    )
    assert made.swaps("/swap\\040file file 100 0 -2") == (Swap(on_disk=True, encrypted=False),)
    assert made.swaps("/dev/nowhere partition 100 0 -2") == (Swap(on_disk=True, encrypted=None),)


def test_a_machine_hibernates_where_it_may_and_has_swap_on_a_disk(made: Made) -> None:
    power = made.root / "sys" / "power"
    on_disk, in_memory = Swap(on_disk=True), Swap(on_disk=False)
    assert made.linux.hibernates([on_disk]) is False
    (power / "state").write_text("freeze mem disk\n", encoding="utf-8")
    (power / "disk").write_text("[platform] shutdown reboot\n", encoding="utf-8")
    assert made.linux.hibernates([on_disk]) is True
    assert made.linux.hibernates([in_memory]) is False
    assert made.linux.hibernates([]) is False
    (power / "disk").write_text("[disabled]\n", encoding="utf-8")
    assert made.linux.hibernates([on_disk]) is False


# Places


@pytest.mark.parametrize(
    ("mark", "service"),
    [(".dropbox", "Dropbox"), (".stfolder", "Syncthing"), ("._sync_12ab.db", "Nextcloud or ownCloud"),
     (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"), (".tmp.drivedownload", "Google Drive")],
)  # fmt: skip
def test_a_shared_folder_is_known_by_its_marks(tmp_path: Path, mark: str, service: str) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert synced_by(below) == ()
    (tmp_path / mark).touch()
    assert synced_by(below) == (service,)


@pytest.mark.parametrize(
    ("name", "service"),
    [("OneDrive - Organisation", "OneDrive"), ("Dropbox", "Dropbox"), ("Mobile Documents", "iCloud"),
     ("CloudStorage", "a cloud service")],
)  # fmt: skip
def test_a_shared_folder_is_known_by_its_name(tmp_path: Path, name: str, service: str) -> None:
    (tmp_path / name / "x").mkdir(parents=True)
    assert synced_by(tmp_path / name / "x") == (service,)


def test_a_place_is_that_of_the_nearest_folder_where_nothing_is_yet(tmp_path: Path) -> None:
    place = place_of(tmp_path / "not" / "there" / "v", None)
    assert (place.size, place.file_mode, place.changed, place.own) == (None, None, None, None)
    assert place.free is not None and place.folder_mode is not None
    (tmp_path / "v").write_bytes(b"1234")
    (tmp_path / "link").symlink_to(tmp_path / "v")
    assert place_of(tmp_path / "link", None).size == 4


@MAY_MOUNT
def test_a_memory_disk_is_known(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        place = place_of(disk / "v", Linux())
        assert (place.filesystem, place.encrypted) == ("tmpfs", MEMORY)


def test_this_machine_is_surveyed(tmp_path: Path) -> None:
    machine = survey(tmp_path / "v", NOW)
    assert (machine.system, machine.python) == (sys.platform, sys.version_info[:2])
    assert machine.sqlite > (3, 7)
    assert machine.place.free
    if sys.platform == "linux":
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
        assert machine.place.filesystem and f" - {machine.place.filesystem} " in mounts
        assert machine.administrator == (os.geteuid() == 0)
        assert machine.swaps is not None
        swaps = Path("/proc/swaps").read_text(encoding="utf-8").splitlines()[1:]
        assert len(machine.swaps) == len(swaps)


def test_the_terminal_says_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("LINES", "40")
    here = terminal_of({"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0", "SSH_TTY": "/dev/pts/1"})
    assert (here.keeper, here.from_afar, here.kind, here.columns, here.lines) == (
        "tmux",
        True,
        "tmux-256color",
        120,
        40,
    )
    assert terminal_of({"STY": "1.x"}).keeper == "screen"
    assert terminal_of({}).keeper == ""


def test_a_folder_for_temporary_files_that_all_may_clear_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surveying.tempfile, "gettempdir", lambda: str(tmp_path))
    for mode, open_to_all in ((0o700, False), (0o777, True), (0o1777, False)):
        tmp_path.chmod(mode)
        assert surveying._open_temp() is (open_to_all if os.name != "nt" else None)
    tmp_path.chmod(0o700)


# macOS and Windows, through stand-ins for their libraries


def filled(pointer: Any) -> Any:
    return pointer._obj  # what ctypes.byref points to


def test_macos_tells_the_file_system_and_whether_it_is_local(monkeypatch: pytest.MonkeyPatch) -> None:
    flags: Iterator[int] = iter((0x1000, 0))

    def statfs(path: bytes, told: Any) -> int:
        filled(told).kind, filled(told).flags = b"apfs", next(flags)
        return 0

    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace(statfs=statfs))
    assert other_systems.ground(Path("/x"), "darwin") == ("apfs", None, False)
    assert other_systems.ground(Path("/x"), "darwin") == ("apfs", None, True)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace(statfs=lambda *_: -1))
    assert other_systems.ground(Path("/x"), "darwin") == (None, None, False)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace())
    assert other_systems.ground(Path("/x"), "darwin") == (None, None, False)
    # Where the fields stand is fixed by the system: man 2 statfs, 64-bit inodes.
    assert (other_systems._Statfs.flags.offset, other_systems._Statfs.kind.offset) == (64, 72)
    assert ctypes.sizeof(other_systems._Statfs) >= 2168


def test_macos_says_whether_its_swap_is_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    def sysctlbyname(name: bytes, told: Any, size: Any, new: object, length: int) -> int:
        assert (name, filled(size).value) == (b"vm.swapusage", 32)
        filled(told).encrypted = 1
        return 0

    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace(sysctlbyname=sysctlbyname))
    assert other_systems.swaps("darwin") == (Swap(on_disk=True, encrypted=True),)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace())
    assert other_systems.swaps("darwin") is None
    assert other_systems.swaps("win32") is None


@pytest.mark.parametrize(
    ("drive", "kind", "told"),
    [(3, "NTFS", ("NTFS", None, False)), (2, "FAT32", ("FAT32", None, False)), (4, "NTFS", ("NTFS", None, True)),
     (6, "FAT", ("ramfs", None, False)), (3, "", (None, None, False))],
)  # fmt: skip
def test_windows_tells_the_file_system_and_the_kind_of_drive(
    monkeypatch: pytest.MonkeyPatch, drive: int, kind: str, told: tuple[str | None, str | None, bool]
) -> None:
    def volume(
        root: Any, name: Any, n: int, serial: Any, longest: Any, flags: Any, into: Any, size: int
    ) -> int:
        into.value = kind
        return int(bool(kind))

    kernel = SimpleNamespace(
        GetVolumePathNameW=lambda path, root, size: 1,
        GetDriveTypeW=lambda root: drive,
        GetVolumeInformationW=volume,
    )
    shell = SimpleNamespace(IsUserAnAdmin=lambda: 1)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel, shell32=shell), raising=False)
    assert other_systems.ground(Path("C:/x"), "win32") == told
    assert other_systems.administrator() is True


def test_a_system_that_is_neither_tells_nothing() -> None:
    if sys.platform == "win32":
        pytest.skip("this one is one of them")
    assert other_systems.ground(Path("/x"), "freebsd14") == (None, None, False)
    assert other_systems.administrator() is None
