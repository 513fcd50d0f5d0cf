"""Drafts: interviews that were begun and not finished, sealed in the vault after every answer."""

from __future__ import annotations

from typing import Any

import msgspec

from registry.cases.casefile import GROUP, PERSON
from registry.desk.desk import DRAFTS, Desk
from registry.errors import Damaged, InputRefused, NotFound, RegistryError, RuleNotMet
from registry.provenance.stamp import Pen
from registry.words.identity import BODY, SPOKEN, id_of, number_of, read_id, short
from registry.words.states import KNOWN

DRAFT, DROP = "case draft", "case drafts drop"
# What stands for the questions of the source, which are no facts of the case.
SOURCE = "source"
# What stands between several names of one person.
BETWEEN = " · "

# What a source said to one question: each part a ``value`` or a ``state``; none of them where it was passed over.
Said = list[dict[str, Any]]


class Draft(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One interview as far as it went: work of the office, not yet anything a source is on record with.

    ``answers`` are by the question's key, in the order given. ``like`` is the case of whose family this is,
    ``tie`` what they are to one another, ``taken_over`` the facts that came from there; ``sections`` those
    offered ones that the caseworker wanted.
    """

    id: str
    by: str
    device: str
    begun: str
    touched: str
    kind: str = PERSON
    answers: dict[str, Said] = {}
    sections: list[str] = []
    declined: list[str] = []
    like: str = ""
    tie: str = ""
    taken_over: list[str] = []

    @property
    def short(self) -> str:
        """The spoken form of the id."""
        return short(self.id)

    @property
    def given(self) -> tuple[str, ...]:
        """The keys of the questions that were answered, a state for an answer too."""
        return tuple(key for key, said in self.answers.items() if said)

    @property
    def called(self) -> str:
        """Whom or what it is about, as it was typed: a name, or a report's topic and count."""
        told = [one for key in _CALLED[self.kind] for one in self.answers.get(key) or [] if "value" in one]
        return BETWEEN.join(_typed(one["value"]) for one in told)

    def known(self, key: str) -> bool:
        """Tell whether the source gave a value for this."""
        return any(one.get("state", KNOWN) == KNOWN for one in self.answers.get(key) or [])

    def value(self, key: str) -> Any:
        """Return the first value given for a question, or None."""
        return next((one["value"] for one in self.answers.get(key) or [] if "value" in one), None)


_CALLED = {PERSON: ("name",), GROUP: ("topic", "count")}


def _typed(value: Any) -> str:
    """Return a value as it was typed; one that is kept with more beside it by its words."""
    return str(value.get("text", value) if isinstance(value, dict) else value)


def new_draft(pen: Pen, **begun: Any) -> Draft:
    """Return a draft without answers; nothing is kept of it yet."""
    stamp = pen.stamp()
    return Draft(
        id=stamp["id"], by=pen.by, device=pen.device, begun=stamp["at"], touched=stamp["at"], **begun
    )


def save_draft(desk: Desk, draft: Draft) -> None:
    """Seal a draft as it stands now; once this returns, it is on the disk.

    Raises ``RuleNotMet`` where another session has gone on with it, kept its case or dropped it.
    """
    before = draft.touched
    try:
        with desk.vault.act(DRAFT, traceless=True) as act:
            require_own(desk, draft)
            draft.touched = desk.pen.stamp()["at"]
            act.write(DRAFTS, number_of(draft.id), msgspec.to_builtins(draft))
            desk.vault.touched(DRAFTS)
    except BaseException:
        # Stopped in the middle, the save may stand all the same: what the vault holds tells whose turn it is.
        if not _stands(desk, draft):
            draft.touched = before
        raise


def _stands(desk: Desk, draft: Draft) -> bool:
    try:
        kept = _draft(desk.vault.document(DRAFTS, number_of(draft.id)))
    except RegistryError:
        return False
    return kept is not None and kept.touched == draft.touched


def require_own(desk: Desk, draft: Draft) -> None:
    """Raise ``RuleNotMet`` where the draft in the vault is not the one that was read or saved here last."""
    kept = _draft(desk.vault.document(DRAFTS, number_of(draft.id)))
    if kept is None and draft.touched == draft.begun:
        return  # it was never saved
    if kept is None or kept.touched != draft.touched:
        raise RuleNotMet(
            "another session has gone on with this interview, kept its case or dropped it",
            "nothing of theirs was changed; see `registry case drafts` and `registry case list`",
        )


def drafts(desk: Desk) -> list[Draft]:
    """Return every draft of the vault that can be read, the one touched last first."""
    found = []
    for number in list(desk.vault.numbers(DRAFTS)):
        try:
            found.append(_draft(desk.vault.document(DRAFTS, number)))
        except Damaged:
            desk.vault.noticed = True
    return sorted((one for one in found if one), key=lambda one: one.touched, reverse=True)


def draft_named(desk: Desk, ref: str) -> Draft:
    """Return the draft that an id or its spoken form names; raise ``NotFound`` or ``InputRefused``."""
    asked = read_id(ref)
    places = 5 * (BODY - len(asked))
    numbers = [one for one in desk.vault.numbers(DRAFTS) if one >> places == number_of(asked)]
    if len(numbers) > 1:
        raise InputRefused("two drafts share that short id", "give the whole id, as `--json` prints it")
    found = _draft(desk.vault.document(DRAFTS, numbers[0])) if numbers and len(asked) >= SPOKEN else None
    if found is None:
        raise NotFound("no draft here has that id", "see `registry case drafts`")
    return found


def _draft(document: Any) -> Draft | None:
    if document is None:
        return None
    try:
        return msgspec.convert(dict(document), Draft)
    except msgspec.ValidationError as odd:
        raise Damaged("a draft cannot be read", "run `registry vault check`") from odd


def drop_draft(desk: Desk, draft: Draft) -> None:
    """Remove a draft for good: nothing of it stays in the vault's file. Raises as ``Vault.overwrite_remains``."""
    with desk.vault.act(DROP, traceless=True) as act:
        act.remove(DRAFTS, number_of(draft.id))
        desk.vault.touched(DRAFTS)
    desk.vault.overwrite_remains()


def drafts_like(desk: Desk, case: str) -> list[str]:
    """Return the ids of the drafts that were begun from a case, with what they took over from it."""
    found = []
    for number in desk.vault.numbers(DRAFTS):
        try:
            document = desk.vault.document(DRAFTS, number)
        except Damaged:
            continue  # what no longer opens tells nothing, and must not keep a case from being erased
        if document and document.get("like") == case:
            found.append(id_of(number))
    return found
