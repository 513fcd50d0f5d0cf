"""People at the desk: who is here and who has left, also where part of the vault is damaged."""

from __future__ import annotations

import pytest

from registry.desk.desk import Desk
from registry.desk.peopling import members, names_here, new_name, read_name
from registry.desk.rehearsing import recovery_of
from registry.errors import Damaged, InputRefused

AMAL = "granite willow saffron tunnel mosaic feather"


def test_who_left_stays_on_the_list_with_act_and_day(desk: Desk) -> None:
    desk.vault.add_person("Amal", "reviewer", AMAL)
    desk.vault.remove_person("Amal")
    rim, amal = members(desk)
    assert (rim.name, rim.here, rim.you, rim.since_act, rim.until) == ("Rim", True, True, 1, "")
    assert (amal.here, amal.you, amal.since_act, amal.until_act, amal.renewed) == (False, False, 2, 3, False)
    assert amal.since == amal.until == "2026-11-22"
    assert names_here(desk) == ["Rim"]
    desk.vault.add_person("Amal", "reviewer", AMAL)  # who comes back is someone new, and was away in between
    assert [one.renewed for one in members(desk)] == [False, False, False]


def test_a_day_is_left_open_where_its_entry_is_damaged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(sequence: int) -> None:
        raise Damaged(f"entry {sequence}", "")

    monkeypatch.setattr(desk.vault, "entry", broken)
    assert [(one.name, one.since) for one in members(desk)] == [("Rim", "")]
    assert recovery_of(desk).made == ""


def test_a_vault_without_a_recovery_key_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [person for person in desk.vault.people() if person.role != "recovery"]
    monkeypatch.setattr(desk.vault, "people", lambda: people)
    assert recovery_of(desk).made is None


def test_names_are_composed_cleaned_and_have_room() -> None:
    assert read_name(" Rene\u0301 ") == "Ren\u00e9"
    assert new_name("ريم") == "ريم"
    for name in ("", "   ", "RECOVERY KEY", "x" * 97, "ر" * 49):
        with pytest.raises(InputRefused):
            new_name(name)
