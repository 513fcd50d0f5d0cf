"""Parts of a history and of the journal: by day, by hand, by kind, by case."""

from __future__ import annotations

import pytest

from registry.cases.items import Note
from registry.desk.acts import Acts, keys_of
from registry.desk.claiming import add_claim, retract_claim
from registry.desk.desk import Desk
from registry.desk.history import Wanted, history
from registry.errors import InputRefused, NotFound
from registry.vault.people import Signatories
from registry.vault.standing import standing
from tests.desk.making import a_case, a_source


def test_a_history_is_told_in_part_by_day_hand_and_kind(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    claim = add_claim(desk, case, "sex", source, {"value": "male"})
    retract_claim(desk, case, claim.id, "misheard")
    desk.add(
        case,
        [Note(id="ZZZZZZZZZZZZ", by="ab" * 32, at="2026-11-23T00:00:00.000000Z", text="a colleague's")],
        "note",
    )
    file = desk.case(case)

    def kinds(**wanted: object) -> list[str]:
        return [past.kind for past in history(file, wanted=Wanted.parse(desk, **wanted))]  # type: ignore[arg-type]

    assert kinds() == ["claim", "claim", "retraction", "note"]
    assert kinds(until="2026-11-22") == ["claim", "claim", "retraction"]
    assert kinds(since="2026-11-23") == ["note"]
    assert kinds(since=claim.at, until=claim.at) == ["claim"]
    assert kinds(by="  rim ") == ["claim", "claim", "retraction"]
    assert kinds(kinds=("retraction", "NOTE")) == ["retraction", "note"]
    said = [past.source for past in history(file)]
    assert said[1:] == [source, "", ""]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [({"since": "Monday"}, InputRefused), ({"until": "2026-02-30"}, InputRefused), ({"by": "Nobody"}, NotFound),
     ({"kinds": ("rumour",)}, InputRefused)],
)  # fmt: skip
def test_a_part_that_nobody_knows_is_refused(
    desk: Desk, asked: dict[str, object], kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        Wanted.parse(desk, **asked)  # type: ignore[arg-type]


def test_acts_are_found_by_case_hand_and_day(desk: Desk) -> None:
    case, other = a_case(desk), a_case(desk)
    add_claim(desk, case, "sex", a_source(desk), {"value": "male"})

    def operations(**wanted: str) -> list[str]:
        acts = Acts.parse(desk, **wanted)
        return [signed.entry.operation for signed in desk.vault.journal() if acts.takes(signed.entry)]

    assert operations(case=case) == ["case new", "claim add"]
    assert operations(case=other) == ["case new"]
    assert len(operations(by="Rim")) == len(operations()) == desk.vault.head[0]
    assert operations(since="2026-11-23") == []
    assert operations(case=case, since="2026-11-22") == ["case new", "claim add"]
    assert keys_of(desk, "RIM") == {desk.pen.by}


def test_an_entry_stands_by_its_signature_its_signer_and_its_place(desk: Desk) -> None:
    a_case(desk)
    people = Signatories(desk.vault.people())
    entries = list(desk.vault.journal())
    assert {standing(desk.vault, signed, people) for signed in entries} == {"holds"}
    assert standing(desk.vault, entries[1], Signatories([])) == "unknown signer"
    forged = type(entries[1])(entries[1].entry, bytes(64))
    assert standing(desk.vault, forged, people) == "broken"
