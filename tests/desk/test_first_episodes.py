"""Crossings and times held that come in with a case, in one act: the same shapes, and nothing without its source."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from registry.desk.collecting import collect
from registry.desk.desk import Desk
from registry.desk.episodes import add_episode
from registry.desk.intake import check, take_in
from registry.desk.intake_only import FieldDesk, make_intake_only, open_desk_or_box
from registry.desk.undoing import undo_last
from registry.errors import InputRefused
from tests.desk.making import FAMILY, a_case, a_source
from tests.desk.test_collecting import FIELD

CROSSED = {
    "facts": {"on": "2016-12-09", "point": "Ramouseh checkpoint", "separated_by": "a militia"},
    "grade": "C3",
}
HELD = {
    "source": {"kind": "survivor", "label": "a released detainee", "reliability": "C"},
    "facts": {"taken_on": "2016-12-09", "facility": "Branch 215", "end": "released"}, "when": "2017-03", "basis": "saw",
}  # fmt: skip
ENTRY: dict[str, Any] = {"source": FAMILY, "facts": {"name": "Khaled"}, "crossing": CROSSED, "held": [HELD]}


def told(desk: Desk, case: str) -> list[tuple[str, list[tuple[str, str, str, int | None]]]]:
    """Return what is known of the episodes of a case: kind, then fact, source, day and grade of each claim."""
    labels = {one: source.label for one, source in desk.sources_of(desk.case(case)).items()}
    return [
        (one.kind, [(c.fact, labels[c.source], c.on, c.credibility) for c in one.claims])
        for one in desk.view(desk.case(case)).episodes
    ]


def test_they_come_in_with_the_case_in_one_act_and_go_with_it(desk: Desk) -> None:
    before = desk.vault.head[0]
    (taken,) = take_in(desk, [ENTRY], alone=True)
    assert desk.vault.head[0] == before + 1
    assert told(desk, taken.id) == [
        ("crossing", [(fact, "a family", "", 3) for fact in ("on", "point", "separated_by")]),
        (
            "held",
            [(fact, "a released detainee", "2017-03", None) for fact in ("taken_on", "facility", "end")],
        ),
    ]
    assert len(taken.claims) == 7
    undo_last(desk)
    assert desk.count() == 0


def test_they_read_as_the_commands_read_them(desk: Desk) -> None:
    (taken,) = take_in(desk, [ENTRY], alone=True)
    other = a_case(desk)
    source = desk.case(other).claims[0].source
    add_episode(desk, "crossing", other, {**CROSSED, "source": source})
    add_episode(
        desk,
        "held",
        other,
        {
            **HELD,
            "source": next(
                s for s, one in desk.sources_of(desk.case(taken.id)).items() if one.kind == "survivor"
            ),
        },
    )
    assert told(desk, other) == told(desk, taken.id)


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"crossing": {"facts": {}}}, "crossing 1: no fact"),
        ({"held": [HELD, {"facts": {"taken_on": "perhaps"}}]}, "held 2: facts: taken_on"),
        ({"held": {"facts": {"colour": "x"}}}, "held 1: facts"),
        ({"held": {**HELD, "nobody": 1}}, "held 1: field 5 of the statement"),
        ({"crossing": "2016-12-09"}, "crossing 1: the statement must be an object"),
        (
            {"crossing": {"facts": {"on": {"value": "2016", "supersedes": "K7Q-2M9X"}}}},
            "has no claim to supersede",
        ),
    ],
)
def test_what_cannot_be_read_is_named_by_its_place_and_nothing_is_kept(
    desk: Desk, more: Any, where: str
) -> None:
    with pytest.raises(InputRefused, match=where):
        list(take_in(desk, [{**ENTRY, **more}], alone=True))
    assert desk.count() == 0 and len(list(desk.vault.table("sources"))) == 0


def test_a_dry_run_reads_them_and_keeps_nothing(desk: Desk) -> None:
    (read,) = check(desk, [ENTRY])
    assert len(read.claims) == 7 and desk.count() == 0


def test_a_group_has_them_too(desk: Desk) -> None:
    group = {
        "kind": "group",
        "source": a_source(desk),
        "facts": {"wording": "30 men"},
        "crossing": [CROSSED, CROSSED],
    }
    (taken,) = take_in(desk, [group], alone=True)
    assert [kind for kind, _ in told(desk, taken.id)] == ["crossing", "crossing"]


def test_the_field_seals_them_and_names_no_source_by_an_id(desk: Desk, tmp_path: Path) -> None:
    make_intake_only(desk, tmp_path / "field.vault", "Nour", FIELD)
    field = open_desk_or_box(tmp_path / "field.vault", FIELD, device="field laptop")
    assert isinstance(field, FieldDesk)
    with closing(field.vault):
        with pytest.raises(InputRefused, match="named by an id"):
            list(field.take_in([{**ENTRY, "held": {**HELD, "source": "K7Q-2M9X"}}]))
        list(field.take_in([ENTRY]))
    (report,) = collect(desk, tmp_path / "field.vault")
    assert [kind for kind, _ in told(desk, report.cases[0])] == ["crossing", "held"]
