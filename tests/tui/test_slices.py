"""Tests of work that goes on between keys."""

from __future__ import annotations

import asyncio
import gc

from textual.app import App

from registry.tui import slices
from registry.tui.slices import Slices


class Reader(App):
    """A program that reads in six slices and notes what happens in which order."""

    def __init__(self):
        super().__init__()
        self.happened = []
        self.slices = Slices(self, self.advance, self.told)

    def advance(self, seconds):
        assert seconds == slices.SLICE
        self.happened.append("slice")
        return self.happened.count("slice") == 6

    def told(self, done):
        self.happened.append("done" if done else "told")

    def on_key(self, event):
        self.happened.append(event.key)


def run(act):
    async def inside():
        app = Reader()
        async with app.run_test() as pilot:
            await act(app, pilot)
            return app.happened

    return asyncio.run(inside())


def test_keys_come_between_slices_and_the_screen_is_told_at_first_and_at_last():
    async def act(app, pilot):
        app.slices.start()
        assert app.happened == ["slice", "told"]
        await pilot.press("x")
        while "done" not in app.happened:
            await pilot.pause(0.01)
        await pilot.pause(0.05)
        assert gc.get_freeze_count()
        app.slices.stop()
        assert not gc.get_freeze_count()

    happened = run(act)
    assert happened[:2] == ["slice", "told"] and happened[-2:] == ["slice", "done"]
    assert happened.count("slice") == 6 and 2 <= happened.index("x") < len(happened) - 2


def test_what_was_stopped_goes_no_further_and_a_start_begins_once():
    async def act(app, pilot):
        app.slices.start()
        app.slices.start()
        app.slices.stop()
        await pilot.pause(0.05)

    assert run(act) == ["slice", "told"] * 2
