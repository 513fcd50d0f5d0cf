"""Reading what a form, a file or a script hands in, with the place of a mistake and never its content."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from registry.errors import InputRefused, RegistryError
from registry.words.text import clean

LONGEST = 500
LONGEST_TEXT = 100_000


@contextmanager
def at(place: str) -> Iterator[None]:
    """Prefix refusals raised inside with the place they are about, so that the path grows on the way up."""
    try:
        yield
    except RegistryError as refused:
        separator = "" if refused.message.startswith("[") else ": "
        raise type(refused)(f"{place}{separator}{refused.message}", refused.hint) from refused


def mapping(raw: Any, what: str) -> Mapping[str, Any]:
    """Return ``raw`` when it is an object; raise ``InputRefused`` otherwise."""
    if not isinstance(raw, Mapping):
        raise InputRefused(f"{what} must be an object with named fields", 'write it as {"field": "value"}')
    return raw


def known_keys(raw: Mapping[str, Any], known: Iterable[str], what: str) -> None:
    """Raise ``InputRefused`` for a field nobody knows, naming the nearest known one.

    The unknown word itself is not repeated: it may be a name that slipped into the wrong place.
    """
    known = tuple(known)
    for place, key in enumerate(raw, 1):
        if key not in known:
            near = difflib.get_close_matches(str(key), known, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"known fields: {', '.join(known)}"
            raise InputRefused(f"field {place} of {what} is not known", hint)


def line(raw: Any, what: str, longest: int = LONGEST) -> str:
    """Return one cleaned line of text, empty for None; raise ``InputRefused`` otherwise."""
    return _text(raw, what, longest, paragraphs=False)


def text(raw: Any, what: str) -> str:
    """Return cleaned text of several lines, empty for None; raise ``InputRefused`` otherwise."""
    return _text(raw, what, LONGEST_TEXT, paragraphs=True)


def _text(raw: Any, what: str, longest: int, *, paragraphs: bool) -> str:
    if raw is None:
        return ""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise InputRefused(f"{what} must be text", "give it in quotation marks")
    cleaned = clean(str(raw), paragraphs=paragraphs)
    if len(cleaned) > longest:
        raise InputRefused(
            f"{what} is longer than {longest:,} characters", "shorten it, or attach it as an exhibit"
        )
    return cleaned


def items(raw: Any) -> list[Any]:
    """Return a list as it is, None as an empty list, and anything else as a list of one."""
    if raw is None:
        return []
    return list(raw) if isinstance(raw, list | tuple) else [raw]
