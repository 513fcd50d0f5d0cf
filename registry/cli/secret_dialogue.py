"""Secrets at a terminal: shown once, typed back, and wiped from the screen; or read from paper and files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from registry.cli.asking import tell
from registry.cli.paper import Page, is_whole, is_whole_share
from registry.cli.reading import read_text
from registry.cli.session import STDIN, ask_secretly, can_ask, passphrase_in
from registry.cli.settings import Settings
from registry.errors import InputRefused, Locked
from registry.vault.passphrase import generate_passphrase, require_strong
from registry.vault.recovery import RecoveryKey
from registry.vault.shares import NEEDED, WORDS, Share, join, looks_like_share, recovery_from

_TRIES = 3


def choose_passphrase(settings: Settings, whose: str = "Your passphrase, for you alone") -> str:
    """Offer a generated passphrase; a typed one is taken where its maker insists and it is strong enough."""
    generated = generate_passphrase()
    tell(f"\n{whose}\n\n    {generated}\n\nLearn it, or write it down and hide it well.\n")
    for left in reversed(range(_TRIES)):
        typed = ask_secretly("Type it back, or type one of your own")
        if typed == generated:
            wipe(settings)
            return generated
        try:
            require_strong(typed)
            if typed == ask_secretly("The same again"):
                wipe(settings)
                return typed
            wrong = "the two differ"
        except InputRefused as refused:
            wrong = f"{refused.message}:\n  {refused.hint}"
        tell(f"{wrong}\n  {_more(left)}\n")
    raise InputRefused("no passphrase was chosen", "run the command again; nothing was changed")


def new_passphrase(settings: Settings, file: str | None, whose: str) -> str:
    """Return a passphrase for something new: from a file, or generated and typed back. Raises ``Locked``."""
    if file is not None:
        return passphrase_in(file)
    if not can_ask(settings):
        raise Locked(
            "no new passphrase was given", "run it on a terminal, or give --new-passphrase-file FILE"
        )
    return choose_passphrase(settings, whose)


def _more(left: int) -> str:
    return f"{left} more {'try' if left == 1 else 'tries'}"


def type_back(settings: Settings, pages: Sequence[Page], files: Sequence[Path] = ()) -> None:
    """Show each page and have it typed back: what nobody wrote down recovers nothing."""
    if files:
        tell(
            "written to files; print them now, or write by hand:\n"
            + "\n".join(f"    {file}" for file in files)
        )
    for page in pages:
        drawn = "\n".join("    " + line for line in page.lines())
        tell(f"\n{page.title}\n\n{page.says}\nWrite it on paper:\n\n{drawn}\n")
        _typed_back(page)
        wipe(settings)


def _typed_back(page: Page) -> None:
    if page.is_share:
        tell("The first four letters of each word are enough; a line may end anywhere.")
    for left in reversed(range(_TRIES)):
        typed = _lines(f"Type the {page.title.lower()} back from the paper: ", page.whole)
        try:
            if page.holds(typed):
                return
            wrong = "that is another one"
        except InputRefused as refused:
            wrong = refused.message
        tell(f"{wrong}; {_more(left)}")
    raise InputRefused(
        f"the {page.title.lower()} was not typed back", "run the command again; nothing was changed"
    )


def _lines(question: str, whole: Callable[[str], bool]) -> str:
    """Ask for what may take several lines: until it is whole, or an empty line comes."""
    sys.stderr.write(question)
    typed = ""
    while True:
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        typed += line
        if not line.strip() or whole(typed):
            return typed
        sys.stderr.write("  go on: ")


def wipe(settings: Settings) -> None:
    """Clear the screen and what can be scrolled back to, where a secret was shown."""
    if sys.stderr.isatty() and not settings.plain and os.environ.get("TERM", "dumb") != "dumb":
        sys.stderr.write("\x1b[H\x1b[2J\x1b[3J")
        sys.stderr.flush()


def read_recovery(settings: Settings, sources: Sequence[str] | None) -> RecoveryKey:
    """Return the recovery key that files, standard input or a person at the terminal give, or two shares of it.

    ``sources`` are files, ``-`` for standard input; without any, or for ``-`` at a terminal, it is asked for.
    Raises ``InputRefused`` naming what was misread, ``Locked`` where nobody is there to ask.
    """
    given = list(sources or ())
    asking = can_ask(settings)
    texts = [read_text(settings, source, "") for source in given if not (asking and source == STDIN)]
    if asking and (len(texts) < len(given) or _short(texts)):
        return _asked(texts)
    if not texts:
        raise Locked(
            "no recovery key was given",
            "run it on a terminal, or give --recovery-from FILE, twice for shares",
        )
    return recovery_from(texts)


def _short(texts: Sequence[str]) -> bool:
    """Whether the texts are nothing, or fewer shares than are needed."""
    words = [len(text.split()) for text in texts if looks_like_share(text)]
    return len(words) == len(texts) and sum(words) < NEEDED * WORDS


def _asked(texts: Sequence[str]) -> RecoveryKey:
    """Ask for the recovery key, or for shares until there are enough; a misread one is asked for again."""
    shares = [Share.parse(text) for text in texts]
    while len(shares) < NEEDED:
        question = "Another share" if shares else "Recovery key, or the first share"
        typed = _lines(f"{question}: ", is_whole_share if shares else is_whole)
        try:
            if not shares and not looks_like_share(typed):
                return RecoveryKey.parse(typed)
            share = Share.parse(typed)
        except InputRefused as refused:
            tell(f"  {refused.message}; {refused.hint}")
            continue
        if share in shares:
            tell("  that share was given already; type another one")
        else:
            shares.append(share)
    return join(shares)


def read_page(settings: Settings, source: str | None) -> RecoveryKey | Share:
    """Return the recovery key, or the one share, that a file or a person at the terminal gives."""
    if source in {None, STDIN} and can_ask(settings):
        typed = _lines("Recovery key, or one share: ", is_whole)
    elif source is None:
        raise Locked("no recovery key was given", "run it on a terminal, or give --recovery-from FILE")
    else:
        typed = read_text(settings, source, "")
    return Share.parse(typed) if looks_like_share(typed) else RecoveryKey.parse(typed)
