"""A terminal UI over a vault of synthetic cases, driven by keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from registry.desk.desk import Desk
from registry.desk.opening import make_desk, open_desk
from registry.tui.app import RegistryApp
from registry.tui.doors import Doors
from registry.vault.recovery import RecoveryKey
from tests.desk.conftest import desk

__all__ = ["desk"]

PASSPHRASE = "lantern orbit copper meadow violin harbour"
Fill = Callable[[Desk], None]


@asynccontextmanager
async def sitting(
    path: Path,
    fill: Fill | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    unlock: bool = True,
    **doors: Any,
) -> AsyncIterator[tuple[RegistryApp, Pilot[Any]]]:
    """Make a vault, fill it, and sit down at the terminal UI; unlocked, and past the tour, unless told otherwise."""
    if not path.exists():
        made = make_desk(
            path, PASSPHRASE, RecoveryKey.generate(), caseworker="Rim", device="test", test_kdf=True
        )
        with made.vault:
            if fill is not None:
                fill(made)
    remembered: Mapping[str, Any] = {"toured": True}
    app = RegistryApp(Doors(**{
        "open": lambda passphrase, read_only: open_desk(path, passphrase, device="test", read_only=read_only),
        "close": lambda desk: desk.vault.close(), "remembered": remembered, **doors,
    }))  # fmt: skip
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            if unlock:
                await typed(pilot, PASSPHRASE)
                await pilot.press("enter")
                await settled(pilot)
            yield app, pilot
    finally:
        app.close_desk()


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Put text where the cursor stands, as a paste does."""
    from textual.events import Paste

    assert pilot.app.focused is not None
    pilot.app.post_message(Paste(text))  # which gives it to what has the focus, once
    await pilot.pause()


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until nothing is asked of the desk any more, and what came of it is drawn."""
    app = pilot.app
    assert isinstance(app, RegistryApp)
    for _ in range(1000):
        await pilot.pause()
        if not app.desk_thread.waiting:
            await pilot.pause()
            if not app.desk_thread.waiting:
                return
        await pilot.pause(0.005)
    raise AssertionError("the desk did not come to rest")


def driven(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test of the terminal UI in a loop of its own."""

    @wraps(test)
    def run(*args: Any, **named: Any) -> None:
        asyncio.run(test(*args, **named))

    return run


def drawn(app: RegistryApp) -> str:
    """Return what stands on the screen, line by line."""
    return "\n".join(
        "".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()
    )


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)  # where it is asked for, the test asks for it
