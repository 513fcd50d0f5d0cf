"""What is new in a row that came before: claims that correct its source's own, and what was not there yet."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from registry.cases.casefile import CaseFile
from registry.cases.items import Claim, Consent, Item, Note


def additions(case: CaseFile, coming: CaseFile) -> list[Item]:
    """Return what a case lacks of a newer reading of the same row.

    A claim whose source already says the same of that fact is left out; one that says otherwise supersedes what the
    source said before, unless a person may have several values of it. What the row says no more stays: silence retracts nothing.
    """
    return [*_claims(case, coming), *_rest(case, coming)]


def _claims(case: CaseFile, coming: CaseFile) -> Iterator[Claim]:
    taken: set[str] = set()
    for new in coming.claims:
        own = [old for old in case.claims if (old.source, old.fact, old.about) == (new.source, new.fact, "")]
        if any((old.value, old.state) == (new.value, new.state) for old in own):
            continue
        declared = case.facts.get(new.fact)
        free = [old for old in own if old.id not in taken]
        if free and declared is not None and not declared.fact.several:
            taken.add(free[-1].id)
            yield msgspec.structs.replace(new, supersedes=free[-1].id)
        else:
            yield new


def _rest(case: CaseFile, coming: CaseFile) -> Iterator[Item]:
    granted = {(one.purpose, one.recipient, one.withdrawn) for one in case.every(Consent)}
    noted = {one.text for one in case.every(Note)}
    for consent in coming.every(Consent):
        if (consent.purpose, consent.recipient, consent.withdrawn) not in granted:
            yield consent
    for note in coming.every(Note):
        if note.text not in noted:
            yield note
