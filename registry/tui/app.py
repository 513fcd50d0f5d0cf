"""The terminal UI itself: opens the vault, goes from place to place, locks, and ends without a trace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual._context import active_message_pump
from textual.app import SystemCommand
from textual.binding import Binding
from textual.css.query import NoMatches
from textual.screen import Screen

from registry.desk.desk import Desk
from registry.tui.dialogues import Confirm
from registry.tui.doors import Doors, Left
from registry.tui.frame import Bar, Frame, is_leaving
from registry.tui.host import Host
from registry.tui.paint import Entry
from registry.tui.places import PLACES, Place
from registry.tui.themes import NAMES, THEMES
from registry.words.text import visible

# How often it is looked whether something outside wants the vault locked. Seconds.
_LOOK = 0.2


class RegistryApp(Host):
    """The program on a full screen. It is left with how it was left: locked, ended, or because one was done."""

    TITLE = "registry"
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = True
    COMMAND_PALETTE_BINDING: ClassVar[str] = "ctrl+p"
    CSS = """
    Screen { background: $background; }
    Toast { max-width: 70; }
    ToastRack { margin-bottom: 3; }
    .pane { border-right: solid $panel; }
    CommandPalette SearchIcon { display: none; }
    """
    BINDINGS: ClassVar[list[Any]] = [
        *[Binding(place.key, f"go('{place.key}')", place.name, show=False) for place in PLACES],
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("ctrl+p", "command_palette", "Commands", key_display="^p"),
        Binding("u", "undo", "Undo"),
        Binding("L", "lock", "Lock"),
        # These two come before everything, in a dialogue and in the middle of a line as well.
        Binding("ctrl+l", "lock", "Lock", key_display="^l", priority=True),
        Binding("f12", "blank", "Blank", key_display="F12", priority=True),
        Binding("q", "leave", "Quit"), Binding("ctrl+q", "leave", "Quit", key_display="^q"),
        Binding("ctrl+c", "told_to_stop", "Stop", show=False),
    ]  # fmt: skip

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors)
        self.failed: BaseException | None = None
        self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        wanted = doors.remembered.get("theme")
        self.theme = wanted if wanted in NAMES else "night"

    # Opening

    def on_mount(self) -> None:
        """Ask for the passphrase, and begin to look whether the vault must be locked."""
        from registry.tui.unlock import Unlock

        self.desk_thread.listen()
        self.doors.started()
        self.set_interval(_LOOK, self._look_outside)
        self.push_screen(Unlock())

    def opened(self, desk: Desk) -> None:
        """Sit down at a desk that was opened in the desk's thread, and show the cases."""
        super().opened(desk)
        self.switch_screen(PLACES[0].made())
        if not self.doors.remembered.get("toured"):
            from registry.tui.tour import Tour

            self.push_screen(Tour())

    # Going about

    def action_go(self, key: str) -> None:
        """Go to the place of a key, from wherever one is."""
        place = next(place for place in PLACES if place.key == key)
        if self.desk is None or isinstance(self.screen, _over()) or self._asked_to_stay():
            return
        self.go(place)

    def go(self, place: Place) -> None:
        """Go to a place; what was open above it is closed."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if not (isinstance(self.screen, Frame) and place.name == self.screen.PLACE):
            self.switch_screen(place.made())

    def _asked_to_stay(self) -> bool:
        """Tell whether something typed would be lost; then it is asked about first."""
        if self.unsaved:
            self.notify("something here is not saved: keep it, or leave it with Esc", severity="warning")
        return self.unsaved

    def action_help(self) -> None:
        """Show every key that works here, and what for."""
        from registry.tui.help import Help

        if not isinstance(self.screen, _over()):
            self.push_screen(Help(self.screen))

    def action_blank(self) -> None:
        """Blank the screen at once; the same key brings it back."""
        from registry.tui.blank import Blank

        if isinstance(self.screen, Blank):
            self.screen.dismiss(None)
        else:
            self.push_screen(Blank())

    def action_undo(self) -> None:
        """Take back the last act of one's own, after it was named and confirmed."""
        from registry.tui.undoing import undo

        if self.desk is not None and isinstance(self.screen, Frame):
            undo(self.screen)

    # Leaving

    def action_lock(self) -> None:
        """Lock at once: the process that held the keys is replaced by one that never had them."""
        self.leave(Left.LOCKED if self.desk is not None else Left.QUIT)

    def action_leave(self) -> None:
        """Close the vault and end; what is not saved is asked about first."""
        if self.unsaved:
            question = Confirm("Leave without saving?", [Entry("What was typed here is lost.")], asked_by="q")
            self.push_screen(question, lambda yes: self.leave(Left.QUIT) if yes else None)
        else:
            self.leave(Left.QUIT)

    def action_told_to_stop(self) -> None:
        """Say how one leaves; Ctrl-C ends other programs, and nothing must be lost by it."""
        self.notify("Ctrl-Q leaves, Ctrl-L locks")

    def _look_outside(self) -> None:
        called = self.doors.called()
        if called is not None:
            self.leave(called)

    # What Textual would do by itself

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield what the palette offers: places, keys of this screen, themes; no picture of the screen."""
        if self.desk is not None:
            for place in PLACES:
                yield SystemCommand(place.name, place.purpose, lambda key=place.key: self.action_go(key))
        for active in screen.active_bindings.values():
            binding = active.binding
            if (
                active.enabled
                and binding.description
                and not binding.action.startswith(("go(", "command_palette"))
            ):
                yield SystemCommand(
                    binding.description, f"key {self.get_key_display(binding)}",
                    lambda node=active.node, action=binding.action: self._run_later(action, node),
                )  # fmt: skip
        for name in NAMES:
            yield SystemCommand(f"Theme: {name}", "change the colours", lambda name=name: self.wear(name))

    def _run_later(self, action: str, node: Any) -> None:
        self.call_later(self.run_action, action, node)

    def wear(self, theme: str) -> None:
        """Change the colours, and let this machine remember it."""
        self.theme = theme
        self.doors.remember("theme", theme)

    def notify(self, message: str, **how: Any) -> None:
        """Say something for a moment; never as markup."""
        how["markup"] = False
        super().notify(visible(message), **{**how, "title": visible(how.get("title", ""))})

    def _handle_exception(self, error: Exception) -> None:
        """End at once without showing anything of what went wrong: a traceback would show what the vault holds."""
        if isinstance(error, NoMatches) and is_leaving(active_message_pump.get(None)):
            return  # what is asked of a screen that was left before it stood comes to nothing
        self._return_code = 1
        if self.failed is None:
            self.failed = self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """Show no traceback."""
        self._end_as_failed()

    def panic(self, *renderables: Any) -> None:
        """Print nothing of what Textual wanted to tell."""
        del renderables
        self._end_as_failed()

    def _end_as_failed(self) -> None:
        """End, so that it is seen that something went wrong, and not what."""
        if self.failed is None:
            self.failed = RuntimeError()
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Print nothing."""
        self._exit_renderables.clear()

    def copy_to_clipboard(self, text: str) -> None:
        """Copy nothing: what lies on a clipboard is read by every other program, and kept by many."""
        del text
        self.notify("nothing is copied: other programs read the clipboard")

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Make no picture of the screen: it would be a file in the clear."""
        del filename, path

    def save_screenshot(self, *args: Any, **named: Any) -> str:
        """Make no picture of the screen."""
        del args, named
        return ""

    def deliver_screenshot(self, *args: Any, **named: Any) -> str | None:
        """Make no picture of the screen."""
        del args, named
        return None

    def deliver_text(self, *args: Any, **named: Any) -> str | None:
        """Write nothing outside the vault."""
        del args, named
        return None

    def deliver_binary(self, *args: Any, **named: Any) -> str | None:
        """Write nothing outside the vault."""
        del args, named
        return None

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open nothing: no other program is started."""
        del url, new_tab

    def action_suspend_process(self) -> None:
        """Lock in the place of going to the background with an open vault."""
        self.action_lock()

    def _bars(self) -> None:
        if self._running and self.screen_stack:
            for bar in self.screen.query(Bar):
                bar.renew()

    def watch_unsaved(self) -> None:
        """Say it in the bar."""
        self._bars()

    def watch_busy(self) -> None:
        """Say it in the bar."""
        self._bars()

    def watch_reading(self) -> None:
        """Say it in the bar."""
        self._bars()

    def watch_noticed(self) -> None:
        """Say it in the bar."""
        self._bars()


def _over() -> tuple[type, ...]:
    """Return the kinds of screens that lie over another one, and keep its keys."""
    from textual.screen import ModalScreen

    return (ModalScreen,)


def run(doors: Doors) -> Left:
    """Run the terminal UI until it is left. Raises what went wrong, once the screen is as it was."""
    app = RegistryApp(doors)
    try:
        left = app.run()
    finally:
        app.close_desk()
    if app.failed is not None:
        raise app.failed
    return left or Left.QUIT
