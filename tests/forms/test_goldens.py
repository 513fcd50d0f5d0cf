"""Every sheet against its kept page: the same case gives the same bytes."""

from __future__ import annotations

import pytest

from tests.forms.goldens import KEPT, pages

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_sheet_is_byte_for_byte_the_kept_one(name: str) -> None:
    assert PAGES[name].decode() == (KEPT / name).read_bytes().decode()


def test_every_kept_sheet_is_still_made() -> None:
    assert {path.name for path in KEPT.iterdir()} == set(PAGES)
