"""Commands that end at once when they reach for a network or for another program.

``python -m tests.canaries.watched audit`` watches Python's own events, on every system;
``python -m tests.canaries.watched filter`` has the kernel of Linux kill the process at the system call, in
which no library can hide anything.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Callable

from tests.cli.warm import serve

# What ends a command that Python's own events gave away.
CAUGHT = 99
_PREFIXES = ("socket.", "subprocess.", "os.exec", "os.spawn", "os.posix_spawn", "os.system", "os.fork",
             "pty.", "urllib.", "http.", "ftplib.", "smtplib.", "imaplib.", "webbrowser.", "syslog.", "nntplib.",
             "poplib.", "telnetlib.", "os.startfile")  # fmt: skip
# The name of this machine may be asked for: nothing is sent for it.
_ALLOWED = ("socket.gethostname",)


def watch() -> None:
    """End this process with ``CAUGHT`` at the first event of a network or of another program."""

    def hook(event: str, arguments: object) -> None:
        del arguments
        if event.startswith(_PREFIXES) and event not in _ALLOWED:
            os.write(2, f"caught: {event}\n".encode())
            os._exit(CAUGHT)

    sys.addaudithook(hook)


# The filter of the kernel, in the instructions of the Berkeley packet filter (linux/filter.h, linux/seccomp.h).

_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER_AT, _MACHINE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_AF_UNIX = 1
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2

# For each machine its mark, its number of `socket`, and the numbers of what is never allowed: connect, accept,
# sendto, sendmsg, bind, listen, accept4, sendmmsg, execve, execveat, and fork and vfork where they exist.
_MACHINES = {
    "x86_64": (0xC000003E, 41, (42, 43, 44, 46, 49, 50, 288, 307, 59, 322, 57, 58)),
    "aarch64": (0xC00000B7, 198, (203, 202, 206, 211, 200, 201, 242, 269, 221, 281)),
}


def can_filter() -> bool:
    """Tell whether this is a Linux whose system calls are known here."""
    return sys.platform == "linux" and platform.machine() in _MACHINES


def filter_calls() -> None:
    """Have the kernel kill this process when it opens a socket that is not local, or starts a program."""
    machine, socket, never = _MACHINES[platform.machine()]
    code = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    for number in never:
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _KILL)]
    code += [(_EQUAL, 1, 0, socket), (_RETURN, 0, 0, _ALLOW), (_LOAD, 0, 0, _FIRST_ARGUMENT_AT)]
    code += [(_EQUAL, 1, 0, _AF_UNIX), (_RETURN, 0, 0, _KILL), (_RETURN, 0, 0, _ALLOW)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in code))
    head = struct.pack("HxxxxxxP", len(code), ctypes.addressof(program))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    for arguments in ((_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SECCOMP, _FILTER, head, 0, 0)):
        if prctl(*arguments):
            raise OSError(ctypes.get_errno(), "the filter was not taken")


WAYS: dict[str, Callable[[], None]] = {"audit": watch, "filter": filter_calls}

if __name__ == "__main__":
    serve(WAYS[sys.argv[1]])
