"""Several caseworkers: slots of their own, new keys for who stays when one leaves, lost passphrases."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.errors import Damaged, InputRefused, Locked, NotFound, RuleNotMet
from registry.vault import slots
from registry.vault.keys import Keys
from registry.vault.recovery import RecoveryKey
from registry.vault.rows import Rows
from registry.vault.seal import SealBroken, unseal
from registry.vault.vault import Vault
from tests.vault.build import PASSPHRASE, RECOVERY, case, fill, reopen

AMAL = "lantern saddle pepper grammar cobweb violin"
NOUR = "harbour meadow copper orbit thimble walnut"
OTHER = RecoveryKey(bytes(range(1, 33)))


def _with_team(vault: Vault) -> None:
    fill(vault, 70)
    vault.add_person("Amal", "caseworker", AMAL)
    vault.add_person("Nour", "reviewer", NOUR)


def test_each_colleague_opens_with_a_passphrase_and_signs_with_a_key_of_their_own(
    vault: Vault, path: Path
) -> None:
    _with_team(vault)
    with reopen(path, passphrase=AMAL) as opened:
        opened.table("cases").insert(case(71))
    with reopen(path, passphrase=NOUR) as opened:
        assert opened.table("cases").get(doc_id=71) == case(71)
        opened.table("cases").insert(case(72))
    people = {person.public_key: person.name for person in vault.people()}
    signers = [people[signed.entry.by] for signed in vault.journal()]
    assert signers[-4:] == ["Synthetic Caseworker", "Synthetic Caseworker", "Amal", "Nour"]
    assert len(people) == 4
    assert vault.check().ok
    assert vault.info().slots_in_use == 4


def test_whoever_has_left_opens_nothing_and_those_who_stay_need_nothing_new(vault: Vault, path: Path) -> None:
    _with_team(vault)
    with reopen(path, passphrase=AMAL) as opened:
        opened.table("cases").insert(case(71))
    vault.put_exhibit(1, "EX1", io.BytesIO(b"before"))
    assert vault.remove_person("amal").name == "Amal"
    vault.table("cases").update({"name": "changed after"}, doc_ids=[2])
    vault.table("cases").insert(case(73))
    vault.put_exhibit(1, "EX2", io.BytesIO(b"after"))
    with pytest.raises(Locked):
        reopen(path, passphrase=AMAL)
    for opening in ({"passphrase": PASSPHRASE}, {"passphrase": NOUR}, {"recovery": RECOVERY}):
        with reopen(path, **opening) as opened:
            assert opened.info().epoch == 2
            assert opened.check().problems == ()
            assert opened.verify_journal() == vault.head[0]
            assert opened.document("cases", 2) == {**case(2), "name": "changed after"}
            assert opened.document("cases", 71) == case(71)
            assert b"".join(opened.read_exhibit(1, "EX1")) == b"before"
            assert b"".join(opened.read_exhibit(1, "EX2")) == b"after"


def test_keys_kept_from_before_open_nothing_written_after(vault: Vault, path: Path) -> None:
    """A departed colleague who copied every key, also each case's own, meets the file of today."""
    _with_team(vault)
    old: Keys = vault.keys
    found = vault.rows.head("cases", 5)
    assert found is not None
    object_key = found[0].key
    vault.remove_person("Amal")
    vault.table("cases").update({"name": "written after"}, doc_ids=[5])
    sequence = vault.head[0]
    stale = Rows(vault.container, old)
    assert stale.root(0) is None and stale.root(1) is None
    with pytest.raises(Damaged):
        stale.head("cases", 5)
    with pytest.raises(Damaged):
        stale.entry(sequence)
    now = vault.rows.head("cases", 5)
    assert now is not None
    head, sealed = now
    assert head.key == object_key
    context = vault.keys.places.context("document", "cases", "000000000005", head.revision)
    for key in (object_key, old.content_key(object_key)):
        with pytest.raises(SealBroken):
            unseal(key, context, sealed)
    assert unseal(vault.keys.content_key(object_key), context, sealed)
    assert stale.head("cases", 6) is not None  # what nobody touched since is as it was: the page says so


def test_a_deep_change_of_keys_leaves_nothing_under_the_old_ones(vault: Vault, path: Path) -> None:
    _with_team(vault)
    vault.put_exhibit(1, "EX1", io.BytesIO(bytes(700_000)))
    vault.table("cases").remove(doc_ids=[3])
    vault.remove_person("Amal")
    old, before = vault.keys, list(vault.journal())
    names = set(vault.container.names())
    told: list[tuple[int, int]] = []
    assert vault.rekey(deep=True, progress=lambda done, of: told.append((done, of))) == 3
    assert told and all(done <= of for done, of in told)
    assert names.isdisjoint(vault.container.names())
    stale = Rows(vault.container, old)
    assert stale.head("cases", 6) is None  # not even under its name
    assert [signed.to_bytes() for signed in vault.journal()][: len(before)] == [s.to_bytes() for s in before]
    for opening in ({"passphrase": PASSPHRASE}, {"passphrase": NOUR}, {"recovery": RECOVERY}):
        with reopen(path, **opening) as opened:
            assert opened.check().problems == ()
            assert b"".join(opened.read_exhibit(1, "EX1")) == bytes(700_000)
            assert opened.count("cases") == 69
            assert opened.secret("x") == vault.secret("x")
    with pytest.raises(Locked):
        reopen(path, passphrase=AMAL)


@pytest.mark.parametrize("deep", [False, True])
def test_new_keys_are_wholly_there_or_not_at_all(
    vault: Vault, path: Path, monkeypatch: pytest.MonkeyPatch, deep: bool
) -> None:
    _with_team(vault)

    def refuse() -> None:
        raise Damaged("the disk", "")

    with monkeypatch.context() as patched:
        patched.setattr(vault.container, "commit", refuse)
        with pytest.raises(Damaged, match="the disk"):
            vault.rekey(deep=deep)
    assert vault.info().epoch == 1
    vault.table("cases").insert(case(90))
    with reopen(path, passphrase=NOUR) as opened:
        assert opened.check().ok
        assert opened.document("cases", 90) == case(90)


@pytest.mark.parametrize("deep", [False, True])
def test_another_session_is_told_to_open_again(vault: Vault, again: Callable[..., Vault], deep: bool) -> None:
    fill(vault, 3)
    other = again()
    vault.rekey(deep=deep)
    with pytest.raises(Locked, match="new keys"):
        other.count("cases")
    with pytest.raises(Locked, match="new keys"):
        other.table("cases").insert(case(4))
    assert vault.count("cases") == 3


def test_a_signature_of_someone_who_has_left_does_not_count_any_more(vault: Vault, path: Path) -> None:
    _with_team(vault)
    with reopen(path, passphrase=AMAL) as amal:
        amal.table("cases").insert(case(71))
        signer = amal._signer
    vault.remove_person("Amal")
    assert vault.check().ok
    vault._signer = signer  # what a thief of the key and of a colleague's open session would write
    vault.table("cases").insert(case(74))
    problems = [problem.identity for problem in vault.check().problems if problem.table == "journal"]
    assert problems == [str(vault.head[0])]
    with pytest.raises(Damaged):
        vault.verify_journal()


def test_a_lost_passphrase_is_replaced_with_the_recovery_key(vault: Vault, path: Path) -> None:
    _with_team(vault)
    vault.close()
    with reopen(path, recovery=RECOVERY) as opened:
        with pytest.raises(InputRefused, match="several"):
            opened.change_passphrase(AMAL + " again")
        with pytest.raises(NotFound):
            opened.change_passphrase(AMAL + " again", "Nobody")
        opened.change_passphrase(AMAL + " again", "Amal")
    with pytest.raises(Locked):
        reopen(path, passphrase=AMAL)
    with reopen(path, passphrase=AMAL + " again") as opened:
        assert opened.caseworker.name == "Amal"
        opened.table("cases").insert(case(80))
        assert opened.check().ok


def test_a_new_recovery_key_takes_the_old_ones_place(vault: Vault, path: Path) -> None:
    _with_team(vault)
    vault.renew_recovery(OTHER)
    with pytest.raises(Locked):
        reopen(path, recovery=RECOVERY)
    with reopen(path, recovery=OTHER) as opened:
        assert opened.check().ok
    with reopen(path, passphrase=AMAL) as opened:
        assert opened.info().epoch == 2


def test_nobody_joins_under_a_name_that_is_taken_or_a_weak_passphrase(vault: Vault) -> None:
    _with_team(vault)
    for name in ("AMAL", "", "  ", "Recovery Key"):
        with pytest.raises(InputRefused, match="name"):
            vault.add_person(name, "caseworker", AMAL)
    with pytest.raises(InputRefused, match="easy to guess"):
        vault.add_person("Sami", "caseworker", "password")
    with pytest.raises(InputRefused, match="role"):
        vault.add_person("Sami", "king", AMAL)
    with pytest.raises(RuleNotMet, match="opened with"):
        vault.remove_person("Synthetic Caseworker")
    with pytest.raises(NotFound):
        vault.remove_person("recovery key")
    assert vault.info().slots_in_use == 4


def test_there_are_sixteen_slots_and_their_count_does_not_show(vault: Vault, path: Path) -> None:
    before = path.stat().st_size
    for number in range(14):
        vault.add_person(f"Colleague {number}", "caseworker", AMAL + f" {number}")
    with pytest.raises(RuleNotMet, match="sixteen"):
        vault.add_person("One more", "caseworker", AMAL)
    assert {len(slot) for slot in vault.header.slots} == {slots.SIZE}
    vault.remove_person("Colleague 4")
    vault.add_person("One more", "caseworker", AMAL)
    with reopen(path, passphrase=AMAL + " 13") as opened:
        assert opened.check().ok
    assert path.stat().st_size < before + 64 * 1024


def test_who_only_takes_in_holds_no_key_that_reads(vault: Vault, path: Path) -> None:
    vault.add_person("Field", "intake-only", AMAL)
    with pytest.raises(RuleNotMet, match="takes in"):
        reopen(path, passphrase=AMAL)
    vault.rekey()
    key = slots.SLOTS  # every slot is tried below, none may give a vault key to this passphrase
    assert key == 16
    from registry.vault import opening

    head, opened = opening.unlock(vault.container.headers(), AMAL, None)
    assert opened[1].vault_key == b""
    assert bytes(opened[1].naming) not in {bytes(vault.keys.vault), bytes(vault.keys.naming)}
    assert head.epoch == 2


def test_a_role_changes_without_anyones_passphrase(vault: Vault, path: Path) -> None:
    _with_team(vault)
    vault.set_role("Amal", "reviewer")
    assert {p.name: p.role for p in vault.people()}["Amal"] == "reviewer"
    with pytest.raises(InputRefused):
        vault.set_role("Amal", "intake-only")
    reopen(path, passphrase=AMAL).close()
