"""Facts declared once on a class, and read from there."""

from __future__ import annotations

from typing import Annotated

import pytest

from registry.words.dates import PartialDate
from registry.words.fact import Fact, Leaves, facts_of
from registry.words.names import Name


class Sample:
    """A domain class with two facts, an annotation that is none, and plain data."""

    born: Annotated[
        PartialDate | None, Fact("Date of birth", leaves=Leaves.COARSE, labels={"ar": "تاريخ الميلاد"})
    ]
    name: Annotated[Name, Fact("Name", several=True)]
    other: Annotated[int, "a remark"]
    plain: int = 0


def test_facts_are_found_in_the_order_of_their_lines() -> None:
    facts = facts_of(Sample)
    assert list(facts) == ["born", "name"]
    assert facts["born"].kind is PartialDate
    assert facts["name"].kind is Name
    assert facts["born"].key == "born"


def test_silence_means_withheld_and_identifying() -> None:
    name = facts_of(Sample)["name"].fact
    assert name.leaves is Leaves.NEVER
    assert name.identifying


def test_a_label_falls_back_on_english() -> None:
    born = facts_of(Sample)["born"].fact
    assert born.label_in("ar") == "تاريخ الميلاد"
    assert born.label_in("fr") == "Date of birth"


def test_the_declared_facts_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        facts_of(Sample)["more"] = None  # type: ignore[index]
