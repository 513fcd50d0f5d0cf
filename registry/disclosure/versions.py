"""The versions of the registered classifications: what a digest of each is, and how a cell is spelled under them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from registry.disclosure.dimensions import Dimension
from registry.disclosure.tables import Cell, Ladders

# One line for each classification: its version, and the digest of its rungs, classes and leaves. A changed
# classification gets a new version and digest here, and the classes whose people changed get that version in
# its ``versions``: they start anew in the ledger, all others stay held to what was printed.
VERSIONS: Mapping[str, tuple[int, str]] = {
    "place": (1, "fab4be52d4b994c7"),
    "sex": (1, "c7ce8f18283c5938"),
    "age": (1, "0467e7b58e939cb1"),
    "status": (1, "63070f52804e0f9d"),
    "holder": (1, "ba0b6b5da3abb836"),
}


def version_of(key: str) -> str:
    """Return the version of a classification; rungs of time have one version, since their classes say their dates."""
    return str(VERSIONS[key][0]) if key in VERSIONS else "1"


def structure(dimension: Dimension) -> str:
    """Return a digest of a classification's rungs, its classes and what each of them gathers."""
    lines = [
        f"{level.key}/{node.code}@{dimension.versions.get(node.code, 1)}/{','.join(sorted(node.leaves))}"
        for level in dimension.levels
        for node in level.nodes
    ]
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


def level_key(cell: Cell, ladders: Ladders) -> str:
    """Return a cell as the ledger spells it: a class drawn anew is another class, told by its version."""
    return "|".join(f"{key}={_versioned(ladders[key], code)}" for key, code in cell)


def older_keys(cell: Cell, ladders: Ladders) -> tuple[str, ...]:
    """Return how the ledger spelled the cells of the same words before their classes were last drawn anew."""
    newest = max((ladders[key].versions.get(code, 1) for key, code in cell), default=1)
    return tuple(
        "|".join(f"{key}={_versioned(ladders[key], code, most)}" for key, code in cell)
        for most in range(newest - 1, 0, -1)
    )


def _versioned(dimension: Dimension, code: str, most: int | None = None) -> str:
    version = dimension.versions.get(code, 1)
    version = version if most is None else min(version, most)
    return code if version == 1 else f"{code}@{version}"
