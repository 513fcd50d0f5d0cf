"""The code for paper names one history: misread groups are named, and an older or another vault does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.vault.history import Checkpoint, head_at
from registry.words.identity import ALPHABET
from tests.vault.build import case, reopen, tamper
from tests.vault.damage.world import world


@pytest.fixture
def kept(path: Path) -> Path:
    path.write_bytes(world().raw)
    return path


def test_a_code_holds_as_long_as_the_history_goes_on(kept: Path) -> None:
    with reopen(kept) as vault:
        code = " ".join(Checkpoint.of(vault).groups())
        for after in range(3):
            found = Checkpoint.parse(code).compare(vault)
            assert (found.holds, found.after, found.sequence) == (True, after, 7)
            vault.table("cases").insert(case(50 + after))
        assert len(code.replace(" ", "")) == 24


def test_an_older_and_another_history_do_not_hold(kept: Path) -> None:
    older = kept.read_bytes()
    with reopen(kept) as vault:
        vault.table("cases").insert(case(50))
        code = Checkpoint.of(vault)
    kept.write_bytes(older)
    with reopen(kept) as vault:
        assert (code.compare(vault).holds, code.compare(vault).has) == (False, 7)
        vault.table("cases").insert(case(51))
        vault.table("cases").insert(case(52))
        assert code.compare(vault).holds is False
        assert code.compare(vault).unclear is False


def test_a_damaged_entry_leaves_its_hash_with_the_next_and_two_leave_doubt(kept: Path) -> None:
    with reopen(kept) as vault:
        code = Checkpoint.of(vault)
        vault.table("cases").insert(case(50))
        vault.table("cases").insert(case(51))
        tamper(vault, {vault.rows.entry_row(7): None})
        assert code.compare(vault).holds
        tamper(vault, {vault.rows.entry_row(8): None})
        assert (code.compare(vault).holds, code.compare(vault).unclear) == (False, True)
        assert head_at(vault, 0) is None
        assert head_at(vault, 99) is None


_CODES = st.builds(Checkpoint, st.integers(0, 2**30 - 1), st.integers(0, 2**70 - 1))


@given(_CODES, st.booleans())
def test_it_is_read_however_it_was_spaced(code: Checkpoint, small: bool) -> None:
    text = "-".join(code.groups())
    text = text.lower() if small else text.replace("0", "O").replace("1", "l")
    assert Checkpoint.parse(f" {text}\n").groups() == code.groups()


@given(_CODES, st.integers(0, 23), st.sampled_from(ALPHABET))
def test_a_misread_character_names_its_group(code: Checkpoint, at: int, letter: str) -> None:
    whole = "".join(code.groups())
    if whole[at] == letter:
        return
    with pytest.raises(InputRefused, match=f"group {at // 6 + 1} of the checkpoint was misread"):
        Checkpoint.parse(whole[:at] + letter + whole[at + 1 :])


@pytest.mark.parametrize("text", ["", "12345", "0" * 23, "0" * 25, "UUUUUU" * 4])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(InputRefused, match=r"not a whole checkpoint|group 1"):
        Checkpoint.parse(text)


def test_groups_in_each_others_place_are_named() -> None:
    groups = list(Checkpoint(123_456, 2**69 + 77).groups())
    groups[1], groups[2] = groups[2], groups[1]
    with pytest.raises(InputRefused, match="group 2"):
        Checkpoint.parse(" ".join(groups))
