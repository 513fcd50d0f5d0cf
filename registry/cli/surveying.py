"""Surveying the machine: what the system tells of itself, as the doctor's facts."""

from __future__ import annotations

import contextlib
import locale
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from registry.cli import other_systems
from registry.cli.hygiene import memory_is_hidden
from registry.cli.linux import FOLDER, Linux
from registry.cli.machine import Machine, Place, Terminal
from registry.vault.engine import engine_version

# What services for shared folders leave in the folders that they copy, and how the folders are called.
_MARKS: Mapping[str, tuple[str, ...]] = {
    "Dropbox": (".dropbox", ".dropbox.cache"),
    "Syncthing": (".stfolder", ".stignore"),
    "Nextcloud or ownCloud": (".nextcloudsync.log", ".owncloudsync.log", ".sync-exclude.lst"),
    "OneDrive": (".849C9593-D756-4E56-8D6E-42412F2A707B",),
    "Google Drive": (".tmp.drivedownload", ".tmp.driveupload"),
    "Resilio Sync": (".sync",),
    "MEGA": (".megaignore", ".debris"),
    "pCloud": (".pcloud",),
}
_CALLED: Mapping[str, tuple[str, ...]] = {
    "OneDrive": ("onedrive",), "iCloud": ("mobile documents", "icloud drive", "iclouddrive"),
    "a cloud service": ("cloudstorage",), "Dropbox": ("dropbox",), "Google Drive": ("google drive", "googledrive"),
}  # fmt: skip
_DATABASES = ("._sync_", ".sync_")  # as Nextcloud and ownCloud call theirs


def survey(
    vault: Path, now: datetime, absent: tuple[str, ...] = (), absent_extras: tuple[str, ...] = ()
) -> Machine:
    """Return the facts of this machine around a vault's place, whether or not there is a vault yet."""
    linux = Linux() if sys.platform == "linux" else None
    swaps = linux.swaps() if linux else other_systems.swaps()
    return Machine(
        system=sys.platform,
        now=now,
        place=place_of(vault, linux),
        terminal=terminal_of(os.environ),
        swaps=swaps,
        hibernates=linux.hibernates(swaps) if linux else None,
        hidden_memory=memory_is_hidden(),
        core_dumps=_core_dumps(),
        administrator=_administrator(),
        open_temp=_open_temp(),
        python=sys.version_info[:2],
        sqlite=engine_version(),
        absent=absent,
        absent_extras=absent_extras,
    )


# The vault's place


def place_of(vault: Path, linux: Linux | None) -> Place:
    """Return the facts of a vault's place; where nothing is yet, those of the nearest folder above."""
    real = Path(os.path.realpath(vault))
    folder = next(one for one in real.parents if one.is_dir()) if real.parent != real else real
    file, above = _stat(real), _stat(folder)
    kind, encrypted, remote = _ground(real if file else folder, linux)
    return Place(
        filesystem=kind,
        encrypted=encrypted,
        remote=remote,
        free=_free(folder),
        synced=synced_by(folder),
        file_mode=stat.S_IMODE(file.st_mode) if file else None,
        folder_mode=stat.S_IMODE(above.st_mode) if above else None,
        own=file.st_uid == os.geteuid() if file and hasattr(os, "geteuid") else None,
        size=file.st_size if file else None,
        changed=datetime.fromtimestamp(file.st_mtime, UTC) if file else None,
    )


def _ground(path: Path, linux: Linux | None) -> tuple[str | None, str | None, bool]:
    """Return the file system under a path, how it is encrypted, and whether it is another machine's."""
    if linux is None:
        return other_systems.ground(path)
    mount = linux.mount_of(str(path))
    encrypted = linux.encryption_of(str(path))
    if not encrypted and _folder_is_encrypted(path if path.is_dir() else path.parent):
        encrypted = FOLDER
    return (mount.kind if mount else None), encrypted, False


_ASK_POLICY = 0xC0096616  # FS_IOC_GET_ENCRYPTION_POLICY_EX (kernel.org, fscrypt)


def _folder_is_encrypted(folder: Path) -> bool:
    """Ask fscrypt, which encrypts folders of ext4, f2fs and others, whether this is one of its own."""
    import fcntl

    asked = bytearray((24).to_bytes(8, sys.byteorder) + bytes(24))
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.ioctl(handle, _ASK_POLICY, asked, True)
        return True
    except OSError:
        return False
    finally:
        os.close(handle)


def _stat(path: Path) -> os.stat_result | None:
    with contextlib.suppress(OSError):
        return path.stat()
    return None


def _free(folder: Path) -> int | None:
    with contextlib.suppress(OSError):
        return shutil.disk_usage(folder).free
    return None


def synced_by(folder: Path) -> tuple[str, ...]:
    """Return the services that share a folder with other machines, by their marks in it and above it."""
    found = set()
    for one in (folder, *folder.parents):
        name = one.name.lower()
        found |= {service for service, names in _CALLED.items() if name.startswith(names)}
        with contextlib.suppress(OSError):
            names = {entry.name for entry in one.iterdir()}
            found |= {service for service, marks in _MARKS.items() if names & set(marks)}
            if any(name.startswith(_DATABASES) and name.endswith(".db") for name in names):
                found.add("Nextcloud or ownCloud")
    return tuple(sorted(found))


# The terminal


def terminal_of(environment: Mapping[str, str]) -> Terminal:
    """Return what the terminal says of itself."""
    size = shutil.get_terminal_size((80, 24))
    keeper = "tmux" if "TMUX" in environment else "screen" if "STY" in environment else ""
    return Terminal(
        here=sys.stdout is not None and sys.stdout.isatty(),
        encoding=locale.getencoding() if sys.platform != "win32" else None,
        columns=size.columns,
        lines=size.lines,
        kind=environment.get("TERM", ""),
        keeper=keeper,
        from_afar=any(name in environment for name in ("SSH_CONNECTION", "SSH_TTY")),
    )


# The process


def _core_dumps() -> bool | None:
    try:
        import resource
    except ImportError:
        return None
    return resource.getrlimit(resource.RLIMIT_CORE)[0] != 0


def _administrator() -> bool | None:
    if hasattr(os, "geteuid"):
        return os.geteuid() == 0
    return other_systems.administrator()


def _open_temp() -> bool | None:
    """Return whether others may replace what lies in the folder for temporary files."""
    found = _stat(Path(tempfile.gettempdir()))
    if found is None or os.name == "nt":
        return None
    return bool(found.st_mode & 0o002) and not found.st_mode & stat.S_ISVTX
