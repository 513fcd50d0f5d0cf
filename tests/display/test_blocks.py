"""Whether a terminal can be sent block characters."""

from __future__ import annotations

import pytest

from registry.display.blocks import has_blocks


@pytest.mark.parametrize(
    ("environment", "encoding", "can"),
    [
        ({"LANG": "en_GB.UTF-8"}, "utf-8", True),
        ({}, "utf-8", True),
        ({"LANG": "fr_FR.ISO-8859-1", "LC_ALL": "C.UTF-8"}, "utf-8", True),
        ({"LANG": "fr_FR.ISO-8859-1"}, "utf-8", False),
        ({"LC_ALL": "POSIX", "LANG": "en_GB.UTF-8"}, "utf-8", False),
        ({}, "cp1252", False),
    ],
)
def test_blocks_need_unicode_in_what_is_written_and_in_what_is_read(
    environment: dict[str, str], encoding: str, can: bool
) -> None:
    assert has_blocks(environment, encoding) is can
