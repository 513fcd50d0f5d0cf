"""What the desk hands to disclosure: broad classes, families, standing consent, and nothing that names."""

from __future__ import annotations

import msgspec

from registry.cases.items import Consent
from registry.desk.desk import Desk
from registry.desk.disclosing import countable, enter, group_lines, ledger, people, plan_release, prepare
from registry.desk.intake import take_in
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
    assert handed.family == "seven"
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
