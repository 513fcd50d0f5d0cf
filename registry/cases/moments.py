"""A case as it stood: the same fold over the items that were there at a moment, and what differs between two."""

from __future__ import annotations

from dataclasses import dataclass

from registry.cases.casefile import CaseFile
from registry.cases.items import AnyItem, Claim, Undo
from registry.cases.planning import plan_of
from registry.cases.views import CaseView
from registry.words.identity import short


def standing_at(case: CaseFile, known: frozenset[str]) -> CaseFile:
    """Return the case file of those of its items that were ``known``."""
    items = [item for item in case.document["items"] if item["id"] in known]
    return CaseFile({**case.document, "items": items})


def ids_of(case: CaseFile) -> frozenset[str]:
    """Return the ids of every item of a case, those of kinds that this version does not know among them."""
    return frozenset(str(item["id"]) for item in case.document["items"])


def no_longer(case: CaseFile, item: AnyItem) -> str:
    """Return why an item does not count: undone, retracted or superseded; empty where it counts."""
    if item.id in case.undone:
        return "undone"
    if isinstance(item, Claim) and item.id in case.retractions:
        return "retracted"
    return "superseded" if isinstance(item, Claim) and item.id in case.superseded else ""


@dataclass(frozen=True, slots=True)
class Was:
    """One thing that had a value at the first moment and another at the second; each a list of words."""

    what: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between a case at two moments.

    ``added`` and ``gone`` are items that only the second or only the first holds; ``stopped`` and ``resumed`` those
    which both hold and one counts. ``facts`` maps the keys of facts to their values, ``conflicts`` are the keys
    of facts that contradict at one of the two moments only. The others are what the whole case shows.
    """

    added: tuple[AnyItem, ...] = ()
    gone: tuple[AnyItem, ...] = ()
    stopped: tuple[AnyItem, ...] = ()
    resumed: tuple[AnyItem, ...] = ()
    status: Was | None = None
    flags: Was | None = None
    stage: Was | None = None
    consent: Was | None = None
    tasks: Was | None = None
    links: Was | None = None
    plan: Was | None = None
    facts: tuple[tuple[str, Was], ...] = ()
    conflicts: tuple[tuple[str, bool], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return self == Difference()


def difference(before: CaseView, after: CaseView, lang: str = "en") -> Difference:
    """Return what differs between two views of one case; two of the same moment do not differ."""
    here, there = (_by_id(view.case) for view in (before, after))
    both = [item for item in here.values() if item.id in there and not isinstance(item, Undo)]
    counted = {item.id: not no_longer(before.case, item) for item in both}
    counts = {item.id: not no_longer(after.case, item) for item in both}
    return Difference(
        added=tuple(item for item in there.values() if item.id not in here),
        gone=tuple(item for item in here.values() if item.id not in there),
        stopped=tuple(item for item in both if counted[item.id] and not counts[item.id]),
        resumed=tuple(item for item in both if counts[item.id] and not counted[item.id]),
        status=_was("status", (before.case.status,), (after.case.status,)),
        flags=_was("flags", before.flags, after.flags),
        stage=_was("stage", (before.case.stage_code,), (after.case.stage_code,)),
        consent=_was("consent", _consented(before.case), _consented(after.case)),
        tasks=_was("tasks", _tasks(before.case), _tasks(after.case)),
        links=_was("links", _links(before.case), _links(after.case)),
        plan=_was("planned", plan_of(before.case).words, plan_of(after.case).words),
        facts=tuple(_facts(before, after, lang)),
        conflicts=tuple(_conflicts(before, after)),
    )


def _by_id(case: CaseFile) -> dict[str, AnyItem]:
    return {item.id: item for item in case.items}


def _was(what: str, before: tuple[str, ...], after: tuple[str, ...]) -> Was | None:
    return Was(what, before, after) if before != after else None


def _consented(case: CaseFile) -> tuple[str, ...]:
    """Return each purpose and recipient for which consent stands."""
    return tuple(
        sorted(
            purpose + (f" ({recipient})" if recipient else "")
            for purpose, recipient in case.consents()
            if case.consented(purpose, recipient=recipient)
        )
    )


def _tasks(case: CaseFile) -> tuple[str, ...]:
    return tuple(task.why or task.kind for task in case.open_tasks)


def _links(case: CaseFile) -> tuple[str, ...]:
    ties = [(link.kind, link.other) for link in case.links]
    ties += [(one.relation, one.other) for one in case.relations.values()]
    return tuple(sorted({f"{kind} {short(other)}" for kind, other in ties}))


def _facts(before: CaseView, after: CaseView, lang: str) -> list[tuple[str, Was]]:
    found = []
    for key, declared in after.case.facts.items():
        was, now = (_values(view, key, lang) for view in (before, after))
        if (was or now) and was != now:
            shown = (tuple(said for _, said in one) for one in (was, now))
            found.append((key, Was(declared.fact.label_in(lang), *shown)))
    return found


def _values(view: CaseView, key: str, lang: str) -> list[tuple[str, str]]:
    fact = view.facts.get(key)
    return [(repr(held.value.plain()), held.value.show(lang)) for held in fact.held] if fact else []


def _conflicts(before: CaseView, after: CaseView) -> list[tuple[str, bool]]:
    was, now = ({view.declared.key for view in one.conflicts} for one in (before, after))
    return [(key, key in now) for key in after.case.facts if (key in was) is not (key in now)]
