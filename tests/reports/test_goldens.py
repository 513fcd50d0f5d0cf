"""Every format against its kept page: the same summary gives the same bytes, anywhere and at any time."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.reports.goldens import KEPT, pages

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_byte_for_byte_the_kept_one(name: str) -> None:
    assert PAGES[name].decode() == (KEPT / name).read_bytes().decode()


def test_every_kept_page_is_still_made() -> None:
    assert {path.name for path in KEPT.iterdir()} == set(PAGES)


def test_the_bytes_do_not_depend_on_locale_time_zone_or_hash_seed() -> None:
    code = (
        "import sys; from tests.reports.goldens import pages; "
        "sys.stdout.buffer.write(b''.join(pages().values()))"
    )
    outside = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8"}
    made = subprocess.run(
        [sys.executable, "-c", code], env=outside, cwd=KEPT.parents[2], capture_output=True, check=True
    )
    assert made.stdout == b"".join(PAGES.values())
