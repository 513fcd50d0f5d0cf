"""Who may be the same person: the scan, what it found kept sealed, and what a person decides about each pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from registry.cases.casefile import PERSON, CaseFile
from registry.cases.closing import NOT_SAME, SAME_PERSON
from registry.cases.items import Link
from registry.cases.terms import CERTAINTIES
from registry.desk.desk import CASES, MATCHES, SOURCES, Desk, Progress, in_one_act, no_progress
from registry.desk.persons import Persons
from registry.desk.tying import link_cases, unlink_cases
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.matching import beside as at
from registry.matching.beside import MATCH
from registry.matching.dossier import Dossier, dossier_of
from registry.matching.scanning import Candidate, Scan, scan
from registry.matching.weighing import Rarity, Verdict, weigh

SCAN, LINK, UNLINK, APART, LATER = "match scan", "match link", "match unlink", "match apart", "match later"
# A new way to weigh makes old candidates old news: `match scan` finds them anew.
VERSION = 1
MAYBE, POSSIBLE, KIN = "maybe", "possible_match", "kin"
_BATCH = 500  # candidates kept in one record
_SET_ASIDE = 1  # the number of the record of pairs left for later; the candidates follow
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """One pair that a scan found, as it is kept: by whom it was scanned is in the journal.

    ``weight`` is in bits; ``parts`` are fact, level and weight of everything compared; ``digests`` tell what was
    compared of both cases, so that a change in either is seen.
    """

    left: str
    right: str
    weight: float
    chance: float
    parts: tuple[tuple[str, str, float], ...]
    digests: tuple[str, str]

    @property
    def pair(self) -> Pair:
        """The two cases, the lower id first."""
        return self.left, self.right


def dossiers(desk: Desk, progress: Progress = no_progress) -> list[Dossier]:
    """Read what is compared of every person's case that counts, in the order in which they came in."""
    grades = {line.id: line.reliability for line in desk.vault.lines(SOURCES)}
    facts = desk.facts(PERSON)
    wanted = {line.id for line in desk.lines() if line.kind == PERSON}
    found: list[Dossier] = []
    for _, document in desk.vault.documents(CASES):
        if document["id"] in wanted:
            found.append(dossier_of(CaseFile(document, facts), grades))
            progress(len(found), len(wanted))
    return found


def dossier(desk: Desk, case: CaseFile) -> Dossier:
    """Read what is compared of one case."""
    grades = {one.id: one.reliability for one in desk.sources_of(case).values()}
    return dossier_of(case, grades)


def scan_cases(desk: Desk, reading: Progress = no_progress, comparing: Progress = no_progress) -> Scan:
    """Look through all cases for those that may be of one person, and keep the candidates, sealed.

    What the scan before found is replaced. Pairs that a person has decided on do not come again: linked ones are linked,
    and those told apart are vetoed. Nothing is ever linked by a scan.
    """
    read = dossiers(desk, reading)
    digests = {one.id: one.digest for one in read}
    made = scan(read, comparing)
    kept = [_record(one, digests) for one in made.candidates]
    with desk.vault.act(SCAN) as act:
        for number in list(desk.vault.numbers(MATCHES)):
            if number != _SET_ASIDE:
                act.remove(MATCHES, number)
        stream, number = iter(kept), _SET_ASIDE
        while batch := list(islice(stream, _BATCH)):
            number += 1
            act.write(MATCHES, number, {"version": VERSION, "found": batch})
        if number == _SET_ASIDE:  # a scan that found nothing is one all the same
            act.write(MATCHES, number + 1, {"version": VERSION, "found": []})
    return made


def _record(one: Candidate, digests: dict[str, str]) -> list[object]:
    parts = [[w.piece.fact, w.piece.level, round(w.weight, 2)] for w in one.verdict.parts if w.weight]
    return [
        one.left, one.right, round(one.weight, 2), round(one.verdict.chance, 4), parts,
        [digests[one.left], digests[one.right]],
    ]  # fmt: skip


@in_one_act("hq take")
def take_pairs(desk: Desk, pairs: Iterable[Pair]) -> tuple[int, int]:
    """Keep pairs that were found elsewhere among the candidates, weighed here anew; return how many, and how many are vetoed.

    A pair that is a candidate already stays the one it is. What hard facts of the two cases contradict is no candidate.
    """
    known = {one.pair for one in found(desk)}
    kept: list[list[object]] = []
    vetoed = 0
    for left, right in pairs:
        if (left, right) in known:
            continue
        one, other = (dossier(desk, desk.case(identity)) for identity in (left, right))
        verdict = weigh(one, other, Rarity((one, other)))
        if verdict.veto:
            vetoed += 1
            continue
        known.add((left, right))
        kept.append(_record(Candidate(left, right, verdict), {one.id: one.digest, other.id: other.digest}))
    if kept:
        number = max((*desk.vault.numbers(MATCHES), _SET_ASIDE)) + 1
        with desk.vault.act("hq take") as act:
            act.write(MATCHES, number, {"version": VERSION, "found": kept})
    return len(kept), vetoed


def scanned(desk: Desk) -> bool:
    """Tell whether cases were ever looked through in this vault."""
    return any(number != _SET_ASIDE for number in desk.vault.numbers(MATCHES))


def found(desk: Desk) -> Iterator[Found]:
    """Yield everything that the last scan found, the heaviest first."""
    for number, document in sorted(desk.vault.documents(MATCHES), key=lambda one: one[0]):
        if number == _SET_ASIDE or document.get("version") != VERSION:
            continue
        for left, right, weight, chance, parts, digests in document["found"]:
            yield Found(left, right, weight, chance, tuple(map(tuple, parts)), tuple(digests))


def open_candidates(desk: Desk) -> list[Found]:
    """Return the pairs about which nobody has decided, the heaviest first, those left for later last.

    A pair is decided where its cases are linked as the same person, through others too, or where any two cases of
    the two people were told apart. Cases taken back, merged or erased since the scan are no candidates.
    """
    lines = {line.id: line for line in desk.lines() if line.kind == PERSON}
    persons = Persons(lines.values())
    aside = set_aside(desk)
    fresh: list[Found] = []
    later: list[Found] = []
    for one in found(desk):
        if one.left not in lines or one.right not in lines or persons.of(one.left) == persons.of(one.right):
            continue
        if one.right in lines[one.left].apart:
            continue
        (later if aside.get(_key(*one.pair)) == list(one.digests) else fresh).append(one)
    return [*fresh, *later]


def set_aside(desk: Desk) -> dict[str, list[str]]:
    """Return the pairs left for later, with what was known of them then: new facts bring them back in their place."""
    document = desk.vault.table(MATCHES).get(doc_id=_SET_ASIDE)
    return dict(document["later"]) if document else {}


def _key(left: str, right: str) -> str:
    return " ".join(sorted((left, right)))


def _pair(desk: Desk, left_ref: str, right_ref: str) -> tuple[CaseFile, CaseFile]:
    left, right = desk.open_case(left_ref), desk.open_case(right_ref)
    if {left.kind, right.kind} != {PERSON}:
        raise InputRefused("one of the two is a group report", "only people's cases are matched")
    if left.id == right.id:
        raise InputRefused("a case cannot be compared with itself", "name two cases")
    return left, right


def compared(desk: Desk, left_ref: str, right_ref: str) -> Verdict:
    """Weigh two cases as they stand now; how rare names are is told without reading every case."""
    left, right = (dossier(desk, case) for case in _pair(desk, left_ref, right_ref))
    return weigh(left, right, Rarity((left, right)))


def leave_for_later(desk: Desk, left_ref: str, right_ref: str) -> None:
    """Put a pair behind all others, until a fact of either case changes."""
    left, right = _pair(desk, left_ref, right_ref)
    digests = {case.id: dossier(desk, case).digest for case in (left, right)}
    aside = set_aside(desk) | {_key(left.id, right.id): [digests[one] for one in sorted(digests)]}
    with desk.vault.act(LATER) as act:
        act.write(MATCHES, _SET_ASIDE, {"version": VERSION, "later": aside})


def agreed(verdict: Verdict) -> frozenset[str]:
    """Return which names agree part by part across scripts: ``name``, ``father`` and ``mother``.

    The name agrees where at least two of its parts match and none differs; the father's where an ancestor stands in both
    such names. Given and family name alone are shared by 29 % of people in a real list of 55,196, with the father's by 2 %.
    """
    levels: dict[str, list[str]] = {}
    for one in verdict.parts:
        levels.setdefault(one.piece.fact, []).append(one.piece.level)
    own = [*levels.get(at.GIVEN, ()), *levels.get(at.ANCESTOR, ()), *levels.get(at.FAMILY, ())]
    stated = [level for level in own if level != at.BLANK]
    found = set()
    if levels.get(at.GIVEN) == [MATCH] and len(stated) > 1 and set(stated) == {MATCH}:
        found.add("name")
        if levels.get(at.FAMILY) == [MATCH] and MATCH in levels.get(at.ANCESTOR, ()):
            found.add("father")
    if levels.get(at.MOTHER) == [MATCH]:
        found.add("mother")
    return frozenset(found)


@in_one_act(LINK)
def link_pair(desk: Desk, left_ref: str, right_ref: str, certainty: str, reason: str) -> tuple[Link, Link]:
    """Link two cases as the same person, or as a possible match where that is only maybe so.

    A possible match changes no count. ``RuleNotMet`` where the evidence is wanting, hard facts contradict, or
    somebody linked with either was told from the other.
    """
    left, right = _pair(desk, left_ref, right_ref)
    code = CERTAINTIES.read(certainty).code
    if code == MAYBE:
        return link_cases(desk, left.id, right.id, POSSIBLE, code, reason)
    _refuse_told_apart(desk, left.id, right.id)
    return link_cases(
        desk, left.id, right.id, SAME_PERSON, code, reason, agreed(compared(desk, left.id, right.id))
    )


def _refuse_told_apart(desk: Desk, left: str, right: str) -> None:
    """Raise ``RuleNotMet`` where the link would join, through others, two cases that were told apart."""
    lines = {line.id: line for line in desk.lines() if line.kind == PERSON}
    persons = Persons(lines.values(), [(left, right)])
    one = [line for line in lines.values() if persons.of(line.id) == persons.of(left)]
    here = {line.id for line in one}
    if any(here & set(line.apart) for line in one):
        raise RuleNotMet(
            "among the cases that would be one person are two that a colleague told apart",
            "see `registry match clusters`, and take one of the decisions back first",
        )


@in_one_act(APART)
def tell_apart(desk: Desk, left_ref: str, right_ref: str, reason: str) -> tuple[Link, Link]:
    """State that two cases are of two people; no scan brings them again until that is taken back."""
    return link_cases(desk, left_ref, right_ref, NOT_SAME, "certain", reason)


@in_one_act(APART)
def tell_apart_as_kin(desk: Desk, left_ref: str, right_ref: str, tie: str) -> tuple[Link, Link]:
    """State that two cases are of two people of one family; ``tie`` says what they are to one another."""
    link_cases(desk, left_ref, right_ref, KIN, "certain", tie)
    return tell_apart(desk, left_ref, right_ref, tie)


@in_one_act(UNLINK)
def unlink_pair(desk: Desk, left_ref: str, right_ref: str, reason: str) -> int:
    """Take back what was decided about two cases: the same, possibly the same, or not. Returns how many links went."""
    left, right = _pair(desk, left_ref, right_ref)
    kinds = {link.kind for link in left.links if link.other == right.id} & {SAME_PERSON, POSSIBLE, NOT_SAME}
    if not kinds:
        raise NotFound("nothing was decided about these two cases", "see `registry match review`")
    return sum(unlink_cases(desk, left.id, right.id, kind, reason) for kind in sorted(kinds))


def people_groups(desk: Desk) -> tuple[tuple[str, ...], ...]:
    """Return the cases of each person of whom several are linked."""
    return Persons(desk.lines()).groups()


def suggested_groups(desk: Desk, candidates: Sequence[Found]) -> list[tuple[str, ...]]:
    """Return the cases that candidates would join into one person, by what stands in the vault now."""
    from registry.matching.clusters import Suggested, clusters

    wanted = {case for one in candidates for case in one.pair}
    here = {line.id: line for line in desk.lines() if line.kind == PERSON}
    linked = [(case, other) for case in here for other in here[case].same if other in here]
    wanted |= {case for pair in linked for case in pair}
    read = {case: dossier(desk, desk.case(case)) for case in sorted(wanted) if case in here}
    rarity = Rarity(read.values())
    known: dict[Pair, float | None] = {one.pair: one.weight for one in candidates}

    def between(left: str, right: str) -> float | None:
        low, high = sorted((left, right))
        if (low, high) not in known:
            verdict = weigh(read[low], read[high], rarity)
            known[low, high] = None if verdict.veto else verdict.weight
        return known[low, high]

    pairs = [
        Suggested(*one.pair, one.weight)
        for one in candidates
        if one.weight >= 0 and set(one.pair) <= read.keys()
    ]
    return clusters(pairs, between, linked)
