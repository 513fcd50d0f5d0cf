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

    A withdrawal ends every consent that was not given after it, and only a consent that names it was: see ``_after``.
    """
    words = [one for one in consents if one.purpose == purpose]
    given = [one for one in words if not one.withdrawn]
    ends = [one for one in words if one.withdrawn]
    return tuple(
        one
        for one in given
        if not any(_ends(no, one, recipient) and not _after(one, no) for no in ends)
        and not any(_replaces(other, one) and _after(other, one) for other in given)
        and (not one.recipient or body_key(one.recipient) == body_key(recipient))
    )


def _after(one: Consent, other: Consent) -> bool:
    """Whether one word on consent was written after another, as far as that is certain without trusting a clock.

    What names the other came after it. What says which words it followed and does not name the other did not know
    it: on two laptops apart neither came after the other. Only words of a version that did not say so go by
    their time.
    """
    if one.id in (other.after or ()):
        return False
    if one.after is not None:
        return other.id in one.after
    return (one.at, one.id) > (other.at, other.id)


def _ends(no: Consent, one: Consent, recipient: str) -> bool:
    """Whether a withdrawal reaches a consent, asked for what may go to ``recipient``."""
    if not no.recipient or (recipient and may_mean(no.recipient, recipient)):
        return True
    return may_mean(no.recipient, one.recipient)


def _replaces(newer: Consent, older: Consent) -> bool:
    giver = (body_key(older.given_by), body_key(older.relation))
    same = giver == ("", "") or giver == (body_key(newer.given_by), body_key(newer.relation))
    return same and body_key(newer.recipient) == body_key(older.recipient)


def words_before(consents: Iterable[Consent], purpose: str) -> tuple[str, ...]:
    """Return the ids of the words on consent for a purpose that a new one follows."""
    return tuple(sorted(one.id for one in consents if one.purpose == purpose))


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
