"""The main screens as they were looked at: at two sizes, in every theme, and without colour."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color
from rich.style import Style

from registry.tui.app import RegistryApp
from registry.tui.themes import NAMES
from tests.tui.conftest import driven
from tests.tui.pictures import FOLDER, SIZES, at_the_screen, pictures, still, visited

# WCAG 2.2, 1.4.3: what text must stand out by, and large or incidental text.
CONTRAST, LEAST = 4.5, 3.0


@pytest.mark.parametrize("size", SIZES)
@driven
async def test_every_screen_is_drawn_as_it_was_looked_at(tmp_path: Path, size: str) -> None:
    made = await pictures(tmp_path, SIZES[size])
    for screen, text in made.items():
        kept = (FOLDER / f"{screen.lower()}-{size}.txt").read_text("utf-8")
        assert text == kept, f"{screen} at {size}: look at it, then `python -m tests.tui.pictures`"


@pytest.mark.slow
@driven
async def test_every_theme_says_the_same_and_can_be_read(tmp_path: Path) -> None:
    faint: set[tuple[str, str, str]] = set()
    async with at_the_screen(tmp_path, (80, 24)) as (app, pilot):

        async def look(name: str) -> None:
            said = await still(app, pilot)
            for theme in NAMES:
                app.theme = theme
                assert await still(app, pilot) == said, (name, theme)
                faint.update((theme, name, text) for text in too_faint(app))
            app.theme = NAMES[0]

        await visited(app, pilot, look)
    assert faint == set()


@driven
async def test_without_colour_everything_is_grey_and_still_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_the_screen(tmp_path, (80, 24)) as (app, pilot):
        text = await still(app, pilot)
        assert text.split() == (FOLDER / "cases-80x24.txt").read_text("utf-8").split()
        for style in {style for _, style in pieces(app)}:
            for colour in (style.color, style.bgcolor):
                assert colour is None or len(set(colour.get_truecolor())) == 1, style


def pieces(app: RegistryApp) -> Iterator[tuple[str, Style]]:
    """Yield each text on the screen with the look it has."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if segment.text.strip() and segment.style is not None:
                yield segment.text, segment.style


def too_faint(app: RegistryApp) -> Iterator[str]:
    """Yield texts that do not stand out enough from what is behind them."""
    for text, style in pieces(app):
        if style.color is None or style.bgcolor is None or not any(sign.isalnum() for sign in text):
            continue
        if contrast(style.color, style.bgcolor) < (LEAST if style.dim or style.bold else CONTRAST):
            yield text


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_light(one), _light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _light(colour: Color) -> float:
    parts: list[Any] = [part / 255 for part in colour.get_truecolor()]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_what_the_standard_says() -> None:
    black, white = Color.parse("#000000"), Color.parse("#ffffff")
    assert round(contrast(black, white)) == 21
    assert contrast(white, white) == 1


def test_every_screen_has_a_picture_at_each_size() -> None:
    kept = {path.name for path in FOLDER.iterdir()}
    assert {name.replace("80x24", "120x40") for name in kept} == {name for name in kept if "120x40" in name}
