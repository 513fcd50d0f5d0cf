"""What follows from the rules: the targets that no set of people consistent with everything known can contradict."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tests.disclosure.stranger.program import NEAR, Impossible, Matrix, Program, Terms
from tests.disclosure.stranger.system import System, Target

SMALL = 9


@dataclass(frozen=True)
class Proof:
    """A target and the proved bounds of its value."""

    target: Target
    low: int | None
    high: int | None


@dataclass
class Outcome:
    """Everything proved; ``open`` counts targets neither proved nor refuted when the solver's time was over."""

    proofs: list[Proof] = field(default_factory=list)
    refuted: int = 0
    open: int = 0
    impossible: bool = False


def telling(low: float, high: float, target: Target, *, nobody: bool = True) -> bool:
    """Say whether such bounds tell something: a few people, a few more or fewer, nobody, or everybody who exists."""
    if low >= 1 and high <= SMALL:
        return True
    if target.kind == "change":
        return low >= -SMALL and high <= -1
    return (nobody and low == high == 0) or (target.cap is not None and target.cap > 0 and low >= target.cap)


def prove(system: System, *, seed: int = 1, seconds: float = 120.0) -> Outcome:
    """Return what is proved of a system's targets; every proof holds for all people that satisfy the rules.

    A target is dropped as soon as people were found, checked in whole numbers, for whom it tells nothing.
    Many fall to one such example, so the solver is first asked for examples that contradict as many as possible.
    After ``seconds`` what is left is counted as open.
    """
    hunt = _Hunt(system.program, system.targets(), random.Random(seed), time.monotonic() + seconds)
    hunt.nobody = system.known.nobody
    try:
        printed = system.printed()
        if system.program.allows(printed):
            hunt.see(printed)
            hunt.nobody = hunt.nobody and not system.roomy()
        else:
            hunt.see(system.program.possible())
        hunt.rounds(4)
        hunt.relaxed()
        hunt.rounds(8)
        hunt.last()
        return hunt.outcome()
    except Impossible:
        return Outcome(impossible=True)


class _Hunt:
    """The targets still open, with the least and greatest value that an example gave each."""

    def __init__(
        self, program: Program, targets: Sequence[Target], chance: random.Random, until: float
    ) -> None:
        self.program, self.targets, self.chance, self.until = program, targets, chance, until
        self.nobody = True
        self.proofs: dict[int, Proof] = {}
        self.done: set[int] = set()
        self.matrix = Matrix([each.sum for each in targets])
        self.least: np.ndarray | None = None
        self.greatest: np.ndarray | None = None

    def see(self, example: np.ndarray | None) -> None:
        if example is None:
            return
        values = self.matrix.times(example)
        self.least = values if self.least is None else np.minimum(self.least, values)
        self.greatest = values if self.greatest is None else np.maximum(self.greatest, values)

    def open(self) -> list[int]:
        """Return the targets neither proved nor contradicted nor tried to the end."""
        return [
            index for index in range(len(self.targets))
            if index not in self.proofs and index not in self.done and self._open(index)
        ]  # fmt: skip

    def _open(self, index: int) -> bool:
        if self.least is None or self.greatest is None:
            return True
        return telling(
            int(self.least[index]), int(self.greatest[index]), self.targets[index], nobody=self.nobody
        )

    def rounds(self, most: int) -> None:
        """Ask for examples that push many open targets down, up, and each its own way."""
        for turn in range(most):
            left = self.open()
            if len(left) < 3 or time.monotonic() > self.until:
                return
            signs = [(1, -1)[turn % 2] if turn < 2 else self.chance.choice((1, -1)) for _ in left]
            self.see(self.program.least(_weighted(self.targets, left, signs), whole=True)[1])
            if turn >= 2 and len(self.open()) > 0.8 * len(left):
                return

    def relaxed(self) -> None:
        """Prove what follows even if people came in fractions, which is quick to tell."""
        for index in self.open():
            if time.monotonic() > self.until:
                return
            self._settle(index, whole=False)

    def last(self) -> None:
        """Ask for each target left by itself, in whole numbers."""
        while (left := self.open()) and time.monotonic() < self.until:
            self._settle(left[0], whole=True)
            self.done.add(left[0])

    def outcome(self) -> Outcome:
        """Return what was proved, and how much was not settled."""
        unsettled = len(self.open()) + sum(self._open(index) for index in self.done - self.proofs.keys())
        return Outcome(
            list(self.proofs.values()), len(self.targets) - len(self.proofs) - unsettled, unsettled
        )

    def _settle(self, index: int, *, whole: bool) -> None:
        target = self.targets[index]
        below, example = self.program.least(target.sum, whole=whole)
        self.see(example)
        if not self._open(index):
            return
        above, example = self.program.least(
            (target.sum[0], tuple(-weight for weight in target.sum[1])), whole=whole
        )
        self.see(example)
        low, high = np.ceil(below - NEAR), np.floor(-above + NEAR)
        if telling(low, high, target, nobody=self.nobody):
            self.proofs[index] = Proof(
                target, *(None if np.isinf(each) else int(each) for each in (low, high))
            )


def _weighted(targets: Sequence[Target], chosen: Sequence[int], signs: Sequence[int]) -> Terms:
    weights: dict[int, int] = {}
    for index, sign in zip(chosen, signs, strict=True):
        for column, weight in zip(*targets[index].sum, strict=True):
            weights[column] = weights.get(column, 0) + sign * weight
    return tuple(weights), tuple(weights.values())
