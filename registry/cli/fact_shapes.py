"""The shapes that facts are answered in, wherever they are of: a case, an episode, or a record of a register."""

from __future__ import annotations

from typing import Any

import msgspec


class Shape(msgspec.Struct):
    """The base of every answer."""


class ValueItem(Shape):
    """One value of a fact and the claims that stand for it."""

    value: Any
    shown: str
    claims: tuple[str, ...]


class FactItem(Shape):
    """All that is claimed of one fact, best supported first."""

    label: str
    conflicting: bool
    values: tuple[ValueItem, ...]


class LeadItem(Shape):
    """Where a name leads: the register and the record, or ``several`` that bear it; ``fact`` is where it stands."""

    fact: str
    text: str
    register: str
    id: str
    title: str
    several: tuple[str, ...] = ()


class StretchItem(Shape):
    """One statement of control: by whom, of which side, from when until when; null is an end nobody stated."""

    by: str
    side: str
    since: str | None
    until: str | None
    claims: tuple[str, ...]


class GroundItem(Shape):
    """Who held a place on a day.

    ``state`` is certain, possible, unsettled, contested or not_known; ``rests_on`` is the place whose claims tell it,
    by code or id, and ``rests_on_name`` its name; it may be one that the place asked for lies in.
    """

    state: str
    by: tuple[str, ...]
    says: str
    on: str | None
    place: str
    rests_on: str
    rests_on_name: str
    stretches: tuple[StretchItem, ...]


class TroubleItem(Shape):
    """Days for which control is claimed by two sides (``overlap``) or by none (``gap``); ISO dates."""

    kind: str
    first: str
    last: str
