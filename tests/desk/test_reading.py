"""What is handed in: refused with its place and never with its content."""

from __future__ import annotations

import pytest

from registry.desk.reading import LONGEST, at, items, known_keys, line, mapping, text
from registry.errors import InputRefused, RuleNotMet


def test_the_place_of_a_mistake_grows_on_the_way_up() -> None:
    with pytest.raises(RuleNotMet) as refused, at("case 3"), at("claim 1"):
        raise RuleNotMet("no source", "name one")
    assert (refused.value.message, refused.value.hint) == ("case 3: claim 1: no source", "name one")


def test_an_unknown_field_is_counted_and_its_likeness_named_but_never_repeated() -> None:
    with pytest.raises(InputRefused) as refused:
        known_keys({"name": 1, "Khaled": 2}, ("name", "born"), "the facts")
    assert refused.value.message == "field 2 of the facts is not known"
    assert refused.value.hint == "known fields: name, born"
    with pytest.raises(InputRefused) as near:
        known_keys({"borm": 1}, ("name", "born"), "the facts")
    assert near.value.hint == "did you mean `born`?"


def test_a_line_is_cleaned_and_a_text_keeps_its_lines() -> None:
    assert (line(None, "the note"), text(None, "the note")) == ("", "")
    assert line(" a\n b\x07", "the note") == "a b\x07"
    assert text("a\r\nb", "the note") == "a\nb"
    assert line(12, "the age") == "12"


@pytest.mark.parametrize("raw", [True, ["Khaled"], {"text": "Khaled"}, "Khaled" * LONGEST])
def test_what_is_no_line_is_refused_without_repeating_it(raw: object) -> None:
    with pytest.raises(InputRefused, match="the label") as refused:
        line(raw, "the label")
    assert "Khaled" not in refused.value.message + refused.value.hint


def test_lists_and_objects_are_what_they_say() -> None:
    assert [items(raw) for raw in (None, "one", ("a", "b"), [])] == [[], ["one"], ["a", "b"], []]
    assert mapping({"a": 1}, "the claim") == {"a": 1}
    with pytest.raises(InputRefused, match="the claim must be an object"):
        mapping([("a", 1)], "the claim")
