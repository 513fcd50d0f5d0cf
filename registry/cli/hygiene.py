"""What a process must not leave behind: core dumps, tracebacks, memory that a neighbour can read."""

from __future__ import annotations

import contextlib
import os
import sys

from registry.errors import UsageRefused

_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4
# Debug switches of libraries that write what is on the screen to files or sockets.
_REFUSED = ("TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "TEXTUAL_DEVTOOLS", "TEXTUAL_DEBUG")


def harden() -> None:
    """Switch off tracebacks, and core dumps where the system allows it."""
    sys.tracebacklimit = 0
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def hide_memory() -> None:
    """Keep other processes of the same user from reading this one's memory, on Linux; asked before a key is read."""
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def memory_is_hidden() -> bool | None:
    """Tell whether the system keeps this process's memory from others of the same user, None where it cannot."""
    if sys.platform != "linux":
        return None
    import ctypes

    try:
        return bool(ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return None


def refuse_leaky_environment() -> None:
    """Raise ``UsageRefused`` when a debug variable would write the screen to a file or a socket."""
    for name in os.environ:
        if name.startswith(_REFUSED):
            raise UsageRefused(
                f"{name} is set, which would write what is on the screen elsewhere",
                f"unset {name} and try again",
            )
