"""Bodies: deflating and padding give back what they were given, and refuse other shapes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import Damaged, InputRefused
from registry.vault import body


@given(st.binary(max_size=5000))
def test_round_trips(data: bytes) -> None:
    assert body.unpad(body.pad(data)) == data
    assert body.inflate(body.deflate(data)) == data
    assert body.inflate_document(body.deflate_document(data)) == data


@given(st.integers(1, 2**32))
def test_padding_costs_little_and_never_shrinks(length: int) -> None:
    padded = body.padded_length(length)
    assert length <= padded <= max(length + 1, length * 1.12)
    assert body.padded_length(padded) == padded


def test_few_lengths_are_left_to_see() -> None:
    assert len({body.padded_length(length) for length in range(1, 100_000)}) < 300


@pytest.mark.parametrize(
    "broken",
    [b"", b"\x00\x00", b"\x00\x00\x00\x02ab", body.pad(b"abcdefghij")[:-1], body.pad(b"abc") + b"\x00",
     b"\xff\xff\xff\xff", body.pad(bytes(21))[:-1] + b"\x01"],
)  # fmt: skip
def test_other_shapes_are_refused(broken: bytes) -> None:
    whole = body.unpad(broken) if broken == b"\x00\x00\x00\x02ab" else None
    if whole is not None:  # six bytes are a Padmé length: the shortest body there is
        assert whole == b"ab"
        return
    with pytest.raises(Damaged):
        body.unpad(broken)


def test_a_body_that_is_not_deflated_is_refused() -> None:
    for data in (b"", b"\x07nonsense", body.unpad(body.deflate(b"x" * 100))[:-1]):
        with pytest.raises(Damaged):
            body.inflate(body.pad(data))
    trailing = body.unpad(body.deflate(b"x")) + b"more"
    with pytest.raises(Damaged):
        body.inflate(body.pad(trailing))


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = body.deflate(bytes(200_000))
    monkeypatch.setattr(body, "LARGEST", 100_000)
    with pytest.raises(Damaged):
        body.inflate(bomb)
    with pytest.raises(InputRefused):
        body.deflate(bytes(100_001))


def test_the_dictionary_earns_its_place() -> None:
    document = (
        b'{"id":"7K3MQ2XW9ABT","kind":"person","made":{"by":"00","device":"d","at":"2026-11-22T10:00:00Z"},'
        b'"items":[{"id":"1","t":"claim","by":"00","device":"d","at":"2026-11-22T10:00:00Z","fact":"sex"}]}'
    )
    assert len(body.deflate(document, body.DICTIONARY)) < 0.7 * len(body.deflate(document))
