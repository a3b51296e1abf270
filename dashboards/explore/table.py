"""What a reader of the explore page asks of a table, and its rows as a table, a pivot or a chart. Pure.

/en/explore?table=frontex.ibc_nationality_year&nationality=Syria&from=2015&rows=route

A table is a dataset (its id has a dot) or an indicator. No figure is computed here: a pivot only puts rows elsewhere,
and is refused where two of them would fall into one cell.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboards.query.parameters import AS_OF
from dashboards.query.selection import codes, span
from etl.model.errors import UnknownValueError
from etl.model.observations import Observation, TableRow
from etl.model.period import in_order, period

DEFAULT = "frontex.ibc_nationality_year"
PERIOD_COLUMN = "period"
OWN = ("table", "from", "to", "as_of", "sort", "rows", "columns", "page")
SORTS: dict[str, tuple[tuple[str, bool], ...]] = {
    "": (),
    "newest": ((PERIOD_COLUMN, True),),
    "highest": (("value", True),),
    "lowest": (("value", False),),
}
PER_PAGE = 100
PIVOT_ROWS = 20_000  # more rows than this are not turned into a pivot
PIVOT_COLUMNS = 60
MOST_PAGES = 99_999
Key = tuple[str, ...]


@dataclass(frozen=True)
class TableSelection:
    """A choice of rows. filters: dimension -> codes, only those that narrow; rows, columns: of a pivot, or ""."""

    table: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    start: str = ""
    end: str = ""
    as_of: str = ""
    sort: str = ""
    rows: str = ""
    columns: str = ""
    page: int = 1

    def state(self, **changed: str) -> dict[str, str]:
        """The choice as names and values of an address, some of them changed; the page is named only if changed."""
        columns = self.columns if self.rows and self.columns != PERIOD_COLUMN else ""
        values = {
            "table": self.table, **{name: ",".join(values) for name, values in self.filters.items()},
            "from": self.start, "to": self.end, "as_of": self.as_of, "sort": self.sort,
            "rows": self.rows, "columns": columns, **changed,
        }  # fmt: skip
        return {name: value for name, value in values.items() if value}

    @property
    def narrows(self) -> bool:
        """Whether some rows of the table may be left out."""
        return bool(self.filters or self.start or self.end or self.as_of)


def ask(
    table: str,
    state: Mapping[str, str],
    dims: Sequence[str],
    known: Callable[[str], tuple[str, ...]],
    in_form: bool = False,
) -> TableSelection:
    """The choice that `state` makes of a table with `dims`; UnknownValueError lists what is accepted.

    known: the codes of a dimension. in_form: as of `dashboards.query.selection`.
    """
    for name in state:
        if name not in (*dims, *OWN):
            raise UnknownValueError("Dimension", name, tuple(dims))
    filters = {d: codes(d, {d: [state[d]]}, known(d)) for d in dims if state.get(d)}
    start, end = span(state.get("from", ""), state.get("to", ""), in_form)
    rows = _word("rows", state, tuple(dims))
    columns = _word("columns", state, (*(d for d in dims if d != rows), PERIOD_COLUMN)) if rows else ""
    page = state.get("page", "1")
    if not (page.isascii() and page.isdigit() and len(page) < 10 and 1 <= int(page) <= MOST_PAGES):
        raise UnknownValueError("page", page, ("1, 2, 3, …",))
    return TableSelection(
        table, filters, start, end,
        AS_OF.read(state["as_of"]) if state.get("as_of") else "",
        _word("sort", state, tuple(SORTS)), rows, (columns or PERIOD_COLUMN) if rows else "", int(page),
    )  # fmt: skip


def _word(name: str, state: Mapping[str, str], accepted: tuple[str, ...]) -> str:
    text = state.get(name, "")
    word = next((a for a in accepted if a.casefold() == text.casefold()), "")
    if text and not word:
        raise UnknownValueError(name, text, tuple(a for a in accepted if a))
    return word


def varying(dims: Sequence[str], rows: Sequence[TableRow]) -> tuple[str, ...]:
    """The dimensions that have more than one code among the rows."""
    return tuple(d for n, d in enumerate(dims) if len({r.codes[n] for r in rows}) > 1)


@dataclass(frozen=True)
class Pivot:
    """Rows of a table by two of its dimensions. in_the_way: dimensions that put two rows into one cell; then no cells.

    columns beyond the first PIVOT_COLUMNS are left out; of is how many there were.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Observation]
    of: int
    in_the_way: tuple[str, ...] = ()


def pivot(selection: TableSelection, dims: Sequence[str], rows: Sequence[TableRow]) -> Pivot:
    """The rows by `selection.rows` and `selection.columns`; in the order in which they come, periods oldest first."""
    cells: dict[tuple[str, str], Observation] = {}
    for row in rows:
        key = (_code(selection.rows, dims, row), _code(selection.columns, dims, row))
        if key in cells:
            axes = (selection.rows, selection.columns)
            blocked = [d for d in varying(dims, rows) if d not in axes]
            blocked += [PERIOD_COLUMN] if PERIOD_COLUMN not in axes else []
            return Pivot((), (), {}, 0, tuple(blocked))
        cells[key] = row.point
    columns = list(dict.fromkeys(c for _, c in cells))
    columns = in_order(columns) if selection.columns == PERIOD_COLUMN else columns
    kept = columns[-PIVOT_COLUMNS:] if selection.columns == PERIOD_COLUMN else columns[:PIVOT_COLUMNS]
    return Pivot(tuple(dict.fromkeys(r for r, _ in cells)), tuple(kept), cells, len(columns))


def _code(name: str, dims: Sequence[str], row: TableRow) -> str:
    return row.point.period if name == PERIOD_COLUMN else row.codes[list(dims).index(name)]


def lines(dims: Sequence[str], rows: Sequence[TableRow]) -> dict[Key, tuple[Observation, ...]]:
    """The rows as series over time: codes of the varying dimensions -> observations, oldest first."""
    places = [list(dims).index(d) for d in varying(dims, rows)]
    made: dict[Key, list[Observation]] = {}
    for row in rows:
        made.setdefault(tuple(row.codes[n] for n in places), []).append(row.point)
    return {key: tuple(sorted(points, key=lambda p: period(p.period))) for key, points in made.items()}
