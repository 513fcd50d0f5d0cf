"""Whether a terminal can be sent block characters, told by what the program writes in and by its locale."""

from __future__ import annotations

from collections.abc import Mapping

_LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")


def has_blocks(environment: Mapping[str, str], encoding: str | None) -> bool:
    """Tell whether block characters arrive as such: what is written and what the locale declares must both be Unicode."""
    said = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    declared = said.partition(".")[2] if "." in said else "ascii" if said in ("C", "POSIX") else "utf-8"
    names = (encoding or "utf-8", declared)
    return all(name.lower().replace("-", "").startswith("utf") for name in names)
