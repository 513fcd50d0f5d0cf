"""Which facts may leave in a summary is pinned here, so that widening the set is seen by whoever reads the change."""

from __future__ import annotations

from registry.cases.casefile import EPISODES
from registry.cases.group import Group
from registry.cases.person import Person
from registry.cases.register import REGISTERS
from registry.words.fact import Leaves, facts_of

COUNTED_OF_A_PERSON = {
    "sex": "sex",
    "born": "age",
    "age": "age",
    "last_seen_on": "quarter",
    "last_seen_at": "place",
    "alleged_holder": "holder",
    "status": "status",
}
COUNTED_OF_A_GROUP = {
    "last_seen_on": "quarter",
    "last_seen_at": "place",
    "alleged_holder": "holder",
    "status": "status",
}
QUOTED_OF_A_GROUP = {"count"}


def leaving(subject: type, how: Leaves) -> dict[str, str | None]:
    """Return the facts of ``subject`` that leave in one way, each with the dimension it is counted by."""
    return {key: d.fact.dimension for key, d in facts_of(subject).items() if d.fact.leaves is how}


def test_what_leaves_of_a_person_is_counted_and_never_quoted() -> None:
    assert leaving(Person, Leaves.COARSE) == COUNTED_OF_A_PERSON
    assert leaving(Person, Leaves.WORDING) == {}


def test_of_a_group_the_count_may_be_quoted_in_the_words_of_the_source() -> None:
    assert leaving(Group, Leaves.COARSE) == COUNTED_OF_A_GROUP
    assert set(leaving(Group, Leaves.WORDING)) == QUOTED_OF_A_GROUP


def test_names_and_free_text_identify_and_never_leave() -> None:
    for subject in (Person, Group):
        for key, declared in facts_of(subject).items():
            if declared.kind.__name__ in {"Name", "Text", "Paragraph"}:
                assert declared.fact.leaves is Leaves.NEVER, key


def test_nothing_of_an_episode_or_of_a_register_leaves() -> None:
    for subject in (*EPISODES.values(), *REGISTERS.values()):
        for key, declared in facts_of(subject).items():
            assert declared.fact.leaves is Leaves.NEVER, (subject, key)


def test_silence_means_withheld_and_identifying() -> None:
    for key in ("name", "mother", "identity_number", "origin", "family", "reference"):
        fact = facts_of(Person)[key].fact
        assert fact.leaves is Leaves.NEVER
        assert fact.identifying
