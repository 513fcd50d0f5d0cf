"""Whole cases handed to a colleague's system: only by consent, for a reason, on the record, and read back as they were."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from registry.desk.assessing import Wish, set_status
from registry.desk.consenting import grant, withdraw
from registry.desk.desk import Desk
from registry.desk.exhibiting import read_out
from registry.desk.exporting import Wanted, let_out, prepare, seal_to
from registry.desk.history import history
from registry.desk.opening import open_desk
from registry.errors import InputRefused, RuleNotMet
from registry.exchange.handing import BAYANAT_HEADINGS
from registry.words.identity import short
from tests.desk.making import FAMILY, a_case, a_group, a_source, a_status
from tests.exchange.reading import brought

BODY = "The Invented Centre"
THEIRS = "saddle lantern cobweb grammar violin pepper"
FACTS: dict[str, Any] = {
    "name": ["Samir Mithal", "سمير مثال", "Samir Omar Mithal"], "nickname": ["Abu One", "Abu Two"], "father": "Omar", "mother": "Salma",
    "family_name": "Mithal", "sex": "male", "born": "1984-05", "occupation": "teacher", "nationality": ["Syrian", "Iraqi"],
    "last_seen_on": "2016-12-09", "last_seen_at": "Aleppo", "civilian_status": "medical", "alleged_holder": "military intelligence",
}  # fmt: skip


def agreed(desk: Desk, **entry: Any) -> str:
    """Take in a person whose mother lets the whole case go to one body."""
    case = a_case(desk, **{"facts": FACTS, **entry})
    grant(desk, case, {"purpose": "ngo_partner", "given_by": "the mother", "recipient": BODY})
    return case


def wanted(*cases: str, system: str = "uwazi", **more: Any) -> Wanted:
    given = {"recipient": BODY, "purpose": "ngo_partner", "reason": "they search in the same prisons", **more}
    return Wanted(system, cases, **given)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def kept(desk: Desk, case: str) -> dict[str, list[Any]]:
    return {
        key: [held.value.plain() for held in one.held]
        for key, one in desk.view(desk.case(case)).facts.items()
    }


def read_back(desk: Desk, content: bytes) -> dict[str, list[Any]]:
    """What our own import makes of a table of one person, without the number that we gave the row."""
    (came,) = brought(desk, content)
    assert not came.problems
    found = kept(desk, came.case)
    assert found.pop("reference")
    return found


def test_uwazi_reads_back_as_it_was(desk: Desk) -> None:
    case = agreed(desk)
    content = let_out(desk, prepare(desk, wanted(case)))
    assert rows(content)[0]["Reference"] == short(case)
    assert read_back(desk, content) == kept(desk, case)


def test_bayanat_has_its_own_headings_and_reads_back_what_it_has_a_column_for(desk: Desk) -> None:
    case = agreed(desk)
    ready = prepare(desk, wanted(case, system="bayanat"))
    content = let_out(desk, ready)
    assert tuple(content.decode().splitlines()[0].split(",")) == BAYANAT_HEADINGS
    (row,) = rows(content)
    assert (row["name"], row["name_ar"], row["middle_name"], row["sex"]) == (
        "Samir Mithal",
        "سمير مثال",
        "Omar",
        "male",
    )
    was, back = kept(desk, case), read_back(desk, content)
    assert back.keys() == {"name", "nickname", "father", "mother", "family_name", "sex", "civilian_status"}
    assert back == {key: [one for one in was[key] if one in back[key]] for key in back}
    assert [len(back[key]) for key in ("name", "nickname", "father")] == [2, 1, 1]
    # What has no column is told before anything goes out.
    assert {"born", "occupation", "name", "nickname"} <= set(ready.left_out)


def test_nothing_goes_out_without_consent_towards_that_recipient(desk: Desk) -> None:
    case = a_case(desk, facts=FACTS)
    with pytest.raises(RuleNotMet, match="no consent"):
        prepare(desk, wanted(case))
    grant(desk, case, {"purpose": "ngo_partner", "recipient": "Another Body"})
    with pytest.raises(RuleNotMet, match="another recipient"):
        prepare(desk, wanted(case))
    grant(desk, case, {"purpose": "ngo_partner", "recipient": BODY})
    ready = prepare(desk, wanted(case))
    withdraw(desk, case, {"purpose": "ngo_partner"})
    with pytest.raises(RuleNotMet, match="withdrawn"):
        let_out(desk, ready)
    assert not [one for one in history(desk.case(case)) if one.kind == "sheet_out"]


def test_one_case_without_consent_stops_them_all(desk: Desk) -> None:
    yes, no = agreed(desk), a_case(desk)
    with pytest.raises(RuleNotMet):
        prepare(desk, wanted(yes, no))
    assert not [one for one in history(desk.case(yes)) if one.kind == "sheet_out"]


@pytest.mark.parametrize(
    ("more", "match"),
    [({"recipient": " "}, "nobody is named"), ({"reason": ""}, "reason"), ({"purpose": "case_work"}, "purpose of theirs"),
     ({"purpose": "anonymous_statistics"}, "purpose of theirs"), ({"system": "pfif"}, "no system|of that name")],
)  # fmt: skip
def test_what_is_not_said_stops_it(desk: Desk, more: dict[str, str], match: str) -> None:
    case = agreed(desk)
    with pytest.raises((RuleNotMet, InputRefused), match=match):
        prepare(desk, wanted(case, **more))


def test_groups_and_nobody_are_refused(desk: Desk) -> None:
    with pytest.raises(RuleNotMet, match="about many"):
        prepare(desk, wanted(a_group(desk)))
    with pytest.raises(InputRefused, match="no case"):
        prepare(desk, wanted())


def test_what_consent_withholds_stays_behind_in_every_cell(desk: Desk) -> None:
    case = a_case(desk, facts={**FACTS, "name": "Samir Mithal", "family": "household Mithal 7"})
    grant(desk, case, {"purpose": "ngo_partner", "withhold": ["relatives", "occupation"]})
    ready = prepare(desk, wanted(case))
    assert {"father", "mother", "occupation", "family"} <= ready.withheld
    for word in ("Salma", "teacher", "household"):
        assert word not in ready.content.decode()


def test_another_fact_that_repeats_what_is_withheld_stops_it(desk: Desk) -> None:
    case = a_case(desk, facts={**FACTS, "affiliation": "union of Salma and others"})
    grant(desk, case, {"purpose": "ngo_partner", "withhold": ["mother"]})
    with pytest.raises(RuleNotMet, match="repeats"):
        prepare(desk, wanted(case))
    assert "Salma" not in prepare(desk, wanted(case, withhold=("affiliation",))).content.decode()


def test_words_that_name_no_fact_have_to_be_read_by_a_person(desk: Desk) -> None:
    case = a_case(desk, facts=FACTS)
    grant(desk, case, {"purpose": "ngo_partner", "withhold": ["where his sister lives"]})
    with pytest.raises(RuleNotMet, match="words that name no fact"):
        prepare(desk, wanted(case))
    assert "Aleppo" not in prepare(desk, wanted(case, withhold=("last_seen_at",))).content.decode()


def test_a_case_whose_name_is_withheld_is_in_no_table_of_names(desk: Desk) -> None:
    case = a_case(desk, facts=FACTS)
    grant(desk, case, {"purpose": "ngo_partner", "withhold": ["name"]})
    for system in ("uwazi", "bayanat"):
        with pytest.raises(InputRefused, match="no name that may go out"):
            prepare(desk, wanted(case, system=system))


def test_a_death_that_is_reported_is_nowhere_in_the_table(desk: Desk) -> None:
    said = {
        "death": "said to have died of typhus",
        "remains": "buried at dawn",
        "means": "killed by a bullet",
        "whereabouts": "a cemetery",
    }
    case = agreed(desk, facts={**FACTS, **said, "characterisation": "unlawful_killing"})
    a_status(desk, case, "death_reported", a_source(desk, "a neighbour"))
    set_status(desk, case, Wish("death_reported"))
    assert desk.case(case).status == "death_reported"
    for system in ("uwazi", "bayanat"):
        content = prepare(desk, wanted(case, system=system)).content.decode().casefold()
        assert not [
            word
            for word in ("dead", "died", "death", "buried", "cemetery", "typhus", "kill")
            if word in content
        ]


def test_the_assessed_status_goes_out_and_not_what_a_source_says(desk: Desk) -> None:
    case = agreed(desk)
    a_status(desk, case, "held_reported", a_source(desk))
    (row,) = rows(prepare(desk, wanted(case)).content)
    assert not [cell for cell in row.values() if "held" in cell]
    set_status(desk, case, Wish("held_reported"))
    (row,) = rows(prepare(desk, wanted(case)).content)
    assert [cell for cell in row.values() if "held" in cell]


def test_neither_sources_nor_how_to_reach_them_go_out(desk: Desk) -> None:
    source = {**FAMILY, "label": "Uncle Invented", "contact": "+963 000 111", "note": "lives by the bridge"}
    case = agreed(desk, source=source)
    content = prepare(desk, wanted(case)).content.decode()
    assert not [word for word in ("Uncle", "963", "bridge") if word in content]


def test_no_cell_is_a_formula(desk: Desk) -> None:
    case = agreed(desk, facts={**FACTS, "occupation": "=HYPERLINK(1)", "affiliation": ["@cmd", "+1"]})
    (row,) = rows(prepare(desk, wanted(case)).content)
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert "'=HYPERLINK(1)" in row.values()


def test_what_went_out_is_on_record_and_a_withdrawal_lists_it(desk: Desk) -> None:
    case = agreed(desk)
    ready = prepare(desk, wanted(case))
    let_out(desk, ready)
    (past,) = [one for one in history(desk.case(case)) if one.kind == "sheet_out"]
    assert BODY in past.what and "uwazi" in past.what and "prisons" in past.what
    (out,) = [one for one in withdraw(desk, case, {"purpose": "ngo_partner"}).out if one.what == "sheet"]
    assert (out.recipient, out.concerned, out.can_be_told) == (BODY, True, True)


def test_a_sealed_export_opens_with_its_own_passphrase_and_holds_the_same_bytes(
    desk: Desk, tmp_path: Path
) -> None:
    case = agreed(desk)
    ready = prepare(desk, wanted(case, sealed=True))
    seal_to(desk, ready, tmp_path / "for-them", THEIRS)
    assert (tmp_path / "for-them").stat().st_mode & 0o077 == 0
    assert b"Samir" not in (tmp_path / "for-them").read_bytes()
    theirs = open_desk(tmp_path / "for-them", THEIRS, device="theirs")
    with theirs.vault:
        (line,) = theirs.lines()
        (exhibit,) = theirs.case(line.id).exhibits
        assert b"".join(read_out(theirs, line.id, exhibit.id)[1]) == ready.content
    (past,) = [one for one in history(desk.case(case)) if one.kind == "sheet_out"]
    assert "sealed csv" in past.what


def test_a_sealed_export_is_not_kept_where_consent_went_meanwhile(desk: Desk, tmp_path: Path) -> None:
    case = agreed(desk)
    ready = prepare(desk, wanted(case, sealed=True))
    withdraw(desk, case, {"purpose": "ngo_partner"})
    with pytest.raises(RuleNotMet):
        seal_to(desk, ready, tmp_path / "for-them", THEIRS)
    assert not (tmp_path / "for-them").exists()
    (tmp_path / "there").write_text("mine")
    with pytest.raises(InputRefused):
        seal_to(desk, ready, tmp_path / "there", THEIRS)
    assert (tmp_path / "there").read_text() == "mine"
