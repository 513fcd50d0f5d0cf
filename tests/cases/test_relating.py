"""What stated relations imply, and what of them cannot all be true."""

from __future__ import annotations

from registry.cases.groups import Span, total_of
from registry.cases.relating import Contradiction, Related, largest_cover


def found(
    relations: dict[tuple[str, str], str],
    named: dict[str, str] | None = None,
    **spans: tuple[int | None, int | None],
) -> tuple[Contradiction, ...]:
    groups = {name: Span(*spans.get(name, (None, None))) for name in "ABCD"}
    people = {group: frozenset(who) for group, who in (named or {}).items()}
    return total_of(groups, relations, people).contradictions


def test_a_part_of_two_groups_with_nobody_in_common_is_found_with_both() -> None:
    assert found({("A", "B"): "subset", ("A", "C"): "subset", ("B", "C"): "disjoint"}) == (
        Contradiction("empty", ("A", "B", "C")),
    )


def test_a_contradiction_over_several_steps_is_found() -> None:
    chain = {("A", "B"): "subset", ("B", "C"): "same", ("D", "C"): "superset", ("A", "D"): "disjoint"}
    assert found(chain) == (Contradiction("empty", ("A", "D")),)
    assert found({pair: said for pair, said in chain.items() if pair != ("B", "C")}) == ()


def test_groups_said_to_overlap_that_lie_in_two_with_nobody_in_common() -> None:
    said = {("A", "B"): "subset", ("C", "D"): "subset", ("B", "D"): "disjoint", ("A", "C"): "overlaps"}
    assert found(said) == (Contradiction("overlap", ("A", "C")),)


def test_a_part_that_counts_more_than_its_whole_can_hold() -> None:
    assert found({("A", "B"): "subset"}, A=(120, 130), B=(80, 100)) == (
        Contradiction("figures", ("B", "A"), least=120, most=100),
    )
    assert found({("A", "B"): "same"}, A=(120, 130), B=(80, 100))[0].code == "figures"
    assert found({("A", "B"): "subset"}, A=(90, 130), B=(80, 100)) == ()


def test_parts_with_nobody_in_common_together_count_more_than_their_whole() -> None:
    said = {("A", "C"): "subset", ("B", "C"): "subset", ("A", "B"): "disjoint"}
    assert found(said, A=(60, 60), B=(70, 70), C=(100, 100)) == (
        Contradiction("figures", ("C", "B", "A"), least=130, most=100),
    )
    del said["A", "B"]
    assert found(said, A=(60, 60), B=(70, 70), C=(100, 100)) == ()


def test_more_people_named_in_the_parts_than_the_whole_can_hold() -> None:
    assert found({("A", "B"): "subset"}, {"A": "xyz", "B": "v"}, A=(None, None), B=(1, 3)) == (
        Contradiction("members", ("B", "A"), least=4, most=3),
    )


def test_someone_named_in_two_groups_with_nobody_in_common() -> None:
    said = {("A", "B"): "subset", ("B", "C"): "disjoint"}
    assert found(said, {"A": "xy", "C": "yz"}) == (Contradiction("shared", ("A", "C"), ("y",)),)


def test_what_follows_from_relations_is_not_called_unknown() -> None:
    related = Related("ABCD", {("A", "B"): "subset", ("B", "C"): "subset", ("C", "D"): "disjoint"})
    assert related.unknown() == ()
    assert related.apart["A"] == {"D"}
    spans = {name: Span(10, 10) for name in "ABCD"}
    assert total_of(spans, {("A", "B"): "subset", ("B", "C"): "subset", ("C", "D"): "disjoint"}).span == Span(
        20, 20
    )


def test_relations_to_groups_that_are_not_asked_for_are_left_aside() -> None:
    assert Related("AB", {("A", "Z"): "subset", ("Z", "B"): "disjoint"}).unknown() == (("A", "B"),)


def test_the_largest_cover_is_not_the_greedy_one_and_names_its_groups() -> None:
    apart = {"A": frozenset(), "B": frozenset("C"), "C": frozenset("B"), "D": frozenset()}
    assert largest_cover("ABCD", {"A": 10, "B": 6, "C": 7, "D": 0}, apart) == ("C", "B")


def test_a_cover_of_very_many_groups_is_found_soon_and_is_safe() -> None:
    names = [f"{n:03}" for n in range(120)]
    apart = {a: frozenset(b for b in names if a != b and (int(a) * 7 + int(b) * 7) % 3) for a in names}
    lows = {name: 1 + int(name) % 5 for name in names}
    chosen = largest_cover(names, lows, apart)
    assert all(b in apart[a] for a in chosen for b in chosen if a != b)
    assert sum(lows[one] for one in chosen) > 5
