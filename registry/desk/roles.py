"""Roles: who may do what, as the one table that decides for every act at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from registry.desk.desk import JOURNEY
from registry.errors import RuleNotMet
from registry.vault.slots import CASEWORKER, INTAKE, RECOVERY, REVIEWER

if TYPE_CHECKING:
    from registry.desk.desk import Desk
    from registry.vault.people import Person

# What stands for every operation there is, as the journal names them.
ALL = frozenset({"*"})

# Which operations each role may do. What a role is not given is refused before anything is read for it.
MAY: Mapping[str, frozenset[str]] = {
    CASEWORKER: ALL,
    REVIEWER: ALL,  # and only a reviewer is accepted as the second person, where the vault has one
    INTAKE: frozenset({"case new"}),
    # The recovery key gets people back in. Casework is signed by people.
    RECOVERY: frozenset({
        "vault passphrase", "vault recovery renew", "vault recovery rehearse", "vault rekey", "vault rekey deep",
        "vault upgrade", "vault backup", "vault restore",
    }),
}  # fmt: skip

# What each role that people have may do, in words.
ROLES: Mapping[str, str] = {
    CASEWORKER: "read and write everything, and look after slots and keys",
    REVIEWER: "the same, and is accepted as the second person wherever a vault has a reviewer",
    INTAKE: "take in cases, and read nothing back",
}

# What each role is told when an operation is not its own.
_NEXT: Mapping[str, str] = {
    INTAKE: "a colleague with the role caseworker can do it",
    RECOVERY: "set a new passphrase with `registry vault passphrase --recovery-from -`, then open the vault with it",
}


def may(role: str, operation: str) -> bool:
    """Tell whether a role may do an operation, by the name the journal gives it."""
    allowed = MAY.get(role, frozenset())
    return allowed == ALL or operation in allowed


def require(role: str, operation: str) -> None:
    """Raise ``RuleNotMet`` for an operation that is not the role's."""
    if not may(role, operation):
        who = "the recovery key" if role == RECOVERY else f"the role {role}"
        raise RuleNotMet(
            f"{who} does not allow this step", _NEXT.get(role, "see `registry vault slots list`")
        )


def second_persons(desk: Desk) -> frozenset[str] | None:
    """Return the names of those who may review what this caseworker decides, or ``None`` where she works alone.

    Where someone other than the author has the role of reviewer, only reviewers count; otherwise any
    colleague who can read the vault. Nobody of a vault made for a journey is alone: what is decided on the way
    waits for a colleague at home.
    """
    if len(_readers(desk)) < 2:
        return frozenset() if desk.vault.count(JOURNEY) else None
    return frozenset(one.name for one in _besides(desk, {desk.pen.by}, {desk.name}))


def may_review(desk: Desk, author: str, name: str) -> dict[str, str]:
    """Return those who may decide on a proposal, name by public key: not its author, also under newer keys.

    ``author`` is the key that signed it and ``name`` what its author was called. Otherwise as ``second_persons``.
    On a journey nobody decides: who may is known at home alone, and the traveller has other keys there.
    """
    return second_to(desk, {author}, frozenset({name}))


def second_to(desk: Desk, keys: set[str], names: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return those who may review what several keys signed, name by public key, by the rule of ``may_review``."""
    if desk.vault.count(JOURNEY):
        return {}
    known = desk.names()
    called = names | {known[key] for key in keys if key in known}
    return {one.public_key.hex(): one.name for one in _besides(desk, keys, called)}


def is_author(desk: Desk, author: str, name: str) -> bool:
    """Tell whether whoever sits at the desk made a proposal, with these keys or with earlier ones of hers."""
    return desk.pen.by == author or desk.name in {name, desk.names().get(author, name)}


def _readers(desk: Desk) -> list[Person]:
    return [one for one in desk.vault.people() if one.here and one.role in {CASEWORKER, REVIEWER}]


def _besides(desk: Desk, keys: set[str], names: set[str] | frozenset[str]) -> list[Person]:
    """Return those who may review what is the work of these keys and names: reviewers where there are any."""
    named = {name.casefold() for name in names}
    others = [
        one for one in _readers(desk) if one.public_key.hex() not in keys and one.name.casefold() not in named
    ]
    return [one for one in others if one.role == REVIEWER] or others
