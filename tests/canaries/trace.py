"""What a process wrote, opened, named and started, by the system calls that the kernel saw (strace)."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_WRITES = ("write", "pwrite64", "writev", "pwritev", "pwritev2", "sendto", "sendmsg", "sendmmsg", "vmsplice")
_COPIES = ("sendfile", "splice", "tee", "copy_file_range", "io_uring_setup", "process_vm_writev", "ptrace")
_NAMES = ("open", "openat", "openat2", "creat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat",
          "mkdir", "mkdirat", "mknod", "mknodat", "setxattr", "fsetxattr", "lsetxattr", "memfd_create",
          "add_key", "prctl")  # fmt: skip
_STARTS = ("execve", "execveat", "fork", "vfork", "clone", "clone3")
_SOCKETS = ("socket", "socketpair", "connect", "bind", "listen", "accept", "accept4")
_MAPS = ("mmap",)
_CALL = re.compile(r"(\d+) +(\w+)\((.*)", re.DOTALL)
_RESUMED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>(.*)", re.DOTALL)
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_HELD = re.compile(r"(-?\d+)<((?:\\x[0-9a-f]{2})*)>")
_LONGEST = 1 << 26


@cache
def can_trace() -> bool:
    """Tell whether strace is here and may be used."""
    if shutil.which("strace") is None:
        return False
    words = ["strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=write", "true"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def tracing(into: Path) -> list[str]:
    """Return the words to put before a command so that it is traced into a file."""
    asked = ",".join(f"?{name}" for name in (*_WRITES, *_COPIES, *_NAMES, *_STARTS, *_SOCKETS, *_MAPS))
    return ["strace", "-f", "-q", "--seccomp-bpf", "-y", "-xx", "-s", str(_LONGEST), "-o", str(into), "-e", f"trace={asked}",
            "-e", "signal=none"]  # fmt: skip


@dataclass(frozen=True)
class Call:
    """One system call: who made it, its words as strace wrote them, and the bytes that stand in them."""

    pid: int
    name: str
    words: str

    @property
    def texts(self) -> list[bytes]:
        """The byte strings among the arguments."""
        found = []
        for match in _TEXT.finditer(self.words):
            assert match[2] is None, "strace cut a text short"
            found.append(_unhexed(match[1]))
        return found

    @property
    def held(self) -> bytes:
        """The path, or what else it is, behind the descriptor that stands first."""
        match = _HELD.match(self.words)
        return _unhexed(match[2]) if match else b""

    @property
    def offset(self) -> int | None:
        """Where ``pwrite64`` wrote."""
        match = re.search(r", (\d+)\) += \d+", self.words)
        return int(match[1]) if match and self.name == "pwrite64" else None


def _unhexed(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def calls(trace: Path) -> Iterator[Call]:
    """Yield the calls of a trace in the order in which they ended."""
    begun: dict[tuple[int, str], str] = {}
    for line in trace.read_text("ascii").splitlines():
        if resumed := _RESUMED.match(line):
            pid, name = int(resumed[1]), resumed[2]
            yield Call(pid, name, begun.pop((pid, name), "") + resumed[3])
        elif call := _CALL.match(line):
            pid, name, words = int(call[1]), call[2], call[3]
            if words.endswith("<unfinished ...>"):
                begun[pid, name] = words.removesuffix("<unfinished ...>")
            else:
                yield Call(pid, name, words)


@dataclass(frozen=True)
class Trace:
    """What one command did."""

    calls: Sequence[Call]

    @classmethod
    def of(cls, path: Path) -> Trace:
        """Return the trace in a file."""
        return cls(tuple(calls(path)))

    def written(self) -> dict[bytes, tuple[bytes, bytes]]:
        """Return for each file, pipe or terminal what was written to it: piece after piece, and in its place."""
        pieces: dict[bytes, bytearray] = defaultdict(bytearray)
        images: dict[bytes, bytearray] = defaultdict(bytearray)
        for call in self.calls:
            if call.name not in _WRITES:
                continue
            raw, image = b"".join(call.texts), images[call.held]
            pieces[call.held] += raw
            at = len(image) if call.offset is None else call.offset
            image[len(image) :] = bytes(max(0, at + len(raw) - len(image)))
            image[at : at + len(raw)] = raw
        return {held: (bytes(found), bytes(images[held])) for held, found in pieces.items()}

    def names(self) -> list[bytes]:
        """Return every name that was given to a file, to a key or to the process, once each."""
        return list(dict.fromkeys(text for call in self.calls if call.name in _NAMES for text in call.texts))

    def unseen(self) -> list[Call]:
        """Return calls that carry bytes past this trace: copies inside the kernel, and files written as memory."""
        return [
            call
            for call in self.calls
            if call.name in _COPIES
            or (call.name == "mmap" and "MAP_SHARED" in call.words and "PROT_WRITE" in call.words)
        ]

    def started(self) -> list[Call]:
        """Return the calls that started another program or process; the first is the command itself."""
        programs = [
            call
            for call in self.calls
            if call.name.startswith("execve") and call.words.rstrip().endswith("= 0")
        ]
        others = [
            call
            for call in self.calls
            if call.name in {"fork", "vfork", "clone", "clone3"} and "CLONE_THREAD" not in call.words
        ]
        return [*programs[1:], *others]

    def sockets(self) -> list[Call]:
        """Return the calls that made or used a socket."""
        return [
            call
            for call in self.calls
            if call.name in _SOCKETS or (call.name.startswith("send") and call.name != "sendfile")
        ]
