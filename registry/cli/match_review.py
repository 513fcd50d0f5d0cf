"""Going through pairs at the terminal: two cases side by side, and one word for each decision."""

from __future__ import annotations

from registry.cli import match_folding, match_screens
from registry.cli.asking import tell
from registry.cli.lines import read_line
from registry.cli.output import console_for
from registry.cli.settings import Settings
from registry.desk.desk import Desk
from registry.desk.matching import (
    Found,
    leave_for_later,
    link_pair,
    open_candidates,
    scanned,
    tell_apart,
)
from registry.errors import InputRefused, RegistryError

KEYS = "s the same, n not the same, l later, a all facts, q stop"
_CERTAINTIES = {"m": "maybe", "l": "likely", "c": "certain"}


def go_through(desk: Desk, settings: Settings) -> None:
    """Show open pairs one after another and write down what is decided about each; ends with `q` or the last pair.

    A refusal is said with its reason, and the pair comes again.
    """
    if not scanned(desk):
        tell("nothing was scanned yet; begin with `registry match scan`")
        return
    seen: set[tuple[str, str]] = set()
    while waiting := [one for one in open_candidates(desk) if one.pair not in seen]:
        one = waiting[0]
        _show(desk, settings, one, len(waiting))
        try:
            if not _decide(desk, settings, one):
                return
        except EOFError:
            return
        seen.add(one.pair)
    tell("no further pair waits")


def _show(desk: Desk, settings: Settings, one: Found, left: int, *, every: bool = False) -> None:
    console = console_for(settings, errors=True)
    shape = match_folding.shown(desk, *one.pair)
    for drawn in match_screens.beside(shape, settings, most=0 if every else match_screens.MOST):
        console.print(drawn)
    tell(f"{left:,} pairs wait; {KEYS}")


def _decide(desk: Desk, settings: Settings, one: Found) -> bool:
    """Ask until the pair is decided; return whether to go on with the next."""
    while True:
        said = read_line(settings, "> ").strip().lower()
        if said == "q":
            return False
        try:
            if said == "a":
                _show(desk, settings, one, 1, every=True)
            elif said in ("s", "n", "l"):
                _do(desk, settings, one, said)
                return True
            else:
                tell(KEYS)
        except RegistryError as refused:
            tell(f"refused: {refused.message}; {refused.hint}")


def _do(desk: Desk, settings: Settings, one: Found, said: str) -> None:
    if said == "l":
        leave_for_later(desk, *one.pair)
        return
    if said == "n":
        tell_apart(desk, *one.pair, read_line(settings, "why they are two people: ").strip())
        tell("told apart; no scan brings them again")
        return
    how = read_line(settings, "how sure: m maybe, l likely, c certain: ").strip().lower()
    if how not in _CERTAINTIES:
        raise InputRefused("that is no certainty", "type m, l or c")
    reason = read_line(settings, "why they are one person: ").strip()
    made, _ = link_pair(desk, *one.pair, _CERTAINTIES[how], reason)
    noted = "linked as the same person" if made.kind == "same_person" else "noted as a possible match"
    tell(f"{noted}; `registry undo` takes it back")
