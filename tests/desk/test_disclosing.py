"""What the desk hands to disclosure: broad classes, families, standing consent, and nothing that names."""

from __future__ import annotations

import msgspec
import pytest

from registry.cases.items import Consent
from registry.desk.desk import Desk
from registry.desk.disclosing import countable, enter, group_lines, ledger, people, plan_release, prepare
from registry.desk.grouping import link_member
from registry.desk.intake import take_in
from registry.desk.undoing import undo_last
from registry.errors import RuleNotMet
from registry.provenance.consent import STATISTICS

FAMILY = {"kind": "family", "label": "a family", "reliability": "B"}
UN = {"kind": "un_body", "label": "a UN body", "reliability": "B", "published": True}


def person(desk: Desk, consent: object = (STATISTICS,), **facts: object) -> str:
    entry = {"source": FAMILY, "facts": {"name": "Khaled Darwish", **facts}, "consent": list(consent)}  # type: ignore[call-overload]
    return next(iter(take_in(desk, [entry], alone=True))).id


def test_a_person_is_handed_over_in_classes_only(desk: Desk) -> None:
    person(
        desk, sex="male", last_seen_on="2016-12-09", last_seen_at="Ramouseh", family="Seven", reference="R-1"
    )
    (handed,) = people(desk)
    assert handed.values == {
        "sex": "male", "age": "not_stated", "place": "SY02", "holder": "not_stated", "status": "missing",
        "quarter": "2016-Q4", "month": "2016-12",
    }  # fmt: skip
    assert handed.family == "family seven"
    assert "Khaled" not in repr(handed)


def test_a_date_over_two_months_has_a_quarter_and_over_two_quarters_none(desk: Desk) -> None:
    for day in ("2016-11/2016-12", "2016-12/2017-01", "2016"):
        person(desk, last_seen_on=day)
    periods = [{k: v for k, v in one.values.items() if k in {"month", "quarter"}} for one in people(desk)]
    assert periods == [{"quarter": "2016-Q4"}, {}, {}]


def test_consent_must_stand_on_the_day(desk: Desk) -> None:
    standing = person(desk)
    person(desk, consent=())
    person(desk, consent=[{"purpose": STATISTICS, "until": "2020-01-01"}])
    gone = person(desk)
    stamp = desk.pen.stamp()
    desk.add(gone, [Consent(purpose=STATISTICS, withdrawn=True, **stamp)], "consent withdraw")  # type: ignore[arg-type]
    assert [one.case for one in people(desk) if one.consented] == [standing]


def test_one_consent_without_an_end_outlasts_those_that_ended(desk: Desk) -> None:
    person(desk, consent=[{"purpose": STATISTICS, "until": "2020-01-01", "recipient": "un"}, STATISTICS])
    assert [one.consented for one in people(desk)] == [True]


def test_an_expired_line_is_not_counted() -> None:
    from registry.cases.line import CaseLine

    line = CaseLine(
        "A", "person", "missing", (), (), "", 0, 0, "male", "", "", "", "", "", True, "2026-01-01", "", "", ""
    )
    assert countable(line, "2025-12-31").consented
    assert not countable(line, "2026-01-02").consented
    assert not countable(msgspec.structs.replace(line, statistics=False), "2025-01-01").consented


def test_only_reports_about_missing_or_held_people_are_handed_over(desk: Desk) -> None:
    def report(**facts: object) -> None:
        list(take_in(desk, [{"kind": "group", "source": UN, "facts": facts}], alone=True))

    report(wording="hundreds of men", last_seen_on="2016-12-09")
    report(wording="at least 80,000", concern="movement")
    report(topic="clashes")
    assert [(line.wording, line.low, line.source_kind) for line in group_lines(desk)] == [
        ("hundreds of men", 200, "un_body")
    ]


def test_an_unpublished_source_does_not_lend_its_kind(desk: Desk) -> None:
    quiet = {**UN, "published": False}
    list(take_in(desk, [{"kind": "group", "source": quiet, "facts": {"wording": "dozens"}}], alone=True))
    assert [line.source_kind for line in group_lines(desk)] == [""]


def test_the_ledger_keeps_who_was_counted_and_the_files_as_they_went_out(desk: Desk) -> None:
    counted = {person(desk, sex="male") for _ in range(3)}
    release = prepare(desk, plan_release(desk, ["sex"]), recipient="a body")
    assert ledger(desk) == []
    enter(desk, release)
    (entry,) = ledger(desk)
    assert (entry.people, entry.recipient, entry.approver) == (counted, "a body", "Rim")
    assert entry == release.entry


def test_a_bus_of_people_linked_to_one_report_is_one_incident(desk: Desk) -> None:
    report = next(
        iter(take_in(desk, [{"kind": "group", "source": UN, "facts": {"wording": "40 men"}}], alone=True))
    ).id
    linked = [person(desk) for _ in range(3)] + [person(desk, family="Seven")]
    alone, brother = person(desk), person(desk, family="seven")
    for one in linked:
        link_member(desk, report, one, "certain", "")
    kin = {one.case: one.kin for one in people(desk)}
    assert len({kin[one] for one in (*linked, brother)}) == 1
    assert kin[alone] not in {kin[one] for one in linked}


def test_a_public_source_does_not_seem_to_say_what_a_family_said(desk: Desk) -> None:
    told = [
        {"fact": "last_seen_at", "value": "Idlib", "source": FAMILY},
        {"fact": "alleged_holder", "value": "Jabhat al-Nusra", "source": FAMILY},
        {"fact": "last_seen_on", "value": "2016-11-03", "source": FAMILY},
    ]
    entry = {"kind": "group", "source": UN, "facts": {"wording": "hundreds of men"}, "claims": told}
    list(take_in(desk, [entry], alone=True))
    (line,) = group_lines(desk)
    assert (line.wording, line.source_kind) == ("hundreds of men", "un_body")
    assert (line.place, line.holder, line.seen) == (None, None, None)


def test_consent_for_one_recipient_or_with_something_withheld_counts_nobody(desk: Desk) -> None:
    person(desk, consent=[{"purpose": STATISTICS, "recipient": "UN only"}])
    person(desk, consent=[{"purpose": STATISTICS, "withhold": ["place"]}])
    person(
        desk, consent=[{"purpose": STATISTICS, "recipient": "UN"}, {"purpose": STATISTICS, "withdrawn": True}]
    )
    # A summary can be passed on, also to the one recipient who was refused.
    person(desk, consent=[STATISTICS, {"purpose": STATISTICS, "recipient": "press", "withdrawn": True}])
    counted = person(
        desk,
        consent=[{"purpose": STATISTICS, "recipient": "press", "withdrawn": True}, STATISTICS],
    )
    assert [one.case for one in people(desk) if one.consented] == [counted]


def test_someone_last_seen_at_an_open_end_is_held_by_where_it_begins(desk: Desk) -> None:
    person(desk, last_seen_on="2026-11-19/..")
    (handed,) = people(desk)
    assert handed.seen is not None
    assert handed.seen.isoformat() == "2026-11-19"


def test_cases_counted_in_a_summary_are_not_undone(desk: Desk) -> None:
    person(desk, sex="male")
    enter(desk, prepare(desk, plan_release(desk, ["sex"]), recipient="a body"))
    with pytest.raises(RuleNotMet, match="counted in a summary"):
        undo_last(desk)
    assert desk.count() == 1
