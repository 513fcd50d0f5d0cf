"""What macOS and Windows tell of the place of a vault, asked of the system's own libraries."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import Any

from registry.cli.machine import Swap

_REMOTE, _MEMORY = 4, 6  # DRIVE_REMOTE and DRIVE_RAMDISK of GetDriveTypeW
_LOCAL = 0x1000  # MNT_LOCAL of macOS' statfs
_NAME = 16  # MFSTYPENAMELEN


class _Statfs(ctypes.Structure):
    """``struct statfs`` of macOS with 64-bit inodes, as far as it is read here (man 2 statfs)."""

    _fields_ = (
        ("bsize", ctypes.c_uint32),
        ("iosize", ctypes.c_int32),
        ("counts", ctypes.c_uint64 * 5),
        ("fsid", ctypes.c_int32 * 2),
        ("owner", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("subtype", ctypes.c_uint32),
        ("kind", ctypes.c_char * _NAME),
        ("rest", ctypes.c_char * 4096),
    )


class _SwapUsage(ctypes.Structure):
    """``struct xsw_usage`` of macOS (sys/sysctl.h)."""

    _fields_ = (
        ("total", ctypes.c_uint64),
        ("available", ctypes.c_uint64),
        ("used", ctypes.c_uint64),
        ("page", ctypes.c_uint32),
        ("encrypted", ctypes.c_int32),
    )


def ground(path: Path, system: str = sys.platform) -> tuple[str | None, str | None, bool]:
    """Return the file system under a path, None for how it is encrypted, and whether it is another machine's.

    Neither system tells an ordinary program whether FileVault or BitLocker protect a disk, except through
    other programs, which are not started here.
    """
    try:
        if system == "darwin":
            return _of_macos(path, ctypes.CDLL(None))
        return _of_windows(path, getattr(ctypes, "windll", None))
    except (OSError, AttributeError):
        return None, None, False


def _of_macos(path: Path, library: Any) -> tuple[str | None, str | None, bool]:
    ask = getattr(library, "statfs$INODE64", None) or library.statfs
    told = _Statfs()
    if ask(str(path).encode(), ctypes.byref(told)) != 0:
        return None, None, False
    return bytes(told.kind).decode("ascii", "replace") or None, None, not told.flags & _LOCAL


def _of_windows(path: Path, windll: Any) -> tuple[str | None, str | None, bool]:
    if windll is None:
        return None, None, False
    kernel, root, kind = windll.kernel32, ctypes.create_unicode_buffer(1024), ctypes.create_unicode_buffer(64)
    if not kernel.GetVolumePathNameW(str(path), root, len(root)):
        return None, None, False
    drive = kernel.GetDriveTypeW(root)
    if drive == _MEMORY:
        return "ramfs", None, False
    if not kernel.GetVolumeInformationW(root, None, 0, None, None, None, kind, len(kind)):
        return None, None, drive == _REMOTE
    return kind.value or None, None, drive == _REMOTE


def swaps(system: str = sys.platform) -> tuple[Swap, ...] | None:
    """Return where memory is swapped to on macOS, which says itself whether that is encrypted."""
    if system != "darwin":
        return None
    try:
        return _swaps_of_macos(ctypes.CDLL(None))
    except (OSError, AttributeError):
        return None


def _swaps_of_macos(library: Any) -> tuple[Swap, ...] | None:
    told, size = _SwapUsage(), ctypes.c_size_t(ctypes.sizeof(_SwapUsage))
    if library.sysctlbyname(b"vm.swapusage", ctypes.byref(told), ctypes.byref(size), None, 0) != 0:
        return None
    return (Swap(on_disk=True, encrypted=bool(told.encrypted)),)


def administrator() -> bool | None:
    """Return whether the program runs with an administrator's rights on Windows."""
    try:
        return bool(getattr(ctypes, "windll", None).shell32.IsUserAnAdmin())  # type: ignore[union-attr]
    except (OSError, AttributeError):
        return None
