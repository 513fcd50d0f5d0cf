"""Consent at the desk: granting, withdrawing with all that follows, and the one question every way out asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.consents import ends_on, expired, standing, words_before
from registry.cases.items import Consent, Item, Task
from registry.cases.person import OWN_NAMES
from registry.desk.claiming import fact_named
from registry.desk.desk import CASES, Desk, in_one_act
from registry.desk.intake import consent_of
from registry.desk.reading import at, mapping
from registry.desk.went_out import Out, went_out
from registry.errors import InputRefused, RuleNotMet
from registry.provenance.consent import CASE_WORK, PURPOSES
from registry.words.identity import short

# Beside facts, what may be withheld by a word of its own.
SPECIAL = ("contact", "source", "exhibits", "relatives")
# So many days after a withdrawal those who hold something are to have been told: without delay, says the rule
# (GDPR article 19); a week is what the office gives itself.
TELL_WITHIN = 7


@dataclass(frozen=True, slots=True)
class Permit:
    """What consent allows: one purpose towards one recipient, and what must stay behind.

    ``facts`` are keys of facts to leave out and ``special`` the words of ``SPECIAL``; ``in_words`` is what was asked
    to be withheld in words that name no fact: a person must read it before anything goes out. ``until`` is the
    last day on which all of it certainly stands, None without end.
    """

    purpose: str
    recipient: str
    consents: tuple[Consent, ...]
    facts: frozenset[str] = frozenset()
    special: frozenset[str] = frozenset()
    in_words: tuple[str, ...] = ()
    until: date | None = None

    @property
    def withheld(self) -> tuple[str, ...]:
        """Everything that must stay behind, in one order."""
        return (*sorted(self.facts), *sorted(self.special), *self.in_words)


def require(desk: Desk, case: CaseFile | str, purpose: str, recipient: str = "") -> Permit:
    """Return what consent allows of a case for a purpose towards a recipient: the question every way out asks.

    ``case`` is a case or its id, ``purpose`` a code of ``PURPOSES``, ``recipient`` the body or person it goes to, empty
    where nobody is named. Raises ``RuleNotMet`` that names the consent that is missing, ended or withdrawn, and the
    next command. Changes nothing.
    """
    file = case if isinstance(case, CaseFile) else desk.open_case(case)
    purpose = PURPOSES.read(purpose).code
    given = standing(file.every(Consent), purpose, recipient)
    standing_now = tuple(one for one in given if not expired(one, desk.today))
    if not standing_now:
        raise _missing(file, purpose, recipient, given)
    return _permit(file, purpose, recipient, standing_now)


def require_exhibits(desk: Desk, case: CaseFile, purpose: str, recipient: str = "") -> Permit:
    """Return what ``require`` does where consent lets exhibits out too; raise ``RuleNotMet`` otherwise."""
    permit = require(desk, case, purpose, recipient)
    if "exhibits" in permit.special:
        raise RuleNotMet(
            "consent for that purpose keeps exhibits back",
            f"see `registry consent list {short(case.id)}` for what is withheld",
        )
    return permit


def _missing(case: CaseFile, purpose: str, recipient: str, ended: Sequence[Consent]) -> RuleNotMet:
    """Return the refusal that says what is missing; the recipient's name stays out of it."""
    label = PURPOSES[purpose].en
    of_purpose = [one for one in case.every(Consent) if one.purpose == purpose]
    if ended:
        says = f"consent for {label} has ended"
    elif of_purpose and any(one.withdrawn for one in of_purpose):
        says = f"consent for {label} was withdrawn"
    elif of_purpose:
        says = f"consent for {label} was given for another recipient"
    else:
        says = f"there is no consent for {label} on record"
    towards = ", for anyone or for this recipient alone with --recipient" if recipient else ""
    return RuleNotMet(
        f"{says}: nothing of this case may go out for it",
        f"ask whoever may consent, then `registry consent grant {short(case.id)} --purpose {purpose}`{towards}; "
        f"what stands: `registry consent list {short(case.id)}`",
    )


def _permit(case: CaseFile, purpose: str, recipient: str, consents: tuple[Consent, ...]) -> Permit:
    facts: set[str] = set()
    special, words = set(), []
    for withheld in dict.fromkeys(word for one in consents for word in one.withhold):
        if withheld in SPECIAL:
            special.add(withheld)
        elif (key := _fact_key(case, withheld)) is not None:
            # A name by which the person is called is in each of the others.
            facts.update(OWN_NAMES if key in OWN_NAMES else (key,))
        else:
            words.append(withheld)
    ends = [end for one in consents if (end := ends_on(one)) is not None]
    until = min(ends) if ends and len(ends) == len(consents) else None
    return Permit(purpose, recipient, consents, frozenset(facts), frozenset(special), tuple(words), until)


def _fact_key(case: CaseFile, word: str) -> str | None:
    try:
        return fact_named(case.facts, word).key
    except InputRefused:
        return None


def said_no(case: CaseFile, purpose: str, today: str) -> bool:
    """Tell whether consent for a purpose was on record and stands no more: withdrawn, or at its end.

    Where nobody was ever asked it is false; a way out that needs a "yes" asks ``require``.
    """
    given = case.every(Consent)
    if not any(one.purpose == purpose for one in given):
        return False
    return not any(not expired(one, today) for one in standing(given, purpose))


# Granting


@in_one_act("consent grant")
def grant(desk: Desk, case_ref: str, raw: Any) -> Consent:
    """Record a consent given for one purpose and recipient; raise ``InputRefused`` or ``RuleNotMet``.

    ``raw`` holds ``purpose``, and as far as known ``given_by``, ``relation``, ``on``, ``how``, ``recipient``, ``withhold``,
    ``basis`` and ``until``. It replaces the same giver's earlier word for the same recipient.
    """
    case = desk.open_case(case_ref)
    given = dict(mapping(raw, "the consent"))
    if given.get("withdrawn"):
        raise InputRefused("a consent that is granted is not withdrawn", "use `registry consent withdraw`")
    with at("consent"):
        consent = _with_keys(case, _word(desk, case, {"on": desk.today, **_given(given)}))
    _refuse_impossible(consent, desk.today)
    desk.adding(CASES, case.id, [consent])
    return consent


def _word(desk: Desk, case: CaseFile, raw: Mapping[str, Any]) -> Consent:
    """Return a word on consent that says which ones it followed, so that no clock decides which came later."""
    import msgspec

    word = consent_of(raw, desk.pen)
    return msgspec.structs.replace(word, after=words_before(case.every(Consent), word.purpose))


def _given(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if value not in (None, "", [], ())}


def _with_keys(case: CaseFile, consent: Consent) -> Consent:
    """Return the consent with what is withheld by the keys of facts, where words name one."""
    import msgspec

    keys = tuple(w if w in SPECIAL else _fact_key(case, w) or w for w in consent.withhold)
    return msgspec.structs.replace(consent, withhold=keys)


def _refuse_impossible(consent: Consent, today: str) -> None:
    from registry.words.dates import PartialDate

    given = PartialDate.parse(consent.on)
    if given.earliest is not None and given.earliest.isoformat() > today:
        raise InputRefused("the day on which consent was given is still to come", "give the day it was given")
    end = ends_on(consent)
    if end is not None and end == date.min:
        raise InputRefused("the end of the consent has no first day", "give a day, such as 2027-06-30")
    if end is not None and given.earliest is not None and end < given.earliest:
        raise InputRefused("the consent would end before it was given", "check --on and --until")


# Withdrawing


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A withdrawal: the items that record it, the consents that ended with it, what went out, and the task opened."""

    items: tuple[Consent, ...]
    ended: tuple[Consent, ...]
    out: tuple[Out, ...]
    task: Task | None = field(default=None)


@in_one_act("consent withdraw")
def withdraw(desk: Desk, case_ref: str, raw: Any, *, everything: bool = False) -> Withdrawal:
    """Record that consent is withdrawn, list what went out under it, and open the task to tell those who can be told.

    ``raw`` is as for ``grant``; with ``everything`` every purpose of which consent was ever noted is withdrawn, and case
    work with it. A "no" is always recorded, also where no "yes" was on record.
    """
    case = desk.open_case(case_ref)
    given = _given(mapping(raw, "the withdrawal"))
    if everything and (given.get("purpose") or given.get("recipient")):
        raise InputRefused("all consent is withdrawn, or that for one purpose", "give --all or a purpose")
    purposes = _purposes(case) if everything else (given.get("purpose"),)
    with at("withdrawal"):
        items = tuple(
            _word(desk, case, {"on": desk.today, **given, "purpose": one, "withdrawn": True})
            for one in purposes
        )
    ended = _ended(case, items)
    concerned = frozenset(PURPOSES.terms) if everything else frozenset(item.purpose for item in items)
    out = went_out(desk, case, concerned, _recipient(items))
    task = _task_to_tell(desk, items, out)
    made: list[Item] = [*items, *([task] if task else [])]
    desk.adding(CASES, case.id, made)
    return Withdrawal(items, ended, out, task)


def _purposes(case: CaseFile) -> tuple[str, ...]:
    noted = dict.fromkeys(one.purpose for one in case.every(Consent))
    return (*noted, *([CASE_WORK] if CASE_WORK not in noted else []))


def _recipient(items: Iterable[Consent]) -> str:
    return next((item.recipient for item in items if item.recipient), "")


def _ended(case: CaseFile, withdrawals: Sequence[Consent]) -> tuple[Consent, ...]:
    """Return the consents that stood before and stand no more towards their own recipients."""
    given = case.every(Consent)
    ended = []
    for one in given:
        before = not one.withdrawn and one in standing(given, one.purpose, one.recipient)
        if before and one not in standing((*given, *withdrawals), one.purpose, one.recipient):
            ended.append(one)
    return tuple(ended)


def _task_to_tell(desk: Desk, items: Sequence[Consent], out: Sequence[Out]) -> Task | None:
    """Return the task to tell those who hold something under the purpose withdrawn and can be told; None without any."""
    reached = [one for one in out if one.concerned and one.can_be_told]
    if not reached:
        return None
    whom = "; ".join(dict.fromkeys(f"{one.recipient or one.what} ({one.on})" for one in reached))
    purposes = ", ".join(PURPOSES[item.purpose].en for item in items)
    due = (desk.pen.clock().date() + timedelta(days=TELL_WITHIN)).isoformat()
    return Task(
        **desk.pen.stamp(),
        kind="consent_review",
        due=due,
        why=f"consent withdrawn ({purposes}): tell those who hold it: {whom}",
        about=items[0].id,
    )
