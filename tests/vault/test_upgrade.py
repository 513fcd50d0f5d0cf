"""Vaults of earlier formats: they open, are only read, and are brought up to date whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from registry.errors import Damaged, Locked, RuleNotMet
from registry.vault.vault import Vault
from tests.vault.build import PASSPHRASE, RECOVERY, case, reopen
from tests.vaults.make import EXHIBIT

KEPT = Path(__file__).resolve().parent.parent / "vaults" / "format-1.vault"
NEW = "lantern saddle pepper grammar cobweb violin"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """Return a copy of the kept vault of format 1."""
    return Path(shutil.copy(KEPT, tmp_path / "format-1.vault"))


def _holds_what_was_kept(vault: Vault) -> None:
    assert vault.check().problems == ()
    assert vault.count("cases") == 69
    assert vault.document("cases", 2) == case(2, "ليلى المثال")
    assert b"".join(vault.read_exhibit(2, "EX1")) == EXHIBIT
    assert [line.id for line in vault.lines("cases")][:3] == ["1", "2", "4"]
    assert vault.document("sources", 900) == case(900, "Synthetic Source")


def test_the_first_format_is_read_and_not_written(first: Path) -> None:
    with reopen(first) as vault:
        _holds_what_was_kept(vault)
        assert vault.info().format == 1
        with pytest.raises(RuleNotMet, match="earlier format"):
            vault.table("cases").insert(case(71))
        with pytest.raises(RuleNotMet, match="earlier format"):
            vault.change_passphrase(NEW)
        vault.backup(first.with_name("copy"))
    with reopen(first.with_name("copy"), recovery=RECOVERY) as copy:
        _holds_what_was_kept(copy)
    assert first.read_bytes() == KEPT.read_bytes()


def test_it_is_brought_up_to_date_with_everything_in_it(first: Path) -> None:
    with reopen(first) as vault:
        entries = [signed.to_bytes() for signed in vault.journal()]
        secret = vault.secret("source labels")
        vault.upgrade()
        _holds_what_was_kept(vault)
        vault.table("cases").insert(case(71))
    for opening in ({"passphrase": PASSPHRASE}, {"recovery": RECOVERY}):
        with reopen(first, **opening) as vault:
            assert (vault.info().format, vault.info().epoch) == (2, 2)
            assert vault.count("cases") == 70
            assert vault.secret("source labels") == secret
            assert [signed.to_bytes() for signed in vault.journal()][: len(entries)] == entries
            assert vault.verify_journal() == len(entries) + 2
    with reopen(first) as vault, pytest.raises(RuleNotMet, match="current format"):
        vault.upgrade()


def test_people_come_and_passphrases_change_after_an_upgrade(first: Path) -> None:
    with reopen(first, recovery=RECOVERY) as vault:
        vault.upgrade()
    with reopen(first) as vault:
        vault.change_passphrase(NEW)
        vault.add_person("Amal", "caseworker", NEW + " too")
        vault.remove_person("Amal")
    with pytest.raises(Locked):
        reopen(first)
    with reopen(first, recovery=RECOVERY) as vault:
        vault.change_passphrase(PASSPHRASE)
    with reopen(first) as vault:
        vault.rekey(deep=True)
        assert vault.check().ok


def test_an_upgrade_that_fails_leaves_the_vault_as_it_was(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopen(first) as vault:

        def refuse() -> None:
            raise Damaged("the disk", "")

        with monkeypatch.context() as broken:
            broken.setattr(vault.container, "commit", refuse)
            with pytest.raises(Damaged, match="the disk"):
                vault.upgrade()
        _holds_what_was_kept(vault)
    assert first.read_bytes() == KEPT.read_bytes()


def test_a_damaged_vault_is_not_sealed_anew(first: Path) -> None:
    with reopen(first) as vault:
        name = vault.rows.object_row("cases", 7)
        sealed = vault.container.get(name)
        assert sealed is not None
        vault.container.begin()
        vault.container.put(name, sealed[:-1] + b"x")
        vault.container.commit()
        with pytest.raises(RuleNotMet, match="damaged"):
            vault.upgrade()
