"""Stamps: who wrote an item, where and when, with an identity of its own."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone

from registry.provenance.stamp import Pen, moment, utc_now


def test_moments_are_kept_in_utc_to_the_microsecond_and_sort_as_text() -> None:
    damascus = timezone(timedelta(hours=2))
    early = datetime(2016, 12, 9, 1, 30, 0, 5, tzinfo=damascus)
    assert moment(early) == "2016-12-08T23:30:00.000005Z"
    assert moment(early) < moment(early + timedelta(microseconds=1)) < moment(early + timedelta(days=1))


def test_a_pen_stamps_each_item_with_an_identity_of_its_own() -> None:
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    pen = Pen("ab" * 32, "laptop", lambda: now, random.Random(3).randrange)
    first, second = pen.stamp(), pen.stamp()
    assert first["id"] != second["id"]
    assert {key: first[key] for key in ("by", "device", "at")} == {
        "by": "ab" * 32,
        "device": "laptop",
        "at": "2026-11-22T09:00:00.000000Z",
    }


def test_the_clock_of_a_pen_tells_its_zone() -> None:
    assert utc_now().utcoffset() == timedelta(0)
