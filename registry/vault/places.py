"""Places: what a sealed thing is and where it stands, bound into its seal and hidden in its row name."""

from __future__ import annotations

import hmac

FORMAT = 2
FIRST_FORMAT = 1
_SIXTY_THREE_BITS = (1 << 63) - 1
_REMEMBERED = 64  # kinds and tables whose part of a context is kept, since scans ask for it 100,000 times


def fields(*parts: bytes) -> bytes:
    """Return ``parts`` each behind its length, so that no two lists of parts give the same bytes."""
    return b"".join([piece for part in parts for piece in (len(part).to_bytes(2, "big"), part)])


class Places:
    """The contexts of one vault: format, vault id and key epoch in front of kind, owner, object, revision."""

    def __init__(self, vault_id: bytes, epoch: int, form: int = FORMAT) -> None:
        self._vault = fields(form.to_bytes(2, "big"), vault_id, epoch.to_bytes(4, "big"))
        self._fronts: dict[tuple[str, str], bytes] = {}

    def context(self, kind: str, owner: str = "", thing: str = "", revision: int = 0) -> bytes:
        """Return the context of a seal; the same thing in another place or revision does not open."""
        front = self._fronts.get((kind, owner))
        if front is None:
            front = self._vault + fields(kind.encode(), owner.encode())
            if len(self._fronts) < _REMEMBERED:
                self._fronts[(kind, owner)] = front
        own = thing.encode()
        return b"".join((front, len(own).to_bytes(2, "big"), own, b"\x00\x08", revision.to_bytes(8, "big")))


class Names:
    """Row names: keyed hashes of 63 bits that tell nothing to who lacks the key."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._fronts: dict[tuple[str, str], bytes] = {}

    def row(self, kind: str, owner: str = "", thing: str = "") -> int:
        """Return the whole number under which the container keeps this thing."""
        front = self._fronts.get((kind, owner))
        if front is None:
            front = fields(kind.encode(), owner.encode())
            if len(self._fronts) < _REMEMBERED:
                self._fronts[(kind, owner)] = front
        own = thing.encode()
        digest = hmac.digest(self._key, b"".join((front, len(own).to_bytes(2, "big"), own)), "sha256")
        return int.from_bytes(digest[:8], "big") & _SIXTY_THREE_BITS
