"""What goes to headquarters of a vault is hashes alone, and what comes back are pairs of cases to look at."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from registry.desk import hq
from registry.desk.consenting import withdraw
from registry.desk.desk import Desk
from registry.desk.tying import link_cases
from registry.desk.undoing import undo_last
from registry.errors import InputRefused
from registry.matching.engine import Pair
from registry.matching.pseudonyms import COLUMNS, KEY_BYTES
from tests.desk.making import a_case, a_group

KEY = bytes(range(KEY_BYTES))
FACTS: dict[str, Any] = {
    "name": "Samir Omar Mithal", "mother": "Salma", "sex": "male", "born": "1984-05-06", "last_seen_on": "2016-12-09",
    "last_seen_at": "Aleppo", "identity_number": "0012345678",
}  # fmt: skip


def written(desk: Desk, key: bytes = KEY) -> bytes:
    kept = io.BytesIO()
    hq.write_columns(kept, hq.columns(desk, key), key)
    return kept.getvalue()


def test_only_ids_and_hashes_leave(desk: Desk) -> None:
    case = a_case(desk, facts=FACTS)
    a_group(desk)
    raw = written(desk)
    (row,) = hq.read_columns([io.BytesIO(raw)])
    assert row["id"] == case
    assert all(row[column] for column in COLUMNS if not column.startswith("grandfather"))
    for word in (b"Samir", b"samir", b"Mithal", b"mithal", b"1984", b"male", b"SY", b"12345678", b"2016"):
        assert word not in raw, word


def test_a_case_withdrawn_or_refused_to_case_work_stays_out(desk: Desk) -> None:
    refused = a_case(desk, consent=["case_work"])
    withdraw(desk, refused, {"purpose": "case_work"})
    kept = a_case(desk, facts=FACTS)
    a_case(desk)
    undo_last(desk)
    assert [row["id"] for row in hq.read_columns([io.BytesIO(written(desk))])] == [kept]


def test_columns_of_different_keys_are_not_compared(desk: Desk) -> None:
    a_case(desk, facts=FACTS)
    ours, theirs = written(desk), written(desk, bytes(KEY_BYTES))
    with pytest.raises(InputRefused, match="different keys"):
        list(hq.read_columns([io.BytesIO(ours), io.BytesIO(theirs)]))


@pytest.mark.parametrize(
    "line", ['{"id": "000000000001", "given": "Samir"}', '{"id": "x"}', '{"id": "000000000001", "name": null}', "[]", "{", '{"id": "000000000001", "given": 7}'],
)  # fmt: skip
def test_words_in_columns_are_refused(desk: Desk, line: str) -> None:
    raw = written(desk) + line.encode() + b"\n"
    with pytest.raises(InputRefused):
        list(hq.read_columns([io.BytesIO(raw)]))


def test_another_file_is_no_file_of_columns() -> None:
    for raw in (b"", b"{}\n", b"name,father\n", b'{"columns": 9, "key": "00"}\n'):
        with pytest.raises(InputRefused):
            list(hq.read_columns([io.BytesIO(raw)]))


def test_pairs_have_the_shape_that_is_agreed_and_are_read_as_written() -> None:
    kept, one = io.BytesIO(), Pair("000000000001", "000000000002", 0.97, ("given", "born"))
    assert hq.write_pairs(kept, [one]) == 1
    assert json.loads(kept.getvalue()) == {
        "left": "000000000001", "right": "000000000002", "score": 0.97, "parts": ["given", "born"],
    }  # fmt: skip
    assert list(hq.read_pairs(io.BytesIO(kept.getvalue()))) == [one]


@pytest.mark.parametrize(
    "change",
    [
        {"left": "000000000002"},
        {"left": "x"},
        {"score": 2},
        {"score": "1"},
        {"parts": "given"},
        {"parts": [1]},
        {"right": None},
    ],
)
def test_what_is_no_pair_is_refused(change: dict[str, Any]) -> None:
    pair = {"left": "000000000001", "right": "000000000002", "score": 0.9, "parts": [], **change}
    with pytest.raises(InputRefused):
        list(hq.read_pairs(io.BytesIO(json.dumps(pair).encode())))


def test_candidates_are_pairs_here_that_nobody_decided(desk: Desk) -> None:
    one, two, three = (a_case(desk, facts=FACTS) for _ in range(3))
    link_cases(desk, one, two, "not_same", "certain", "two brothers")
    ids = [sorted(pair) for pair in ((one, two), (one, three), (two, three))]
    found = [Pair(*pair, score) for pair, score in zip(ids, (0.99, 0.91, 0.95), strict=True)]
    found += [Pair(*ids[1], 0.97), Pair("000000000001", one, 0.99)]
    assert [(one.left, one.right, one.score) for one in hq.candidates(desk, found)] == [
        (*ids[1], 0.97), (*ids[2], 0.95),
    ]  # fmt: skip


def test_a_key_is_read_from_its_file_or_refused() -> None:
    assert hq.read_key(KEY.hex().encode() + b"\n") == KEY
    for raw in (b"", b"00", b"zz" * KEY_BYTES, "é".encode()):
        with pytest.raises(InputRefused, match="no key"):
            hq.read_key(raw)
