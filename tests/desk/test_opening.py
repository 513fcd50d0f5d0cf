"""Making and opening a vault at the desk: nothing is overwritten, and a copy is whole before it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.desk.desk import Desk, no_progress
from registry.desk.opening import make_desk, open_desk, refuse_missing, restore_vault
from registry.errors import InputRefused, Locked, NotFound, RuleNotMet
from registry.vault.recovery import RecoveryKey
from tests.desk.conftest import PASSPHRASE
from tests.desk.making import a_case


def test_what_was_taken_in_is_there_when_the_vault_is_opened_again(desk: Desk) -> None:
    case = a_case(desk)
    again = open_desk(desk.vault.container.path, PASSPHRASE, device="another")
    with again.vault:
        assert (again.name, again.pen.by) == (desk.name, desk.pen.by)
        assert again.case(case).document == desk.case(case).document


def test_a_wrong_passphrase_opens_nothing(desk: Desk) -> None:
    with pytest.raises(Locked):
        open_desk(desk.vault.container.path, "another lantern orbit copper meadow", device="x")


def test_reading_only_takes_nothing_in(desk: Desk) -> None:
    reader = open_desk(desk.vault.container.path, PASSPHRASE, device="x", read_only=True)
    with reader.vault, pytest.raises(RuleNotMet, match="reading only"):
        a_case(reader)
    assert desk.count() == 0


def test_a_vault_is_never_made_over_another(desk: Desk) -> None:
    a_case(desk)
    with pytest.raises(InputRefused):
        make_desk(desk.vault.container.path, PASSPHRASE, RecoveryKey.generate(), caseworker="Rim", device="x",
                  test_kdf=True)  # fmt: skip
    assert desk.count() == 1


def test_a_place_without_a_vault_is_said_before_anyone_is_asked(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no vault"):
        refuse_missing(tmp_path / "nowhere")


def test_a_copy_is_restored_with_its_cases_into_a_new_folder(desk: Desk, tmp_path: Path) -> None:
    a_case(desk)
    desk.vault.backup(tmp_path / "copy")
    a_case(desk)
    place = tmp_path / "new" / "folder" / "v"
    assert restore_vault(tmp_path / "copy", place, PASSPHRASE, "x", no_progress) == 1
    assert place.parent.stat().st_mode & 0o077 == 0


def test_nothing_is_restored_over_a_file_or_from_a_damaged_copy(desk: Desk, tmp_path: Path) -> None:
    copy, place = tmp_path / "copy", tmp_path / "restored"
    desk.vault.backup(copy)
    with pytest.raises(InputRefused, match="already"):
        restore_vault(copy, desk.vault.container.path, PASSPHRASE, "x", no_progress)
    with pytest.raises(Locked):
        restore_vault(copy, place, "another lantern orbit copper meadow", "x", no_progress)
    assert not place.exists()
