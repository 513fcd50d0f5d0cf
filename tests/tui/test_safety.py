"""Nothing goes around the one way to the screen, and what the library could let out by itself is closed."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from registry.cli.hygiene import refuse_leaky_environment
from registry.errors import UsageRefused
from registry.tui.places import PLACES
from registry.words.text import visible
from tests.cli.values import VALUES
from tests.desk.making import a_case, a_group, a_source
from tests.floors import ROOT
from tests.tui.conftest import drawn, driven, settled, sitting

ROOM = ROOT / "registry" / "tui"
# The modules through which all text goes, and which alone may know what draws it.
FUNNEL = frozenset({"widgets", "table", "paint"})
# What of the library that draws lines may be known elsewhere: nothing that reads markup.
RICH = frozenset({"rich.cells", "rich.segment", "rich.style"})
CALLS = frozenset({
    "from_markup", "from_rich_text", "render_str", "suspend", "deliver_text", "deliver_binary", "save_screenshot",
    "copy_to_clipboard", "open_url", "push_content",
})  # fmt: skip
# These the library reads as markup wherever they stand.
READ_AS_MARKUP = frozenset({"border_title", "border_subtitle", "tooltip"})


def around_the_funnel(source: str) -> Iterator[str]:
    """Yield what in a module of the room goes around the one way to the screen."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imported(node)
        elif isinstance(node, ast.Call):
            yield from _called(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == "render":
            yield f"{node.lineno}: a render method, whose text is read as markup"
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and node.attr in READ_AS_MARKUP
        ):
            yield f"{node.lineno}: {node.attr}"


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    base = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
    for alias in node.names:
        name = f"{base}.{alias.name}".lstrip(".")
        if name.startswith(
            ("textual.widgets", "textual.content", "textual.markup", "webbrowser", "rich.markup")
        ) or (name.split(".")[0] == "rich" and not any(name.startswith(known) for known in RICH)):
            yield f"{node.lineno}: {name}"


def _called(node: ast.Call) -> Iterator[str]:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called in CALLS or called == "print":
        yield f"{node.lineno}: {called}"
    for given in node.keywords:
        if given.arg == "markup" and not (
            isinstance(given.value, ast.Constant) and given.value.value is False
        ):
            yield f"{node.lineno}: markup"
        if given.arg in READ_AS_MARKUP:
            yield f"{node.lineno}: {given.arg}"


def test_all_text_goes_to_the_screen_through_one_funnel() -> None:
    found = {
        path.stem: list(around_the_funnel(path.read_text(encoding="utf-8")))
        for path in sorted(ROOM.rglob("*.py"))
        if path.stem not in FUNNEL
    }
    assert {name: faults for name, faults in found.items() if faults} == {}
    for name in FUNNEL:  # they may know the widgets; what reads markup not even they
        text = (ROOM / f"{name}.py").read_text(encoding="utf-8")
        assert not [f for f in around_the_funnel(text) if "markup" in f.split(": ")[1] or "render" in f], name


@pytest.mark.parametrize("planted", [
    "from textual.widgets import Static",
    "from textual.widgets.option_list import Option",
    "import textual.widgets as w",
    "from textual import widgets",
    "from textual.content import Content",
    "from rich.text import Text",
    "from rich.markdown import Markdown",
    "import rich.console",
    "Text.from_markup(name)",
    "Option(name, markup=True)",
    "widget(name, markup=wanted)",
    "self.app.console.print(name)",
    "print(name)",
    "import webbrowser",
    "with self.app.suspend(): pass",
    "self.app.render_str(name)",
    "card.border_title = name",
    "Card(tooltip=name)",
    "class A:\n    def render(self):\n        return self.name",
    "self.app.copy_to_clipboard(name)",
])  # fmt: skip
def test_the_lint_sees_what_goes_around_it(planted: str) -> None:
    assert list(around_the_funnel(planted))


@pytest.mark.parametrize("name", [
    "TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_DRIVER", "TEXTUAL_PRESS", "TEXTUAL_FILTERS",
    "TEXTUAL_SCREENSHOT", "TEXTUAL_SCREENSHOT_LOCATION", "TEXTUAL_DEVTOOLS_HOST", "TEXTUAL_SHOW_RETURN",
    "TEXTUAL_ALLOW_SIGNALS", "TEXTUAL_WHAT_COMES_NEXT",
])  # fmt: skip
def test_switches_that_let_the_screen_out_are_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(UsageRefused, match=f"{name} is set"):
        refuse_leaky_environment()


def test_looks_and_pace_may_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANIMATIONS", "FPS", "COLOR_SYSTEM", "DIM_FACTOR", "SMOOTH_SCROLL", "THEME"):
        monkeypatch.setenv(f"TEXTUAL_{name}", "1")
    refuse_leaky_environment()


def test_every_switch_the_library_reads_is_known_here() -> None:
    """A new release of the library may read more; then it is looked at which of them are only looks."""
    import re

    import textual

    read = set()
    for path in Path(textual.__file__).parent.rglob("*.py"):
        read |= set(re.findall(r"""["'](TEXTUAL(?:_[A-Z_]+)?)["']""", path.read_text(encoding="utf-8")))
    assert read >= {"TEXTUAL_LOG", "TEXTUAL_DRIVER", "TEXTUAL_PRESS"}
    for name in sorted(read):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(name, "1")
            if name in {"TEXTUAL_ANIMATIONS", "TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DIM_FACTOR",
                        "TEXTUAL_SMOOTH_SCROLL", "TEXTUAL_THEME"}:  # fmt: skip
                refuse_leaky_environment()
            else:
                with pytest.raises(UsageRefused):
                    refuse_leaky_environment()


@driven
async def test_the_library_s_own_ways_out_are_closed(tmp_path: Path) -> None:
    written: list[str] = []
    async with sitting(tmp_path / "v", lambda desk: a_case(desk, facts={"name": "Adel Canary"}) and None) as (
        app,
        pilot,
    ):
        assert app._driver is not None
        app._driver.write = written.append  # type: ignore[method-assign]
        offered = [command.title for command in app.get_system_commands(app.screen)]
        assert "Screenshot" not in " ".join(offered)
        app.action_screenshot()
        app.copy_to_clipboard("Adel Canary")
        app.action_copy_selected_text() if hasattr(app, "action_copy_selected_text") else None
        app.open_url("https://example.org")
        assert app.deliver_screenshot() is None
        assert app.deliver_text("x") is None
        assert app.save_screenshot() == ""
        await settled(pilot)
        assert app.devtools is None
        assert "52;" not in "".join(written)
    assert {path.name for path in tmp_path.rglob("*")} == {"v"}


@driven
async def test_only_read_is_chosen_at_the_door_and_shown(tmp_path: Path) -> None:
    from tests.tui.conftest import PASSPHRASE, typed

    async with sitting(tmp_path / "v", unlock=False) as (app, pilot):
        await pilot.press("ctrl+r")
        assert "[x] only read" in drawn(app)
        await typed(pilot, PASSPHRASE)
        await pilot.press("enter")
        await settled(pilot)
        assert "read only" in drawn(app)
        await pilot.press("9", "p")
        await settled(pilot)
        assert "only" in drawn(app)
        assert app.desk is not None
        assert app.desk.vault.container.read_only


def test_no_pretty_traceback_is_left_to_the_library() -> None:
    from registry.tui.app import RegistryApp

    for name in (
        "_handle_exception",
        "_fatal_error",
        "panic",
        "_print_error_renderables",
        "copy_to_clipboard",
    ):
        assert getattr(RegistryApp, name) is not getattr(App, name), name


# A hundred hostile values on every screen there is


def hostile(names: list[str]) -> Any:
    """Return what fills a vault with hostile values: names, notes, labels of sources, wordings."""

    def fill(desk: Any) -> None:
        from registry.errors import RegistryError

        for at, name in enumerate(names):
            value = VALUES[name]
            for take in (
                lambda v=value, at=at: a_case(
                    desk, facts={"name": v, "last_seen_at": v, "occupation": v, "reference": f"H-{at}"}, note=v,
                    source={"kind": "family", "label": v, "reliability": "B"}, status="missing",
                ),
                lambda v=value: a_group(desk, v),
                lambda v=value: a_source(desk, v),
            ):  # fmt: skip
                try:
                    take()
                except RegistryError:
                    continue  # refused at the door is as good

    return fill


def calm(app: Any) -> None:
    """Nothing that is drawn acts on a terminal, and every line is exactly as wide as the screen."""
    from rich.cells import cell_len

    width = app.size.width
    for line in drawn(app).split("\n"):
        assert visible(line) == line, line
        assert cell_len(line) == width, line


_KEYS = (("down", "enter"), ("down", "tab", "enter"), ("escape",), ("question_mark", "escape"))


async def _all_over(app: Any, pilot: Any, every: tuple[tuple[str, ...], ...] = _KEYS) -> None:
    """Go to every place, down its rows, and into whatever opens."""
    for place in PLACES:
        try:
            place.made()
        except ModuleNotFoundError:
            continue  # not built here
        app.go(place)
        await settled(pilot)
        calm(app)
        for keys in every:
            before = len(app.screen_stack)
            await pilot.press(*keys)
            await settled(pilot)
            calm(app)
            while len(app.screen_stack) > max(before, 2):
                app.pop_screen()
                await settled(pilot)
        app.unsaved = False


QUICK = list(VALUES)[::34]
REST = [name for name in VALUES if name not in QUICK]
_STEP = 1 if os.environ.get("REGISTRY_EXHAUSTIVE") == "1" else 4


@driven
async def test_a_few_hostile_values_act_on_no_screen(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", hostile(QUICK)) as (app, pilot):
        await _all_over(app, pilot, _KEYS[:1])


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_hostile_values_act_on_no_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    names = REST[size[0] % _STEP :: _STEP]

    @driven
    async def run() -> None:
        async with sitting(tmp_path / "v", hostile(names), size=size) as (app, pilot):
            await _all_over(app, pilot)

    run()
