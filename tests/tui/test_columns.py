"""Tests of how columns share the width of a screen."""

from __future__ import annotations

import pytest

from registry.tui.columns import GAP, Column, laid_out

ID = Column("ID", 8)
NAME = Column("Name", weight=2, least=10)
PLACE = Column("Place", weight=1, least=6, drops_at=60)
STATUS = Column("Status", 12, drops_at=30)
ALL = (ID, NAME, PLACE, STATUS)


def _headings(width, scrolled=0, columns=ALL):
    return [columns[placed.index].heading for placed in laid_out(columns, width, scrolled).placed]


def test_the_least_important_columns_fall_away_first():
    assert _headings(61) == ["ID", "Name", "Place", "Status"]
    assert _headings(60) == ["ID", "Name", "Status"]
    assert _headings(30) == ["ID", "Name"]


def test_what_is_left_over_goes_to_the_flexible_columns_by_weight_to_the_last_cell():
    placed = laid_out(ALL, 100).placed
    assert [one.cells for one in placed] == [8, 10 + 40, 6 + 21, 12]
    assert sum(one.cells for one in placed) + 3 * GAP == 100


def test_where_they_do_not_fit_the_first_stays_and_the_others_move():
    wide = (ID, Column("A", 10), Column("B", 10), Column("C", 10))
    assert _headings(20, 0, wide) == ["ID", "A"]
    assert _headings(20, 1, wide) == ["ID", "B"]
    assert _headings(20, 2, wide) == _headings(20, 99, wide) == ["ID", "C"]
    hidden = laid_out(wide, 20, 1)
    assert (hidden.before, hidden.after) == (1, 1)


def test_when_every_column_wants_to_fall_away_one_stays():
    assert _headings(5, 0, (STATUS, PLACE)) == ["Status"]


@pytest.mark.parametrize("columns", [ALL, (NAME,), (STATUS, ID, PLACE), (PLACE, STATUS)])
def test_no_width_is_ever_exceeded(columns):
    for width in range(130):
        for scrolled in range(5):
            placed = laid_out(columns, width, scrolled).placed
            assert all(one.cells > 0 for one in placed)
            assert sum(one.cells for one in placed) + GAP * max(0, len(placed) - 1) <= width
            assert bool(placed) == (width > 0)
