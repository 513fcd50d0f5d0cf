"""Reading out for a purpose, and copies of pictures without metadata: logged first, the original untouched."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest

from registry.cases.items import ReadOut
from registry.desk.claiming import add_claim
from registry.desk.desk import Desk
from registry.desk.exhibiting import Purpose, attach, read_out, read_out_cleared
from registry.desk.history import history
from registry.desk.intake import take_in
from registry.desk.naming import exhibit_named
from registry.desk.undoing import undo_last
from registry.errors import Damaged, InputRefused, NotFound
from registry.words.identity import number_of, short
from tests.desk.making import FAMILY, a_case, a_source
from tests.evidence.making import GREY, MAKER, laden_jpeg

WHY = Purpose("for an appeal", "a lawyer", "lawyer")


def test_the_type_is_told_from_the_bytes_and_never_from_the_name(desk: Desk) -> None:
    case = a_case(desk)
    kept = attach(desk, case, BytesIO(b"%PDF-1.7 and more"), "photo.jpg")
    assert (kept.media_type, kept.name) == ("application/pdf", "photo.jpg")
    assert attach(desk, case, BytesIO(b""), "empty.jpg").media_type == "application/octet-stream"
    long = attach(desk, case, BytesIO(laden_jpeg() + bytes(600_000)), "x")
    assert long.media_type == "image/jpeg"


def test_why_and_for_whom_stand_in_the_log_before_a_byte_is_given_out(desk: Desk) -> None:
    case = a_case(desk, consent=["lawyer"])
    kept = attach(desk, case, BytesIO(b"scan"), "scan.txt")
    read_out(desk, case, kept.id, WHY)
    (logged,) = desk.case(case).every(ReadOut)
    assert (logged.reason, logged.recipient, logged.copy_sha256) == ("for an appeal", "a lawyer", "")
    said = [past.what for past in history(desk.case(case))][-1]
    assert said == f"exhibit {short(kept.id)} read out to a file for a lawyer: for an appeal"


@pytest.mark.parametrize("raw", [["x"], {"reason": ["x"]}, {"why": "x"}, {"recipient": "x" * 501}])
def test_a_purpose_that_cannot_be_read_is_refused(raw: object) -> None:
    with pytest.raises(InputRefused):
        Purpose.parse(raw)


def test_a_cleared_copy_has_a_hash_of_its_own_in_the_log_and_the_original_stays(desk: Desk) -> None:
    case, picture = a_case(desk, consent=["lawyer"]), laden_jpeg()
    kept = attach(desk, case, BytesIO(picture), "photo.jpg")
    exhibit, logged, made = read_out_cleared(desk, case, kept.id, WHY)
    assert exhibit == kept
    assert MAKER not in made.data
    assert (logged.copy_sha256, logged.copy_size) == (hashlib.sha256(made.data).hexdigest(), len(made.data))
    assert logged.removed == made.removed
    assert list(desk.case(case).every(ReadOut)) == [logged]
    assert b"".join(read_out(desk, case, kept.id)[1]) == picture
    assert desk.case(case).exhibits == (kept,)


def test_what_cannot_be_cleared_is_neither_given_out_nor_logged(desk: Desk) -> None:
    case = a_case(desk)
    kept = attach(desk, case, BytesIO(b"%PDF-1.7"), "photo.jpg")
    cut = attach(desk, case, BytesIO(GREY[:50]), "cut.jpg")
    acts = desk.vault.head[0]
    for one in (kept, cut):
        with pytest.raises(InputRefused):
            read_out_cleared(desk, case, one.id)
    assert desk.vault.head[0] == acts


def test_bytes_that_do_not_hold_make_no_cleared_copy(desk: Desk) -> None:
    case = a_case(desk)
    kept = attach(desk, case, BytesIO(laden_jpeg() * 200), "photo.jpg")
    break_piece(desk, case, kept.id)
    with pytest.raises(Damaged):
        read_out_cleared(desk, case, kept.id)
    assert desk.case(case).every(ReadOut) == ()


def test_bytes_that_are_not_those_of_the_signed_hash_are_refused_at_the_end(desk: Desk) -> None:
    case = a_case(desk)
    kept = attach(desk, case, BytesIO(b"as it was"), "scan.txt")
    forge_hash(desk, case, kept.id)
    with pytest.raises(Damaged, match="not those that were sealed"):
        b"".join(read_out(desk, case, kept.id)[1])


def forge_hash(desk: Desk, case: str, exhibit: str) -> None:
    """Write another hash into an exhibit's item, as someone with the keys and a changed program can."""
    with desk.vault.act("forge") as act:
        document = desk.document("cases", case)
        for item in document["items"]:
            if item["id"] == exhibit:
                item["sha256"] = "00" * 32
        act.write("cases", number_of(case), document)
        desk.vault.touched("cases")


def break_piece(desk: Desk, case: str, exhibit: str, index: int = 0) -> None:
    """Change one byte of one sealed piece of an exhibit, as a failing disk does."""
    rows = desk.vault.rows
    name = rows.piece_row("cases", number_of(case), exhibit, index)
    sealed = bytearray(rows.container.get(name) or b"")
    assert sealed
    sealed[len(sealed) // 2] ^= 1
    rows.container.begin()
    rows.container.put(name, bytes(sealed))
    rows.container.commit()


def test_a_claim_names_the_exhibit_and_the_place_in_it(desk: Desk) -> None:
    case, other, source = a_case(desk), a_case(desk), a_source(desk)
    kept = attach(desk, case, BytesIO(b"scan"), "scan.txt", source=source)
    said = {"value": "male", "exhibit": short(kept.id), "locator": "p. 12-14"}
    claim = add_claim(desk, case, "sex", source, said)
    assert (claim.exhibit, claim.locator) == (kept.id, "p. 12-14")
    with pytest.raises(NotFound, match="exhibit"):
        add_claim(desk, other, "sex", source, said)
    with pytest.raises(InputRefused, match="before the first"):
        add_claim(desk, case, "sex", source, {**said, "locator": "p. 14-12"})
    with pytest.raises(InputRefused, match="not known"):
        list(
            take_in(
                desk,
                [{"source": FAMILY, "facts": {"sex": {"value": "male", "exhibit": kept.id}}}],
                alone=True,
            )
        )


def test_an_exhibit_taken_back_is_found_only_where_that_is_asked_for(desk: Desk) -> None:
    case = a_case(desk)
    kept = attach(desk, case, BytesIO(b"scan"), "scan.txt")
    undo_last(desk)
    with pytest.raises(NotFound):
        exhibit_named(desk.case(case), kept.id)
    assert exhibit_named(desk.case(case), short(kept.id), taken_back=True) == kept
