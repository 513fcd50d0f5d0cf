"""Pages of a recovery: what stands on them, when they have been typed to the end, and which files are left."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.cli.paper import is_whole, is_whole_key, is_whole_share, kept, page_of, pages_of, places
from registry.errors import InputRefused, NotSaved
from registry.vault.recovery import RecoveryKey
from registry.vault.shares import Share, recovery_from

KEY = RecoveryKey(bytes(range(32)))


def test_pages_fit_a_screen_and_are_read_in_the_order_of_their_numbers() -> None:
    (key,) = pages_of(KEY, shares=False)
    assert [line.split()[0::2] for line in key.lines()] == [["1", "2", "3", "4"], ["5", "6", "7", "8"]]
    for place, page in enumerate(pages_of(KEY, shares=True), 1):
        assert page.title == f"Recovery share {place} of 3"
        assert len(page.lines()) == 9
        assert max(map(len, page.lines())) <= 70
        assert page.lines()[1].split()[0::2] == ["2", "11", "20", "29"]
        assert page.holds(page.text.upper())
    assert recovery_from(page.text for page in pages_of(KEY, shares=True)[:2]) == KEY


def test_a_share_knows_its_number_again() -> None:
    for page in pages_of(KEY, shares=True):
        assert page_of(Share.parse(page.text)).title == page.title
    assert "(hidden)" in repr(page_of(KEY))


@pytest.mark.parametrize(
    ("typed", "key", "share", "either"),
    [
        ("", False, False, False),
        ("JQ03KPME 033ZH7RF", False, False, False),
        ("ABCDEFGH", False, False, False),  # a group of letters only, or a word of eight
        ("JQ03KPME 033ZH7R", True, False, True),  # a group too short is told at once
        ("JQ03KPME" * 8, True, False, True),
        ("I did not write it down", True, False, False),
        ("academic " * 32, True, False, True),
        ("prevent race academic", True, False, False),
        ("prevent " * 33, True, True, True),
    ],
)
def test_no_further_line_is_waited_for_once_it_is_whole(
    typed: str, key: bool, share: bool, either: bool
) -> None:
    assert (is_whole_key(typed), is_whole_share(typed), is_whole(typed)) == (key, share, either)


def test_files_are_numbered_before_their_ending() -> None:
    shares = pages_of(KEY, shares=True)
    assert [path.name for path in places(Path("a/b.c.txt"), shares)] == [
        "b.c-1.txt",
        "b.c-2.txt",
        "b.c-3.txt",
    ]
    assert places(Path("a/b"), shares[:1]) == [Path("a/b")]


def test_where_nobody_can_tell_the_files_stay_and_the_refusal_says_so(tmp_path: Path) -> None:
    one = tmp_path / "one"
    with pytest.raises(NotSaved) as told, kept([(one, b"1")], lambda: None):
        raise NotSaved("the disk is full", "free some room")
    assert one.exists() and "may count or not" in told.value.hint and "free some room" in told.value.hint


@pytest.mark.parametrize("in_use", [True, False])
def test_files_go_with_what_failed_unless_the_vault_has_the_key(tmp_path: Path, in_use: bool) -> None:
    one, two = tmp_path / "one", tmp_path / "two"

    def stopped() -> None:
        with kept([(one, b"1"), (two, b"2")], lambda: in_use):
            assert two.read_bytes() == b"2"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert (one.exists(), two.exists()) == (in_use, in_use)


def test_the_files_before_one_that_cannot_be_made_are_taken_away(tmp_path: Path) -> None:
    (tmp_path / "two").write_bytes(b"mine")
    with (
        pytest.raises(InputRefused),
        kept([(tmp_path / "one", b"1"), (tmp_path / "two", b"2")], lambda: True),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["two"]
    assert (tmp_path / "two").read_bytes() == b"mine"
