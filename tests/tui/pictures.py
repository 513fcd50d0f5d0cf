"""Pictures of the main screens as text at two sizes; ``python -m tests.tui.pictures`` draws them anew."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual.pilot import Pilot

from registry.desk.desk import Desk
from registry.desk.opening import make_desk, open_desk
from registry.display.cells import Way
from registry.tui.app import RegistryApp
from registry.tui.frame import Frame
from registry.tui.places import PLACES
from registry.vault.recovery import RecoveryKey
from tests.desk.making import a_case, a_group, a_source, a_status
from tests.tui.conftest import PASSPHRASE, drawn, settled, sitting

FOLDER = Path(__file__).parent / "pictures"
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
# The vault's own page holds its size and keys, which differ each time.
LEFT_OUT = ("Vault",)


def _ticking(hour: int) -> Callable[[], datetime]:
    now = datetime(2026, 11, 22, hour, 0, tzinfo=UTC)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return clock


def fill(desk: Desk) -> None:
    """Fill a vault with synthetic cases: both scripts in one name, a conflict, a status, a group report."""
    committee = a_source(desk)
    first = a_case(desk, facts={"name": "عادل كناري", "father": "سامر", "sex": "male", "last_seen_on": "2016-12-09",
                                "last_seen_at": "Ramouseh"})  # fmt: skip
    a_status(desk, first, "held_reported", committee)
    a_case(desk, facts={"name": [{"text": "Samer Canary"}, {"text": "سامر كناري"}], "born": "1984"})
    a_case(desk, facts={"name": "Huda (Abu 12) هدى 1990", "sex": "female"})
    a_group(desk)


@asynccontextmanager
async def at_the_screen(folder: Path, size: tuple[int, int]) -> AsyncIterator[tuple[RegistryApp, Pilot[Any]]]:
    """Sit down at a vault that is the same each time."""
    path = folder / "same.vault"
    if not path.exists():
        made = make_desk(
            path, PASSPHRASE, RecoveryKey.generate(), caseworker="Rim", device="test", test_kdf=True,
            clock=_ticking(9), chance=random.Random(7).randrange,
        )  # fmt: skip
        with made.vault:
            fill(made)

    def opened(passphrase: str, read_only: bool) -> Desk:
        return open_desk(
            path,
            passphrase,
            device="test",
            read_only=read_only,
            clock=_ticking(10),
            chance=random.Random(8).randrange,
        )

    async with sitting(path, size=size, open=opened, way=Way.LOGICAL) as sat:
        yield sat


async def still(app: RegistryApp, pilot: Pilot[Any]) -> str:
    """Return what stands on the screen once nothing changes on it any more."""
    before = ""
    for _ in range(200):
        await settled(pilot)
        await pilot.pause(0.03)
        now = drawn(app)
        if now == before and not app.busy:
            return now
        before = now
    raise AssertionError("the screen did not come to rest")


async def visited(app: RegistryApp, pilot: Pilot[Any], look: Callable[[str], Awaitable[None]]) -> None:
    """Go to each screen in turn and call ``look`` with its name."""
    await look("Cases")
    await pilot.press("enter")
    await still(app, pilot)
    await look("Case")
    await pilot.press("escape")
    await still(app, pilot)
    for place in PLACES[1:]:
        if place.name not in LEFT_OUT:
            await pilot.press(place.key)
            await still(app, pilot)
            assert isinstance(app.screen, Frame), place.name
            assert place.name == app.screen.PLACE
            await look(place.name)
    await pilot.press("1")
    await still(app, pilot)
    await pilot.press("question_mark")
    await still(app, pilot)
    await look("Help")
    await pilot.press("escape")
    await pilot.press("n")
    await still(app, pilot)
    await look("Intake")


async def pictures(folder: Path, size: tuple[int, int]) -> dict[str, str]:
    """Return each screen at a size by its name, without blanks at the ends of lines."""
    made: dict[str, str] = {}
    async with at_the_screen(folder, size) as (app, pilot):

        async def look(name: str) -> None:
            made[name] = "\n".join(line.rstrip() for line in (await still(app, pilot)).split("\n")) + "\n"

        await visited(app, pilot, look)
    return made


def main() -> None:
    """Draw every picture anew."""
    os.environ["REGISTRY_ALLOW_TEST_KDF"] = "1"
    FOLDER.mkdir(exist_ok=True)
    for name, size in SIZES.items():
        with TemporaryDirectory() as folder:
            for screen, text in asyncio.run(pictures(Path(folder), size)).items():
                (FOLDER / f"{screen.lower()}-{name}.txt").write_text(text, "utf-8")
    sys.stdout.write(f"{len(list(FOLDER.iterdir()))} pictures drawn\n")


if __name__ == "__main__":
    main()
