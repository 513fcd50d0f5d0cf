"""The one table of weights: how often each level of agreement is met in cases of one person, and of two.

Of each pair the first share (m) is that among pairs of cases of one person, the second (u) that among pairs of two people;
the weight is the logarithm of their ratio to base 2 (Fellegi and Sunter, A Theory for Record Linkage, 1969). Names have
only the first: the second is how often the very name occurs in the vault that is scanned, so that a rare name weighs more.
``python -m bench.linkage DATA --shares`` counts the shares anew on half of the people of the synthetic register. Where none of
its pairs differed, the share is set by hand to what casework knows: people are last seen by two witnesses at two places.
"""

from __future__ import annotations

from collections.abc import Mapping

from registry.matching import beside as at

# How much rarer than a match a slip of the pen is in two people's names, by chance: it makes one name of many.
NEAR_BY_CHANCE = 0.02

SHARES: Mapping[str, Mapping[str, tuple[float, float]]] = {
    at.GIVEN: {at.MATCH: (0.94, 0.04), at.NEAR: (0.03, 0.02), at.DIFFERS: (0.03, 0.94)},
    at.ANCESTOR: {at.MATCH: (0.94, 0.045), at.NEAR: (0.03, 0.02), at.DIFFERS: (0.03, 0.935)},
    at.FAMILY: {at.MATCH: (0.92, 0.008), at.NEAR: (0.03, 0.012), at.DIFFERS: (0.05, 0.98)},
    at.NAME: {at.MATCH: (0.94, 0.0005)},
    at.MOTHER: {at.MATCH: (0.94, 0.011), at.NEAR: (0.03, 0.013), at.DIFFERS: (0.03, 0.976)},
    at.KUNYA: {at.MATCH: (0.7, 0.036), at.NEAR: (0.05, 0.02), at.DIFFERS: (0.25, 0.944)},
    at.NICKNAME: {at.MATCH: (0.5, 0.02), at.NEAR: (0.05, 0.02), at.DIFFERS: (0.45, 0.96)},
    at.TURNED: {at.MATCH: (0.025, 1.0)},
    at.SEX: {at.MATCH: (0.99, 0.80), at.DIFFERS: (0.01, 0.20)},
    at.BORN: {
        at.EXACT: (0.13, 0.00004), at.EXCHANGED: (0.015, 0.00004), at.ONE_DIGIT: (0.01, 0.0012),
        at.HEAPED: (0.01, 0.001), at.YEAR: (0.58, 0.04), at.CLOSE: (0.22, 0.115), at.ROUNDED: (0.02, 0.05),
        at.FAR: (0.012, 0.37), at.IMPOSSIBLE: (0.003, 0.43),
    },
    at.HOME: {at.MATCH: (0.88, 0.01), at.PARTLY: (0.05, 0.013), at.DIFFERS: (0.07, 0.977)},
    at.ORIGIN: {at.MATCH: (0.85, 0.03), at.PARTLY: (0.05, 0.03), at.DIFFERS: (0.10, 0.94)},
    at.SITE: {at.MATCH: (0.85, 0.125), at.PARTLY: (0.03, 0.02), at.DIFFERS: (0.12, 0.855)},
    at.SEEN: {
        at.EXACT: (0.21, 0.035), at.DAYS: (0.58, 0.41), at.WEEKS: (0.15, 0.50), at.SEASON: (0.04, 0.035),
        at.LATER: (0.02, 0.02),
    },
    at.HOLDER: {at.MATCH: (0.85, 0.65), at.DIFFERS: (0.15, 0.35)},
    at.CROSSING: {at.MATCH: (0.9, 0.4), at.DIFFERS: (0.1, 0.6)},
    at.NUMBER: {at.MATCH: (0.90, 0.000001), at.NEAR: (0.09, 0.00001), at.DIFFERS: (0.01, 0.999)},
    at.REFERENCE: {at.MATCH: (0.5, 0.0005)},
    # People of one family share the label too: it says little for one person, whatever it says for kin.
    at.KIN: {at.MATCH: (0.5, 0.02)},
}  # fmt: skip

# Facts whose match is weighed by how rare the name is.
BY_RARITY = frozenset({at.GIVEN, at.ANCESTOR, at.FAMILY, at.MOTHER, at.KUNYA, at.NICKNAME})
