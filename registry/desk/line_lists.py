"""Line lists at the desk: turned on by an act on the record, proposed by one person, let out by another under her own passphrase."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import msgspec

from registry.desk.desk import JOURNEY, LISTS, RELEASES, Desk, in_one_act
from registry.desk.disclosing import Release, ledger, people
from registry.desk.identifying import of_people
from registry.desk.reading import line, text
from registry.desk.roles import is_author, may_review
from registry.disclosure.earlier import LIST, Earlier
from registry.disclosure.ledger import LedgerEntry
from registry.disclosure.line_rules import read_columns
from registry.disclosure.lines import Key, ListPlan, list_of, plan_list
from registry.disclosure.list_gate import WrittenList, pass_list_gate
from registry.disclosure.summary import VERSION
from registry.errors import Damaged, NotFound, RuleNotMet
from registry.reports.line_list import write_list
from registry.reports.line_words import every_word
from registry.words.dates import PartialDate
from registry.words.folding import fold
from registry.words.identity import BODY, new_id, number_of, read_id

ALLOW, FORBID = "disclose list allow", "disclose list forbid"
PROPOSE, MAKE = "disclose list propose", "disclose list make"
REFUSE, WITHDRAW = "disclose list refuse", "disclose list withdraw"
MADE, REFUSED, WITHDRAWN = "made", "refused", "withdrawn"


class _Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="t"):
    """What every record about line lists carries; none is ever edited."""

    id: str
    by: str
    device: str
    at: str
    author: str


class Switch(_Record, tag="switch", frozen=True, kw_only=True, omit_defaults=True):
    """Line lists allowed in this vault, or forbidden again, and why."""

    on: bool
    reason: str


class Wish(_Record, tag="wish", frozen=True, kw_only=True, omit_defaults=True):
    """A line list proposed: to whom, why, by which columns and up to which day; it waits for a second person."""

    recipient: str
    reason: str
    columns: tuple[str, ...]
    cutoff: str = ""


class End(_Record, tag="end", frozen=True, kw_only=True, omit_defaults=True):
    """What became of a proposal: made, refused or withdrawn, and the release it became."""

    wish: str
    end: str
    reason: str = ""
    release: str = ""


R = TypeVar("R", Switch, Wish, End)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal, and what became of it, if anything did yet; ``reviewers`` are those who may let it out."""

    wish: Wish
    end: End | None
    reviewers: tuple[str, ...]

    @property
    def state(self) -> str:
        """The word for where the proposal stands."""
        return self.end.end if self.end else "waiting"


def _records(desk: Desk) -> list[Switch | Wish | End]:
    found = [msgspec.convert(dict(document), Switch | Wish | End) for document in desk.vault.table(LISTS)]
    return sorted(found, key=lambda one: (one.at, one.id))


# The switch


def switched(desk: Desk) -> Switch | None:
    """Return the last word on whether line lists may be made here; ``None`` where nobody ever said so: they may not."""
    return next((one for one in reversed(_records(desk)) if isinstance(one, Switch)), None)


def allowed(desk: Desk) -> bool:
    """Tell whether line lists may be made in this vault."""
    last = switched(desk)
    return last is not None and last.on


@in_one_act(ALLOW)
def allow(desk: Desk, reason: str) -> Switch:
    """Allow line lists in this vault from now on; raise ``RuleNotMet`` without a reason or where they are allowed."""
    if allowed(desk):
        raise RuleNotMet("line lists are allowed here already", "see `registry disclose list show`")
    return _switch(desk, on=True, reason=reason)


@in_one_act(FORBID)
def forbid(desk: Desk, reason: str) -> Switch:
    """Forbid line lists again; what went out stays in the ledger. Raises ``RuleNotMet``."""
    if not allowed(desk):
        raise RuleNotMet("line lists are not allowed here anyway", "nothing is to be done")
    return _switch(desk, on=False, reason=reason)


def _switch(desk: Desk, *, on: bool, reason: str) -> Switch:
    return _keep(desk, Switch(**_stamp(desk), on=on, reason=_why(reason)))


def _stamp(desk: Desk) -> dict[str, Any]:
    return {**desk.pen.stamp(), "author": desk.name}


def _keep(desk: Desk, record: R) -> R:
    with desk.vault.act(PROPOSE) as act:  # within the act under way, whose name is the one that stays
        act.write(LISTS, number_of(record.id), msgspec.json.decode(msgspec.json.encode(record)))
    return record


def _why(reason: str) -> str:
    reason = text(reason, "the reason")
    if not reason:
        raise RuleNotMet("this is done for a written reason only", "write the reason to --reason-from -")
    return reason


# The plan


def plan(desk: Desk, columns: Sequence[str] = (), cutoff: date | None = None) -> ListPlan:
    """Work out a line list without making it; raise ``UsageRefused``, ``RuleNotMet`` or ``Damaged``.

    Any other ground for refusal is in the plan.
    """
    if desk.vault.count(JOURNEY):
        raise RuleNotMet(
            "a vault for a journey makes no lists: it does not know which went out before",
            "make them from the vault it came from",
        )
    everyone, past = list(people(desk)), _past(desk)
    if desk.vault.noticed:
        raise Damaged(
            "part of the vault is damaged, and a list would leave out who stands there",
            "see `registry vault check`; salvage the vault or restore a backup first",
        )
    made_on = desk.pen.clock().date()
    return plan_list(everyone, read_columns(columns), made_on=made_on, cutoff=cutoff, past=past)


def _past(desk: Desk) -> list[Earlier]:
    """Return every release to anyone as the difference check reads it."""
    found = []
    for document in desk.vault.table(RELEASES):
        entry = LedgerEntry.parse(document["entry"])
        classes = document.get("classes", {})
        if entry.release_class == LIST and set(classes) != entry.people:
            raise Damaged(
                "the ledger does not say how an earlier line list told of people",
                "run `registry vault check`, and make no list until it passes",
            )
        found.append(Earlier(entry.release_class, entry.made, entry.people, classes, entry.printed))
    return found


# Proposing and letting out


@in_one_act(PROPOSE)
def propose(
    desk: Desk, *, recipient: str, reason: str, columns: Sequence[str] = (), cutoff: date | None = None
) -> Proposed:
    """Propose a line list to a named recipient for a written reason; a second person lets it out or refuses it.

    Raises ``RuleNotMet`` where lists are off, nobody is named, no reason is given or nobody else could let it out, and
    ``DisclosureRefused`` where the plan says that the list may not go out.
    """
    _refuse_off(desk)
    named = line(recipient, "the recipient")
    if not named or named.casefold() in {"public", "anyone", "all"}:
        raise RuleNotMet("a line list goes to a named recipient only", "name the body with --recipient")
    why = _why(reason)
    if not may_review(desk, desk.pen.by, desk.name):
        raise RuleNotMet(
            "a line list needs a second person, and nobody else here could let it out",
            "add a colleague with `registry vault slots add`, or make tables instead",
        )
    planned = plan(desk, columns, cutoff)
    if planned.refusal is not None:
        raise planned.refusal
    wish = Wish(
        **_stamp(desk),
        recipient=named,
        reason=why,
        columns=read_columns(columns),
        cutoff=cutoff.isoformat() if cutoff else "",
    )
    return _proposed(desk, _keep(desk, wish), {})


def _refuse_off(desk: Desk) -> None:
    if not allowed(desk):
        raise RuleNotMet(
            "line lists are off in this vault",
            "turn them on with `registry disclose list allow --reason-from -`, which stays on the record",
        )


def _proposed(desk: Desk, wish: Wish, ends: Mapping[str, End]) -> Proposed:
    return Proposed(wish, ends.get(wish.id), tuple(sorted(may_review(desk, wish.by, wish.author).values())))


def proposals(desk: Desk) -> list[Proposed]:
    """Return every proposal there was, oldest first."""
    records = _records(desk)
    ends = {one.wish: one for one in records if isinstance(one, End)}
    return [_proposed(desk, one, ends) for one in records if isinstance(one, Wish)]


def find(desk: Desk, ref: str) -> Proposed:
    """Return the proposal that an id or its spoken form names; raise ``NotFound``."""
    asked = read_id(ref)
    found = [one for one in proposals(desk) if one.wish.id.startswith(asked)]
    if not found or (len(found) > 1 and len(asked) < BODY):
        raise NotFound("no single proposed list has that id", "see `registry disclose list show`")
    return found[0]


def _waiting(desk: Desk, ref: str) -> Wish:
    found = find(desk, ref)
    if found.end is not None:
        raise RuleNotMet("that proposal was decided before", "see `registry disclose list show`")
    return found.wish


def _refuse_author(desk: Desk, wish: Wish) -> None:
    if is_author(desk, wish.by, wish.author):
        raise RuleNotMet(
            "whoever proposed a list cannot let it out",
            "a colleague does, after opening the vault with their own passphrase",
        )
    if desk.pen.by not in may_review(desk, wish.by, wish.author):
        raise RuleNotMet(
            "a list is let out by a colleague with a slot in this vault, a reviewer where it has one",
            "see `registry vault slots list` for who may",
        )


@dataclass(frozen=True, slots=True)
class ReadyList:
    """A list that has passed the gate, as the second person may let it out: nothing of it is kept or written yet."""

    wish: Wish
    plan: ListPlan
    release: Release
    told_of: Mapping[str, str]
    past: frozenset[str]


def look(desk: Desk, ref: str) -> tuple[Wish, ListPlan]:
    """Return a waiting proposal and its plan on what stands now, for whoever may let it out.

    Raises ``RuleNotMet`` for its author, where lists are off, and for a proposal that was decided.
    """
    _refuse_off(desk)
    wish = _waiting(desk, ref)
    _refuse_author(desk, wish)
    return wish, plan(desk, wish.columns, _day(wish.cutoff))


def _day(said: str) -> date | None:
    return PartialDate.parse(said).earliest if said else None


def prepare(desk: Desk, wish: Wish, planned: ListPlan, lang: str = "en") -> ReadyList:
    """Turn a plan that passes into finished bytes and put them through the gate; raise ``DisclosureRefused``."""
    past = frozenset(entry.release_id for entry in ledger(desk))
    made = list_of(planned, new_id(desk.pen.chance), _order(desk))
    files = write_list(made, lang)
    pass_list_gate(WrittenList(files, made, planned.rules, lang, of_people(desk), fold, every_word()))
    entry = LedgerEntry(
        release_id=made.release_id,
        recipient=wish.recipient,
        release_class=LIST,
        policy={
            "name": "line list", **planned.rules.plain(), "reason": wish.reason, "proposed_by": wish.author,
        },
        classifications={column.key: VERSION for column in made.columns},
        printed={},
        hashes={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        approver=desk.name,
        made_on=made.made_on,
        cutoff=made.cutoff,
        people=planned.people,
        audit="recounted",
    )  # fmt: skip
    return ReadyList(
        wish, planned, Release(entry, files, desk.vault.count(RELEASES)), planned.told_of(), past
    )


def _order(desk: Desk) -> Key:
    """Put lines into an order by a secret of the vault, so that nobody can tell it from that of intake."""
    secret = desk.vault.secret("disclosure line order")

    def order(spelled: str) -> int:
        return int.from_bytes(hashlib.blake2b(spelled.encode(), key=secret, digest_size=8).digest())

    return order


@in_one_act(MAKE)
def enter(desk: Desk, ready: ReadyList) -> End:
    """Write a list into the sealed ledger under the second person's signature, with its files.

    Raises ``RuleNotMet`` where it was decided, or something else went out, since it was prepared.
    """
    _refuse_off(desk)
    wish = _waiting(desk, ready.wish.id)
    _refuse_author(desk, wish)
    if frozenset(entry.release_id for entry in ledger(desk)) != ready.past:
        raise RuleNotMet("something else went out meanwhile", "make the list again: it is compared anew")
    entry = ready.release.entry
    document = {
        "entry": entry.plain(),
        "files": {name: content.decode() for name, content in ready.release.files.items()},
        "classes": dict(ready.told_of),
    }
    with desk.vault.act(MAKE) as act:
        act.write(RELEASES, number_of(entry.release_id), document)
    return _keep(desk, End(**_stamp(desk), wish=wish.id, end=MADE, release=entry.release_id))


@in_one_act(REFUSE)
def refuse(desk: Desk, ref: str, reason: str) -> End:
    """Refuse a proposed list as the second person, with the reason. Raises ``RuleNotMet``."""
    wish = _waiting(desk, ref)
    _refuse_author(desk, wish)
    return _keep(desk, End(**_stamp(desk), wish=wish.id, end=REFUSED, reason=_why(reason)))


@in_one_act(WITHDRAW)
def withdraw(desk: Desk, ref: str) -> End:
    """Take a proposal of one's own back; it stays readable. Raises ``RuleNotMet``."""
    wish = _waiting(desk, ref)
    if not is_author(desk, wish.by, wish.author):
        raise RuleNotMet(
            "only its author can take a proposal back", "refuse it with `registry disclose list refuse`"
        )
    return _keep(desk, End(**_stamp(desk), wish=wish.id, end=WITHDRAWN))
