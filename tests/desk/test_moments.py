"""Naming a moment: days and times to their end, acts by what was saved, items by their place."""

from __future__ import annotations

import pytest

from registry.desk.claiming import add_claim, retract_claim
from registry.desk.desk import CASES, Desk
from registry.desk.moments import moment_named, span_of, view_at
from registry.errors import InputRefused, NotFound
from registry.words.identity import short
from tests.desk.making import a_case, a_source


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("2026-11-22", "2026-11-22T00:00:00.000000Z", "2026-11-22T23:59:59.999999Z"),
        ("٢٠٢٦-١١-٢٢", "2026-11-22T00:00:00.000000Z", "2026-11-22T23:59:59.999999Z"),
        ("2026-11-22T15:04", "2026-11-22T15:04:00.000000Z", "2026-11-22T15:04:59.999999Z"),
        ("2026-11-22 15:04:05Z", "2026-11-22T15:04:05.000000Z", "2026-11-22T15:04:05.999999Z"),
        ("2026-11-22T01:30+03:00", "2026-11-21T22:30:00.000000Z", "2026-11-21T22:30:59.999999Z"),
        ("2026-11-22T15:04:05.25", "2026-11-22T15:04:05.250000Z", "2026-11-22T15:04:05.250000Z"),
    ],
)
def test_a_day_or_a_time_is_a_span_to_its_end(asked: str, first: str, last: str) -> None:
    span = span_of(asked)
    assert span is not None
    assert (span.first, span.last) == (first, last)


def test_the_last_day_there_is_has_an_end_and_words_are_no_date() -> None:
    assert span_of("9999-12-31") is not None
    assert span_of("22 November") is None


@pytest.mark.parametrize("asked", ["2026-02-30", "2026-11-22T25:00", "0001-01-01T00:00+14:00"])
def test_a_time_that_does_not_exist_is_refused(asked: str) -> None:
    with pytest.raises(InputRefused, match="no such date"):
        span_of(asked)


def test_every_way_to_name_a_moment_finds_the_same_state(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    first = add_claim(desk, case, "sex", source, {"value": "male"})
    act = desk.vault.head[0]
    second = add_claim(desk, case, "sex", source, {"value": "female"})
    file = desk.case(case)
    for asked in (str(act), f"#{act}", short(first.id), first.id, first.at):
        found = moment_named(desk, file, asked)
        assert {first.id} == {first.id, second.id} & found.known, asked
        assert [claim.id for claim in view_at(desk, file, found).case.claims][-1] == first.id
    for asked in ("now", str(act + 1), "2026-11-22", short(second.id)):
        assert second.id in moment_named(desk, file, asked).known, asked
    assert moment_named(desk, file, "2026-11-21").known == frozenset()
    assert moment_named(desk, file, "1").known == frozenset()


@pytest.mark.parametrize(
    ("asked", "kind"),
    [("", InputRefused), ("---", InputRefused), ("yesterday", InputRefused), ("2026-11", InputRefused),
     ("999999", NotFound), ("#0", NotFound), ("0", NotFound), ("000-0000", NotFound), ("2026-13-01", InputRefused)],
)  # fmt: skip
def test_what_names_no_moment_is_refused(desk: Desk, asked: str, kind: type[Exception]) -> None:
    case = desk.case(a_case(desk))
    with pytest.raises(kind):
        moment_named(desk, case, asked)


def test_an_act_s_moment_goes_by_what_was_saved_not_by_the_time_it_bears(desk: Desk) -> None:
    # What comes back from a journey bears earlier times than what was written at home meanwhile.
    case, source = a_case(desk), a_source(desk)
    home = add_claim(desk, case, "sex", source, {"value": "male"})
    act = desk.vault.head[0]
    with desk.vault.act("vault return"):
        document = desk.document(CASES, case)
        late = {**document["items"][-1], "id": "ZZZZZZZZZZZZ", "at": document["items"][0]["at"]}
        document["items"].insert(1, late)
        desk.vault.table(CASES).update(lambda d: d.update(document), cond=lambda d: d["id"] == case)
    file = desk.case(case)
    assert "ZZZZZZZZZZZZ" not in moment_named(desk, file, str(act)).known
    assert {"ZZZZZZZZZZZZ", home.id} <= moment_named(desk, file, home.at).known


def test_sources_stand_as_they_were_graded_then(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    claim = add_claim(desk, case, "sex", source, {"value": "male"})
    regraded = {"t": "grade", **desk.pen.stamp(), "reliability": "A"}

    def add(document: dict[str, object]) -> None:
        document["items"] = [*document["items"], regraded]  # type: ignore[misc]

    with desk.vault.act("source grade"):
        desk.vault.table("sources").update(add, cond=lambda d: d["id"] == source)
    file = desk.case(case)
    assert desk.view(file).sources[source].reliability == "A"
    assert view_at(desk, file, moment_named(desk, file, claim.id)).sources[source].reliability == "C"


def test_a_retraction_s_moment_is_after_it_and_the_one_before_is_before(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    claim = add_claim(desk, case, "sex", source, {"value": "male"})
    retract_claim(desk, case, claim.id, "misheard")
    file = desk.case(case)
    taken = file.items[-1]
    assert [c.fact for c in view_at(desk, file, moment_named(desk, file, claim.id)).case.claims] == [
        "name",
        "sex",
    ]
    assert [c.fact for c in view_at(desk, file, moment_named(desk, file, taken.id)).case.claims] == ["name"]
