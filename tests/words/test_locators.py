"""Places in a source: pages, time codes and addresses are read strictly, and all else is words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.words.locators import ADDRESS, PAGE, PASSAGE, TIMECODE, Locator


@pytest.mark.parametrize(
    ("written", "kind", "first", "last"),
    [
        ("p. 12", PAGE, 12, 12),
        ("p.12", PAGE, 12, 12),
        ("P. 12-14", PAGE, 12, 14),
        ("pp. 12–14", PAGE, 12, 14),
        ("page 3", PAGE, 3, 3),
        ("ص ١٢", PAGE, 12, 12),
        ("00:03:15", TIMECODE, 195_000, 195_000),
        ("00:03:15-00:04:02", TIMECODE, 195_000, 242_000),
        ("1:00:00.5 – 1:00:01", TIMECODE, 3_600_500, 3_601_000),
        ("https://example.org/report#p4", ADDRESS, None, None),
        ("http://[2001:db8::1]:80/x", ADDRESS, None, None),
        ("list 4, line 12", PASSAGE, None, None),
        ("the sentence that begins 'they took him at 10:15'", PASSAGE, None, None),
        ("p. 12, second column", PASSAGE, None, None),
        ("السطر الثالث", PASSAGE, None, None),
        (12, PASSAGE, None, None),
    ],
)
def test_a_place_is_read_and_kept_as_it_was_written(written: str, kind: str, first: int, last: int) -> None:
    found = Locator.parse(written)
    assert (found.kind, found.first, found.last) == (kind, first, last)
    assert found.plain() == found.show("ar") == str(written)
    assert Locator.parse(found.plain()) == found


@pytest.mark.parametrize(
    "written",
    ["p. 14-12", "p. 0", "00:04:02-00:03:15", "03:15", "00:75:00", "00:03:61", "1:2:3:4", "00:03:15-4:02", "", " ",
     True, None, ["p. 1"], "x" * 501, "https://", "https:// example.org", "javascript://x/%0aalert", "file:///etc/passwd",
     "http://user@host/"],
)  # fmt: skip
def test_what_looks_like_a_place_and_is_none_is_refused(written: object) -> None:
    with pytest.raises(InputRefused):
        Locator.parse(written)


def test_places_that_overlap_agree() -> None:
    pages, inside, after = map(Locator.parse, ("p. 12-14", "page 13", "p. 15"))
    assert pages.agrees(inside)
    assert inside.agrees(pages)
    assert not pages.agrees(after)
    assert not pages.agrees(Locator.parse("00:00:13"))
    assert Locator.parse("Line 4").agrees(Locator.parse("line 4"))


@given(st.text(max_size=80))
def test_any_text_is_a_place_that_comes_back_or_is_refused(text: str) -> None:
    try:
        found = Locator.parse(text)
    except InputRefused:
        return
    assert Locator.parse(found.plain()) == found
    assert found.first is None or found.first <= (found.last or 0)
