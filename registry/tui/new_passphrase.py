"""Choosing a passphrase: one is offered, and typed back; a typed one is taken where it is strong enough."""

from __future__ import annotations

from registry.errors import InputRefused
from registry.tui.dialogues import Ask
from registry.tui.frame import Frame
from registry.tui.paint import GAP, Entry
from registry.vault.passphrase import generate_passphrase, require_strong


async def choose_passphrase(screen: Frame, whose: str) -> str | None:
    """Return the passphrase that was chosen, typed twice or typed back; ``None`` where it was left."""
    offered, wrong = generate_passphrase(), ""
    while True:
        typed = await _asked(screen, whose, [
            *([Entry(wrong, look="warn"), GAP] if wrong else []),
            Entry(offered, look="strong"), GAP,
            Entry("Learn it, or write it down and hide it well. Type it back, or type one of your own."),
        ])  # fmt: skip
        if not typed:
            return None
        if typed == offered:
            return offered
        try:
            require_strong(typed)
        except InputRefused as refused:
            wrong = f"{refused.message}: {refused.hint}"
            continue
        again = await _asked(screen, whose, [Entry("One of your own: the same again.")])
        if again == typed:
            return typed
        wrong = "the two differ"


async def _asked(screen: Frame, whose: str, entries: list[Entry]) -> str | None:
    return await screen.ask(Ask(whose, entries, secret=True))
