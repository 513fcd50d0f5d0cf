"""What a process must not leave behind: core dumps, tracebacks, memory that a neighbour can read."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any

from registry.errors import UsageRefused
from registry.words.text import visible

# The kind of system, as a name that a test can change.
SYSTEM: str = sys.platform

_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4
_PT_DENY_ATTACH = 31
# Windows: no dialogue after a fault, and no heap in the report of one (errhandlingapi.h, werapi.h).
_SEM_FAILCRITICALERRORS, _SEM_NOGPFAULTERRORBOX = 0x1, 0x2
_WER_NOHEAP = 0x1
# Windows: whoever owns the process, the very user, and the system may wait for it, end it and ask when it began.
# The rest, reading its memory, copying its handles and changing this list, is granted to nobody: a line for the
# owner's rights (OW) takes away the owner's unwritten right to change the list again.
_MAY = 0x0010_0000 | 0x1000 | 0x1  # SYNCHRONIZE, PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_TERMINATE
_ACCESS = f"D:P(A;;0x{_MAY:x};;;OW)(A;;0x{_MAY:x};;;SY)"
_SDDL_REVISION, _DACL_SECURITY_INFORMATION = 1, 4

# Switches of the library that draws the terminal UI: they write what is on the screen to files or sockets, load
# other code, press keys. Whatever it will read in time is refused as well, but for looks and pace.
_REFUSED = "TEXTUAL"
_HARMLESS = frozenset(
    {"TEXTUAL_ANIMATIONS", "TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DIM_FACTOR", "TEXTUAL_SMOOTH_SCROLL",
     "TEXTUAL_THEME"}
)  # fmt: skip


def harden() -> None:
    """Switch off tracebacks, and core dumps where the system allows it."""
    sys.tracebacklimit = 0
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say_nothing() -> None:
    """Let threads, finalizers and libraries say nothing of what goes wrong: the words would show what the vault holds."""
    import logging
    import threading

    threading.excepthook = _nothing
    sys.unraisablehook = _nothing
    logging.disable(logging.CRITICAL)


def _nothing(told: object) -> None:
    del told


def hide_memory() -> None:
    """Keep other processes of the same user from reading this one's memory; asked before a secret is read.

    On Linux this also stops core dumps that go to a program, which no limit stops (core(5)).
    """
    import ctypes

    with contextlib.suppress(OSError, AttributeError, KeyError):
        if SYSTEM == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        elif SYSTEM == "darwin":
            ctypes.CDLL(None).ptrace(_PT_DENY_ATTACH, 0, None, 0)
        elif SYSTEM == "win32":
            _hide_on_windows(ctypes.__dict__["windll"])


def _hide_on_windows(libraries: Any) -> None:
    """Do what there is on Windows, each step whether or not the others are there."""
    kernel = libraries.kernel32
    with contextlib.suppress(OSError, AttributeError):
        kernel.SetErrorMode(_SEM_FAILCRITICALERRORS | _SEM_NOGPFAULTERRORBOX)
    with contextlib.suppress(OSError, AttributeError):
        kernel.WerSetFlags(_WER_NOHEAP)
    with contextlib.suppress(OSError, AttributeError):
        _restrict_access(kernel, libraries.advapi32)


def _restrict_access(kernel: Any, security: Any) -> None:
    """Replace the list of who may do what with this process; KeePassXC guards its process in the same way."""
    import ctypes

    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    descriptor = ctypes.c_void_p()
    made = security.ConvertStringSecurityDescriptorToSecurityDescriptorW(
        ctypes.c_wchar_p(_ACCESS), ctypes.c_ulong(_SDDL_REVISION), ctypes.byref(descriptor), None
    )
    if not made:
        return
    try:
        process = ctypes.c_void_p(kernel.GetCurrentProcess())
        security.SetKernelObjectSecurity(process, ctypes.c_ulong(_DACL_SECURITY_INFORMATION), descriptor)
    finally:
        kernel.LocalFree(descriptor)


def memory_is_hidden() -> bool | None:
    """Tell whether the system keeps this process's memory from others of the same user, None where it cannot."""
    if SYSTEM != "linux":
        return None
    import ctypes

    try:
        return bool(ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return None


def refuse_leaky_environment() -> None:
    """Raise ``UsageRefused`` when a debug variable would write the screen to a file or a socket."""
    for name in os.environ:
        if name.upper().startswith(_REFUSED) and name.upper() not in _HARMLESS:
            raise UsageRefused(
                f"{visible(name)} is set, which can write what is on the screen elsewhere",
                f"unset {visible(name)} and try again",
            )
