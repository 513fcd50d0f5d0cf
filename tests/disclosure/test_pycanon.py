"""Line lists of seeded registers, measured by pycanon from the written spreadsheet alone: ``nox -s pycanon``."""

from __future__ import annotations

import io
import json
import os
import warnings
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from registry.disclosure.earlier import LIST, Earlier
from registry.disclosure.line_rules import COLUMNS
from registry.disclosure.lines import list_of, plan_list
from registry.reports.line_list import write_list
from tests.disclosure.registers import MADE_ON, SHAPES, register, tie

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pandas = pytest.importorskip("pandas", reason="measured where pandas and pycanon are installed")
    anonymity = pytest.importorskip("pycanon.anonymity", reason="measured where pycanon is installed")

SIZES = (200, 300, 1500) if os.environ.get("REGISTRY_EXHAUSTIVE") != "1" else (200, 240, 300, 600, 1500, 3000)
SEEDS = range(3) if os.environ.get("REGISTRY_EXHAUSTIVE") != "1" else range(10)


def lists(shape: str, size: int, seed: int) -> Iterator[Any]:
    """Yield the rows of a first list and of one beside it of twice as many people, as pandas reads the spreadsheet."""
    people = register(size * 2, shape, seed=seed, bus=40 if seed % 2 else 0)
    first = plan_list(people[:size], COLUMNS, made_on=MADE_ON)
    earlier = Earlier(LIST, MADE_ON, first.people, first.told_of())
    second = plan_list(people, COLUMNS, made_on=MADE_ON + timedelta(days=40), past=[earlier])
    for plan in (first, second):
        if plan.refusal is None:
            made = list_of(plan, "R", tie)
            files = write_list(made, "en")
            frame = pandas.read_csv(
                io.BytesIO(files["list.csv"]), dtype=str, keep_default_na=False, skiprows=[1]
            )
            frame.columns = [column["key"] for column in json.loads(files["list.json"])["columns"]]
            yield frame


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("size", SIZES)
def test_pycanon_finds_the_k_and_l_that_the_policy_asks(shape: str, size: int) -> None:
    measured: list[int] = []
    for seed in SEEDS:
        for frame in lists(shape, size, seed):
            apart = [column for column in frame.columns if column not in {"status", "holder"}]
            k = anonymity.k_anonymity(frame, apart)
            distinct = [anonymity.l_diversity(frame, apart, [told]) for told in ("status", "holder")]
            alpha = [anonymity.alpha_k_anonymity(frame, apart, [told])[0] for told in ("status", "holder")]
            assert k >= 11
            assert min(distinct) >= 3
            assert max(alpha) <= 0.8
            measured.append(k)
    assert measured
