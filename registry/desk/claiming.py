"""Turning what a source states into claims: one source, one fact, one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.items import Claim, Retraction
from registry.cases.person import KIND_OF_NAME, PARTS_OF_A_NAME
from registry.cases.terms import BASES, STANCES
from registry.desk.count_rules import rules_of
from registry.desk.desk import CASES, Desk, in_one_act
from registry.desk.grouping import refuse_overfull
from registry.desk.naming import exhibit_named
from registry.desk.reading import at, known_keys, line, mapping, text
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.provenance.stamp import Pen
from registry.sources.grading import read_grade
from registry.words.count_rules import RULES, Rule
from registry.words.counts import Count
from registry.words.dates import PartialDate
from registry.words.fact import Declared
from registry.words.identity import BODY, read_id
from registry.words.locators import Locator
from registry.words.many import refuse_many
from registry.words.names import Name
from registry.words.states import KNOWN, STATES

# What may be said of a claim beside its value.
FIELDS = (
    "value", "state", "when", "where", "locator", "verbatim", "language", "translation", "distance", "stance",
    "basis", "grade", "credibility", "supersedes", "really",
)  # fmt: skip
_FARTHEST = 3


def fact_named(facts: Mapping[str, Declared], key: str) -> Declared:
    """Return the declared fact of that key, label or alias; raise ``InputRefused`` with the nearest."""
    if key in facts:
        return facts[key]
    wanted = normal(str(key))
    for declared in facts.values():
        labels = (declared.fact.labels or {}).values()
        words = (declared.key, declared.fact.label, *labels, *declared.fact.aliases)
        if wanted in map(normal, words):
            return declared
    known_keys({key: None}, facts, "the facts")
    raise InputRefused("that fact is not known", f"known facts: {', '.join(facts)}")


def normal(word: str) -> str:
    """Return a word of a heading as two writers would both mean it: blanks for signs, small letters."""
    return " ".join(word.replace("-", " ").replace("_", " ").casefold().split())


def plain_value(declared: Declared, raw: Any, rules: Iterable[Rule] = RULES) -> Any:
    """Return the stored form of a value; raise ``InputRefused`` rather than guess.

    ``rules`` say how a count reads words for unnamed numbers.
    """
    if issubclass(declared.kind, Count):
        return declared.kind.parse(raw, rules).plain()
    kind = KIND_OF_NAME.get(declared.key) if declared.kind is Name else None
    if kind is not None and isinstance(raw, str):
        raw = {"text": raw, "kind": kind}
    elif kind is not None and isinstance(raw, Mapping):
        raw = {"kind": kind, **raw}
    return declared.kind.parse(raw).plain()


def refuse_group(declared: Declared, plain: Any) -> None:
    """Raise ``InputRefused`` for a name, in its stored form, that reads as several people."""
    if declared.key in KIND_OF_NAME and declared.kind is Name:
        refuse_many(plain["text"], part=plain["kind"] in PARTS_OF_A_NAME)


def claim_of(
    declared: Declared, said: Any, source: str, pen: Pen, rules: Iterable[Rule] = RULES, *, exhibit: str = ""
) -> Claim:
    """Return a claim that ``source`` makes of one fact, and that can be read in an ``exhibit`` of the case.

    ``said`` is the value itself, or an object with ``value`` or ``state`` and what else is known of the
    statement. ``"really": true``, beside the value or within it, keeps a name that reads as several people.
    Raises ``InputRefused`` with the fact named.
    """
    with at(declared.key):
        given = _really(
            said if isinstance(said, Mapping) and ("value" in said or "state" in said) else {"value": said}
        )
        known_keys(given, FIELDS, "the claim")
        state = STATES.read(given.get("state", KNOWN)).code
        if state != KNOWN and given.get("value") is not None:
            raise InputRefused("a value and a state that says there is none", "give one of the two")
        if given.get("locator") and given.get("where"):
            raise InputRefused("locator and where are two words for one thing", "give one of the two")
        if state == KNOWN and given.get("value") is None:
            raise InputRefused("the value is missing", f"give a value, or a state: {', '.join(STATES.terms)}")
        value = plain_value(declared, given["value"], rules) if state == KNOWN else None
        looks = state == KNOWN and _looks_like_several(declared, value, really=given.get("really") is True)
        written: dict[str, Any] = {**pen.stamp(), **_about(given), "really": looks}
        return Claim(source=source, fact=declared.key, value=value, state=state, exhibit=exhibit, **written)


def _really(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a claim whose name says of itself that it really is one as if that stood beside the name."""
    value = given.get("value")
    if isinstance(value, Mapping) and "really" in value:
        return {
            **given,
            "value": {k: v for k, v in value.items() if k != "really"},
            "really": value["really"],
        }
    return given


def _looks_like_several(declared: Declared, plain: Any, *, really: bool) -> bool:
    """Whether a name reads as several people, which is kept on record where it ``really`` is one person's."""
    try:
        refuse_group(declared, plain)
    except InputRefused:
        if not really:
            raise
        return True
    return False


def checked(declared: Declared, raw: Any) -> Any:
    """Return what was typed as the value of a fact, as it was typed; raise ``InputRefused`` where it cannot be kept."""
    given = _really({"value": raw})
    _looks_like_several(declared, plain_value(declared, given["value"]), really=given.get("really") is True)
    return raw


def _about(given: Mapping[str, Any]) -> dict[str, Any]:
    grade = given.get("grade")
    reliability, credibility = read_grade(str(grade)) if grade else (None, None)
    if given.get("credibility") is not None:
        _, credibility = read_grade(str(given["credibility"]))
    return {
        "on": PartialDate.parse(given["when"]).text if given.get("when") else "",
        "locator": _locator(given.get("locator") or given.get("where")),
        "verbatim": text(given.get("verbatim"), "the verbatim text"),
        "language": line(given.get("language"), "the language", 35),
        "translation": text(given.get("translation"), "the translation"),
        "distance": _distance(given.get("distance")),
        "stance": STANCES.read(given.get("stance") or "asserts").code,
        "basis": BASES.read(given["basis"]).code if given.get("basis") else "",
        "credibility": credibility,
        "reliability": reliability or "",
        "supersedes": line(given.get("supersedes"), "the claim superseded"),
    }


def _locator(raw: Any) -> str:
    return Locator.parse(raw).plain() if raw not in (None, "") else ""


def _distance(raw: Any) -> int | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= _FARTHEST:
        raise InputRefused(
            "the distance is not a number from 0 to 3", "0 is an eyewitness, 3 a published report"
        )
    return raw


def claim_named(case: CaseFile, ref: str) -> Claim:
    """Return the claim of ``case`` that an id or its spoken form names; raise ``NotFound``."""
    asked = read_id(ref)
    found = [claim for claim in case.claim_by_id.values() if claim.id.startswith(asked)]
    if not found or (len(found) > 1 and len(asked) < BODY):
        raise NotFound(
            "no single claim of this case has that id", "see `registry case show CASE` for its claims"
        )
    return found[0]


@in_one_act("claim add")
def add_claim(desk: Desk, case_ref: str, fact: str, source_ref: str, said: Any) -> Claim:
    """Add one claim to a case, durably; raise ``InputRefused``, ``NotFound`` or ``RuleNotMet``.

    Beside what ``claim_of`` takes, ``exhibit`` names the exhibit of the case in which it can be read.
    """
    case = desk.open_case(case_ref)
    source = desk.source(source_ref)
    if source.withdrawn:
        raise RuleNotMet("that source was taken back", "bring it back with `registry undo --redo` first")
    given = dict(mapping(said, "the claim"))
    cited = given.pop("exhibit", None)
    exhibit = exhibit_named(case, line(cited, "the exhibit")).id if cited else ""
    if not {"value", "state"} & given.keys():
        # A bare object is the value itself: a name with its kind, a count with its bounds.
        about = {key: given.pop(key) for key in FIELDS if key in given}
        given = {**about, "value": given}
    declared = fact_named(case.facts, fact)
    if given.get("supersedes"):
        given["supersedes"] = superseded(case, declared, source.id, str(given["supersedes"]))
    claim = claim_of(declared, given, source.id, desk.pen, rules_of(desk), exhibit=exhibit)
    desk.adding(CASES, case.id, [claim])
    refuse_overfull(desk, case)
    return claim


def superseded(case: CaseFile, declared: Declared, source: str, ref: str, about: str = "") -> str:
    """Return the id of the claim to be superseded: of the same source, about the same fact, and standing."""
    claim = claim_named(case, ref)
    own = (claim.source, claim.fact, claim.about) == (source, declared.key, about)
    if not own or claim not in case.claims:
        raise RuleNotMet(
            "a claim supersedes only a standing claim of its own source about the same fact",
            "leave both side by side; take one back with `registry claim retract`",
        )
    return claim.id


@in_one_act("claim retract")
def retract_claim(desk: Desk, case_ref: str, claim_ref: str, reason: str) -> Claim:
    """Take back a claim; it stays readable. Raises ``RuleNotMet`` without a reason."""
    case = desk.open_case(case_ref)
    claim = claim_named(case, claim_ref)
    if claim.id in case.retractions:
        raise RuleNotMet("that claim was retracted before", "see `registry case history CASE`")
    reason = text(reason, "the reason")
    if not reason:
        raise RuleNotMet("taking a claim back needs a reason", "write the reason to --reason-from -")
    desk.adding(CASES, case.id, [Retraction(**desk.pen.stamp(), claim=claim.id, reason=reason)])
    refuse_overfull(desk, case)
    return claim
