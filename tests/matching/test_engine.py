"""Splink finds the same people on DuckDB and on Spark, in columns that hold no word."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import combinations

import pytest

from bench.hq import records
from registry.errors import InputRefused, UsageRefused
from registry.matching.engine import DUCKDB, SPARK, Engine, Pair, pairs
from registry.matching.pseudonyms import KEY_BYTES, pseudonyms

needs_hq = pytest.mark.skipif(find_spec("splink") is None, reason="the extra hq is not installed")
needs_spark = pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None,
    reason="the extra spark or Java is not installed",
)
# What Spark's and DuckDB's own libraries leave behind or call old is theirs to mend.
quiet = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning"
)


def rows(many: int) -> tuple[list[dict[str, str | None]], set[tuple[str, str]]]:
    """Columns of synthetic records, and the pairs of them that are one person."""
    drawn = list(records(many, seed=3))
    people: dict[int, list[str]] = {}
    for person, one in drawn:
        people.setdefault(person, []).append(one.id)
    true = {pair for ids in people.values() for pair in combinations(sorted(ids), 2)}
    return [pseudonyms(one, bytes(KEY_BYTES)) for _, one in drawn], true


def quality(found: list[Pair], true: set[tuple[str, str]]) -> tuple[float, float]:
    right = sum((one.left, one.right) in true for one in found)
    return right / len(found), right / len(true)


@needs_hq
@quiet
def test_most_pairs_are_found_and_few_are_wrong() -> None:
    given, true = rows(3000)
    found = list(pairs(given, Engine(DUCKDB)))
    precision, recall = quality(found, true)
    assert precision > 0.93 and recall > 0.88
    assert all(one.left < one.right and 0.9 <= one.score <= 1 and one.parts for one in found)
    assert len({(one.left, one.right) for one in found}) == len(found)


@needs_hq
@quiet
def test_a_copy_of_a_case_is_no_pair_with_itself() -> None:
    given, _ = rows(200)
    assert all(one.left != one.right for one in pairs([*given, *given[:50]], Engine(DUCKDB)))


@needs_hq
@quiet
def test_what_does_not_fit_into_memory_is_refused_in_a_sentence() -> None:
    given, _ = rows(3000)
    with pytest.raises(InputRefused, match="not enough memory"):
        list(pairs(given, Engine(DUCKDB, memory="6MB", threads=1)))


@needs_hq
def test_one_case_alone_is_refused() -> None:
    given, _ = rows(1)
    with pytest.raises(InputRefused, match="fewer than two"):
        list(pairs(given, Engine(DUCKDB)))


@pytest.mark.skipif(find_spec("splink") is not None, reason="the extra hq is installed")
def test_without_the_extra_it_is_named() -> None:
    with pytest.raises(UsageRefused, match="`hq`"):
        list(pairs(iter(()), Engine(DUCKDB)))


def test_an_engine_that_is_none_is_refused() -> None:
    with pytest.raises(UsageRefused, match="no engine"):
        list(pairs(iter(()), Engine("abacus")))


@pytest.mark.slow
@needs_hq
@needs_spark
@quiet
def test_spark_finds_what_duckdb_finds() -> None:
    given, _ = rows(300)

    def found(engine: Engine) -> Iterator[tuple[str, str]]:
        return ((one.left, one.right) for one in pairs(given, engine))

    few = {"spark.sql.shuffle.partitions": "1", "spark.default.parallelism": "1"}
    assert set(found(Engine(SPARK, settings=few))) == set(found(Engine(DUCKDB)))
