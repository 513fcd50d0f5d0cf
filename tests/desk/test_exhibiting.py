"""Evidence at the desk: hashed before it is sealed, read out byte for byte, every read-out on record."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest

from registry.cases.items import ReadOut
from registry.desk.desk import Desk
from registry.desk.exhibiting import attach, read_out
from registry.desk.naming import exhibit_named
from registry.errors import InputRefused, NotFound
from registry.words.identity import short
from tests.desk.making import a_case, a_source, a_status

SCAN = bytes(range(256)) * 2000


def test_an_exhibit_comes_back_as_it_was_with_what_it_bears_out(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    claim = a_status(desk, case, "held_reported", source)
    kept = attach(desk, case, BytesIO(SCAN), "scan.jpg", source=short(source), claims=(claim,))
    assert (kept.sha256, kept.size) == (hashlib.sha256(SCAN).hexdigest(), len(SCAN))
    assert (kept.name, kept.source, kept.claims) == ("scan.jpg", source, (claim,))
    exhibit, pieces = read_out(desk, case, short(kept.id))
    assert exhibit == kept
    assert b"".join(pieces) == SCAN


def test_a_read_out_is_on_record_before_the_first_byte(desk: Desk) -> None:
    case = a_case(desk)
    kept = attach(desk, case, BytesIO(SCAN), "scan.jpg")
    read_out(desk, case, kept.id)  # nobody takes a piece of it
    assert [item.exhibit for item in desk.case(case).every(ReadOut)] == [kept.id]
    last = next(iter(desk.vault.journal(newest_first=True))).entry
    assert last.operation == "exhibit export"


@pytest.mark.parametrize(
    ("name", "kept"), [("", "unnamed"), ("a\x1b[2Jb", "a\x1b[2Jb"), ("../../etc/passwd",) * 2]
)
def test_a_name_is_text_and_never_a_path(desk: Desk, name: str, kept: str) -> None:
    assert attach(desk, a_case(desk), BytesIO(b""), name).name == kept


def test_what_is_refused_leaves_no_bytes_and_no_act(desk: Desk) -> None:
    case, other = a_case(desk), a_case(desk)
    foreign = a_status(desk, other, "held_reported", a_source(desk))
    acts = desk.vault.info().acts
    with pytest.raises(NotFound, match="no single claim"):
        attach(desk, case, BytesIO(SCAN), "scan.jpg", claims=(foreign,))
    with pytest.raises(NotFound, match="no source"):
        attach(desk, case, BytesIO(SCAN), "scan.jpg", source="000-0000")
    with pytest.raises(InputRefused, match="longer"):
        attach(desk, case, BytesIO(SCAN), "x" * 256)
    assert (desk.vault.info().acts, desk.case(case).exhibits) == (acts, ())
    assert desk.vault.check().ok


def test_an_exhibit_of_another_case_is_not_found(desk: Desk) -> None:
    case, other = a_case(desk), a_case(desk)
    kept = attach(desk, other, BytesIO(SCAN), "scan.jpg")
    with pytest.raises(NotFound, match="no single exhibit"):
        read_out(desk, case, kept.id)
    assert exhibit_named(desk.case(other), kept.id) == kept
