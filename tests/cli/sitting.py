"""Sitting at a session: its vault opened, commands typed, its locked screen awaited."""

from __future__ import annotations

from tests.cli.program import CASE, PASSPHRASE, Program
from tests.cli.test_terminal import Terminal

__all__ = ["CASE", "DEAF", "LOCKED", "SWALLOWING", "WIPE", "Session", "short"]

WIPE = "\x1b[H\x1b[2J\x1b[3J\x1b[H"
LOCKED = "registry is locked"


class Session(Terminal):
    """A session on the program's vault, opened with its passphrase."""

    def __init__(self, program: Program, *words: str, start: tuple[str, ...] = ("-m", "registry")) -> None:
        super().__init__(program.folder, "--vault", program.vault, "shell", *words, start=start)
        self.unlock()

    def unlock(self) -> None:
        self.until("Passphrase: ")
        self.seen = ""
        self.type(PASSPHRASE)
        self.until("> ")

    def say(self, line: str, awaited: str = "registry> ") -> str:
        """Type a command, and return what was shown up to the next prompt."""
        self.seen = ""
        self.type(line)
        self.until("\n")  # the command's own echo
        return self.until(awaited)

    def locked(self) -> str:
        """Wait for the locked screen, and return everything that was written since it was last wiped."""
        self.until(LOCKED)
        self.until("Passphrase: ")
        return self.seen.rpartition(WIPE)[2]


def short(program: Program) -> str:
    return str(program.ask("case", "list")["items"][0]["short"])


# Runs the program; a list sleeps instead, and swallows what calls it away, as often as is said.
SWALLOWING = """
import sys, time
from registry.cli import listing, watching
watching.GRACE = {grace}
def show(*given, **more):
    print("deaf", flush=True)
    for _ in range({times}):
        try:
            time.sleep(100)
        except BaseException:
            pass
listing.show = show
from registry.cli.run import main
sys.exit(main(sys.argv[1:]))
"""
DEAF = SWALLOWING.format(grace=2, times=100)
