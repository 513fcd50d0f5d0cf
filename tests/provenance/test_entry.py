"""A journal entry: the same bytes each time, and every field of it signed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from registry.provenance.entry import START, VERSION, Change, Entry, Signed, stamp

CHANGE = Change("cases", "000000000001", ("I1", "I2"), b"c" * 32)
ENTRY = Entry(VERSION, 1, START, "2026-11-22T10:00:00Z", "laptop", b"k" * 32, "case new", (CHANGE,))


def test_it_is_read_back_as_it_was() -> None:
    signed = Signed(ENTRY, b"s" * 64)
    assert Signed.from_bytes(signed.to_bytes()) == signed
    assert Signed.from_bytes(signed.to_bytes()).digest() == signed.digest()


@pytest.mark.parametrize(
    "changed",
    [
        {"sequence": 2}, {"previous": b"p" * 32}, {"at": "2026-11-22T10:00:01Z"}, {"device": "other"},
        {"by": b"x" * 32}, {"operation": "case edit"}, {"changes": ()},
        {"changes": (Change("cases", "000000000001", ("I1",), b"c" * 32),)},
    ],
)  # fmt: skip
def test_every_field_is_in_what_is_signed(changed: dict[str, object]) -> None:
    other = msgspec.structs.replace(ENTRY, **changed)
    assert other.to_sign() != ENTRY.to_sign()
    assert Signed(other, b"").digest() != Signed(ENTRY, b"").digest()


@pytest.mark.parametrize("raw", [b"", b"\xc0", b"\x92\xc4\x00\xc4\x00", Signed(ENTRY, b"").to_bytes()[:-1]])
def test_other_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        Signed.from_bytes(raw)


def test_a_removed_object_has_no_commitment() -> None:
    assert Change("cases", "000000000001", (), b"").removed
    assert not CHANGE.removed


def test_moments_are_stamped_in_utc() -> None:
    damascus = timezone(timedelta(hours=3))
    assert stamp(datetime(2026, 11, 22, 13, 0, 5, 999, tzinfo=damascus)) == "2026-11-22T10:00:05Z"
    assert stamp(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) == "2026-01-02T03:04:05Z"
