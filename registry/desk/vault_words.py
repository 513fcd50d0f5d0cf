"""What may be said of a vault on its opener's own screen, in words: what a guess costs, its recovery, its people, its witness."""

from __future__ import annotations

from collections.abc import Iterable

from registry.provenance.entry import Change
from registry.vault.gaps import JOURNAL
from registry.vault.keys import FLOOR
from registry.words.identity import number_of, short

# What somebody was sent out for.
PURPOSES = {"intake-only": "take in", "travel": "travel"}

# How the vault stands to what this machine saw of it.
WITNESS = {
    "first": "never before on this machine",
    "contained": "holds all that this machine saw of it",
    "aside": "an older state, put here on purpose",
    "older": "older than what this machine saw of it",
    "other": "not the history that this machine saw of it",
    "unclear": "damaged where that would be told",
    "unreadable": "what this machine remembered of it is damaged",
}

# What a check adds where the witness could not tell.
REMARKS = {
    "first": "this machine had seen nothing of the vault before: an older copy would not have been noticed",
    "unreadable": "what this machine remembered of the vault was damaged: an older copy would not have been noticed",
    "unclear": "the journal entries that would tell whether this is the newest vault are damaged",
}

# What taking a slot away means, for someone who is here and for someone who was sent out with a file.
LEAVING = (
    "Their passphrase opens nothing that is written from now on. What they copied before, the vault as it\n"
    "was and every backup until now, it still opens. What they sealed and nobody collected yet is set aside:\n"
    "run `registry vault collect` first, if they only take in."
)
LEAVING_AWAY = (
    "What they were sent out with counts no more. Their passphrase still opens it, and what it holds that\n"
    "nobody collected yet is set aside when it is collected."
)


def cost_in_words(memory: int, passes: int, lanes: int) -> str:
    """Say what a guess costs, and what that means: memory (KiB) to unlock, and how far above the least allowed."""
    times = memory * passes / (FLOOR.memory * FLOOR.passes)
    above = "the least" if times < 1.5 else f"{times:.0f} times the least"
    return (
        f"Argon2id, {memory // 1024:,} MiB of memory, {passes} passes, {lanes} lanes: "
        f"{above} that is allowed; unlocking needs that much memory free"
    )


def recovery_in_words(made: str | None, rehearsed: str | None) -> str:
    """Say when the recovery key was made, ISO day, ``None`` where there is none, and when it was last tried."""
    if made is None:
        return "none"
    tried = f"last rehearsed on {rehearsed}" if rehearsed else "never rehearsed"
    return f"made on {made or 'an unknown day'}, {tried}"


def when(day: str | None, act: int | None) -> str:
    """Say from which day and act on; the day is not known where that act's entry is damaged."""
    return "" if act is None else f"{day or 'unknown'}, act {act:,}"


def note_on(you: bool, here: bool, renewed: bool) -> str:
    """Say what is to be said of someone in the list of people."""
    if you:
        return "you"
    if here:
        return ""
    return "other keys since" if renewed else "has left"


def record_in_words(change: Change) -> str:
    """Return what an act changed; where it speaks of the journal itself, the number of the act it names."""
    if change.table == JOURNAL:
        return f"act {number_of(change.identity):,}"
    return f"{change.table} {short(change.identity)}"


def spans(numbers: Iterable[int]) -> list[str]:
    """Return rising numbers as spans: 3, 7-9."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return [f"{first:,}" if first == last else f"{first:,}-{last:,}" for first, last in found]
