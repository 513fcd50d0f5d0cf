"""The witness: what this machine saw last of a vault, kept outside it, so that an older copy is noticed.

A vault that is put back whole to an older state looks sound: nothing inside it can tell. So each session leaves
behind, on its own machine, the number and the hash of the last act it saw. The file's name is a keyed hash and
its content is sealed, both under keys that hang from the vault's, so that neither tells which vault it is about.
"""

from __future__ import annotations

import hmac
import os
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path

import msgspec

from registry.errors import Damaged, NotSaved
from registry.vault.files import put_in_place, read_small, sync_folder
from registry.vault.history import head_at
from registry.vault.seal import OVERHEAD, SealBroken, seal, unseal
from registry.vault.vault import Vault

_CONTEXT = b"registry witness 1"
_BODY = 1024  # always as large, so that the size does not tell how much is remembered
_SIZE = _BODY + OVERHEAD
_ASIDES = 12  # places with a history of their own; the oldest is forgotten first
_NAME = 16


class Standing(Enum):
    """How a vault stands to what this machine saw of it."""

    FIRST = "first"  # nothing is remembered of it
    UNREADABLE = "unreadable"  # the witness itself is damaged
    CONTAINED = "contained"  # the vault holds all that was seen
    ASIDE = "aside"  # an older state, which was put at this place on purpose
    UNCLEAR = "unclear"  # the entries that would tell are damaged
    OLDER = "older"  # it ends before what was seen
    OTHER = "other"  # it goes on differently from what was seen


class _Seen(msgspec.Struct, array_like=True, frozen=True):
    """What is remembered: the newest act seen anywhere, and older histories that stand at a place on purpose."""

    sequence: int
    head: bytes
    aside: tuple[tuple[bytes, int, bytes], ...] = ()


_DECODER = msgspec.msgpack.Decoder(_Seen)


@dataclass(frozen=True)
class Verdict:
    """How a vault stands to its witness; ``seen`` is the last act seen, ``has`` the vault's last act."""

    standing: Standing
    seen: int
    has: int

    @property
    def rolled_back(self) -> bool:
        """Whether something that was seen on this machine is not in the vault."""
        return self.standing in {Standing.OLDER, Standing.OTHER}

    def refusal(self) -> Damaged:
        """Return the refusal of a vault that does not hold what was seen."""
        return Damaged(self.in_words(), _NEXT)

    def in_words(self) -> str:
        """Say in one sentence how the vault stands to what was seen."""
        return _WORDS[self.standing].format(seen=f"{self.seen:,}", has=f"{self.has:,}")


_WORDS = {
    Standing.FIRST: "this machine remembers nothing of the vault yet, so that an older copy would not be noticed",
    Standing.UNREADABLE: "what this machine remembered of the vault is damaged, so that an older copy would not be noticed",
    Standing.CONTAINED: "the vault holds all that this machine has seen of it",
    Standing.ASIDE: "an older state of the vault was put here on purpose: it ends at act {has}, and act {seen} was seen",
    Standing.UNCLEAR: "the entries of the journal that would tell whether this is the newest vault are damaged",
    Standing.OLDER: "the vault is older than what this machine saw last: it ends at act {has}, and act {seen} was seen",
    Standing.OTHER: "the vault's history is not the one that this machine saw: its act {seen} is another",
}
_NEXT = (
    "look for the newer file, or for who put this one here; with --read-only any command still reads it, and "
    "`registry vault accept` takes it as the right one"
)


class Witness:
    """What one machine remembers of one open vault; ``folder`` is where such files lie on it.

    Nothing here fails because the witness is missing, damaged or cannot be written: then there is none.
    """

    def __init__(self, vault: Vault, folder: Path) -> None:
        self._vault = vault
        self._key = vault.secret("witness")
        name = hmac.digest(self._key, b"name", "sha256")[:_NAME].hex()
        self.path = folder / name
        self._weighed: tuple[tuple[int, bytes], bool] | None = None

    @cached_property
    def _place(self) -> bytes:
        """Return what stands for the vault's place: a keyed hash of its path."""
        place = os.fsencode(self._vault.container.path.resolve())
        return hmac.digest(self._key, b"place" + place, "sha256")[:_NAME]

    def __repr__(self) -> str:
        return "Witness((hidden))"

    def weigh(self) -> Verdict:
        """Compare the vault with what was seen; costs one small file and at most two entries of the journal."""
        has = self._vault.head[0]
        try:
            seen = self._read()
        except Damaged:
            return Verdict(Standing.UNREADABLE, 0, has)
        if seen is None:
            return Verdict(Standing.FIRST, 0, has)
        standing = self._standing(seen, has)
        # Whether there is nothing to remember as long as the vault does not move on from here.
        known = standing is Standing.CONTAINED and seen.sequence == has
        self._weighed = (self._vault.head, known)
        return Verdict(standing, seen.sequence, has)

    def _standing(self, seen: _Seen, has: int) -> Standing:
        holds = self._holds(seen.sequence, seen.head)
        if holds:
            return Standing.CONTAINED
        if any(place == self._place and self._holds(at, head) for place, at, head in seen.aside):
            return Standing.ASIDE
        if holds is None:
            return Standing.UNCLEAR
        return Standing.OLDER if seen.sequence > has else Standing.OTHER

    def _holds(self, sequence: int, head: bytes) -> bool | None:
        """Whether the vault's history goes through this point; ``None`` where its entries do not tell."""
        if sequence > self._vault.head[0]:
            return False
        found = head_at(self._vault, sequence)
        return None if found is None else hmac.compare_digest(found, head)

    def remember(self) -> bool:
        """Keep the vault's last act where it is newer than what was seen; whether the memory is up to date."""
        sequence, head = self._vault.head
        if self._weighed == ((sequence, head), True):
            return True
        verdict = self.weigh()
        if verdict.rolled_back or verdict.standing is Standing.UNCLEAR:
            return False
        seen = self._seen_or_nothing()
        if verdict.standing is Standing.ASIDE:
            return self._set_aside(seen, sequence, head)
        if (seen.sequence, seen.head) == (sequence, head):
            return True
        return self._write(_Seen(sequence, head, self._others(seen)))

    def accept(self) -> bool:
        """Take the vault as it stands for the newest, whatever was seen before; whether that could be kept."""
        sequence, head = self._vault.head
        kept = self._write(_Seen(sequence, head, self._others(self._seen_or_nothing())))
        if kept:
            # What someone decided must outlast a power cut, unlike what the next command sees again by itself.
            with suppress(OSError):
                sync_folder(self.path.parent)
        return kept

    def set_aside(self) -> Verdict:
        """Let the vault at this place be what it is: a copy put here on purpose, maybe older than what was seen.

        A copy that goes further than what was seen counts from its next opening on: until then the vault that
        it was made from stays what it was.
        """
        verdict = self.weigh()
        if verdict.rolled_back:
            self._set_aside(self._seen_or_nothing(), *self._vault.head)
        elif verdict.standing is not Standing.CONTAINED:
            self.remember()
        return verdict

    def last_seen(self) -> tuple[int, bytes] | None:
        """Return number and hash of the last act seen on this machine, or ``None`` where nothing is known."""
        seen = self._seen_or_nothing()
        return (seen.sequence, seen.head) if seen.sequence else None

    def _others(self, seen: _Seen) -> tuple[tuple[bytes, int, bytes], ...]:
        return tuple(aside for aside in seen.aside if aside[0] != self._place)

    def _set_aside(self, seen: _Seen, sequence: int, head: bytes) -> bool:
        mine = (self._place, sequence, head)
        if mine in seen.aside:
            return True
        kept = (*self._others(seen), mine)[-_ASIDES:]
        return self._write(_Seen(seen.sequence, seen.head, kept))

    def _seen_or_nothing(self) -> _Seen:
        try:
            return self._read() or _Seen(0, b"")
        except Damaged:
            return _Seen(0, b"")

    def _read(self) -> _Seen | None:
        """Return what was seen, ``None`` where nothing is kept. Raises ``Damaged``."""
        raw = read_small(self.path, _SIZE)
        if raw is None:
            return None
        try:
            body = unseal(self._key, _CONTEXT, raw)
            return _DECODER.decode(body[2 : 2 + int.from_bytes(body[:2], "big")])
        except (SealBroken, msgspec.MsgspecError):
            raise Damaged(
                "what this machine remembered of the vault is damaged",
                "compare with a code on paper: `registry journal checkpoint --compare`",
            ) from None

    def _write(self, seen: _Seen) -> bool:
        plain = msgspec.msgpack.encode(seen)
        body = (len(plain).to_bytes(2, "big") + plain).ljust(_BODY, b"\x00")
        try:
            put_in_place(self.path, seal(self._key, _CONTEXT, body))
        except NotSaved:
            return False
        return True
