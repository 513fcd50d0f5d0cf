"""A reader with a solver: what can be proved about a count from a written ``summary.json`` alone.

It shares no code with the rounding; it knows the method, the base and the tree of every dimension.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from math import ceil, floor
from typing import Any

import highspy

At = frozenset[tuple[str, str]]
_SLACK = 1e-6


def _generations(children: dict[str, list[str]], code: str) -> Iterator[list[str]]:
    codes = children.get(code, [])
    while codes:
        yield codes
        below = [part for one in codes for part in children.get(one, [one])]
        codes = below if below != codes else []


def _leaves(children: dict[str, list[str]], code: str) -> list[str]:
    return list(_generations(children, code))[-1] if code in children else [code]


class Attack:
    """The feasible interval of every printed cell.

    With ``by_person`` the unknowns are the counts of all finest combinations of classes, so that tables
    that close a ring bind each other too; without it they are the printed cells alone.
    """

    def __init__(self, written: bytes, *, step: int = 9, by_person: bool = False) -> None:
        read = json.loads(written)
        self.trees = {key: tree["children"] for key, tree in read["dimensions"].items()}
        self.printed: dict[At, int] = {frozenset(cell["at"].items()): cell["value"] for cell in read["cells"]}
        self.step = step
        self.model = highspy.Highs()
        self.model.setOptionValue("output_flag", False)
        self.model.setOptionValue("threads", 1)
        self._load(self._people() if by_person else self._cells())

    def _cells(self) -> list[tuple[At, list[At]]]:
        lines = []
        for at in self.printed:
            for key, children in self.trees.items():
                for codes in _generations(children, dict(at).get(key, "Total")):
                    parts = [frozenset({**dict(at), key: code}.items()) for code in codes]
                    if all(part in self.printed for part in parts):
                        lines.append((at, parts))
        return lines

    def _people(self) -> list[tuple[At, list[At]]]:
        keys = list(self.trees)
        lines = []
        for at in self.printed:
            ways = [_leaves(self.trees[key], dict(at).get(key, "Total")) for key in keys]
            # A mark keeps the finest combinations apart from printed cells of the same classes.
            parts = [frozenset({*zip(keys, codes, strict=True), ("finest", "")}) for codes in product(*ways)]
            lines.append((at, parts))
        return lines

    def _load(self, lines: list[tuple[At, list[At]]]) -> None:
        hidden = {part for _, parts in lines for part in parts} - self.printed.keys()
        self.at = {cell: column for column, cell in enumerate([*self.printed, *sorted(hidden, key=sorted)])}
        bounds = [(max(0, v - self.step), v + self.step) for v in self.printed.values()]
        bounds += [(0, highspy.kHighsInf)] * len(hidden)
        program: Any = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(self.at), len(lines)
        program.col_cost_ = [0.0] * len(self.at)
        program.col_lower_ = [float(low) for low, _ in bounds]
        program.col_upper_ = [float(high) for _, high in bounds]
        program.row_lower_ = program.row_upper_ = [0.0] * len(lines)
        starts, columns, values = [0], [], []
        for whole, parts in lines:
            columns += [self.at[whole], *(self.at[part] for part in parts)]
            values += [1.0, *([-1.0] * len(parts))]
            starts.append(len(columns))
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_, program.a_matrix_.index_, program.a_matrix_.value_ = starts, columns, values
        self.model.passModel(program)

    def interval(self, cell: At) -> tuple[int, int]:
        """Return the least and the greatest whole count that ``cell`` may have."""
        found = []
        for sense in (1.0, -1.0):
            self.model.changeColCost(self.at[cell], sense)
            self.model.run()
            assert self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal
            found.append(sense * self.model.getInfo().objective_function_value)
        self.model.changeColCost(self.at[cell], 0.0)
        return ceil(found[0] - _SLACK), floor(found[1] + _SLACK)

    def fatal(self) -> list[tuple[At, int, int]]:
        """Return the cells whose count is proved to be 1 to 9, or is known exactly."""
        found = []
        for cell, value in self.printed.items():
            if value - self.step > 9:
                continue
            low, high = self.interval(cell)
            if (low >= 1 and high <= 9) or low == high:
                found.append((cell, low, high))
        return found
