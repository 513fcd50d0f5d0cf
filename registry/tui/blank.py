"""A blank screen, for when somebody comes in: it says nothing, and the key that made it brings the work back."""

from __future__ import annotations

from typing import Any

from textual.binding import Binding
from textual.screen import ModalScreen


class Blank(ModalScreen[None]):
    """Nothing at all; F12 again goes on, L locks."""

    DEFAULT_CSS = "Blank { background: #000000 100%; }"
    BINDINGS = [
        Binding("f12", "back", "Back", priority=True), Binding("L,ctrl+l", "app.lock", "Lock", priority=True)
    ]  # fmt: skip

    def on_key(self, event: Any) -> None:
        """Let no other key do anything."""
        event.stop()

    def action_back(self) -> None:
        """Bring the work back."""
        self.dismiss(None)
