"""What other systems call our terms: the codes that were seen in their own lists, and where they were seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Scheme:
    """One list of another system.

    ``codes`` are its codes with their meaning; ``whole`` says that they are all there are. ``unused`` tells why a code
    stands for no term of ours. ``reads`` says which term of ``vocabulary`` a code is taken for when it is read: never
    more than a statement, so that no list of another system can declare anyone dead.
    """

    key: str
    title: str
    source: str
    whole: bool
    codes: Mapping[str, str]
    unused: Mapping[str, str]
    reads: Mapping[str, str]
    vocabulary: str


@cache
def schemes() -> Mapping[str, Scheme]:
    """Return the schemes by key, read once when they are first asked for."""
    import tomllib
    from importlib import resources

    text = resources.files("registry.words").joinpath("data/crosswalk.toml").read_text(encoding="utf-8")
    return {key: Scheme(key=key, **table) for key, table in tomllib.loads(text).items()}
