"""Help: every key that works on a screen, whether or not the footer had room for it, and where to read on."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from registry.tui.dialogues import Told
from registry.tui.paint import GAP, Entry, heading
from registry.tui.places import PLACES

# Keys by which everyone moves, in words.
MOVING = (
    ("arrows, j k", "move; h l or left and right for columns and panes"),
    ("g G", "first and last; Ctrl-d Ctrl-u and PgDn PgUp by pages"),
    ("Tab", "the next part of the screen"),
    ("Enter", "opens what is marked"),
    ("Esc", "leaves a dialogue, a search, a screen"),
    ("mouse", "everything that can be marked can be clicked"),
)
# The actions of those keys, which every scrolling part has for itself.
_MOVES = ("go(", "app.told_to_stop", "scroll_", "page_", "app.focus_", "cursor_", "first", "last", "step(", "page(",
          "half_page(", "columns(")  # fmt: skip


class Help(Told):
    """The keys of one screen."""

    def __init__(self, screen: Screen[Any]) -> None:
        told: dict[str, str] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.description and not binding.action.startswith(_MOVES):
                key, said = screen.app.get_key_display(binding), told.get(binding.description, "^")
                told[binding.description] = (
                    key if said.startswith("^") else said
                )  # a letter before Ctrl with it
        entries = [heading("Here"), *(Entry(words, label=key) for words, key in told.items()), GAP]
        entries += [heading("Everywhere"), *(Entry(words, label=key) for key, words in MOVING)]
        entries += [Entry(f"{place.name}: {place.purpose}", label=place.key) for place in PLACES]
        entries += [
            GAP,
            Entry("Everything here has a command as well: `registry --help`. A guide: `registry docs`."),
        ]
        super().__init__(f"Keys: {getattr(screen, 'PLACE', '') or 'here'}", entries)
