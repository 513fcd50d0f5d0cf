"""What goes on paper to get back into a vault: one key, or three shares, each a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from registry.cli.writing import new_file, refuse_stream
from registry.errors import InputRefused, RegistryError
from registry.vault.recovery import GROUPS, RecoveryKey
from registry.vault.shares import NEEDED, SHARES, WORDS, Share, looks_like_share, split

KEY_FORM, SHARES_FORM = "key", "shares"
_GROUP = 8  # characters
_ACROSS = 4  # groups or words on a line


def is_whole_key(typed: str) -> bool:
    """Whether a key has been typed to its end, or cannot be one any more, so that no further line is waited for."""
    groups = typed.split()
    return sum(map(len, groups)) >= GROUPS * _GROUP or any(len(group) != _GROUP for group in groups)


def is_whole_share(typed: str) -> bool:
    """Whether a share has been typed to its end."""
    return len(typed.split()) >= WORDS


def is_whole(typed: str) -> bool:
    """Whether either has been typed to its end."""
    words = looks_like_share(typed) and any(len(word) != _GROUP for word in typed.split())
    return is_whole_share(typed) if words else is_whole_key(typed)


@dataclass(frozen=True)
class Page:
    """One page: its groups or words in order, what reads it back, and what tells that it was typed to its end."""

    title: str
    says: str
    parts: tuple[str, ...]
    read: Callable[[str], RecoveryKey | Share]
    whole: Callable[[str], bool]

    def __repr__(self) -> str:
        return f"Page({self.title}, (hidden))"

    @property
    def is_share(self) -> bool:
        """Whether this is one of several pages of which two are needed."""
        return self.whole is is_whole_share

    @property
    def text(self) -> str:
        """Return the page's words on one line, as a file holds them and as they are typed."""
        return " ".join(self.parts)

    def lines(self) -> list[str]:
        """Return the parts with their numbers, four on a line: groups line by line, words column by column."""
        deep = -(-len(self.parts) // _ACROSS)
        wide = max(map(len, self.parts))
        cells = [f"{place:>2} {part:<{wide}}" for place, part in enumerate(self.parts, 1)]
        rows = (cells[at::deep] if self.is_share else cells[_ACROSS * at :][:_ACROSS] for at in range(deep))
        return ["  ".join(row).rstrip() for row in rows]

    def holds(self, typed: str) -> bool:
        """Whether what was typed is this page. Raises ``InputRefused`` naming what was misread."""
        return self.read(typed) == self.read(self.text)


def pages_of(recovery: RecoveryKey, *, shares: bool) -> tuple[Page, ...]:
    """Return the pages of a recovery key: one, or three of which any two are enough."""
    return tuple(map(page_of, split(recovery) if shares else [recovery]))


def page_of(held: RecoveryKey | Share) -> Page:
    """Return the page of a key, or of one share, which knows its number."""
    if isinstance(held, RecoveryKey):
        says = "It opens the vault when a passphrase is lost."
        return Page("Recovery key", says, held.groups(), RecoveryKey.parse, is_whole_key)
    says = f"Any {NEEDED} of the {SHARES} open the vault together; one alone tells nothing."
    title = f"Recovery share {held.place} of {SHARES}"
    return Page(title, says, held.words, Share.parse, is_whole_share)


def places(out: Path, pages: Sequence[Page]) -> list[Path]:
    """Return the files of the pages: as named for one, numbered before the ending for several."""
    if len(pages) == 1:
        return [out]
    return [out.with_name(f"{out.stem}-{place}{out.suffix}") for place in range(1, len(pages) + 1)]


_UNCLEAR = "what was written as recovery may count or not: try it with `registry vault recovery rehearse`"


@contextmanager
def kept(
    files: Sequence[tuple[Path, bytes]], in_use: Callable[[], bool | None] = lambda: False
) -> Iterator[None]:
    """Write files that must not exist yet, mode 0600, and take them away again where the body fails.

    So nobody keeps paper of a vault, or of a key, that was never made. Where ``in_use`` says that the vault has
    it all the same, since only the end of the command failed, they stay; and where it cannot tell (``None``), with
    a word on it. Raises ``InputRefused``, ``NotSaved``.
    """
    with ExitStack() as undo:
        for path, content in files:
            refuse_stream(path)
            with new_file(path) as stream:
                stream.write(content)
            undo.callback(path.unlink, missing_ok=True)
        try:
            yield
        except BaseException as failed:
            counts = in_use() if files else False
            if counts is not False:
                undo.pop_all()
            if counts is None and isinstance(failed, RegistryError):
                failed.hint = f"{_UNCLEAR}; {failed.hint}"
            raise
        undo.pop_all()


def refuse_alike(*files: Sequence[Path]) -> None:
    """Raise ``InputRefused`` where the same file was named twice, before anything is written."""
    named = [path for some in files for path in some]
    if len(set(named)) != len(named):
        raise InputRefused("the same file was named twice", "name different files")
