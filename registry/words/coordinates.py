"""A point on the map as a source gives it: degrees of latitude and longitude, no more exact than it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Self

from registry.errors import InputRefused
from registry.words.text import clean, plain_digits

_HINT = "give latitude and longitude in degrees, as in 36.2021, 37.1343"
_PAIR = re.compile(r"([+-]?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Latitude and longitude in decimal degrees (WGS 84), as text, so that no digit is added or lost."""

    latitude: str
    longitude: str

    @classmethod
    def parse(cls, raw: Any) -> Self:
        """Read ``36.2021, 37.1343``, or ``{"latitude": …, "longitude": …}``; raise ``InputRefused`` otherwise."""
        if isinstance(raw, dict):
            if set(raw) != {"latitude", "longitude"}:
                raise InputRefused("that is not a point on the map", _HINT)
            raw = f"{raw['latitude']}, {raw['longitude']}"
        found = _PAIR.fullmatch(plain_digits(clean(raw))) if isinstance(raw, str) else None
        if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
            raise InputRefused("that is not a point on the map", _HINT)
        return cls(found[1].removeprefix("+"), found[2].removeprefix("+"))

    def plain(self) -> dict[str, str]:
        """Return ``{"latitude": …, "longitude": …}``."""
        return {"latitude": self.latitude, "longitude": self.longitude}

    def show(self, lang: str = "en") -> str:
        """Return the point as written, whatever the reader's language."""
        del lang
        return f"{self.latitude}, {self.longitude}"

    def agrees(self, other: Coordinates) -> bool:
        """Two points agree when the one written less exactly is the other one rounded."""
        return _alike(self.latitude, other.latitude) and _alike(self.longitude, other.longitude)


def _alike(left: str, right: str) -> bool:
    places = min(len(left.partition(".")[2]), len(right.partition(".")[2]))
    return abs(float(left) - float(right)) <= 0.5001 * 10**-places if left != right else True
