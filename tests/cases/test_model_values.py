"""Every value of every closed list of the data model can be said in its own words, kept in a case, and read back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from registry.cases.casefile import CROSSING, EPISODES, HELD
from registry.cases.episode_terms import ACKNOWLEDGEMENTS, ENDS, ORGANISERS, SCREENINGS
from registry.cases.group import Group
from registry.cases.harm_terms import CHARACTERISATIONS
from registry.cases.items import AnyItem, Claim, Consent, Item, Link, Relation, Task, plain_item, read_item
from registry.cases.person import Person
from registry.cases.register import REGISTERS
from registry.cases.status import ACKNOWLEDGEMENTS as ADMITTED
from registry.cases.status import FATES, LIBERTIES, STATUS_TERMS
from registry.cases.terms import (
    CERTAINTIES,
    GROUP_RELATIONS,
    STAGES,
    STANCES,
    TASK_KINDS,
    TIES,
    VULNERABILITIES,
)
from registry.desk.claiming import claim_of
from registry.errors import InputRefused
from registry.provenance.consent import PURPOSES
from registry.provenance.stamp import Pen
from registry.sources.grading import CREDIBILITY, RELIABILITY
from registry.sources.kinds import SOURCE_KINDS
from registry.sources.source import Source
from registry.words.fact import facts_of
from registry.words.names import NAME_KINDS
from registry.words.states import KNOWN, STATES
from registry.words.terms import Vocabulary

# Each list of the data model in its own words.
MODEL: Mapping[str, tuple[Vocabulary, tuple[str, ...]]] = {
    "state of a value": (STATES, ("known", "unknown", "not asked", "refused", "withheld", "not applicable")),
    "kind of name": (NAME_KINDS, (
        "full", "given", "father", "grandfather", "mother", "family", "kunya", "laqab", "nisba", "nickname", "alias")),
    "vulnerability": (VULNERABILITIES, ("minor", "elder", "wounded", "ill", "disabled", "pregnant")),
    "relation of groups": (GROUP_RELATIONS, ("same", "subset", "superset", "overlaps", "disjoint", "unknown")),
    "organiser": (ORGANISERS, ("Red Crescent", "UN", "a military", "none")),
    "screening": (SCREENINGS, (
        "none", "name list", "identity check", "interrogation", "phone search", "masked informant")),
    "acknowledgement": (ACKNOWLEDGEMENTS, (
        "acknowledged, place disclosed", "acknowledged, place undisclosed", "denied", "silent", "unknown")),
    "end of a time held": (ENDS, (
        "released", "released on bail or settlement", "bail", "settlement", "exchanged", "ransomed", "escaped",
        "transferred", "conscripted", "died reported", "unknown")),
    "kind of source": (SOURCE_KINDS, (
        "family", "survivor", "eyewitness", "fellow traveller", "insider", "caseworker observation", "local committee",
        "NGO", "UN body", "Red Cross", "Red Crescent", "media", "social media", "official", "armed-group statement",
        "leaked document", "court record", "civil record", "forensic", "satellite")),
    "stance": (STANCES, ("asserts", "denies", "retracts", "no knowledge")),
    "purpose of consent": (PURPOSES, (
        "case work", "Red Cross tracing", "WGEID", "CED", "accountability mechanism", "lawyer", "NGO partner",
        "anonymous statistics", "public naming", "media")),
    "task": (TASK_KINDS, (
        "family follow-up", "re-contact", "verify", "check contradiction", "query authority", "tracing request",
        "WGEID", "CED", "referral", "facility cross-check", "match review", "consent review", "notify family",
        "retention review", "safety check")),
    "link": (TIES, (
        "same person", "possible match", "not the same", "kin", "crossed with", "taken with", "held with",
        "saw in custody", "last seen by", "member of group")),
    "certainty": (CERTAINTIES, ("maybe", "likely", "certain")),
    "stage": (STAGES, ("draft", "open", "in review", "closed")),
    "headline": (STATUS_TERMS, (
        "missing", "held (reported)", "held (denied)", "held (acknowledged, place undisclosed)",
        "held (acknowledged, place known)", "before a court", "conscripted (reported)", "released (reported)",
        "located alive", "escaped", "death reported", "death officially notified", "remains identified", "not missing")),
    "legal view": (CHARACTERISATIONS, (
        "missing person", "separated family", "alleged arbitrary detention", "alleged enforced disappearance",
        "alleged abduction by a non-state group", "hostage", "forced conscription", "unknown")),
}  # fmt: skip

# Two words of the model that mean one term here.
ALIKE = {"laqab", "nisba", "released on bail or settlement", "bail", "settlement", "Red Cross", "Red Crescent",
         "court record", "civil record", "forensic", "satellite", "survivor"}  # fmt: skip
SAID = [(name, word) for name, (_, words) in MODEL.items() for word in words]


@pytest.mark.parametrize(("name", "word"), SAID, ids=str)
def test_each_value_is_read_in_the_words_of_the_model(name: str, word: str) -> None:
    vocabulary, words = MODEL[name]
    code = vocabulary.read(word).code
    assert vocabulary.read(code).code == code
    shared = {other for other in words if vocabulary.read(other).code == code} - {word}
    assert shared <= ALIKE, f"{word} and {shared} cannot be told apart"
    for lang in ("en", "fr", "ar"):
        assert vocabulary.read(vocabulary[code].show(lang)).code == code


def kept(item: Item) -> AnyItem | None:
    """Return an item as it is after it was stored and read again."""
    return read_item(msgspec.json.decode(msgspec.json.encode(plain_item(item))))


PEN = Pen("00", "test")


def test_each_value_of_a_coded_fact_is_kept_in_a_claim() -> None:
    every = {**facts_of(Person), **facts_of(Group)}
    for kind in (CROSSING, HELD):
        every |= {f"{kind}.{key}": fact for key, fact in facts_of(EPISODES[kind]).items()}
    for kind, subject in REGISTERS.items():
        every |= {f"{kind}.{key}": fact for key, fact in facts_of(subject).items()}
    coded = {key: fact for key, fact in every.items() if hasattr(fact.kind, "vocabulary")}
    assert len(coded) >= 18
    for declared in coded.values():
        vocabulary: Any = declared.kind
        for code in vocabulary.vocabulary.terms:
            claim = claim_of(declared, code, "S", PEN)
            assert kept(claim) == claim
            assert declared.kind.parse(claim.value).plain() == code


@pytest.mark.parametrize("subject", [Person, Group, *EPISODES.values(), *REGISTERS.values()])
def test_every_fact_may_be_unknown_not_asked_refused_withheld_or_not_applicable(subject: type) -> None:
    for declared in facts_of(subject).values():
        for state in STATES.terms:
            if state == KNOWN:
                continue
            claim = claim_of(declared, {"state": state}, "S", PEN)
            assert isinstance(read := kept(claim), Claim)
            assert (read.state, read.value) == (state, None)


def test_stances_distances_and_grades_are_kept_with_a_claim() -> None:
    sex = facts_of(Person)["sex"]
    for stance in STANCES.terms:
        for distance in range(4):
            said = {"value": "male", "stance": stance, "distance": distance}
            claim = claim_of(sex, said, "S", PEN)
            assert isinstance(read := kept(claim), Claim)
            assert (read.stance, read.distance) == (stance, distance)
    for letter in RELIABILITY.terms:
        for figure in CREDIBILITY.terms:
            claim = claim_of(sex, {"value": "male", "grade": f"{letter}{figure}"}, "S", PEN)
            assert (claim.reliability, claim.credibility) == (letter, int(figure))
    for wrong in (-1, 4, True, "0"):
        with pytest.raises(InputRefused):
            claim_of(sex, {"value": "male", "distance": wrong}, "S", PEN)


def test_everything_that_holds_for_a_claim_and_a_source_has_its_field() -> None:
    about = {"source", "fact", "value", "state", "on", "locator", "verbatim", "language", "translation", "distance",
             "stance", "credibility", "supersedes", "exhibit"}  # fmt: skip
    assert about <= set(Claim.__struct_fields__)
    source = {"kind", "label", "material", "reliability", "why", "independence", "derived_from", "risk"}
    assert source <= set(
        Source.__struct_fields__ if hasattr(Source, "__struct_fields__") else Source.__annotations__
    )
    consent = {
        "given_by",
        "relation",
        "on",
        "how",
        "purpose",
        "recipient",
        "withhold",
        "basis",
        "until",
        "withdrawn",
    }
    assert consent <= set(Consent.__struct_fields__)
    assert {"kind", "due", "assignee"} <= set(Task.__struct_fields__)
    assert {"kind", "other", "certainty", "reason", "by"} <= set(Link.__struct_fields__)
    assert {"other", "relation", "reason"} <= set(Relation.__struct_fields__)


def test_the_four_parts_of_a_status_have_every_value_of_the_model() -> None:
    assert set(FATES.terms) == {"unknown", "alive", "reported_dead", "confirmed_dead"}
    assert {"at_large", "missing", "held"} <= set(LIBERTIES.terms)
    assert {"acknowledged", "denied", "silent"} <= set(ADMITTED.terms)
