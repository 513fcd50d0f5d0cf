"""Files tied as the same person: counted once, and only as far as all of them agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from registry.cases.line import NOT_STATED, CaseLine
from registry.disclosure.countable import Countable


def same_person(lines: Iterable[CaseLine]) -> dict[str, str]:
    """Return for each case that is tied to another one here as the same person the first id of all so tied."""
    here = {line.id: line for line in lines}
    first: dict[str, str] = {}
    for start in sorted(here):
        if start in first or not here[start].same:
            continue
        waiting = [start]
        while waiting:
            case = waiting.pop()
            if case in here and case not in first:
                first[case] = start
                waiting += here[case].same
    sizes = list(first.values())
    return {case: start for case, start in first.items() if sizes.count(start) > 1}


def one_each(people: Sequence[Countable], same: Mapping[str, str]) -> Iterator[Countable]:
    """Yield every person once: people whose files are tied, as one.

    Consent must stand in each of the files. A class is what all files that state it agree on, otherwise it is not
    stated: which file is right is not decided here. The latest day last seen holds, so that recent events wait.
    """
    tied: dict[str, list[Countable]] = {}
    for person in people:
        if person.case in same:
            tied.setdefault(same[person.case], []).append(person)
        else:
            yield person
    for files in tied.values():
        yield _joined(files)


def _joined(files: Sequence[Countable]) -> Countable:
    seen = [one.seen for one in files if one.seen]
    families = [one.family for one in files if one.family]
    return Countable(
        case=files[0].case,
        family=min(families, default=None),
        values=_agreed(files),
        consented=all(one.consented for one in files),
        seen=max(seen, default=None),
        also=frozenset(one.case for one in files[1:]),
    )


def _agreed(files: Sequence[Countable]) -> dict[str, str]:
    stated: dict[str, set[str]] = {}
    for one in files:
        for key, value in one.values.items():
            if value not in {"", NOT_STATED}:
                stated.setdefault(key, set()).add(value)
    return {key: min(values) for key, values in stated.items() if len(values) == 1}
