"""Which acts of the journal are meant: those on one case, by one caseworker, from some day on."""

from __future__ import annotations

from dataclasses import dataclass

from registry.desk.desk import CASES, Desk
from registry.desk.moments import Span, span_of
from registry.errors import InputRefused, NotFound
from registry.provenance.entry import Entry


def instant(asked: str) -> Span:
    """Return the span of a date or time; raise ``InputRefused`` for anything else."""
    span = span_of(asked)
    if span is None:
        raise InputRefused("that is not a date or a time", "write it as 2026-11-22 or 2026-11-22T15:04")
    return span


def keys_of(desk: Desk, name: str) -> frozenset[str]:
    """Return the keys, in hexadecimal, of everyone who ever signed under a name; raise ``NotFound``."""
    wanted = " ".join(name.split()).casefold()
    found = frozenset(key for key, known in desk.names().items() if known.casefold() == wanted)
    if not found:
        raise NotFound("nobody of that name has signed here", "see `registry vault slots list`")
    return found


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts of the journal: on one case (its id), by these keys, from an instant on; empty for all."""

    case: str = ""
    by: frozenset[str] = frozenset()
    since: str = ""

    @classmethod
    def parse(cls, desk: Desk, case: str = "", by: str = "", since: str = "") -> Acts:
        """Read a case's id, a caseworker's name and a date; raise ``InputRefused`` or ``NotFound``."""
        return cls(
            desk.identify(CASES, case) if case else "",
            keys_of(desk, by) if by else frozenset(),
            # Acts are dated to the second, items to a fraction of it.
            instant(since).first[:19] if since else "",
        )

    def takes(self, entry: Entry) -> bool:
        """Whether an act is among those that are meant."""
        on_case = not self.case or any(change.identity == self.case for change in entry.changes)
        return on_case and (not self.by or entry.by.hex() in self.by) and entry.at[:19] >= self.since
