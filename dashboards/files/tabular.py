"""The rows of an export as they lie in a file: which columns, under which names, long or wide. Pure.

A wide file has a column for each period, or place, and behind those a column of flags for each that has any: a flag is
never lost. Where provenance or vintage is not the same in a row, it names the periods or places that differ. An
observation that does not exist and one without a figure are both an empty cell there; a long file tells them apart.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboards.files.parted_rows import Cell, PartedRows, parted
from dashboards.files.rows import NUMBERS, Row
from dashboards.query.columns import LONG, WIDE, FileLayout, places
from etl.model.period import in_order

AXIS = {WIDE: ("period",), "wide_places": ("geo", "geo_name")}
OF_A_CELL = ("value", "flag", "flag_meaning", "quota", "quota_name", "ceiling", "ceiling_name")


@dataclass(frozen=True)
class Tabular:
    """A table for a file. columns: for each of `header` the column whose values it holds: `value` below a period."""

    header: tuple[str, ...]
    columns: tuple[str, ...]
    rows: PartedRows[tuple[Cell, ...]]

    @property
    def numbers(self) -> tuple[bool, ...]:
        """Which columns hold numbers."""
        return tuple(column in NUMBERS for column in self.columns)


def tabular(rows: PartedRows[Row], layout: FileLayout) -> Tabular:
    """The rows in that layout."""
    return _long(rows, layout) if layout.shape == LONG else _wide(rows, layout)


def _long(rows: PartedRows[Row], layout: FileLayout) -> Tabular:
    header = tuple(layout.name(column) for column in layout.columns)
    return Tabular(header, layout.columns, rows.picked(places(*layout.columns)))


def _wide(table: PartedRows[Row], layout: FileLayout) -> Tabular:
    rows = tuple(table)
    axis: Callable[[Row], str] = (lambda r: r.period) if layout.shape == WIDE else (lambda r: r.geo)
    kept = tuple(c for c in layout.columns if c not in (*AXIS[layout.shape], *OF_A_CELL))
    across = tuple(dict.fromkeys(map(axis, rows)))
    across = tuple(in_order(across)) if layout.shape == WIDE else across
    groups = _groups(rows, layout.shape)
    with_flag = {axis(r) for r in rows if r.flag}
    flagged = tuple(a for a in across if a in with_flag)
    made = []
    for group in groups:
        there = {axis(r): r for r in group}
        values = [there[a].value if a in there else None for a in across]
        flags = [there[a].flag if a in there else "" for a in flagged]
        made.append((*(_shared({a: getattr(r, c) for a, r in there.items()}) for c in kept), *values, *flags))
    flag = layout.name("flag")
    header = (*(layout.name(c) for c in kept), *across, *(f"{a}_{flag}" for a in flagged))
    columns = (*kept, *("value" for _ in across), *("flag" for _ in flagged))
    return Tabular(header, columns, parted(made))


def _groups(rows: Sequence[Row], shape: str) -> list[list[Row]]:
    """The rows that become one: of a place and category, or of a category and period."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.geo if shape == WIDE else row.period, row.series), []).append(row)
    if shape == WIDE:
        return list(groups.values())
    order = {period: n for n, period in enumerate(in_order({row.period for row in rows}))}
    series = {name: n for n, name in enumerate(dict.fromkeys(row.series for row in rows))}
    return [groups[key] for key in sorted(groups, key=lambda key: (series[key[1]], order[key[0]]))]


def _shared(values: Mapping[str, str]) -> str:
    """What the observations of a row have in common. Where some differ, what most have, then the others with their
    periods or places: `original; quoted: 2017, 2018`."""
    places: dict[str, list[str]] = {}
    for place, value in values.items():
        places.setdefault(value, []).append(place)
    most = max(places, key=lambda text: len(places[text]))
    others = (f"{text or '-'}: {', '.join(where)}" for text, where in places.items() if text != most)
    return "; ".join([*([most] if most else []), *others])
