"""Undo from anywhere: the last act of one's own is named, confirmed, and taken back."""

from __future__ import annotations

from registry.desk.undoing import next_to_undo, undo_last
from registry.tui.dialogues import Confirm
from registry.tui.frame import Frame, acting
from registry.tui.paint import Entry


@acting
async def undo(screen: Frame) -> None:
    """Take back the last act of the person who sits here, once it was confirmed."""
    operation = await screen.at_desk(next_to_undo)
    question = Confirm(
        f"Take back your last act: {operation}?",
        [Entry("What was said stays in the history; a second undo takes back the one before.")],
        asked_by="u",
    )
    if not await screen.ask(question):
        return
    undone = await screen.at_desk(undo_last, "taking back")
    screen.tell(f"taken back: {undone.operation}")
    renew = getattr(screen, "renew", None)
    if renew is not None:
        renew()
