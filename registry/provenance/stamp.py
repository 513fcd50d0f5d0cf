"""Who wrote an item down, on which device and when."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from registry.words.identity import Chance, new_id

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def moment(when: datetime) -> str:
    """Return a moment as it is kept: UTC, with microseconds so that items of one second keep their order."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Pen:
    """Stamps items: the caseworker's public key, the device, a clock and a source of identities."""

    by: str
    device: str
    clock: Clock = utc_now
    chance: Chance = secrets.randbelow

    def stamp(self) -> dict[str, str]:
        """Return ``id``, ``by``, ``device`` and ``at`` for a new item."""
        return {
            "id": new_id(self.chance),
            "by": self.by,
            "device": self.device,
            "at": moment(self.clock()),
        }
