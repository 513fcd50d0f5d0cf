"""What rests on each source: how many standing claims, and in which cases; read in slices, since every case is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from registry.cases.casefile import CaseFile
from registry.cases.items import Claim
from registry.cases.saying import grade_of, shown_value
from registry.desk.desk import CASES, Desk
from registry.errors import Damaged
from registry.words.identity import id_of


class Resting:
    """How many claims rest on each source, as far as the cases were read. It is for one thread, the desk's own.

    ``counts`` are by the source's id, ``cases`` the ids of the cases in which it speaks; ``done`` of ``total`` cases
    were read. ``timer`` tells seconds that only go on.
    """

    def __init__(self, desk: Desk, timer: Callable[[], float]) -> None:
        self._desk, self._timer = desk, timer
        self._waiting = iter(list(desk.vault.numbers(CASES)))
        self.total, self.done = desk.vault.count(CASES), 0
        self.counts: Counter[str] = Counter()
        self.cases: dict[str, list[str]] = {}
        self.complete = False

    def advance(self, budget: float) -> bool:
        """Read on for about ``budget`` seconds, one case at least; tell whether all were read."""
        until = self._timer() + budget
        for number in self._waiting:
            self.done += 1
            self._read(number)
            if self._timer() >= until:
                return False
        self.complete = True
        return True

    def _read(self, number: int) -> None:
        case = _case(self._desk, number)
        if case is None:
            return
        speaking = Counter(claim.source for claim in case.claims)
        self.counts.update(speaking)
        for source in speaking:
            self.cases.setdefault(source, []).append(case.id)


def _case(desk: Desk, number: int) -> CaseFile | None:
    """Return a case that counts; None for one that was taken back, and for one that is damaged, which is noticed."""
    try:
        document = desk.vault.document(CASES, number)
    except Damaged:
        desk.vault.noticed = True
        return None
    case = CaseFile(document, desk.facts(document["kind"])) if document else None
    return None if case is None or case.withdrawn else case


@dataclass(frozen=True, slots=True)
class Said:
    """One standing claim of a source: in which case, of whom, which fact, what it says, how it is graded, and when."""

    case: str
    called: str
    fact: str
    says: str
    grade: str
    when: str


def claims_of(desk: Desk, source: str, numbers: Iterable[int], lang: str = "en") -> Iterator[Said]:
    """Yield what a source states in the cases of these numbers, case by case."""
    for number in numbers:
        case = _case(desk, number)
        if case is None or not any(claim.source == source for claim in case.claims):
            continue
        view = desk.view(case)
        for claim in case.claims:
            if claim.source == source:
                yield Said(
                    id_of(number), view.title, _label(case, claim, lang), shown_value(case, claim, lang),
                    grade_of(claim, view.sources), claim.on,
                )  # fmt: skip


def _label(case: CaseFile, claim: Claim, lang: str) -> str:
    declared = case.declared(claim)
    return declared.fact.label_in(lang) if declared else claim.fact.replace("_", " ")
