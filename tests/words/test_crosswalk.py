"""What other systems call our terms: only codes that were seen, all of them answered for, none that kills."""

from __future__ import annotations

import pytest

from registry.cases.status import STATUSES
from registry.cli.vocabularies import vocabularies
from registry.words.crosswalk import Scheme, schemes
from registry.words.names import Script, script_of

TERMS = [(name, term) for name, vocabulary in vocabularies().items() for term in vocabulary]
USED = {(scheme, code) for _, term in TERMS for scheme, code in term.codes.items()}


@pytest.mark.parametrize(("name", "term"), TERMS, ids=lambda one: getattr(one, "code", one))
def test_every_term_has_labels_in_three_languages(name: str, term: object) -> None:
    labels = [getattr(term, lang) for lang in ("en", "fr", "ar")]
    assert all(label.strip() == label != "" for label in labels)
    assert script_of(labels[2]) is Script.ARABIC, "an Arabic label has Arabic letters and no others"
    assert all(script_of(label) is not Script.ARABIC for label in labels[:2])


def test_labels_of_one_vocabulary_tell_its_terms_apart() -> None:
    for name, vocabulary in vocabularies().items():
        for lang in ("en", "fr", "ar"):
            labels = [term.show(lang) for term in vocabulary]
            assert len(set(labels)) == len(labels), (name, lang)


def test_no_term_carries_a_code_that_was_not_seen() -> None:
    unseen = [(scheme, code) for scheme, code in USED if code not in schemes()[scheme].codes]
    assert unseen == []


@pytest.mark.parametrize("scheme", schemes().values(), ids=lambda scheme: scheme.key)
def test_every_code_of_a_scheme_is_used_or_answered_for(scheme: Scheme) -> None:
    used = {code for key, code in USED if key == scheme.key}
    assert set(scheme.unused) <= set(scheme.codes)
    assert used & set(scheme.unused) == set(), "a code is both used and explained away"
    if scheme.whole:
        assert set(scheme.codes) - used == set(scheme.unused)
    else:
        assert set(scheme.codes) == used
    assert scheme.source
    assert all(scheme.unused.values())


@pytest.mark.parametrize("scheme", schemes().values(), ids=lambda scheme: scheme.key)
def test_what_is_read_becomes_a_term_that_there_is(scheme: Scheme) -> None:
    if scheme.reads:
        vocabulary = vocabularies()[scheme.vocabulary.replace(" ", "-")]
        assert set(scheme.reads) <= set(scheme.codes)
        assert all(code in vocabulary for code in scheme.reads.values())


def test_every_status_can_be_told_to_the_systems_that_have_one() -> None:
    for code, status in STATUSES.items():
        assert {"pfif_status", "huridocs"} <= set(status.term.codes), code


# Presumption of life, in both directions.
DEAD = {("pfif_status", "believed_dead"), ("huridocs", "25:0101"), ("bayanat_event", "Death"), ("bayanat_case", "Identified")}  # fmt: skip


def test_a_reported_death_is_dead_in_no_scheme() -> None:
    for code, status in STATUSES.items():
        said_dead = DEAD & set(status.term.codes.items())
        assert bool(said_dead) == (status.fate == "confirmed_dead"), code


def test_no_code_of_another_system_is_read_as_an_established_death() -> None:
    for scheme in schemes().values():
        if scheme.vocabulary == "status":
            assert {STATUSES[term].fate for term in scheme.reads.values()}.isdisjoint({"confirmed_dead"})
