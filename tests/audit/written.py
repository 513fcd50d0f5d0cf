"""Summaries written by hand, in the interchange shape, for the auditor's tests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from registry.audit.auditing import audit
from registry.audit.finding import Audit
from registry.audit.reading import read_release

CONTROLLED = {"base": 10, "mode": "controlled", "reach": 9}


def children(**dimensions: Sequence[str]) -> dict[str, Any]:
    """Return dimensions of one generation of classes."""
    return {key: {"children": {"Total": list(codes)}} for key, codes in dimensions.items()}


def summary(dimensions: Mapping[str, Any], cells: Sequence[tuple[Any, ...]], **beside: Any) -> bytes:
    """Return a summary as bytes; a cell is its place, its value, and why it is withheld."""
    document = {
        "release_id": "first",
        "made_on": "2026-01-01",
        "threshold": 10,
        "dimensions": dimensions,
        "rounding": None,
        "suppression": {"threshold": 10},
        "cells": [
            {"at": at, "value": value, **({"why": why[0]} if why else {})} for at, value, *why in cells
        ],
    }
    return json.dumps({**document, **beside}).encode()


def table(
    keys: Sequence[str], sides: Sequence[Sequence[str]], counts: Mapping[tuple[str, ...], Any]
) -> list[tuple[Any, ...]]:
    """Return the cells of a table with all margins; ``counts`` are those of its finest cells."""
    found = []
    for codes in product(*[(*side, None) for side in sides]):
        total = sum(
            n for at, n in counts.items() if all(c in (None, x) for c, x in zip(codes, at, strict=True))
        )
        found.append(({key: code for key, code in zip(keys, codes, strict=True) if code}, total))
    return found


def audited(*written: bytes, **beside: Any) -> Audit:
    """Audit some summaries."""
    return audit([read_release(one) for one in written], **beside)


def kinds(found: Audit, *, fatal: bool = True) -> set[str]:
    """Return the kinds of the findings."""
    return {finding.kind for finding in found.findings if finding.fatal == fatal}


def at(**classes: str) -> frozenset[tuple[str, str]]:
    """Return a cell by its classes."""
    return frozenset(classes.items())


def left(
    found: Audit, kind: str
) -> dict[frozenset[frozenset[tuple[str, str]]], tuple[int | None, int | None]]:
    """Return the bounds of the findings of one kind by their cells."""
    return {frozenset(one.cells): (one.low, one.high) for one in found.findings if one.kind == kind}
