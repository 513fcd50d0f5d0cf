"""Pairs of cases that may be the same person, found by Splink on DuckDB or Spark in columns of hashes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from registry.errors import InputRefused, UsageRefused
from registry.matching.pseudonyms import COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

DUCKDB, SPARK = "duckdb", "spark"
ENGINES = (DUCKDB, SPARK)
# Of so many records one is expected to speak of somebody who has another: what a pair drawn by chance starts from.
_ONE_AGAIN_IN = 4
_BATCH = 50_000
# So many pairs are drawn by chance to learn how often two different people agree by accident.
_SAMPLED = 2e6
SUGGESTED = 0.9


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cases that may be the same person: their ids, a score from 0 to 1, and what agreed of their parts."""

    left: str
    right: str
    score: float
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Engine:
    """Where the comparison runs.

    ``memory`` is DuckDB's limit, such as ``4GB``; beyond it the run stops, since nothing may spill to a disk. ``master``
    and ``settings`` are Spark's own: with ``local[*]`` it runs here, its shuffles under ``spark.local.dir``.
    """

    name: str = DUCKDB
    memory: str = ""
    threads: int = 0
    master: str = "local[*]"
    settings: Mapping[str, str] | None = None


# What two records agree on by level, the best first: the condition, how often one person's two records meet it,
# and the word for it; what is missing on one side says nothing. The figures (m probabilities) are the house's
# reading of how names and dates come twice; how often strangers agree is learnt from the data at hand.
_Level = tuple[str, float, str]
_NAME_LEVELS: Mapping[str, tuple[float, float]] = {
    "given": (0.74, 0.257), "father": (0.70, 0.22), "grandfather": (0.70, 0.22), "family": (0.72, 0.22),
    "mother": (0.66, 0.24),
}  # fmt: skip
_OTHER_LEVELS: Mapping[str, tuple[_Level, ...]] = {
    "born": (
        ("born_l = born_r", 0.70, "born"),
        ("born_swapped_l = born_swapped_r", 0.06, "born, day and month swapped"),
        ("born_year_l = born_year_r", 0.15, "year of birth"),
        ("born_year_l = born_next_r OR born_next_l = born_year_r", 0.08, "year of birth, one apart"),
    ),
    "sex": (("sex_l = sex_r", 0.98, "sex"),),
    "place": (("place_l = place_r", 0.85, "place"),),
    "seen": (("seen_l = seen_r", 0.80, "month last seen"),),
    "number": (("number_l = number_r", 0.95, "number"),),
}
# Pairs are looked for where one of these sets of columns agrees whole: each misses what another finds.
_BLOCKS = (
    ("given_sound", "father_sound", "family_sound"),
    ("given_sound", "family_sound", "born_year"),
    ("given_sound", "father_sound", "born"),
    ("father_sound", "family_sound", "born"),
    ("given_sound", "mother_sound", "family_sound"),
    ("given_sound", "family_sound", "place", "seen"),
    ("number",),
)


def pairs(rows: Iterable[Mapping[str, Any]], engine: Engine, threshold: float = SUGGESTED) -> Iterator[Pair]:
    """Yield the pairs of at least that score among rows of ``pseudonyms.COLUMNS``; ids that come twice count once.

    Raises ``UsageRefused`` where the extra ``hq`` (for Spark ``spark``) is not installed, ``InputRefused`` with fewer than
    two rows or where memory does not suffice.
    """
    if engine.name not in ENGINES:
        raise UsageRefused("there is no engine of that name", f"use one of: {', '.join(ENGINES)}")
    table = _table(rows)
    if table.num_rows < 2:
        raise InputRefused("fewer than two cases are there to compare", "give the columns of more cases")
    api = _duckdb(engine) if engine.name == DUCKDB else _spark(engine)
    try:
        yield from _found(api, table, threshold)
    except Exception as failed:
        if "out of memory" not in str(failed).casefold():
            raise
        raise InputRefused(
            "there is not enough memory to compare so many cases, and nothing of them is put on a disk",
            "give --memory more, or compare on Spark with --engine spark",
        ) from None
    finally:
        if engine.name == SPARK:
            api.spark.stop()


def _table(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    try:
        import pyarrow as pa
    except ModuleNotFoundError as missing:
        raise _absent() from missing
    schema = pa.schema([(column, pa.string()) for column in COLUMNS])
    rest, chunks = _once(rows), []
    while batch := list(islice(rest, _BATCH)):
        chunks.append(pa.RecordBatch.from_pylist(batch, schema))
    return pa.Table.from_batches(chunks, schema)


def _once(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield each case once: a journey brings a copy of the same."""
    seen: set[str] = set()
    for row in rows:
        if row["id"] not in seen:
            seen.add(row["id"])
            yield {column: row.get(column) for column in COLUMNS}


def _absent(extra: str = "hq") -> UsageRefused:
    return UsageRefused(
        f"comparing at headquarters' scale on this engine needs the extra `{extra}`",
        f"install `registry[{extra}]` on the machine where columns are compared; no vault need be there",
    )


def _duckdb(engine: Engine) -> Any:
    try:
        import duckdb
        from splink import DuckDBAPI
    except ModuleNotFoundError as missing:
        raise _absent() from missing
    connection = duckdb.connect(":memory:")
    # Nothing spills: what is compared stays in memory, and no extension is looked for on a network.
    connection.execute("SET temp_directory = ''")
    connection.execute("SET autoinstall_known_extensions = false")
    if engine.memory:
        connection.execute("SET memory_limit = ?", [engine.memory])
    if engine.threads:
        connection.execute("SET threads = ?", [engine.threads])
    return DuckDBAPI(connection)


def _spark(engine: Engine) -> Any:
    try:
        from pyspark.sql import SparkSession
        from splink import SparkAPI
    except ImportError as missing:
        raise _absent(SPARK) from missing
    builder = SparkSession.builder.appName("registry").master(engine.master)
    wanted = {
        "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "8", "spark.io.encryption.enabled": "true",
        "spark.network.crypto.enabled": "true", "spark.authenticate": "true",
        **({"spark.driver.host": "127.0.0.1"} if engine.master.startswith("local") else {}),
        **(engine.settings or {}),
    }  # fmt: skip
    for name, value in wanted.items():
        builder = builder.config(name, value)
    # Only equality is asked, so that Splink's own functions for Spark are not needed.
    return SparkAPI(
        spark_session=builder.getOrCreate(), register_udfs_automatically=False, break_lineage_method="persist"
    )


def _found(api: Any, table: pa.Table, threshold: float) -> Iterator[Pair]:
    from splink import Linker

    levels = _levels()
    linker = Linker(api.register(table), _settings(levels, table.num_rows), log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=_SAMPLED, seed=1)
    scored = linker.inference.predict(threshold_match_probability=threshold, warning_mode="never")
    wanted = ", ".join(["id_l", "id_r", "match_probability", *(f"gamma_{name}" for name in levels)])
    found = api.query_sql(f"SELECT {wanted} FROM {scored.physical_name}")  # noqa: S608 - names of our own columns
    for batch in found.as_pyarrow_table().to_batches(10_000):
        for row in batch.to_pylist():
            left, right = sorted((row["id_l"], row["id_r"]))
            yield Pair(left, right, round(row["match_probability"], 6), tuple(_agreed(row, levels)))


def _levels() -> dict[str, tuple[_Level, ...]]:
    names = {
        name: (
            (f"{name}_l = {name}_r", same, name),
            (f"{name}_sound_l = {name}_sound_r", sound, f"{name}, as it sounds"),
        )
        for name, (same, sound) in _NAME_LEVELS.items()
    }
    return {**names, **_OTHER_LEVELS}


def _settings(levels: Mapping[str, tuple[_Level, ...]], rows: int) -> Any:
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        probability_two_random_records_match=2 / (_ONE_AGAIN_IN * (rows - 1) + 2),
        comparisons=[_comparison(name, own) for name, own in levels.items()],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in _BLOCKS],
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=False,
    )


def _comparison(name: str, levels: tuple[_Level, ...]) -> dict[str, Any]:
    rest = 1 - math.fsum(often for _, often, _ in levels)
    null = {
        "sql_condition": f"{name}_l IS NULL OR {name}_r IS NULL",
        "label_for_charts": "unknown",
        "is_null_level": True,
    }
    if name == "born":
        null["sql_condition"] = "born_year_l IS NULL OR born_year_r IS NULL"
    said: list[dict[str, Any]] = [
        {"sql_condition": sql, "label_for_charts": word, "m_probability": often}
        for sql, often, word in levels
    ]
    if name in _NAME_LEVELS:
        said[0]["tf_adjustment_column"] = name  # a rare name that agrees says more than Mohammed does
    other = {"sql_condition": "ELSE", "label_for_charts": "differs", "m_probability": round(rest, 6)}
    return {"output_column_name": name, "comparison_levels": [null, *said, other]}


def _agreed(row: Mapping[str, Any], levels: Mapping[str, tuple[_Level, ...]]) -> Iterator[str]:
    """Yield what agreed, in words; a level's number counts down to nought, which stands for what differs."""
    for name, own in levels.items():
        gamma = row[f"gamma_{name}"]
        if gamma > 0:
            yield own[len(own) - gamma][2]
