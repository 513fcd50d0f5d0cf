"""What goes along on a field file, and families told of there: packs are asked, siblings are tied when collected."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from registry.desk.collecting import collect
from registry.desk.desk import Desk
from registry.desk.erasing import erase
from registry.desk.intake_only import FieldDesk, Sibling, make_intake_only, open_desk_or_box
from registry.desk.interview_steps import here_at
from registry.desk.packing import add_pack, remove_pack, shipped
from registry.desk.undoing import undo_last
from registry.errors import InputRefused, NotFound
from tests.desk.making import FAMILY
from tests.desk.test_collecting import FIELD, boxes, change, entry

HEIGHT = "ante_mortem.height"


def field_file(desk: Desk, folder: Path) -> Path:
    make_intake_only(desk, folder / "field.vault", "Nour", FIELD)
    return folder / "field.vault"


def open_field(file: Path) -> FieldDesk:
    opened = open_desk_or_box(file, FIELD, device="field laptop")
    assert isinstance(opened, FieldDesk)
    return opened


def seal(file: Path, raw: dict[str, Any], sibling: Sibling | None = None) -> int:
    field = open_field(file)
    with closing(field.vault):
        ((receipt, _),) = field.take_in([raw], sibling=sibling)
    assert receipt is not None
    return receipt.number


def height(desk: Desk) -> tuple[str, str]:
    """Have the vault carry the pack that comes along, and return one of its facts and its section."""
    pack = add_pack(desk, shipped()["ante_mortem"])
    return next(one.declared.key for one in pack.facts if "height" in one.declared.key), f"pack.{pack.key}"


def test_the_facts_of_the_office_s_packs_are_asked_and_taken_in_the_field(desk: Desk, tmp_path: Path) -> None:
    fact, section = height(desk)
    file = field_file(desk, tmp_path)
    field = open_field(file)
    with closing(field.vault):
        here = here_at(field, "person")
        assert section in {one.key for one in here.packs}
        assert fact in here.facts
        assert here_at(field, "group").packs == ()
    seal(file, entry(facts={"name": "Khaled", fact: "181"}))
    (report,) = list(collect(desk, file))
    assert report.state == "taken", report
    (claim,) = [c for c in desk.case(report.cases[0]).claims if c.fact == fact]
    assert desk.names()[claim.by] == "Nour"


def test_what_a_pack_declares_is_checked_in_the_field_as_at_the_office(desk: Desk, tmp_path: Path) -> None:
    fact, _ = height(desk)
    with pytest.raises(InputRefused):
        seal(field_file(desk, tmp_path), entry(facts={"name": "Khaled", f"{fact}_of_nobody": "1"}))


def test_a_pack_that_was_taken_away_does_not_go_along(desk: Desk, tmp_path: Path) -> None:
    _, section = height(desk)
    remove_pack(desk, section.removeprefix("pack."))
    field = open_field(field_file(desk, tmp_path))
    with closing(field.vault):
        assert here_at(field, "person").packs == ()
        assert field.vault.luggage() == b""


def test_what_goes_along_is_sealed_to_the_worker_and_damage_only_leaves_it_out(
    desk: Desk, tmp_path: Path
) -> None:
    fact, _ = height(desk)
    file = field_file(desk, tmp_path)
    assert b"ante_mortem" not in file.read_bytes() and b"Height" not in file.read_bytes()
    change(file, "UPDATE r SET v = zeroblob(length(v))")
    field = open_field(file)
    with closing(field.vault):
        assert field.vault.luggage() == b""
        assert fact not in field.facts("person") and "name" in field.facts("person")
    seal(file, entry())
    assert [one.state for one in collect(desk, file)] == ["taken"]


# Siblings


def test_siblings_told_of_in_the_field_are_tied_from_both_sides_when_collected(
    desk: Desk, tmp_path: Path
) -> None:
    file = field_file(desk, tmp_path)
    first = seal(file, entry("Khaled"))
    label = {"family": "family K7Q-2M9X"}
    second = seal(file, entry("Salim", facts={"name": "Salim", **label}), Sibling(first, "siblings"))
    seal(file, entry("Omar", facts={"name": "Omar", **label}), Sibling(second, "of one family"))
    khaled, salim, omar = (report.cases[0] for report in collect(desk, file))
    ties = {
        case: [(link.kind, link.other, link.reason) for link in desk.case(case).links]
        for case in (khaled, salim, omar)
    }
    assert ties == {
        khaled: [("kin", salim, "siblings")],
        salim: [("kin", khaled, "siblings"), ("kin", omar, "of one family")],
        omar: [("kin", salim, "of one family")],
    }
    assert {desk.view(desk.case(case)).best("family").text for case in ties} == {"family K7Q-2M9X"}
    assert {desk.names()[link.by] for link in desk.case(khaled).links} == {"Nour"}
    assert [one.state for one in collect(desk, file)] == ["already taken"] * 3
    assert len(desk.case(khaled).links) == 1, "collecting twice ties nobody twice"
    assert desk.vault.check().ok


def test_a_sibling_whose_case_is_not_here_is_taken_in_all_the_same_and_told(
    desk: Desk, tmp_path: Path
) -> None:
    file = field_file(desk, tmp_path)
    first = seal(file, entry("Khaled"))
    seal(file, entry("Salim"), Sibling(first, "siblings"))
    change(file, "DELETE FROM i WHERE k = 1")
    *_, report = collect(desk, file)
    assert report.state == "taken"
    assert any("is of the family of a case that is not here" in note for note in report.notes)
    assert desk.case(report.cases[0]).links == ()


def test_a_sibling_whose_case_was_erased_meanwhile_is_taken_in_and_told(desk: Desk, tmp_path: Path) -> None:
    file = field_file(desk, tmp_path)
    first = seal(file, entry("Khaled"))
    (report,) = collect(desk, file)
    erase(desk, report.cases[0], "family_request", "asked")
    seal(file, entry("Salim"), Sibling(first, "siblings"))
    *_, report = collect(desk, file)
    assert report.state == "taken" and report.notes
    assert desk.case(report.cases[0]).links == ()


def test_nobody_is_tied_to_what_another_worker_sealed(desk: Desk, tmp_path: Path) -> None:
    file = field_file(desk, tmp_path)
    seal(file, entry("Khaled"))
    list(collect(desk, file))
    make_intake_only(desk, tmp_path / "other.vault", "Rana", FIELD)
    from registry.vault.intake_box import digest_of

    field = open_field(tmp_path / "other.vault")
    with closing(field.vault):
        foreign = {"entry": 1, "box": digest_of(boxes(file)[0]).hex(), "place": 1, "tie": "siblings"}
        field.vault.put(field._message([entry("Salim")], ties=[foreign]))
    (report,) = collect(desk, tmp_path / "other.vault")
    assert report.state == "taken"
    assert any("is of the family of a case that is not here" in note for note in report.notes)
    assert desk.case(report.cases[0]).links == ()


def test_a_receipt_that_is_not_there_ties_nobody(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        seal(field_file(desk, tmp_path), entry("Salim"), Sibling(7, "siblings"))


def test_taking_a_collection_back_takes_its_tie_back(desk: Desk, tmp_path: Path) -> None:
    file = field_file(desk, tmp_path)
    first = seal(file, {"source": FAMILY, "facts": {"name": "Khaled"}})
    seal(file, {"source": FAMILY, "facts": {"name": "Salim"}}, Sibling(first, "siblings"))
    khaled, _ = (report.cases[0] for report in collect(desk, file))
    assert undo_last(desk).operation == "vault collect"
    assert desk.case(khaled).links == ()
    assert desk.count() == 1
