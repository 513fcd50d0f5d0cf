"""How much may be said: the built-in floor, and the profiles that may only be stricter than it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from importlib.resources import files
from typing import Any

from registry.errors import InputRefused


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers a release is held to. Persons and families are counts, ``lag`` and ``gap`` are in days.

    The floor's figures come from ``docs/design/disclosure.md``. Thresholds on printed counts are multiples
    of ``base``: then every fact a threshold gives away is already told by the rounded print. ``floor_band`` is 1
    where every figure is said one way, as "at least", and 0 where it is not.
    """

    name: str = "floor"
    persons: int = 10
    families: int = 5
    minors: int = 20
    dimensions: int = 3
    universe: int = 50
    month: int = 100
    lag: int = 30
    base: int = 10
    percent_base: int = 100
    cells: int = 2000
    group_low: int = 10
    gap: int = 30
    newcomers: int = 10
    sensitive: int = 20
    floor_band: int = 0

    def __post_init__(self) -> None:
        for key in ("persons", "minors", "sensitive", "universe", "month", "percent_base"):
            if getattr(self, key) % self.base:
                raise InputRefused(
                    f"{key} is not a multiple of the rounding base", f"use a multiple of {self.base}"
                )

    def tightened(self, name: str, changes: Mapping[str, int]) -> Policy:
        """Return this policy made stricter; raise ``InputRefused`` where a change would loosen it."""
        known = {field.name for field in fields(self)} - {"name"}
        for key, value in changes.items():
            if key not in known:
                raise InputRefused(
                    f"a policy has no number called {key}", f"use one of: {', '.join(sorted(known))}"
                )
            if type(value) is not int or _looser(key, value, getattr(self, key)):
                raise InputRefused(
                    f"the policy would loosen {key}, and nothing loosens the floor",
                    f"{key} may be {'at most' if key in _CEILINGS else 'at least'} {getattr(self, key)}",
                )
        return replace(self, name=name, **changes)

    def plain(self) -> dict[str, Any]:
        """Return the policy's name and numbers for ``summary.json`` and the ledger."""
        return asdict(self)


# For these a smaller number is the stricter one; for all others a larger one is.
_CEILINGS = frozenset({"dimensions", "cells"})
# The base is the threshold on persons and sets the reading rule; another one would need its own proof.
_FIXED = frozenset({"base", "persons"})
# These are on (1) or off (0): a stricter policy may turn them on, and nothing turns them off again.
_SWITCHES = frozenset({"floor_band"})


def _looser(key: str, value: int, floor: int) -> bool:
    if key in _FIXED:
        return value != floor
    if key in _SWITCHES and value not in (0, 1):
        return True
    return value > floor or value < 1 if key in _CEILINGS else value < floor


FLOOR = Policy()


def _profiles() -> Mapping[str, Policy]:
    text = files("registry.disclosure").joinpath("policies.toml").read_text(encoding="utf-8")
    return {name: FLOOR.tightened(name, given["numbers"]) for name, given in tomllib.loads(text).items()}


PROFILES: Mapping[str, Policy] = _profiles()


def policy_called(name: str, changes: Mapping[str, int] | None = None) -> Policy:
    """Return the profile ``name``, made stricter by a configuration's ``changes``."""
    if name not in PROFILES:
        raise InputRefused("there is no policy of that name", f"use one of: {', '.join(sorted(PROFILES))}")
    return PROFILES[name].tightened(name, changes or {})


# The name is printed in every file: plain words, so that it can hold no figure and no address.
_NAME = re.compile(r"[a-z]{2,20}( [a-z]{2,20}){0,3}")
_KEYS = {"name", "based_on", "numbers"}


def policy_from(text: str) -> Policy:
    """Read an organisation's own policy: ``name``, ``based_on`` a profile, and ``numbers`` that tighten it.

    Raises ``InputRefused`` for anything else in it, and where a number would loosen the profile.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise InputRefused(
            "the policy file is not TOML", "see docs/guide/summaries.md for one that works"
        ) from None
    name, numbers = given.get("name", ""), given.get("numbers", {})
    if (
        given.keys() - _KEYS
        or not isinstance(numbers, dict)
        or not isinstance(given.get("based_on", ""), str)
    ):
        raise InputRefused(
            "the policy file holds something else than a policy", f"use only: {', '.join(sorted(_KEYS))}"
        )
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name in {*PROFILES, FLOOR.name}:
        raise InputRefused(
            "the policy's name is missing, taken, or not plain words", "use up to four words in small letters"
        )
    return policy_called(given.get("based_on", "public")).tightened(name, numbers)
