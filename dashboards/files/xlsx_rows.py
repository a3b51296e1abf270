"""The rows of a large sheet as XML, written in one go: XlsxWriter's own way takes a call for every cell.

A worksheet of XlsxWriter (3.3.1) keeps its cells in a table and writes them one by one; 25,000 rows take 4 seconds.
Here the rows below those of the table are made ready when they come in and stand behind them in the file, with the
same strings, styles and bytes. Everything else of the sheet is XlsxWriter's.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Cell = str | float | date | None
DAY_ZERO = date(1899, 12, 30)  # of the numbers that XLSX has for days, from March 1900 on
MOST_CHARACTERS = 32_767  # the format's own limit
DOWN = "\0"  # stands for the number of the row, and in no XML


class RowSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet to which `lay` gives rows of text, numbers and days."""

    _laid = ""

    def lay(
        self,
        first: int,
        rows: Sequence[Sequence[Cell]],
        numbers: Sequence[Any],
        quoted: Callable[[str], bool],
        kept: Any,
    ) -> None:
        """Put `rows` from row `first` (0 is the top) on. numbers: a format for each column, None where it has text.

        kept: the format of texts that are `quoted`. ValueError where a cell or the sheet is too large for the format.
        """
        width = len(numbers)
        if self._check_dimensions(first + len(rows) - 1, width - 1):
            raise ValueError(f"sheet {self.name}: {len(rows)} rows of {width} cells are outside the limits of XLSX")
        names = [xl_col_to_name(n) for n in range(width)]
        styles = [f' s="{f._get_xf_index()}"' if f else "" for f in numbers]
        quote = f' s="{kept._get_xf_index()}"'
        texts = self._texts(rows)

        def written(name: str, style: str, cell: Cell) -> str:
            if cell is None or cell == "":
                return ""
            if isinstance(cell, str):
                own = quote if quoted(cell) else ""
                return f'<c r="{name}{DOWN}"{own} t="s"><v>{texts[cell]}</v></c>'
            return f'<c r="{name}{DOWN}"{style}{_v(cell)}'

        made = []
        for name, style, column in zip(names, styles, zip(*rows, strict=True), strict=bool(rows)):
            each = {cell: written(name, style, cell) for cell in set(column)}  # most cells of a column are alike
            made.append([each[cell] for cell in column])
        lines = enumerate(map("".join, zip(*made, strict=True)), first + 1)
        self._laid = "".join([f'<row r="{down}">{line.replace(DOWN, str(down))}</row>' for down, line in lines])

    def _texts(self, rows: Sequence[Sequence[Cell]]) -> dict[str, int]:
        """Each text with its number in the table of the workbook; ValueError where one is too long for the format."""
        numbers = {}
        for cell, uses in Counter(chain.from_iterable(rows)).items():
            if not isinstance(cell, str) or not cell:
                continue
            if len(cell) > MOST_CHARACTERS:
                raise ValueError(f"sheet {self.name}: a text of {len(cell)} characters is outside the limits of XLSX")
            numbers[cell] = self.str_table._get_shared_string_index(cell)
            self.str_table.count += uses - 1  # it counts uses, and was asked once
        return numbers

    def _write_rows(self) -> None:
        super()._write_rows()
        self.fh.write(self._laid)


def number_of(cell: float | date | None) -> float:
    """A number as it is, a day as the number that it is in XLSX."""
    if isinstance(cell, date):
        return float((cell - DAY_ZERO).days)
    return math.nan if cell is None else cell


def _v(cell: float | date) -> str:
    number = number_of(cell)
    if not math.isfinite(number):
        raise ValueError(f"{number} is no number that a cell can hold")
    return f"><v>{number:.16G}</v></c>"
