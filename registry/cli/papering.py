"""Putting a recovery on paper: written to files where asked, typed back where someone is there, then it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from registry.cli.output import say
from registry.cli.paper import Page, kept, pages_of, places, refuse_alike
from registry.cli.secret_dialogue import type_back
from registry.cli.session import can_ask
from registry.cli.settings import Settings
from registry.errors import UsageRefused
from registry.provenance.stamp import utc_now
from registry.vault.recovery import RecoveryKey


@dataclass(frozen=True)
class Wanted:
    """How a recovery goes on paper: one key or shares, and the files asked for, as text and for printing."""

    shares: bool = False
    text: Path | None = None
    sheet: Path | None = None

    def refuse_unkept(self, settings: Settings) -> None:
        """Raise ``UsageRefused`` where it would be written down nowhere."""
        if self.text is None and self.sheet is None and not can_ask(settings):
            raise UsageRefused(
                "nobody is there to write the recovery down",
                "run it on a terminal, or give --recovery-file OUT",
            )

    def files(self, pages: Sequence[Page]) -> tuple[list[Path], list[Path]]:
        """Return the files for text, and those for printing."""
        texts = places(self.text, pages) if self.text is not None else []
        sheets = places(self.sheet, pages) if self.sheet is not None else []
        refuse_alike(texts, sheets)
        return texts, sheets


@contextmanager
def on_paper(
    settings: Settings,
    recovery: RecoveryKey,
    wanted: Wanted,
    in_use: Callable[[], bool | None] = lambda: False,
) -> Iterator[tuple[list[Path], list[Path]]]:
    """Write a recovery down and have it typed back, then run the body that makes it count.

    Where any of it fails no file is left, unless ``in_use`` says that the vault has it all the same. Yields the
    files of text and those for printing.
    """
    pages = pages_of(recovery, shares=wanted.shares)
    texts, sheets = wanted.files(pages)
    contents = [(file, (page.text + "\n").encode()) for file, page in zip(texts, pages, strict=False)]
    if sheets:
        from registry.cli.sheet import sheet

        day = utc_now().date().isoformat()
        contents += [(file, sheet(page, day)) for file, page in zip(sheets, pages, strict=True)]
    with kept(contents, in_use):
        if can_ask(settings):
            type_back(settings, pages, [*texts, *sheets])
        yield texts, sheets


def warn_of_files(settings: Settings, texts: Sequence[Path], sheets: Sequence[Path]) -> None:
    """Say what to do with files that open everything, and what a printer may keep."""
    if texts or sheets:
        say(settings, "the recovery opens everything: move its file off this machine, to paper if you can")
    if sheets:
        from registry.cli.sheet import can_draw_codes

        say(settings, "printers keep copies: use one on a cable, and delete the page once it is printed")
        if not can_draw_codes():
            say(settings, "the page has no QR code: install `registry[paper]` for one")
