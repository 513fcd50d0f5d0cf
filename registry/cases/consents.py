"""Consent as it stands: each giver's latest word for one purpose and recipient, when it ends, and what it keeps back."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from registry.cases.items import Consent
from registry.errors import InputRefused
from registry.words.dates import PartialDate
from registry.words.folding import fold


def body_key(name: str) -> str:
    """Return a recipient's name as two spellings of it compare: composed, without capitals and spare blanks."""
    return unicodedata.normalize("NFC", " ".join(name.casefold().split()))


def may_mean(withdrawn_from: str, recipient: str) -> bool:
    """Whether a withdrawal may mean a recipient: loosely, since a "no" must not miss its mark by its spelling."""
    if body_key(withdrawn_from) == body_key(recipient):
        return True
    folded = fold(withdrawn_from)
    return bool(folded) and folded == fold(recipient)


def standing(consents: Iterable[Consent], purpose: str, recipient: str = "") -> tuple[Consent, ...]:
    """Return the consents for a purpose that stand towards a recipient, oldest first, expired ones among them.

    ``consents`` are the items that count, oldest first. A consent given for one recipient holds for that
    one alone, one that names none for every recipient. Each giver's latest word for the same recipient
    counts, and it also replaces what was noted without a giver. A withdrawal that names no recipient ends all
    consent for the purpose, whoever gave it; one that names a recipient ends what may go there.
    """
    kept: list[Consent] = []
    for one in consents:
        if one.purpose != purpose:
            continue
        if not one.withdrawn:
            kept = [other for other in kept if not _replaces(one, other)] + [one]
        elif not one.recipient or (recipient and may_mean(one.recipient, recipient)):
            kept = []
        else:
            kept = [other for other in kept if not may_mean(one.recipient, other.recipient)]
    return tuple(one for one in kept if not one.recipient or body_key(one.recipient) == body_key(recipient))


def _replaces(newer: Consent, older: Consent) -> bool:
    giver = (body_key(older.given_by), body_key(older.relation))
    same = giver == ("", "") or giver == (body_key(newer.given_by), body_key(newer.relation))
    return same and body_key(newer.recipient) == body_key(older.recipient)


def refused_recipients(consents: Iterable[Consent], purpose: str) -> frozenset[str]:
    """Return the recipients that a withdrawal for a purpose names, whether or not consent was given anew since."""
    return frozenset(
        one.recipient for one in consents if one.withdrawn and one.purpose == purpose and one.recipient
    )


def ends_on(consent: Consent) -> date | None:
    """Return the last day on which a consent certainly stands, None where it has no end.

    A partial date ends with the first day it may mean: "until 2026" is certain only until it begins.
    """
    if not consent.until:
        return None
    try:
        end = PartialDate.parse(consent.until)
    except InputRefused:
        return date.min  # an end that cannot be read is no consent without end
    return end.earliest or date.min


def expired(consent: Consent, today: str) -> bool:
    """Tell whether a consent has ended on the ISO date ``today``; with no date the end is not asked."""
    end = ends_on(consent)
    return bool(today) and end is not None and end.isoformat() < today
