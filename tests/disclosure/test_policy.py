"""The floor: a configuration may be stricter than it, and nothing loosens it."""

from __future__ import annotations

from dataclasses import fields

import pytest

from registry.disclosure.policy import FLOOR, PROFILES, Policy, policy_called, policy_from
from registry.errors import InputRefused

NUMBERS = [field.name for field in fields(Policy) if field.name != "name"]
CEILINGS = {"dimensions", "cells"}


def test_the_floor_is_the_one_the_design_gives() -> None:
    assert FLOOR.plain() == {
        "name": "floor", "persons": 10, "families": 5, "minors": 20, "dimensions": 3, "universe": 50,
        "month": 100, "lag": 30, "base": 10, "percent_base": 100, "cells": 2000, "group_low": 10,
        "gap": 30, "newcomers": 10, "sensitive": 20, "floor_band": 0,
    }  # fmt: skip


@pytest.mark.parametrize("key", NUMBERS)
def test_no_number_can_be_loosened(key: str) -> None:
    step = 1 if key in CEILINGS else -1
    for far in (1, 10):
        with pytest.raises(InputRefused, match=key):
            FLOOR.tightened("mine", {key: getattr(FLOOR, key) + step * far})


@pytest.mark.parametrize("key", sorted(set(NUMBERS) - {"base", "persons", "floor_band"}))
def test_every_other_number_can_be_tightened(key: str) -> None:
    step = -1 if key in CEILINGS else 10
    value = getattr(FLOOR, key) + step
    assert getattr(FLOOR.tightened("mine", {key: value}), key) == value


def test_the_floor_band_is_turned_on_by_a_policy_and_never_off() -> None:
    on = FLOOR.tightened("mine", {"floor_band": 1})
    assert on.floor_band == PROFILES["press"].floor_band == 1
    with pytest.raises(InputRefused, match="floor_band"):
        on.tightened("mine", {"floor_band": 0})


@pytest.mark.parametrize(
    "changes",
    [{"base": 20}, {"persons": 20}, {"force": 1}, {"minors": True}, {"cells": 0}, {"floor_band": 2}],
)
def test_what_has_no_proof_is_refused(changes: dict[str, int]) -> None:
    with pytest.raises(InputRefused):
        FLOOR.tightened("mine", changes)


def test_a_threshold_between_two_prints_is_refused() -> None:
    with pytest.raises(InputRefused, match="multiple"):
        FLOOR.tightened("mine", {"minors": 25})


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_is_at_least_as_strict_as_the_floor(name: str) -> None:
    profile = PROFILES[name]
    for key in NUMBERS:
        strict, floor = getattr(profile, key), getattr(FLOOR, key)
        assert strict <= floor if key in CEILINGS else strict >= floor


def test_a_configuration_tightens_a_profile_and_keeps_its_name() -> None:
    policy = policy_called("press", {"lag": 90})
    assert (policy.name, policy.lag, policy.dimensions) == ("press", 90, 2)
    with pytest.raises(InputRefused, match="no policy"):
        policy_called("friends")


def test_an_organisations_own_policy_tightens_the_profile_it_is_based_on() -> None:
    own = policy_from('name = "our office"\nbased_on = "press"\n[numbers]\nlag = 90\n')
    assert (own.name, own.lag, own.dimensions) == ("our office", 90, 2)
    assert policy_from('name = "our office"').lag == FLOOR.lag


@pytest.mark.parametrize(
    "text",
    [
        "name = ", 'name = "public"', 'name = "Office 7"', "", 'name = "our office"\nforce = true',
        'name = "our office"\nbased_on = "friends"', 'name = "our office"\nbased_on = 7',
        'name = "our office"\nbased_on = "press"\n[numbers]\nlag = 30\n',
        'name = "our office"\nnumbers = 5', 'name = "our office"\n[numbers]\nfamilies = 4\n',
        'name = "our office"\n[numbers]\ngap = 7\n',
    ],
)  # fmt: skip
def test_a_policy_file_that_loosens_or_says_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        policy_from(text)
