"""A session at the terminal: the vault opened once, commands typed one after another, and the lock that ends it."""

from __future__ import annotations

import contextlib
import shlex
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry.cli import locking, session, sessions
from registry.cli.hygiene import refuse_leaky_environment
from registry.cli.lines import read_command
from registry.cli.locking import Follower, Screen, State
from registry.cli.output import console_for, say
from registry.cli.reminding import remind_of_backup, say_reminder
from registry.cli.settings import Runner, Settings
from registry.cli.watching import LockNow, Watch
from registry.cli.witnessing import witnessed
from registry.errors import Interrupted, Locked, RegistryError, UsageRefused

if TYPE_CHECKING:
    from registry.desk.desk import Desk

_MOST_IDLE = 60
# What one waits after so many wrong passphrases: enough to make trying by hand a bore, not a caseworker late.
_DELAYS = (0, 1, 2, 4, 8, 15)
_OWN = {
    "help": "this list; `help case list` for one command",
    "lock": "lock now; so does Ctrl-\\",
    "quit": "close the vault and leave; so does Ctrl-D",
}
# Of no use once a vault is open, or of another kind.
_NOT_HERE = ("shell", "init", "demo", "completion", "tui")


# The commands by their words: groups hold further ones.
Commands = Mapping[str, Any]


def begin(
    settings: Settings, commands: Commands, run: Runner, *, idle: float, keep_screen: bool, resume: int | None
) -> int:
    """Hold a session with these options, or go on with one that was locked; return its exit code."""
    if session.in_session():
        raise UsageRefused("a session is open already", "type the command alone")
    if settings.json:
        raise UsageRefused(
            "a session has no one answer",
            "leave --json out here, and put it behind each command that you type",
        )
    refuse_leaky_environment()
    if resume is not None:
        state = locking.resumed(resume)
    else:
        state = _first_state(settings, idle, keep_screen)
        if sys.platform == "win32":
            return locking.in_turns(state)
    return Talk(state, commands, run).hold()


def _first_state(settings: Settings, idle: float, keep_screen: bool) -> State:
    if not 0 <= idle <= _MOST_IDLE:
        raise UsageRefused(
            "that is no time to lock after", f"give --idle minutes, at most {_MOST_IDLE}, or 0"
        )
    given = settings.passphrase_fd is not None or settings.passphrase_file is not None
    typing = sys.stdin is None or sys.stdin.isatty()
    if not _at_terminal(settings) and (typing or not given):
        raise UsageRefused(
            "a session needs a terminal to type at and to answer on",
            "run it on a terminal; a script gives --passphrase-file FILE and commands on standard input, one a line",
        )
    return State(
        str(session.vault_path(settings).absolute()), idle * 60, settings.read_only, keep_screen, settings.plain,
        settings.quiet, settings.lang, passphrase_fd=settings.passphrase_fd,
        passphrase_file=settings.passphrase_file,
    )  # fmt: skip


def _at_terminal(settings: Settings) -> bool:
    return session.can_ask(settings) and sys.stdout is not None and sys.stdout.isatty()


class Talk:
    """One stretch of a session, from opening the vault to locking it or leaving."""

    def __init__(self, state: State, tree: Commands, run: Runner) -> None:
        self._state, self._tree, self._run = state, tree, run
        self._settings = Settings(
            Path(state.vault), state.passphrase_fd, state.passphrase_file, plain=state.plain,
            read_only=state.read_only, quiet=state.quiet, lang=state.lang,
        )  # fmt: skip
        self._screen = Screen()
        self._follower = Follower(state)
        self._terminal = _at_terminal(self._settings)

    def hold(self) -> int:
        """Open the vault, run what is typed, and close it; return the exit code."""
        desk = self._opened()
        word = sessions.leave_word()
        watch = Watch(
            self._state.idle, self._screen.wipe, self._force, word.gone if word is not None else lambda: False
        )
        try:
            watch.start()
            self._welcome(reachable=word is not None)
            if not self._settings.read_only:
                remind_of_backup(self._settings, desk)
                say_reminder()
            with (
                witnessed(self._settings, desk, tell_only=False),
                session.kept_open(Path(self._state.vault), desk),
            ):
                return self._commands(watch)
        except BaseException as left:
            called = left if isinstance(left, LockNow) else watch.wanted
            if called is None:
                raise
            self._screen.wipe()  # before anything that a slow disk could hold up
            self._close(desk, word)
            return self._leave(ends=called.ends)
        finally:
            watch.stop()
            self._close(desk, word)
            if self._terminal and not self._state.keep_screen:
                self._screen.wipe()

    # Opening

    def _opened(self) -> Desk:
        """Open the vault; a passphrase that was asked for and is wrong is asked for again by a new process.

        So what was typed by mistake, often nearly the passphrase, does not wait in memory either.
        """
        state = self._state
        if state.locked:
            self._screen.wipe()
            self._tell(*_locked_words(state.tries))
            time.sleep(_DELAYS[min(state.tries, len(_DELAYS) - 1)])
        asked = self._terminal and not self._settings.passphrase_file and self._settings.passphrase_fd is None
        try:
            desk: Desk = session.opened(self._settings, Path(state.vault))
            return desk
        except Locked:
            if not asked:
                raise
            self._follower.replace(state.tries + 1)
        except RegistryError as refused:
            if not state.locked:
                raise
            # A stick that was pulled out may come back: the locked screen stays.
            self._refuse(refused)
            time.sleep(_DELAYS[-1])
            self._follower.replace(state.tries)

    def _welcome(self, *, reachable: bool) -> None:
        if self._state.idle == 0:
            self._tell(
                "registry: this session never locks by itself, not even when you walk away: type `lock`"
            )
        if not reachable:
            self._tell(
                "registry: no private folder to leave word in, so `registry vault lock` does not reach this one"
            )
        if self._terminal:
            minutes = f"{self._state.idle / 60:g} minutes"
            after = f" It locks after {minutes} without typing." if self._state.idle else ""
            say(self._settings, f"The vault is open. Type `help`, `lock` or `quit`.{after}")

    # Commands

    def _commands(self, watch: Watch) -> int:
        """Run every line; at a terminal return 0, else the exit code of the first command that failed."""
        failed = []
        for line in self._lines():
            watch.touch()
            try:
                words = _split(line)
                if words[:1] in (["quit"], ["exit"]):
                    break
                with watch.working():
                    code = self._do(words)
            except KeyboardInterrupt:  # Ctrl-C between two steps of a command that was stopped already
                code = Interrupted.exit_code
            except ValueError:
                code = self._refuse(
                    UsageRefused("a quotation mark is not closed", "close it, or leave it out")
                )
            watch.heed()
            if code:
                failed.append(code)
        return failed[0] if failed and not self._terminal else 0

    def _lines(self) -> Iterator[str]:
        """Yield what is typed, or what stands on standard input."""
        if not self._terminal:
            for raw in sys.stdin.buffer:
                yield raw.decode("utf-8", "replace").lstrip("\ufeff")
            return
        prompt = "registry (read only)> " if self._state.read_only else "registry> "
        while True:
            try:
                yield read_command(prompt, self._complete)
            except KeyboardInterrupt:
                sys.stdout.write("\n")
            except EOFError:
                sys.stdout.write("\n")
                return

    def _do(self, words: list[str]) -> int:
        """Run the words of one line and return an exit code."""
        if words[:1] == ["registry"]:
            del words[0]
        if not words:
            return 0
        if words == ["lock"]:
            raise LockNow
        if words[0] == "help":
            return self._run([*words[1:], "--help"]) if words[1:] else self._help()
        if words[0] in _NOT_HERE:
            return self._refuse(UsageRefused("that is not done in a session", "type `quit`, then run it"))
        return self._run([*self._everywhere(), *words])

    def _everywhere(self) -> list[str]:
        """Return the options that this session gives every command."""
        state = self._state
        switches = {"--plain": state.plain, "--quiet": state.quiet, "--read-only": state.read_only,
                    "--no-input": not self._terminal}  # fmt: skip
        return [
            f"--vault={state.vault}",
            f"--lang={state.lang}",
            *(name for name, on in switches.items() if on),
        ]

    def _help(self) -> int:
        lines = [f"  {name:<12}{says}" for name, says in _OWN.items()]
        console = console_for(self._settings)
        told = [
            f"  {name:<11}{(command.help or '').partition(chr(10))[0]}"
            for name, command in self._tree.items()
            if name not in _NOT_HERE
        ]
        # Two beside each other, so that all of them stand on one screen.
        half = -(-len(told) // 2)
        width = console.width // 2
        for left, right in zip_longest(told[:half], told[half:], fillvalue=""):
            lines.append(f"{_cut(left, width - 1):<{width}}{right}")
        for line in lines:
            console.print(line, no_wrap=True, overflow="ellipsis")
        return 0

    def _complete(self, before: list[str], begun: str) -> list[str]:
        """Return the words of commands that may come next: never an id, a file or anything that was typed."""
        words = self._tree
        place: list[str] = [word for word in before if word not in {"registry", "help"}]
        if not place:
            return [name for name in (*_OWN, *words) if name.startswith(begun) and name not in _NOT_HERE]
        for word in place:
            words = getattr(words.get(word), "commands", {})
        return [name for name in words if name.startswith(begun)]

    # Closing

    def _close(self, desk: Desk, word: sessions.Word | None) -> None:
        # The file may be gone, which must keep nothing from being locked.
        with contextlib.suppress(Exception):
            desk.vault.close()
        if word is not None:
            word.take_back()

    def _leave(self, *, ends: bool) -> int:
        """Lock: wipe the screen and be replaced, or end where nobody is there to type the passphrase."""
        if ends:
            raise Interrupted("the session was ended", "what was saved before stays saved")
        self._screen.wipe()
        if self._terminal:
            self._follower.replace()
        raise Locked("the session was locked", "start it again with the passphrase")

    def _force(self, ends: bool) -> None:
        """Lock from outside the work, which did not let go: what it had not saved is taken back at the next opening."""
        self._screen.wipe()
        if ends or not self._terminal:
            self._follower.end()
        self._follower.replace()

    def _refuse(self, refused: RegistryError) -> int:
        self._tell(f"registry: {refused.message}", f"  {refused.hint}")
        return refused.exit_code

    @staticmethod
    def _tell(*lines: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write("".join(f"{line}\n" for line in lines))
            sys.stderr.flush()


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _locked_words(tries: int) -> Iterable[str]:
    wrong = (
        ["the passphrase does not open this vault", "  try again; spaces and capitals count"] if tries else []
    )
    return ["registry is locked", *wrong]


def _split(line: str) -> list[str]:
    """Return the words of a line, none for a remark; raise ``ValueError`` for a quotation mark without its other."""
    if line.lstrip().startswith("#"):
        return []
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    if sys.platform == "win32":
        lexer.escape = ""  # the sign that parts folders there
    return list(lexer)
