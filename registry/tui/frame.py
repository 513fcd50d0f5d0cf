"""The frame of every screen: a bar that says where one is, and a footer with every key that works here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar, cast

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.css.query import NoMatches
from textual.events import Click
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from registry.desk.desk import Desk
from registry.display.cells import Way
from registry.errors import RegistryError
from registry.tui.host import Host
from registry.tui.paint import look
from registry.tui.places import PLACES
from registry.tui.widgets import Strips, way_of

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound="Frame")

NARROW = 100  # below this many columns a screen shows one pane at a time


def is_leaving(node: object) -> bool:
    """Tell whether a screen, or something on one, was left already: its parts may be gone, or never have come."""
    return isinstance(node, Widget) and (node._pruning or not node.is_attached)  # noqa: SLF001 - Textual tells it nowhere else


def acting(
    method: Callable[Concatenate[S, P], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[S, P], None]:
    """Run a screen's act beside the drawing, so that it may ask the desk and wait for dialogues.

    A refusal is shown with its next step; whatever else goes wrong ends the program with one plain sentence.
    """

    @wraps(method)
    def started(self: S, /, *args: P.args, **kwargs: P.kwargs) -> None:
        async def run() -> None:
            try:
                await method(self, *args, **kwargs)
            except RegistryError as refused:
                self.registry.refuse(refused)
            except NoMatches:
                if not is_leaving(self):
                    raise

        self.run_worker(run(), exclusive=False)

    return started


class Keys(Widget):
    """The footer: every key that works here with what it does, on as many lines as it takes, three at most."""

    DEFAULT_CSS = (
        "Keys { dock: bottom; height: auto; max-height: 3; background: $panel; color: $foreground; }"
    )

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[tuple[str, str], ...] = ()
        self._pressed: dict[str, str] = {}  # what each key's words press when they are clicked

    def on_mount(self) -> None:
        """Follow the screen's keys."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.renew())
        self.watch(self.screen, "focused", self._renew_later, init=False)
        self.call_after_refresh(self.renew)

    def _renew_later(self) -> None:
        self.call_later(self.renew)

    def renew(self) -> None:
        """Read again which keys work."""
        if self.app.screen is not self.screen:
            return
        told: dict[str, str] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.description and not self._typed(binding):
                key = self.app.get_key_display(binding)
                said = told.get(binding.description)
                if said and key.startswith("^"):
                    continue  # it stands for a letter that is told already, and is needed where one types
                if said and said.startswith("^"):
                    said = None
                told[binding.description] = (
                    f"{said}/{key}" if said and key not in said.split("/") else said or key
                )
                self._pressed[binding.description] = binding.key
        pairs = tuple((key, words) for words, key in told.items())
        if pairs != self._told:
            self._told = pairs
            self.refresh(layout=True)

    def _typed(self, binding: Binding) -> bool:
        """Tell whether the key is a sign that goes into the line one types in, and does nothing else there."""
        focused, sign = self.screen.focused, self.app.get_key_display(binding)
        one_sign = len(sign) == 1 and sign.isascii()
        return focused is not None and one_sign and focused.check_consume_key(binding.key, sign)

    @property
    def text(self) -> str:
        """What the footer says."""
        return "  ".join(f"{key} {words}" for key, words in self._told)

    def _lines(self, width: int) -> list[list[tuple[str, str]]]:
        lines: list[list[tuple[str, str]]] = [[]]
        used = 0
        for key, words in self._told:
            room = cell_len(key) + cell_len(words) + 3
            if used and used + room > width:
                lines.append([])
                used = 0
            lines[-1] += [(f" {key}", "strong"), (f" {words} ", "dim")]
            used += room
        return lines[:3]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the keys take."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Return one line of the footer."""
        worn, lines = self.rich_style, self._lines(self.size.width)
        pieces = lines[y] if y < len(lines) else []
        segments = [Segment(text, worn + look(self.app, name)) for text, name in pieces]
        return Strip(segments).adjust_cell_length(self.size.width, worn)

    def on_click(self, event: Click) -> None:
        """Press the key whose words were clicked."""
        lines, x = self._lines(self.size.width), event.x
        for text, _ in lines[event.y] if event.y < len(lines) else []:
            x -= cell_len(text)
            if x < 0 and text.strip() in self._pressed:
                self.app.simulate_key(self._pressed[text.strip()])
                return


class Bar(Strips):
    """The first line: the program, the places to go to, and what one must know at any time."""

    DEFAULT_CSS = "Bar { dock: top; background: $panel; color: $foreground; }"

    def renew(self) -> None:
        """Say again where one is and what holds."""
        app, here = cast(Host, self.app), cast("Frame", self.screen)
        state = [(text, name) for on, text, name in (
            (app.unsaved, " ● unsaved ", "warn"), (app.reading, " read only ", "accent"),
            (bool(app.busy), f" … {app.busy} ", "accent"), (app.noticed, " ! damaged: see 9 ", "bad"),
        ) if on]  # fmt: skip
        elsewhere = here.PLACE not in {place.name for place in PLACES}
        own = [(f"  {here.PLACE} ", "chosen")] if elsewhere else []
        room = self.size.width - sum(cell_len(text) for text, _ in [*own, *state])
        full = [
            (f" {place.key} {place.name} ", "chosen" if place.name == here.PLACE else "") for place in PLACES
        ]
        if sum(cell_len(text) for text, _ in full) + 10 > room:
            full = [
                (f" {p.key} {p.name} ", "chosen") if p.name == here.PLACE else (f" {p.key}", "dim")
                for p in PLACES
            ]
        self.show([(" registry ", "title"), *full, *own, *state])

    def on_resize(self) -> None:
        """Fit the new width."""
        self.renew()

    def on_click(self, event: Click) -> None:
        """Go to the place that was clicked."""
        key = self.piece_at(event.x).strip()[:1]
        if key in {place.key for place in PLACES}:
            self.app.simulate_key(key)


class Frame(Screen[Any]):
    """A screen of the terminal UI with bar and footer; ``PLACE`` is its name there.

    A screen composes its own part in ``body``. It is given the class ``narrow`` where only one pane fits.
    """

    PLACE = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,super+c", "app.told_to_stop", "Stop", show=False)
    ]  # in the place of copying
    DEFAULT_CSS = """
    Frame > #body { height: 1fr; width: 1fr; }
    """

    def body(self) -> ComposeResult:
        """Yield the screen's own widgets."""
        yield from ()

    def compose(self) -> ComposeResult:
        """Put the body between bar and footer."""
        yield Bar()
        with Container(id="body"):
            yield from self.body()
        yield Keys()

    @property
    def registry(self) -> Host:
        """The program that this screen belongs to."""
        return cast(Host, self.app)

    async def at_desk(self, work: Callable[[Desk], T], busy: str = "") -> T:
        """Ask the desk something in its own thread and return the answer; ``busy`` is said in the bar meanwhile."""
        return await self.registry.at_desk(work, busy)

    def tell(self, words: str, *, warn: bool = False) -> None:
        """Say something for a moment, in the corner."""
        self.registry.notify(words, severity="warning" if warn else "information")

    async def ask(self, dialogue: Screen[T]) -> T | None:
        """Show a dialogue and return what it is left with; only inside an act (``acting``)."""
        return await cast("Awaitable[T | None]", self.app.push_screen_wait(dialogue))

    def on_screen_resume(self) -> None:
        """Say where one is when a screen comes back."""
        for bar in self.query(Bar):
            bar.renew()
        for keys in self.query(Keys):
            keys.renew()

    def on_resize(self) -> None:
        """Show one pane where there is no room for two, or where the terminal may order what stands beside each other."""
        self.set_class(self.size.width < NARROW or way_of(self) is Way.UNSURE, "narrow")


def keys(*pairs: tuple[str, str, str], quiet: bool = False) -> list[BindingType]:
    """Return bindings of (key, action, words); ``quiet`` ones work and are shown in the help only."""
    return [Binding(key, action, words, show=not quiet) for key, action, words in pairs]
