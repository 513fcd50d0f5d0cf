"""The same lists linked by Splink on DuckDB, as its own documentation sets it up: the peer that the figures stand beside."""

from __future__ import annotations

import logging
import warnings

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

_THRESHOLDS = (0.5, 0.95)
Rows = dict[str, dict[str, str]]
Pair = tuple[str, str]


def linked(name: str, rows: Rows) -> dict[float, set[Pair]]:
    """Return the pairs that Splink finds from each chance on."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    warnings.simplefilter("ignore")
    frame = pd.DataFrame([{**row, "unique_id": one} for one, row in rows.items()]).replace("", None)
    if name == "FEBRL 4":
        settings, rules, deterministic = _febrl(frame)
    else:
        settings, rules, deterministic = _fake()
    linker = Linker(DuckDBAPI().register(frame), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(deterministic, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in rules:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=min(_THRESHOLDS)).as_pandas_dataframe()
    return {
        threshold: {
            (min(a, b), max(a, b))
            for a, b, chance in zip(
                found["unique_id_l"], found["unique_id_r"], found["match_probability"], strict=True
            )
            if chance >= threshold
        }
        for threshold in _THRESHOLDS
    }


def _febrl(frame: pd.DataFrame) -> tuple[SettingsCreator, list[object], list[object]]:
    frame["date_of_birth"] = frame["date_of_birth"].where(frame["date_of_birth"].str.len() == 8)
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"), block_on("date_of_birth"), block_on("soc_sec_id"),
            block_on("given_name", "postcode"), block_on("surname", "postcode"), block_on("postcode", "street_number"),
        ],
        comparisons=[
            cl.NameComparison("given_name"), cl.NameComparison("surname"),
            cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]), cl.ExactMatch("street_number"),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]), cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
            cl.JaroWinklerAtThresholds("suburb", [0.9, 0.7]),
        ],
    )  # fmt: skip
    rules: list[object] = [block_on("date_of_birth"), block_on("postcode")]
    return settings, rules, [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]


def _fake() -> tuple[SettingsCreator, list[object], list[object]]:
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("first_name", "city"), block_on("surname"), block_on("first_name"), block_on("dob"),
            block_on("email"),
        ],
        comparisons=[
            cl.NameComparison("first_name"), cl.NameComparison("surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True), cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
    )  # fmt: skip
    rules: list[object] = [block_on("first_name", "surname"), block_on("dob")]
    return settings, rules, [block_on("first_name", "surname", "dob"), block_on("email")]
