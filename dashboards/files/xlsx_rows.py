"""The rows of a large sheet as XML, written in one go: XlsxWriter's own way takes a call for every cell.

A worksheet of XlsxWriter (3.3.1) keeps its cells in a table and writes them one by one; 25,000 rows take 4 seconds.
Here the rows below those of the table are made ready when they come in and stand behind them in the file, with the
same strings, styles and bytes. Everything else of the sheet is XlsxWriter's.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from itertools import count
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from dashboards.files.parted_rows import RowPart, parted

Cell = str | float | date | None  # of a workbook; those of other files are not days
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

        def written(at: int, cell: Cell) -> str:
            if cell is None or cell == "":
                return ""
            if isinstance(cell, str):
                own = quote if quoted(cell) else ""
                return f'<c r="{names[at]}{DOWN}"{own} t="s"><v>{texts[cell]}</v></c>'
            return f'<c r="{names[at]}{DOWN}"{styles[at]}{_v(cell)}'

        def behind(start: int, kind: Iterable[Cell]) -> str:
            return "".join(map(written, count(start), kind))

        parts = parted(rows)
        if rows and parts.width != width:
            raise ValueError(f"sheet {self.name}: rows of {parts.width} cells below a header of {width}")
        texts = self._texts(parts.parts)
        made = (part.written(partial(behind, start)) for part, start in zip(parts.parts, parts.starts, strict=True))
        lines = enumerate(map("".join, zip(*made, strict=True)), first + 1)
        self._laid = "".join([f'<row r="{down}">{line.replace(DOWN, str(down))}</row>' for down, line in lines])

    def _texts(self, parts: Sequence[RowPart]) -> dict[str, int]:
        """Each text with its number in the table of the workbook; ValueError where one is too long for the format."""
        uses = Counter[Cell]()
        for part in parts:
            times = Counter(part.kind_of)
            for at, kind in enumerate(part.kinds):
                for cell in kind:
                    uses[cell] += times[at]
        numbers = {}
        for cell, times_in_all in uses.items():
            if not isinstance(cell, str) or not cell:
                continue
            if len(cell) > MOST_CHARACTERS:
                raise ValueError(f"sheet {self.name}: a text of {len(cell)} characters is outside the limits of XLSX")
            numbers[cell] = self.str_table._get_shared_string_index(cell)
            self.str_table.count += times_in_all - 1  # it counts uses, and was asked once
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
