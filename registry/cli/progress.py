"""A progress bar on standard error, for work that takes longer than a breath."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from registry.cli.output import console_for
from registry.cli.settings import Settings
from registry.desk.desk import no_progress


@contextmanager
def progress(settings: Settings, what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far ``what`` has come; silent with ``--quiet`` or ``--json``, and plain lines off a terminal."""
    if settings.quiet or settings.json:
        yield no_progress
        return
    console = console_for(settings, errors=True)
    if settings.plain or not console.is_terminal:
        yield _by_tenths(console.print, what)
        return
    from rich.progress import Progress

    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of or None)


def _by_tenths(print_line: Callable[[str], None], what: str) -> Callable[[int, int], None]:
    told = -1

    def tell(done: int, of: int) -> None:
        nonlocal told
        # Where nobody knows how much there is, every thousand is told.
        step = 10 * done // of if of else done // 1000
        if step > told or done <= 1 < told:  # a second stretch of the same work begins anew
            told = step
            print_line(f"{what}: {done:,} of {of:,}" if of else f"{what}: {done:,}")

    return tell
