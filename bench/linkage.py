"""Who may be the same person: how well scans find it, beside Splink in the same run, and how long they take.

Run as ``python -m bench.linkage DATA`` with the folder that holds ``registry_synth`` and ``linkage_generic``; Splink and DuckDB
must be installed for the comparison (``nox -s linkage -- DATA`` does that in an environment of its own), and are left
out where they are not. ``--shares`` counts the shares of ``registry/matching/odds.py`` on half of the people; ``--scale N``
times a scan of N made-up cases in a vault. The truth is read here alone; nothing of the data is kept.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from bench.desks import desk_of_its_own
from registry.cases.casefile import PERSON
from registry.desk.desk import Desk
from registry.desk.importing import Coming, How, bring_in
from registry.desk.intake import take_in
from registry.desk.matching import agreed, dossiers, scan_cases
from registry.desk.tying import standing_in_the_way
from registry.exchange.entries import Reader
from registry.exchange.lists import Wishes, open_list
from registry.matching import beside as at
from registry.matching.beside import facts_beside, names_beside
from registry.matching.blocking import pairs
from registry.matching.comparing import Person
from registry.matching.dossier import Dossier, Spot, births_of
from registry.matching.scanning import scan
from registry.matching.weighing import Rarity, weigh
from registry.words.dates import PartialDate

Pair = tuple[str, str]

# What the lists say that the registry has no word for, as `--unknown-terms map` would lead it.
_LED_TO = {"confirmed detained": "held_reported", "reported dead in custody": "death_reported"}


# ---- the synthetic register -----------------------------------------------------------------------------


def brought_in(desk: Desk, path: Path) -> dict[str, str]:
    """Bring a list in as `registry import` does; return the number of each row's case in the list, by case."""
    listing = open_list(lambda: path.open("rb"), Wishes())
    facts = desk.facts(PERSON)
    mapping = listing.suggested(facts, PERSON)
    look = listing.looked_through(mapping, facts)
    columns = dict(mapping.columns)
    for unknown in look.unknown:
        column = columns[unknown.heading]
        columns[unknown.heading] = replace(
            column, terms={**column.terms, unknown.word: _LED_TO[unknown.word]}
        )
    reader = Reader(replace(mapping, columns=columns), facts, look.orders)
    numbers: dict[int, str] = {}

    def rows() -> Iterator[Coming]:
        for row in listing.rows(reader):
            numbers[row.line] = row.key
            yield Coming(row.line, row.key, row.entry, row.cells)

    return {
        one.case: numbers[one.line]
        for one in bring_in(desk, rows(), How({"kind": "other", "label": path.name}))
        if one.case
    }


def truth_of(data: Path) -> dict[str, str]:
    """Return the person of each row of the register."""
    with (data / "registry_synth/truth_records.csv").open(encoding="utf-8") as stream:
        return {row["record_id"]: row["person_id"] for row in csv.DictReader(stream)}


def all_brought_in(desk: Desk, data: Path) -> dict[str, str]:
    """Bring the lists of all three laptops in; return the person of each case."""
    rows = truth_of(data)
    return {
        case: rows[number]
        for path in sorted((data / "registry_synth").glob("laptop_*.csv"))
        for case, number in brought_in(desk, path).items()
    }


def true_pairs(people: dict[str, str], cases: Iterable[str]) -> set[Pair]:
    """Return every two cases of one person."""
    of: dict[str, list[str]] = defaultdict(list)
    for case in sorted(cases):
        of[people[case]].append(case)
    return {pair for those in of.values() for pair in combinations(those, 2)}


def quality(found: set[Pair], true: set[Pair]) -> str:
    """Return precision, recall and F1 in words."""
    hits = len(found & true)
    precision, recall = hits / max(1, len(found)), hits / max(1, len(true))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


def within(groups: Iterable[Sequence[str]]) -> set[Pair]:
    """Return every two cases of one cluster."""
    return {(low, high) for group in groups for low, high in combinations(sorted(group), 2)}


def report(name: str, read: Sequence[Dossier], people: dict[str, str]) -> set[Pair]:
    """Scan cases and print how well it found what is true; return the pairs of its clusters."""
    began = time.process_time()
    made = scan(read)
    spent = time.process_time() - began
    true = true_pairs(people, [one.id for one in read])
    met = {tuple(sorted((read[a].id, read[b].id))) for a, b in pairs(read)}
    linked = within(made.clusters)
    known = len({people[one.id] for one in read})
    left = len(read) - sum(len(group) - 1 for group in made.clusters)
    print(f"{name}: {len(read):,} cases of {known:,} people, {spent:.1f} s")
    print(
        f"    blocking meets {len(met & true) / len(true):.4f} of the true pairs in {len(met):,} pairs; {made.compared:,} weighed"
    )
    print(
        f"    pairs likelier one person: {quality({(c.left, c.right) for c in made.candidates if c.weight >= 0}, true)}"
    )
    print(f"    clusters: {quality(linked, true)}")
    print(
        f"    people counted {left:,}: {100 * (left / known - 1):+.1f} % (without: {100 * (len(read) / known - 1):+.1f} %)"
    )
    return linked


def synthetic(data: Path) -> None:
    """Bring the three laptops in and find who is who."""
    rows = truth_of(data)
    with desk_of_its_own() as desk:
        people = all_brought_in(desk, data)
        print(
            f"registry_synth: {len(rows):,} rows, {len(people):,} cases, unaccounted {len(rows) - len(people)}"
        )
        read = dossiers(desk)
        for half, name in ((0, "the half the shares were counted on"), (1, "the other half")):
            report(f"  {name}", [one for one in read if _half(people[one.id]) == half], people)
        linked = report("  all", read, people)
        allowed = [pair for pair in sorted(linked) if _allowed(desk, read, pair)]
        known = len(set(people.values()))
        left = len(read) - joined(allowed)
        print(
            f"    the rule for links lets {len(allowed):,} of the {len(linked):,} suggested pairs through as they stand"
        )
        print(f"    people counted when only these are linked {left:,}: {100 * (left / known - 1):+.1f} %")


def joined(links: Iterable[Pair]) -> int:
    """Return by how many people fewer are counted once these pairs are linked: links that close a ring join nobody."""
    top: dict[str, str] = {}

    def head(case: str) -> str:
        while (above := top.get(case, case)) != case:
            case = above
        return case

    fewer = 0
    for pair in links:
        low, high = map(head, pair)
        if low != high:
            top[high] = low
            fewer += 1
    return fewer


def _allowed(desk: Desk, read: Sequence[Dossier], pair: Pair) -> bool:
    by_id = {one.id: one for one in read}
    verdict = weigh(by_id[pair[0]], by_id[pair[1]], Rarity())
    views = [desk.view(desk.case(case)) for case in pair]
    return not standing_in_the_way(desk, views[0], views[1], agreed(verdict))


def _half(person: str) -> int:
    return int(person[1:]) % 2


def shares(data: Path) -> None:
    """Count how often each level is met in pairs of one person, and of two, on the first half of the people."""
    with desk_of_its_own() as desk:
        people = all_brought_in(desk, data)
        read = {one.id: one for one in dossiers(desk) if _half(people[one.id]) == 0}
    true = true_pairs(people, read)
    chance = random.Random(1)
    others: set[Pair] = set()
    while len(others) < 20_000:
        low, high = sorted(chance.sample(sorted(read), 2))
        if people[low] != people[high]:
            others.add((low, high))
    counted = [_levels(read, those) for those in (true, others)]
    for fact in sorted({fact for fact, _ in counted[0]} | {fact for fact, _ in counted[1]}):
        totals = [sum(n for (of, _), n in one.items() if of == fact) or 1 for one in counted]
        for level in sorted({level for one in counted for of, level in one if of == fact}):
            m, u = (one[fact, level] / total for one, total in zip(counted, totals, strict=True))
            print(f"{fact:16} {level:11} m {m:.4f} of {totals[0]:,}   u {u:.5f} of {totals[1]:,}")


def _levels(read: dict[str, Dossier], those: Iterable[Pair]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    rank = {at.MATCH: 1.0, at.NEAR: 0.3, at.DIFFERS: -1.0}
    for left, right in those:
        one, other = read[left], read[right]
        names = [names_beside(a, b) for a in one.person.names for b in other.person.names]
        best = max(names, key=lambda parts: sum(rank.get(p.level, 0) for p in parts), default=())
        found.update((p.fact, p.level) for p in (*best, *facts_beside(one, other)) if p.level != at.BLANK)
    return found


# ---- lists of other projects ------------------------------------------------------------------------------


def plain_dossier(identity: str, row: dict[str, str], words: dict[str, str]) -> Dossier:
    """Read a row of another project's list; ``words`` says which of its columns is which fact."""

    def said(fact: str) -> str:
        return row.get(words.get(fact, ""), "").strip()

    given, family = said("given"), said("family_name")
    name = {"name": [{"text": given, "kind": "given"}] if given else [], "family_name": family}
    born = said("born")
    try:
        birth = (
            [PartialDate.parse(f"{born[:4]}-{born[4:6]}-{born[6:]}" if born.isdigit() else born)]
            if born
            else []
        )
    except Exception:  # noqa: BLE001 - the lists hold dates of no calendar, on purpose
        birth = []
    home = " ".join(filter(None, (said(part) for part in ("home", "street", "town", "code"))))
    return Dossier(
        id=identity,
        person=Person.of(name),
        births=births_of(birth, ()),
        homes=(Spot("", tuple(home.lower().split())),) if home else (),
        numbers=frozenset(filter(None, (said("number"),))),
        references=frozenset(filter(None, (said("reference"),))),
    )


_FEBRL = {"given": "given_name", "family_name": "surname", "born": "date_of_birth", "street": "address_1", "town": "suburb",
          "home": "street_number", "code": "postcode", "number": "soc_sec_id"}  # fmt: skip
_FAKE = {"given": "first_name", "family_name": "surname", "born": "dob", "town": "city", "reference": "email"}


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, blanks around cells taken away."""
    with path.open(encoding="utf-8") as stream:
        reader = csv.DictReader(stream, skipinitialspace=True)
        return [{key.strip(): (value or "").strip() for key, value in row.items()} for row in reader]


def others(data: Path) -> None:
    """FEBRL 4 and fake_1000, by the registry and by Splink where it is installed, in one run."""
    for name, loaded in (("FEBRL 4", febrl(data)), ("fake_1000", fake(data))):
        rows, people, words = loaded
        report(name, [plain_dossier(one, row, words) for one, row in rows.items()], people)
        if name == "FEBRL 4":
            without = {key: column for key, column in words.items() if key != "number"}
            report(
                f"{name} without identity numbers",
                [plain_dossier(one, row, without) for one, row in rows.items()],
                people,
            )
        try:
            from bench import splinked
        except ImportError:
            print("    Splink is not installed here, and was left out")
            continue
        began = time.process_time()
        found = splinked.linked(name, rows)
        spent = time.process_time() - began
        true = true_pairs(people, rows)
        for threshold, those in found.items():
            print(f"    Splink from a chance of {threshold}: {quality(those, true)}, {spent:.1f} s")


def febrl(data: Path) -> tuple[dict[str, dict[str, str]], dict[str, str], dict[str, str]]:
    """FEBRL 4: 5,000 people, each in two lists."""
    rows = {
        row["rec_id"]: row
        for part in "ab"
        for row in rows_of(data / f"linkage_generic/febrl_dataset4{part}.csv")
    }
    return rows, {one: one.split("-")[1] for one in rows}, _FEBRL


def fake(data: Path) -> tuple[dict[str, dict[str, str]], dict[str, str], dict[str, str]]:
    """Splink's own fake_1000."""
    rows = {f"r{row['unique_id']:0>5}": row for row in rows_of(data / "linkage_generic/splink_fake_1000.csv")}
    return rows, {one: row["cluster"] for one, row in rows.items()}, _FAKE


# ---- how long -----------------------------------------------------------------------------------------------


def scale(data: Path, size: int) -> None:
    """Scan a vault of so many made-up cases, recombined from the components of the synthetic register."""
    chance = random.Random(7)
    rows = [row for path in sorted((data / "registry_synth").glob("laptop_*.csv")) for row in _cells(path)]
    with desk_of_its_own() as desk:
        list(take_in(desk, (_made_up(rows, chance) for _ in range(size))))
        began, wall = time.process_time(), time.monotonic()
        read = dossiers(desk)
        reading = time.process_time() - began
        del read
        began = time.process_time()
        made = scan_cases(desk)
        spent = time.process_time() - began
        wall = time.monotonic() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:,} cases: reading them {reading:.0f} s; the whole scan {spent:.0f} s of processor time, {made.compared:,} pairs "
          f"weighed, {len(made.candidates):,} candidates; both together {wall:.0f} s; peak {peak:.0f} MB")  # fmt: skip


def _cells(path: Path) -> list[dict[str, str]]:
    listing = open_list(lambda: path.open("rb"), Wishes())
    if listing.table is None:
        return []
    keys = ("number", "ar", "la", "alias", "mother", "sex", "born", "year", "age", "home", "site", "seen")
    cells = ([one[0] if one else "" for one in row.cells.values()] for row in listing.table.rows())
    return [dict(zip(keys, row, strict=False)) for row in cells]


def _made_up(rows: list[dict[str, str]], chance: random.Random) -> dict[str, object]:
    script = chance.choice(("ar", "la"))
    long: list[list[str]] = []
    while len(long) < 4:
        words = chance.choice(rows)[script].split()
        long += [words] * (len(words) > 2)
    name = " ".join([long[0][0], long[1][1], long[2][0], long[3][-1]])
    other = chance.choice(rows)
    facts = {
        "name": name, "sex": chance.choice(("male", "male", "male", "female")), "born": str(chance.randint(1945, 2012)),
        "residence": other["home"] or "Aleppo", "last_seen_at": other["site"],
        "last_seen_on": f"2016-{chance.choice((11, 12))}-{chance.randint(1, 30):02}",
    }  # fmt: skip
    if other.get("mother") and chance.random() < 0.4:
        facts["mother"] = other["mother"]
    return {"kind": PERSON, "source": {"kind": "other", "label": "made up"}, "facts": facts}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--shares", action="store_true")
    parser.add_argument("--scale", type=int, default=0)
    given = parser.parse_args()
    runs: list[Callable[[], None]] = [lambda: synthetic(given.data), lambda: others(given.data)]
    if given.shares:
        runs = [lambda: shares(given.data)]
    elif given.scale:
        runs = [lambda: scale(given.data, given.scale)]
    for run in runs:
        run()


if __name__ == "__main__":
    main()
