"""Roles: one table decides, it is asked before each act, and the list of people says who has which role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from registry.cases.items import Proposed
from registry.desk import roles
from registry.desk.assessing import Wish, set_status
from registry.desk.desk import Desk
from registry.desk.opening import make_desk, open_desk, opens
from registry.desk.rehearsing import record, recovery_of
from registry.desk.undoing import REVERSIBLE
from registry.errors import RuleNotMet
from registry.vault.recovery import RecoveryKey
from registry.vault.slots import ROLES
from tests.desk.conftest import PASSPHRASE, ticking
from tests.desk.making import a_case, a_source, a_status

AMAL = "granite willow saffron tunnel mosaic feather"
KEY = RecoveryKey(bytes(range(32)))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the place of a vault of two, whose recovery key is known."""
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    made = make_desk(
        tmp_path / "team", PASSPHRASE, KEY, caseworker="Rim", device="test", clock=ticking(), test_kdf=True
    )
    with made.vault as vault:
        vault.add_person("Amal", "caseworker", AMAL)
    return tmp_path / "team"


Open = Callable[..., Desk]


@pytest.fixture
def at(path: Path) -> Iterator[Open]:
    """Sit down at the vault with a passphrase or the recovery key; every desk is left at the end."""
    opened: list[Desk] = []

    def sit(passphrase: str | None = None, recovery: RecoveryKey | None = None) -> Desk:
        opened.append(open_desk(path, passphrase, recovery=recovery, device="test", clock=ticking()))
        return opened[-1]

    yield sit
    for desk in opened:
        desk.vault.close()


def test_every_role_has_a_line_and_words() -> None:
    assert set(roles.MAY) == {*ROLES, roles.RECOVERY}
    assert set(roles.ROLES) == set(ROLES)


@pytest.mark.parametrize("operation", sorted(REVERSIBLE))
def test_who_reads_the_vault_may_do_all_casework_and_the_recovery_key_none(operation: str) -> None:
    assert roles.may("caseworker", operation)
    assert roles.may("reviewer", operation)
    assert not roles.may("recovery", operation)
    assert roles.may("intake-only", operation) is (operation == "case new")
    assert not roles.may("a role of tomorrow", operation)


def test_the_recovery_key_gets_people_in_and_does_no_casework(at: Open) -> None:
    desk = at(recovery=KEY)
    with pytest.raises(RuleNotMet, match="the recovery key does not allow") as refused:
        a_source(desk)
    assert "vault passphrase" in refused.value.hint
    with pytest.raises(RuleNotMet):
        desk.vault.remove_person("Amal")
    with pytest.raises(RuleNotMet):
        desk.vault.add_person("Sami", "caseworker", AMAL + " too")
    desk.vault.change_passphrase(AMAL + " anew", "Amal")
    assert at(AMAL + " anew").name == "Amal"


def test_a_role_that_was_changed_counts_at_once_in_an_open_session(at: Open) -> None:
    desk, amal = at(PASSPHRASE), at(AMAL)
    assert amal.role == "caseworker"
    desk.vault.set_role("Amal", "reviewer")
    assert amal.role == "reviewer"
    a_source(amal)


def test_the_rule_is_asked_with_the_role_of_the_list(at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    at(PASSPHRASE).vault.set_role("Amal", "reviewer")
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(roles, "require", lambda role, operation: asked.append((role, operation)))
    amal = at(AMAL).vault
    with amal.act("source new"):
        pass
    at(PASSPHRASE).vault.set_role("Amal", "caseworker")
    with amal.act("claim add"):
        pass
    assert asked == [
        ("reviewer", "source new"),
        ("caseworker", "vault slots role"),
        ("caseworker", "claim add"),
    ]


def test_a_second_person_is_named_as_the_list_has_them(at: Open) -> None:
    desk = at(PASSPHRASE)
    assert roles.second_persons(desk) == {"Amal"}
    desk.vault.add_person("Nour", "reviewer", AMAL + " too")
    desk.vault.add_person("Field", "intake-only", AMAL + " as well")
    assert roles.second_persons(desk) == {"Nour"}
    case, source = a_case(desk), a_source(desk)
    a_status(desk, case, "death_notified", source, basis="document")
    for name in ("Amal", "Field", "recovery key"):
        with pytest.raises(RuleNotMet, match="a colleague with a slot"):
            set_status(desk, case, Wish("death_notified", reviewer=name, family_told="2017-01-20"))
    made = set_status(desk, case, Wish("death_notified", reviewer="NOUR", family_told="2017-01-20"))
    assert isinstance(made, Proposed), "she is asked, and has not signed"
    assert (made.asked, desk.case(case).status) == ("NOUR", "missing")
    desk.vault.set_role("Rim", "reviewer")
    desk.vault.set_role("Nour", "caseworker")
    assert roles.second_persons(desk) == {"Amal", "Nour"}, "she is the only reviewer, and the author"


def test_who_works_alone_names_whom_she_asked(desk: Desk) -> None:
    assert roles.second_persons(desk) is None


def test_a_rehearsal_belongs_to_the_key_that_was_rehearsed(at: Open) -> None:
    desk = at(PASSPHRASE)
    with pytest.raises(RuleNotMet, match="not opened with the recovery key"):
        record(desk)
    assert recovery_of(desk).rehearsed == ""
    record(at(recovery=KEY))
    assert recovery_of(desk).rehearsed == "2026-11-22"
    desk.vault.renew_recovery(RecoveryKey(bytes(range(1, 33))))
    assert recovery_of(desk).rehearsed == ""
    assert desk.vault.check().ok


def test_whether_a_key_opens_a_vault_is_told_and_doubt_too(path: Path) -> None:
    assert opens(path, KEY, "test")
    assert not opens(path, RecoveryKey(bytes(range(1, 33))), "test")
    assert opens(path.with_name("nowhere"), KEY, "test") is None
