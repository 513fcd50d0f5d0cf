"""A blank screen, for when somebody comes in: it says nothing, and the key that made it brings the work back."""

from __future__ import annotations

from typing import Any

from textual.binding import Binding
from textual.screen import ModalScreen


class Blank(ModalScreen[None]):
    """Nothing at all; F12 again goes on, which is the program's own key, and L locks."""

    DEFAULT_CSS = "Blank { background: #000000 100%; }"
    BINDINGS = [Binding("L", "app.lock", "Lock")]

    def on_key(self, event: Any) -> None:
        """Let no other key do anything."""
        event.stop()
