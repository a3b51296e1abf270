"""Rows kept as parts are the rows they were made of, in whatever columns they are taken; each kind is written once."""

from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.files.parted_rows import PartedRows, RowPart, column, parted
from dashboards.files.rows import csv_of
from dashboards.files.tabular import Cell


class Fact(NamedTuple):
    geo: str
    name: str
    period: str
    value: float | None


FACTS = (
    Fact("NL", "Netherlands", "2019", 1.0), Fact("NL", "Netherlands", "2020", None), Fact("BE", "Belgium", "2019", 0.0),
)  # fmt: skip
HEADS = RowPart([("NL", "Netherlands"), ("BE", "Belgium")], [0, 0, 1])
ENDS = RowPart([("2019", 1.0), ("2020", None), ("2019", 0.0)], [0, 1, 2])
ROWS = PartedRows([HEADS, ENDS], Fact._make)


def test_the_rows_are_those_of_the_parts_and_of_their_kind() -> None:
    assert (tuple(ROWS), len(ROWS), ROWS.width, tuple(ROWS.starts)) == (FACTS, 3, 4, (0, 2))
    assert [row.name for row in ROWS] == ["Netherlands", "Netherlands", "Belgium"]
    assert (ROWS[2], ROWS[-1], ROWS[1:], ROWS[::-1]) == (FACTS[2], FACTS[2], FACTS[1:], FACTS[::-1])


@pytest.mark.parametrize("columns", [(0, 1, 2, 3), (3, 0), (1,), (2, 1, 3), (0, 2, 0), ()])
def test_columns_are_taken_in_any_order(columns: Sequence[int]) -> None:
    assert tuple(ROWS.picked(columns)) == (tuple(tuple(row[n] for n in columns) for row in FACTS) if columns else ())


def test_neighbours_of_one_part_stay_together() -> None:
    assert [part.width for part in ROWS.picked((1, 0, 2, 1)).parts] == [2, 1, 1]


def test_a_column_cell_by_cell() -> None:
    assert ROWS.cells(1) == ["Netherlands", "Netherlands", "Belgium"]
    assert ROWS.cells(3) == [1.0, None, 0.0]


def test_what_is_told_of_columns_is_told_of_each_kind_once_where_they_are_of_one_part() -> None:
    kinds = list[tuple[Cell, ...]]()

    def write(kind: tuple[Cell, ...]) -> str:
        kinds.append(kind)
        return "/".join(map(str, kind))

    assert ROWS.written((1, 0), write) == ["Netherlands/NL", "Netherlands/NL", "Belgium/BE"]
    assert kinds == [("Netherlands", "NL"), ("Belgium", "BE")]
    assert ROWS.written((0, 2), write) == ["NL/2019", "NL/2020", "BE/2019"]


def test_a_kind_is_written_once() -> None:
    kinds = list[str]()

    def write(kind: tuple[str, ...]) -> str:
        kinds.append(kind[0])
        return kind[0].lower()

    assert list(HEADS.written(write)) == ["nl", "nl", "be"]
    assert kinds == ["NL", "BE"]


def test_a_table_without_rows_has_none_in_any_columns() -> None:
    empty = PartedRows([RowPart(HEADS.kinds, []), RowPart([], [])], tuple)  # of series without observations
    for rows in (empty, PartedRows([], tuple), parted([])):
        assert (tuple(rows), len(rows), tuple(rows.picked((0, 1))), rows.cells(0)) == ((), 0, (), [])
    assert csv_of(("geo", "name"), empty) == b"geo,name\r\n"


def test_what_is_parted_already_stays() -> None:
    assert parted(ROWS) is ROWS
    assert tuple(parted(FACTS, Fact._make)) == FACTS
    assert column(("b", "a", "b")) == RowPart([("b",), ("a",)], [0, 1, 0])


@given(st.lists(st.tuples(st.sampled_from(["NL", "BE", ""]), st.none() | st.floats(allow_nan=False), st.text())))
def test_any_rows_come_back(rows: list[tuple[Cell, ...]]) -> None:
    assert list(parted(rows)) == rows
    assert list(parted(rows).picked((2, 0))) == [(row[2], row[0]) for row in rows]


def test_a_csv_of_parts_is_that_of_their_rows() -> None:
    header = ("geo", "name", "period", "value")
    assert csv_of(header, ROWS) == csv_of(header, FACTS) == (
        b"geo,name,period,value\r\nNL,Netherlands,2019,1\r\nNL,Netherlands,2020,\r\nBE,Belgium,2019,0\r\n"
    )  # fmt: skip
