"""Bars and sparklines made of characters, in blocks or in plain signs; each stands beside the number it shows."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = " ▁▂▃▄▅▆▇█"
_PLAIN_HEIGHTS = " .:-=+*#@"
_STEPS = 8
_LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")


def has_blocks(environment: Mapping[str, str], encoding: str | None = None) -> bool:
    """Tell whether the terminal can be sent block characters: by what it is written in, and what its locale says."""
    written = encoding or getattr(sys.__stdout__, "encoding", None) or "utf-8"
    said = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    declared = said.partition(".")[2] if "." in said else ("ascii" if said in ("C", "POSIX") else "utf-8")
    return all(name.lower().replace("-", "").startswith("utf") for name in (written, declared))


def bar(value: int, most: int, width: int, *, blocks: bool = True) -> str:
    """Return a bar of at most ``width`` characters; what is more than nothing is never drawn as nothing."""
    if value <= 0 or most <= 0 or width <= 0:
        return ""
    if not blocks:
        return "#" * max(1, round(width * value / most))
    eighths = max(1, round(_STEPS * width * value / most))
    whole, rest = divmod(eighths, _STEPS)
    return "█" * whole + _EIGHTHS[rest].strip()


def spark(values: Sequence[int], most: int, *, blocks: bool = True) -> str:
    """Return one character for each value, the higher the more; a value above 0 is never drawn as 0."""
    heights = _HEIGHTS if blocks else _PLAIN_HEIGHTS
    top = max(most, 1)
    return "".join(
        heights[min(_STEPS, -(-_STEPS * value // top))] if value > 0 else heights[0] for value in values
    )
