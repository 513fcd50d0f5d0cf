"""The demonstration, as a newcomer meets it: progress, what the vault holds, and the summary's files."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from registry.cases.casefile import GROUP
from registry.cli import folding, group_screens, screens, shapes
from registry.cli.drawing import wrapped
from registry.cli.hygiene import hide_memory
from registry.cli.output import answer
from registry.cli.progress import progress
from registry.cli.session import device_name
from registry.cli.settings import Settings
from registry.cli.writing import new_folder, refuse_read_only
from registry.desk import disclosing
from registry.desk.demo.build import build
from registry.desk.demo.casework import Worked
from registry.desk.desk import SOURCES, Desk
from registry.desk.grouping import disputed_counts
from registry.desk.listing import by_status
from registry.desk.opening import RecoveryKey, generate_passphrase, make_desk
from registry.errors import InputRefused
from registry.words.identity import short

if TYPE_CHECKING:
    from rich.console import RenderableType

_VAULT = "demo.vault"
_SUMMARY = "summary"


def demonstrate(settings: Settings, directory: Path) -> None:
    """Build the demonstration in a new folder, show it, and write its summary."""
    refuse_read_only(settings)
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise InputRefused("there is something in that folder already", "name a new one with --dir")
    with _all_or_nothing(directory):
        _build(settings, directory)


@contextmanager
def _all_or_nothing(directory: Path) -> Iterator[None]:
    """Make a folder, and take it away with all that the body put there where the body fails.

    A vault whose passphrase nobody saw is of no use, and would stand in the way of the next try.
    """
    made = [place for place in (directory, *directory.parents) if not place.exists()]
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield
    except BaseException:
        for path in (directory / _VAULT, directory / f"{_VAULT}-journal"):
            path.unlink(missing_ok=True)
        shutil.rmtree(directory / _SUMMARY, ignore_errors=True)
        with contextlib.suppress(OSError):  # something else came into it meanwhile: that is not ours
            for place in made:
                place.rmdir()
        raise


def _build(settings: Settings, directory: Path) -> None:
    path = directory / _VAULT
    hide_memory()
    passphrase, recovery = generate_passphrase(), RecoveryKey.generate()
    desk = make_desk(path, passphrase, recovery, caseworker="demonstration", device=device_name())
    with desk.vault:
        with progress(settings, "building the demonstration") as told:
            worked = build(desk, told)
        release = _summary(desk, directory / _SUMMARY)
        shape = _shape(desk, path, passphrase, recovery, directory, release, worked)
        answer(settings, shape, lambda: _drawn(desk, shape, settings))
        sys.stdout.flush()  # only now was the passphrase given to anyone


def _summary(desk: Desk, folder: Path) -> disclosing.Release:
    planned = disclosing.plan_release(desk, ())
    release = disclosing.prepare(desk, planned, recipient="demonstration")
    with new_folder(folder, release.files):
        disclosing.enter(desk, release)
    return release


def _shape(
    desk: Desk,
    path: Path,
    passphrase: str,
    recovery: RecoveryKey,
    directory: Path,
    release: disclosing.Release,
    worked: Worked,
) -> shapes.DemoMade:
    lines = list(desk.lines())
    return shapes.DemoMade(
        vault=str(path),
        passphrase=passphrase,
        recovery_key=" ".join(recovery.groups()),
        cases=sum(1 for line in lines if line.kind != GROUP),
        groups=sum(1 for line in lines if line.kind == GROUP),
        sources=desk.vault.count(SOURCES),
        by_status=dict(by_status(lines)),
        summary=tuple(str(directory / _SUMMARY / name) for name in release.files),
        look=(
            "case list", "group totals", "agenda", "review list", "case drafts", "request list",
            f"facility show {short(worked.facility)}", f"crossing show {short(worked.corridor)} {worked.day}",
        ),
    )  # fmt: skip


def _drawn(desk: Desk, shape: shapes.DemoMade, settings: Settings) -> Iterable[RenderableType]:
    yield wrapped(
        f"{shape.cases} synthetic cases, {shape.groups} group reports, {shape.sources} sources", "bold"
    )
    yield screens.by_status(shape.by_status.items(), settings)
    yield wrapped("Figures that contradict one another stand side by side; none is averaged:", "bold")
    for disputed in disputed_counts(desk):
        yield wrapped(disputed.best("topic").show())
        yield group_screens.figures(disputed, settings)
    yield wrapped("One case on one screen:", "bold")
    view = desk.view(desk.case(_telling(desk)))
    yield from screens.case(folding.case_shown(view, settings.lang), view, settings)
    yield wrapped("The anonymised summary:", "bold")
    yield from (wrapped(f"  {name}") for name in shape.summary)
    yield wrapped("The vault, and what opens it:", "bold")
    yield from screens.facts(
        [("vault", shape.vault), ("passphrase", shape.passphrase), ("recovery key", shape.recovery_key)]
    )
    yield wrapped(f"Go on with: {_program()} --vault {shape.vault} COMMAND, where COMMAND is one of", "bold")
    yield from (wrapped(f"  {words}") for words in shape.look)


def _program() -> str:
    """Return how the program is called here: a newcomer's virtual environment is not on the path yet."""
    return "registry" if shutil.which("registry") else sys.argv[0]


def _telling(desk: Desk) -> str:
    """Return the case that shows most: of the UN's report, disputed, in both scripts, with many claims."""
    people = (line for line in desk.lines() if line.kind != GROUP and len(line.names) > 1)
    return max(
        people, key=lambda line: (bool(line.groups), "disputed" in line.flags, line.claims, line.id)
    ).id
