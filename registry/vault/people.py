"""People: everyone whose signature may stand in the journal, with the span of acts in which it counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec

from registry.vault.body import Number
from registry.vault.slots import SLOTS, Identity


class Person(msgspec.Struct, array_like=True, frozen=True):
    """Someone with keys of their own.

    ``slot`` is where their keys are kept, -1 once it was taken away. ``since`` and ``until`` are numbers of
    acts: a signature counts from ``since`` on, and before ``until`` where that is not 0. Whoever has left
    stays on the list, so that what they signed while they were here goes on counting.
    """

    public_key: bytes
    name: str
    role: str
    slot: Annotated[int, msgspec.Meta(ge=-1, lt=SLOTS)]
    exchange_key: bytes = b""
    since: Number = 0
    until: Number = 0

    @property
    def here(self) -> bool:
        """Whether the person still has a slot."""
        return self.until == 0

    def may_sign(self, sequence: int) -> bool:
        """Whether the person's signature counts under act number ``sequence``."""
        return self.since <= sequence and (self.until == 0 or sequence < self.until)

    def gone(self, sequence: int) -> Person:
        """Return the person after act ``sequence`` took their slot away; that act is not theirs to sign."""
        return msgspec.structs.replace(self, slot=-1, until=sequence)


def member(who: Identity, slot: int, since: int) -> Person:
    """Return the public side of someone with a slot."""
    return Person(who.public_key, who.name, who.role, slot, who.exchange_key, since)


class Signatories:
    """Who may sign what: public keys with the spans of acts in which they count."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people: dict[bytes, list[Person]] = {}
        for person in people:
            self._people.setdefault(person.public_key, []).append(person)

    def may_sign(self, public_key: bytes, sequence: int) -> bool:
        """Whether a signature by ``public_key`` counts under act number ``sequence``."""
        return any(person.may_sign(sequence) for person in self._people.get(public_key, ()))
