"""Bars and sparklines made of characters, in blocks or in plain signs; each stands beside the number it shows."""

from __future__ import annotations

from collections.abc import Sequence

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = " ▁▂▃▄▅▆▇█"
_PLAIN_HEIGHTS = " .:-=+*#@"
_STEPS = 8


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
