"""Levels that the characters themselves ask for, within one run (UAX #9, rules W1 to W7, N0 to N2, I1 and I2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from registry.display.explicit import Sequenced
from registry.display.mirrors import CLOSING

_NEUTRAL = frozenset({"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"})
_SEPARATORS = frozenset({"ES", "ET", "CS"})
_ISOLATED = frozenset({"LRI", "RLI", "FSI", "PDI"})
# How neutrals and brackets see a class: numbers count as right-to-left (N1).
_SIDE = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
# So many brackets may stand open (BD16); beyond them none of the run is paired.
_MOST_OPEN = 63
_OPENING = frozenset(CLOSING)
_CLOSED = frozenset(CLOSING.values())


def resolve(text: str, kinds: list[str], levels: list[int | None], run: Sequenced) -> None:
    """Set the levels of one isolating run sequence; ``kinds`` are the classes of all characters, and change."""
    own = [kinds[place] for place in run.places]
    found = set(own)
    if found not in ({"R"}, {"L"}):
        letters = [text[place] for place in run.places]
        marked = _weak(own, run.before)
        if not _OPENING.isdisjoint(letters):
            _brackets(letters, own, marked, run)
        if not _NEUTRAL.isdisjoint(own):
            _neutrals(own, run)
    for place, name in zip(run.places, own, strict=True):
        kinds[place] = name
        levels[place] = run.level + _raised(name, run.level)


def _raised(name: str, level: int) -> int:
    if level % 2:
        return 0 if name == "R" else 1
    return {"L": 0, "R": 1}.get(name, 2)


def _weak(own: list[str], before: str) -> list[bool]:
    """Resolve marks, numbers and what stands by them (W1 to W7); return which characters were marks."""
    marked = [name == "NSM" for name in own]
    previous = strong = before
    for place, name in enumerate(own):
        if name == "NSM":
            name = "ON" if previous in _ISOLATED else previous
        previous = name
        if name == "EN" and strong == "AL":
            name = "AN"
        elif name in {"L", "R", "AL"}:
            strong = name
        own[place] = name
    own[:] = ["R" if name == "AL" else name for name in own]
    if not _SEPARATORS.isdisjoint(own):
        _separators(own)
    strong = before
    for place, name in enumerate(own):
        if name in {"L", "R"}:
            strong = name
        elif name == "EN" and strong == "L":
            own[place] = "L"
    return marked


def _separators(own: list[str]) -> None:
    """Join single separators and signs to the numbers they belong to (W4 to W6)."""
    for place in range(1, len(own) - 1):
        name, left, right = own[place], own[place - 1], own[place + 1]
        if left == right and ((left == "EN" and name in {"ES", "CS"}) or (left == "AN" and name == "CS")):
            own[place] = left
    start = 0
    while start < len(own):
        end = start
        while end < len(own) and own[end] == "ET":
            end += 1
        if end > start and "EN" in (own[start - 1] if start else "", own[end] if end < len(own) else ""):
            own[start:end] = ["EN"] * (end - start)
        start = max(end, start + 1)
    own[:] = ["ON" if name in _SEPARATORS else name for name in own]


def _brackets(letters: Sequence[str], own: list[str], marked: Sequence[bool], run: Sequenced) -> None:
    """Let each pair of brackets take the direction of what it holds, or of what stands before it (N0)."""
    inner = "R" if run.level % 2 else "L"
    for first, last in _pairs(letters, own):
        sides = {_SIDE[name] for name in own[first + 1 : last] if name in _SIDE}
        if not sides:
            continue
        side = inner
        if inner not in sides:
            earlier = (_SIDE[name] for name in reversed(own[:first]) if name in _SIDE)
            # The context is the other direction, or else the pair goes the way of the embedding.
            side = next(earlier, run.before)
        for place in (first, last):
            own[place] = side
            following = place + 1
            while following < len(own) and marked[following]:
                own[following] = side
                following += 1


def _pairs(letters: Sequence[str], own: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of brackets by the place of the first (BD16)."""
    found: list[tuple[int, int]] = []
    open_ones: list[tuple[str, int]] = []
    for place, letter in enumerate(letters):
        if own[place] != "ON":
            continue
        if letter in _OPENING:
            if len(open_ones) == _MOST_OPEN:
                return []
            open_ones.append((_same(CLOSING[letter]), place))
        elif letter in _CLOSED:
            closing = _same(letter)
            for depth in range(len(open_ones) - 1, -1, -1):
                if open_ones[depth][0] == closing:
                    found.append((open_ones[depth][1], place))
                    del open_ones[depth:]
                    break
    return sorted(found)


def _same(bracket: str) -> str:
    """Return a bracket as Unicode writes it in its canonical form: two of them are the same as two others."""
    return unicodedata.normalize("NFC", bracket)


def _neutrals(own: list[str], run: Sequenced) -> None:
    """Let neutrals take the direction of both sides where they agree, or of the embedding (N1 and N2)."""
    inner = "R" if run.level % 2 else "L"
    start = 0
    while start < len(own):
        end = start
        while end < len(own) and own[end] in _NEUTRAL:
            end += 1
        if end > start:
            left = _SIDE[own[start - 1]] if start else run.before
            right = _SIDE[own[end]] if end < len(own) else run.after
            own[start:end] = [left if left == right else inner] * (end - start)
        start = max(end, start + 1)
