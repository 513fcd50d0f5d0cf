"""The attacks: each takes some knowledge beside the releases and returns everything it can prove from both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from tests.disclosure.stranger.classes import aligned, guessed_recodings
from tests.disclosure.stranger.classes import naming as naming_rules
from tests.disclosure.stranger.findings import Findings, Statement, groups
from tests.disclosure.stranger.knowledge import Knowledge, Population
from tests.disclosure.stranger.proving import SMALL, Proof, prove
from tests.disclosure.stranger.reading import TOTAL, Cell, Reading, place, read
from tests.disclosure.stranger.system import System
from tests.disclosure.stranger.truth import Truth

Documents = Sequence[tuple[bytes, str]]


def readings_of(documents: Documents, *, steps: bool = True) -> list[Reading]:
    """Read written summaries, each with the name of who got it, in the order of their making."""
    return [
        read(document, number, recipient, steps=steps)
        for number, (document, recipient) in enumerate(documents)
    ]


def attack(
    readings: Sequence[Reading], known: Knowledge, *, seed: int = 1, seconds: float = 60.0
) -> Findings:
    """Return all that follows from the releases and the knowledge; the readings are numbered from 0 in order.

    What was neither proved nor refuted after ``seconds`` is counted as open.
    """
    system = System(readings, known)
    system.program.seconds = seconds / 30
    outcome = prove(system, seed=seed, seconds=seconds)
    if outcome.impossible:
        return Findings([Statement("contradiction", (), readings[-1].number, None, None, known.name)], 1)
    found = Findings(tried=outcome.refuted + outcome.open + len(outcome.proofs), open=outcome.open)
    found.statements = [_statement(each, known.name) for each in outcome.proofs]
    for reading in readings:
        nobody = [
            each.at for each in found.of("nobody") if each.release == reading.number and each.less is None
        ]
        found.statements += groups(reading, nobody, known.name)
    return found


def _statement(proof: Proof, knowing: str) -> Statement:
    target, low, high = proof.target, proof.low, proof.high
    if target.cap and low is not None and low >= target.cap:
        kind = "presence"
    elif low == high == 0:
        kind = "nobody"
    else:
        kind = ("change " if target.kind == "change" else "") + ("exact" if low == high else "small")
    return Statement(kind, target.at, target.release, low, high, knowing, target.earlier, target.less)


def alone(
    reading: Reading, *, person: bool = False, population: Population | None = None, seconds: float = 30.0
) -> Findings:
    """Attack one release by itself: subtraction from margins, linked tables, complements, and everyone who exists."""
    only = Reading(**{**vars(reading), "number": 0})
    name = "one release" if population is None else "one release, everyone who exists"
    return attack([only], Knowledge(name, population=population, person=person), seconds=seconds)


def plain(readings: Sequence[Reading]) -> Findings:
    """Say what is seen without any arithmetic over unknowns: sums that do not add up, prints that fall, single classes."""
    found = Findings()
    last: dict[Cell, tuple[int, int]] = {}
    for reading in readings:
        found.statements += _sums(reading)
        for each in reading.prints:
            if each.shown is None:
                continue
            before = last.get(each.at)
            if before is not None and each.shown < before[1]:
                found.statements.append(
                    Statement("fell", each.at, reading.number, None, None, "prints", before[0])
                )
            last[each.at] = reading.number, each.shown
    return found


def _sums(reading: Reading) -> Iterable[Statement]:
    shown = {each.at: each.shown for each in reading.prints if each.shown is not None}
    for at, figure in shown.items():
        for key, tree in reading.children.items():
            mine = dict(at).get(key, TOTAL)
            if mine not in tree:
                continue
            rest = [each for each in at if each[0] != key]
            parts = [shown.get(place([*rest, (key, code)])) for code in tree[mine]]
            if len(parts) == 1:
                yield Statement(
                    "one class", place([*rest, (key, tree[mine][0])]), reading.number, None, None, "prints"
                )
            figures = [part for part in parts if part is not None]
            if len(figures) == len(parts) and sum(figures) != figure:
                yield Statement("not additive", at, reading.number, None, None, "prints")


# --- who knows more than the page's outsider ----------------------------------------------------------------------------


def insiders(readings: Sequence[Reading], truth: Truth) -> Findings:
    """Say whose presence those prove who know every documented person but one: a print that is too high without that one."""
    found = Findings()
    for reading in readings:
        table = len(reading.prints) > 1
        for each in reading.prints:
            low = max(each.low, reading.whole) if table and not each.at else each.low
            if low > 0 and truth.count(reading, each.at) == low:
                found.statements.append(
                    Statement("presence", each.at, reading.number, low, None, "all but one")
                )
    found.tried = sum(len(reading.prints) for reading in readings)
    return found


def still(readings: Sequence[Reading], truth: Truth) -> Findings:
    """Intersect the prints of each cell while it holds the same number: for whom knows of one cell that nothing happened there."""
    found = Findings()
    runs: dict[Cell, tuple[int, int, int | None]] = {}
    for reading in readings:
        for each in reading.prints:
            count = truth.count(reading, each.at)
            same = runs.get(each.at)
            low, high = each.low, each.high
            if same is not None and same[0] == count:
                low = max(low, same[1])
                high = same[2] if high is None or (same[2] is not None and same[2] < high) else high
                found.tried += 1
                if low >= 1 and high is not None and high <= SMALL:
                    kind = "exact" if low == high else "small"
                    found.statements.append(
                        Statement(kind, each.at, reading.number, low, high, "nothing happened there")
                    )
            runs[each.at] = count, low, high
    return found


def bus(readings: Sequence[Reading], others: Population, group: Mapping[Cell, int]) -> Findings:
    """Say where a group that is documented whole or not at all must be in: without it too few people exist for the print.

    ``others`` counts everyone who exists outside the group, ``group`` its members, by the same combinations of classes.
    """
    found = Findings()
    listed = {key for person in [*others, *group] for key, _ in person}
    for reading in readings:
        for each in reading.prints:
            keys = {key for key, _ in each.at}
            if not keys <= listed or not _inside(reading, each.at, group):
                continue
            found.tried += 1
            if each.low > _inside(reading, each.at, others):
                found.statements.append(
                    Statement("presence", each.at, reading.number, each.low, None, "a group, whole or not")
                )
    return found


def _inside(reading: Reading, at: Cell, people: Population) -> int:
    wanted = {key: reading.trees[key].get(code, frozenset({code})) for key, code in at}
    return sum(
        count
        for person, count in people.items()
        if all(code in wanted.get(key, (code,)) for key, code in person)
    )


def collected(
    readings: Sequence[Reading],
    moments: Sequence[int],
    steps: Sequence[tuple[int, int]],
    grew: Sequence[int] = (),
    *,
    window: int = 3,
    few: bool = True,
) -> Findings:
    """Attack a whole series, every reader's releases together, with growing knowledge of who came and who left.

    ``moments`` and ``steps`` are what the reader is taken to know, so they must be true: which releases count the same
    people, and between two states how many at most came into a class and left one, and by how many the total grew.
    """
    recoded = guessed_recodings(readings)
    found = plain(readings)
    readings = aligned(readings, recoded)
    order = sorted(set(moments))
    # Releases of one state each tell no more of it together than apart, where empty rows are looked for anyway.
    together = len(order) < len(readings)
    found.add(attack(readings, Knowledge("all releases", tuple(moments), recoded=recoded, nobody=together)))
    for recipient in sorted({reading.recipient for reading in readings}):
        chosen = [reading for reading in readings if reading.recipient == recipient]
        inside = sorted({moments[reading.number] for reading in chosen})
        between = [steps[first:after] for first, after in pairwise(map(order.index, inside))]
        left = tuple(sum(went for _, went in each) for each in between)
        for name, naming in (("how many left", False), ("which periods are named", True)):
            if naming and not any(naming_rules(reading) for reading in chosen):
                continue
            found.add(
                _among(
                    chosen, moments, Knowledge(name, left=left, recoded=recoded, nobody=False, naming=naming)
                )
            )
    for first in range(max(1, len(order) + 1 - window)) if few else ():
        chosen = [each for each in readings if moments[each.number] in order[first : first + window]]
        inside = slice(first, first + window - 1)
        known = Knowledge(
            "how many came and left", entered=tuple(came for came, _ in steps[inside]),
            left=tuple(went for _, went in steps[inside]), grew=tuple(grew[inside]), recoded=recoded, nobody=False,
        )  # fmt: skip
        found.add(_among(chosen, moments, known))
    return found


def _among(chosen: Sequence[Reading], moments: Sequence[int], known: Knowledge) -> Findings:
    """Attack some of the releases; the statements keep the numbers that these have in the whole series."""
    own = [replace(each, number=number) for number, each in enumerate(chosen)]
    found = attack(own, replace(known, moments=tuple(moments[each.number] for each in chosen)), seconds=20)
    found.statements = [
        replace(
            each, release=chosen[each.release].number,
            earlier=None if each.earlier is None else chosen[each.earlier].number,
        )
        for each in found.statements
    ]  # fmt: skip
    return found
