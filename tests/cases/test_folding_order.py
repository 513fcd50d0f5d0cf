"""A case as it is shown depends on its items and on nothing else: not their order, and not which copy met which first."""

from __future__ import annotations

import random
import types
import typing
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.cases.casefile import GROUP, PERSON, CaseFile, merged
from registry.cases.figures import contradicting, figures_of, parts_of, stated, too_large
from registry.cases.items import Claim, Item, plain_item
from registry.cases.line import line_of
from registry.cases.planning import plan_of
from registry.cases.status import STATUSES
from registry.cases.terms import CERTAINTIES, GROUP_RELATIONS, STAGES, STANCES, TASK_KINDS, TIES
from registry.cases.views import CaseView
from registry.desk.history import history
from registry.provenance.consent import PURPOSES
from registry.words.states import STATES
from registry.words.terms import Vocabulary
from tests.cases.build import source

# So many items are drawn of one case; ids and moments come from small pools, so that moments tie.
_MOST = 14
_IDS = [f"{n:012}" for n in range(1, _MOST + 1)]
_MOMENTS = [f"2026-11-22T09:{n:02}:00.000000Z" for n in range(5)]
_SOURCES = {one: source(one) for one in ("S1", "S2", "S3")}


def _codes(vocabulary: Vocabulary) -> list[str]:
    return list(vocabulary.terms)


# What a text field of an item may hold, by the name of the field: other texts hold whatever is drawn.
_OF_FIELD: dict[str, list[str]] = {
    "claim": _IDS, "claims": _IDS, "against": _IDS, "items": _IDS, "task": _IDS, "exhibit": _IDS, "supersedes": ["", *_IDS],
    "action": _IDS, "request": _IDS, "seen": _IDS, "consents": _IDS, "after": _IDS, "proposal": ["", *_IDS], "before": ["", *_IDS],
    "about": ["", *_IDS], "proposes": ["status", "closing"], "verdict": ["accepted", "refused", "withdrawn"],
    "superseded": _IDS, "follow_up": ["", "2026-11-30"], "priority": ["", "urgent", "low"], "review_on": ["", "2026-12", "2027-01-01"],
    "other": ["000000000077", "000000000088"], "status": list(STATUSES), "previous": list(STATUSES), "purpose": _codes(PURPOSES),
    "relation": _codes(GROUP_RELATIONS), "certainty": _codes(CERTAINTIES), "stage": _codes(STAGES), "by": ["aa", "bb"],
    "on": ["", "2016-12", "2016-12-09", "2017"], "until": ["", "2020-01-01"], "due": ["", "2026-12-01"],
    "kind": [*_codes(TIES), *_codes(TASK_KINDS)],
}  # fmt: skip
_VALUES: dict[str, dict[str, list[Any]]] = {
    PERSON: {
        "name": [{"text": "Invented One", "kind": "full"}, {"text": "مخترع", "kind": "full"}],
        "nickname": [{"text": "Invented", "kind": "nickname"}],
        "sex": ["male", "female"],
        "born": ["1984", "1990~"],
        "age": [{"years": 17, "on": "2016-12"}, {"years": 40, "on": None}],
        "last_seen_on": ["2016-12-09", "2016-12", "2016-12-05"],
        "last_seen_at": [{"text": "Idlib", "code": "SY07"}, {"text": "a bridge", "code": None}],
        "alleged_holder": ["military intelligence", "an armed group"],
        "status": list(STATUSES),
        "treatment": ["tortured", "interrogated"],
        "a fact of a newer version": ["x"],
    },
    GROUP: {
        "count": [{"low": 200, "high": 999, "wording": "hundreds", "rule": "hundreds"}, {"low": 82, "high": None},
                  {"low": 30_000, "high": 30_000, "wording": "about 30,000", "rule": "about", "approximate": True}],
        "women": [{"low": 5, "high": 5}, {"low": 1200, "high": 1200}],
        "topic": ["men who crossed"],
        "concern": ["missing_or_held", "movement"],
        "last_seen_on": ["2016-12-09", "2016"],
        "status": ["missing", "held_reported"],
    },
}  # fmt: skip


def _kinds() -> list[type[Item]]:
    """Every kind of item there is, those that other parts of the program add among them."""
    return sorted(Item.__subclasses__(), key=lambda kind: kind.__name__)


def _of_type(annotation: Any, pool: list[str]) -> st.SearchStrategy[Any]:
    """What a field of that type may hold."""
    origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(_of_type(one, pool) for one in inside))
    if origin is tuple:
        return st.lists(_of_type(inside[0], pool), max_size=4).map(tuple)
    if origin is dict or annotation is dict:
        return st.just({})
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: st.sampled_from(pool),
        int: st.integers(0, 6),
        bool: st.booleans(),
        type(None): st.none(),
        Any: st.none(),
    }
    return plain[annotation]


@st.composite
def items(draw: st.DrawFn, subject: str, identity: str) -> dict[str, Any]:
    """One item of any kind, in its stored form; ids it names may be those of any other item, or of none."""
    kind = draw(st.sampled_from([Claim, *_kinds()]))
    hints = typing.get_type_hints(kind)
    drawn = {
        one.name: draw(_of_type(hints[one.name], _OF_FIELD.get(one.name, ["", "words"])))
        for one in msgspec.structs.fields(kind)
        if one.name not in {"id", "at", "device"}
    }
    if kind is Claim:
        fact = draw(st.sampled_from(sorted(_VALUES[subject])))
        drawn |= {
            "fact": fact,
            "value": draw(st.sampled_from(_VALUES[subject][fact])),
            "source": draw(st.sampled_from([*_SOURCES, "S9"])),
            "stance": draw(st.sampled_from(_codes(STANCES))),
            "state": draw(st.sampled_from(["known", "known", *_codes(STATES)])),
            "credibility": draw(st.none() | st.integers(1, 6)),
            "reliability": draw(st.sampled_from(["", "A", "F"])),
        }
    return plain_item(kind(id=identity, at=draw(st.sampled_from(_MOMENTS)), device="test", **drawn))


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    """One case file of a person or a group, with items of any kind and one that only a newer version knows."""
    subject = draw(st.sampled_from([PERSON, GROUP]))
    pool = [draw(items(subject, identity)) for identity in _IDS[: draw(st.integers(0, _MOST))]]
    pool.append({"id": "ZZZZZZZZZZZZ", "t": "of a newer version", "at": _MOMENTS[2], "anything": [1]})
    made = {"by": "aa", "device": "test", "at": _MOMENTS[0]}
    return {"id": "000000000099", "kind": subject, "made": made, "items": pool, "unknown": {"kept": True}}


def shown(document: dict[str, Any]) -> list[Any]:
    """Everything that a reader is ever shown of a case, in a form that can be compared."""
    view = CaseView(CaseFile(document), _SOURCES, "2026-11-22")
    case = view.case
    facts = {
        key: ([(repr(h.value), [c.id for c in h.claims]) for h in one.held], [c.id for c in one.missing])
        for key, one in view.facts.items()
    }
    of_case = [
        case.status,
        case.stage_code,
        plan_of(case),
        case.withdrawn,
        case.undone,
        case.superseded,
        case.claims,
        case.links,
    ]
    of_case += [case.relations, case.notes, case.open_tasks, case.done_tasks, case.exhibits, case.consents()]
    of_case += [case.standing(purpose) for purpose in _codes(PURPOSES)]
    of_view = [
        view.names,
        view.title,
        view.flags,
        view.timeline,
        view.questions,
        view.supporting,
        view.opposing,
    ]
    of_group = [figures_of(view), stated(view), parts_of(view), contradicting(view), too_large(view)]
    conflicts = [one.declared.key for one in view.conflicts]
    return [facts, conflicts, *of_case, *of_view, *of_group, list(history(case)), line_of(document)]


@settings(max_examples=60)
@given(files(), st.randoms(use_true_random=False))
def test_any_order_of_the_items_shows_the_same_case(document: dict[str, Any], order: random.Random) -> None:
    expected = shown(document)
    for _ in range(3):
        mixed = list(document["items"])
        order.shuffle(mixed)
        assert shown({**document, "items": mixed}) == expected


@settings(max_examples=60)
@given(files(), st.data())
def test_copies_that_meet_in_any_order_show_the_same_case(
    document: dict[str, Any], data: st.DataObject
) -> None:
    a, b, c = (
        {**document, "items": [item for item in document["items"] if data.draw(st.booleans())]}
        for _ in range(3)
    )
    assert shown(merged(a, b)) == shown(merged(b, a))
    assert shown(merged(merged(a, b), c)) == shown(merged(a, merged(b, c)))
    assert shown(merged(a, a)) == shown(a)
    assert shown(merged(merged(a, b), b)) == shown(merged(a, b))
    assert shown(merged(document, a)) == shown(document)


def test_every_kind_of_item_is_drawn() -> None:
    assert {kind.__struct_config__.tag for kind in _kinds()} >= {
        "claim", "retraction", "assessment", "consent", "exhibit", "read_out", "link", "relation", "task", "task_done",
        "stage", "note", "undo",
    }  # fmt: skip
