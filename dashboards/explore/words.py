"""A table of the explore page in words: names of its dimensions and codes, its rows, pivot and chart. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from dashboards.charts.model import Chart, Frequency, Mark, Trace
from dashboards.charts.notes import signed_by_series
from dashboards.charts.table import Table
from dashboards.explore import dimensions
from dashboards.explore import table as explore
from dashboards.explore.table import PERIOD_COLUMN, TableSelection
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset, Indicator, Lang, Text
from etl.model.observations import Observation, TableRow
from etl.model.period import frequency_of, in_order

FLAG = Text(en="Flag", nl="Vlag")
ORIGIN = Text(en="Provenance", nl="Herkomst")
EMPTY = Text(en="(none)", nl="(geen)")
MOST_LINES, MOST_BARS = 6, 30  # what a picture can hold; more are a table


@dataclass(frozen=True)
class TableNames:
    """A dataset or indicator with its words. dims: those of its rows in the release."""

    declared: Dataset | Indicator
    dims: tuple[str, ...]
    catalogue: Catalogue
    lang: Lang

    @property
    def title(self) -> str:
        """What the table is."""
        return self.declared.title[self.lang]

    @property
    def counts(self) -> tuple[str, str]:
        """What it counts, and what it does not or what to know."""
        if isinstance(self.declared, Dataset):
            return self.declared.counts[self.lang], self.declared.counts_not[self.lang]
        return self.declared.definition[self.lang], self.declared.caveat[self.lang]

    @property
    def unit(self) -> str:
        """The unit of an indicator; "" for a dataset, which may hold several."""
        if isinstance(self.declared, Dataset):
            return ""
        return self.catalogue.label("units", self.declared.unit, self.lang)

    def dim(self, name: str) -> str:
        """The name of a dimension or of the period."""
        if name == "series" and isinstance(self.declared, Indicator):
            return self.declared.breakdown.name[self.lang]
        return dimensions.dim(name, self.catalogue, self.lang)

    def code(self, name: str, value: str) -> str:
        """The name of a code of a dimension, or of a period."""
        if name == PERIOD_COLUMN:
            return formats.period(value, self.lang)
        if name == "series" and isinstance(self.declared, Indicator):
            return self.catalogue.series_label(self.declared, value, self.lang)
        return dimensions.code(name, value, self.catalogue, self.lang) or EMPTY[self.lang]

    def number(self, value: float) -> str:
        """A value with the decimals that it has, at most three."""
        decimals = self.declared.decimals if isinstance(self.declared, Indicator) else _decimals(value)
        return formats.number(value, decimals, self.lang)

    def flags(self, p: Observation) -> str:
        """The letters of its flag in words."""
        return "; ".join(self.catalogue.flag_words(p.flag, p.vintage, self.lang))


def _decimals(value: float) -> int:
    return next((d for d in range(3) if abs(round(value, d) - value) < 1e-9), 3)


def row_table(named: TableNames, rows: Sequence[TableRow], shown: Sequence[str], caption: str) -> Table:
    """The rows, one observation each, with the dimensions `shown`."""
    places = [(n, d) for n, d in enumerate(named.dims) if d in shown]
    value = f"{T['value'][named.lang]} ({named.unit})" if named.unit else T["value"][named.lang]
    tail = (T["period"][named.lang], value, FLAG[named.lang], ORIGIN[named.lang])
    header = (*(named.dim(d) for _, d in places), *tail)
    cells = tuple((*(named.code(d, r.codes[n]) for n, d in places), *_observed(named, r.point)) for r in rows)
    return Table(caption, header, cells)


def _observed(named: TableNames, p: Observation) -> tuple[str, str, str, str]:
    value = T["no_figure"][named.lang] if p.value is None else named.number(p.value)
    origin = formats.provenance(p.provenance, named.lang)
    return formats.period(p.period, named.lang), value, named.flags(p), origin


def pivot_table(named: TableNames, selection: TableSelection, made: explore.Pivot, caption: str) -> Table:
    """A pivot with flags as letters behind the figures; a cell without a row is empty, which is not 0."""
    header = (named.dim(selection.rows), *(named.code(selection.columns, c) for c in made.columns))
    first = (selection.page - 1) * explore.PER_PAGE
    kept = made.rows[first : first + explore.PER_PAGE]
    rows = tuple(
        (named.code(selection.rows, r), *(_cell(named, made.cells.get((r, c))) for c in made.columns)) for r in kept
    )
    return Table(caption, header, rows)


def _cell(named: TableNames, p: Observation | None) -> str:
    if p is None:
        return ""
    value = T["no_figure"][named.lang] if p.value is None else named.number(p.value)
    return f"{value} {p.flag}".strip()


def chart(named: TableNames, rows: Sequence[TableRow], source: str, as_of: str, undated: bool) -> Chart | None:
    """The rows as lines over time, or as bars in order of size where they are of one period.

    None where they are too many for that, or of mixed units or measures, or one figure.
    """
    made, frequency = explore.lines(named.dims, rows), frequency_of(r.point.period for r in rows)
    mixed = {"unit", "precision", "freq"} & set(explore.varying(named.dims, rows)) or not frequency
    periods = in_order(r.point.period for r in rows)
    twice = any(len({p.period for p in points}) < len(points) for points in made.values())
    bars = len(periods) == 1
    if mixed or twice or len(rows) < 2 or len(made) > (MOST_BARS if bars else MOST_LINES):
        return None
    decimals = max((_decimals(r.point.value) for r in rows if r.point.value is not None), default=0)
    return signed_by_series(Chart(
        id="explore", kind="ranked" if bars else "line", lang=named.lang, title=named.title,
        subtitle=formats.span(periods[0], periods[-1], named.lang), x_title="" if bars else T["period"][named.lang],
        unit=named.unit, decimals=decimals, frequency="" if bars else cast(Frequency, frequency),
        traces=(_bars if bars else _traces)(named, rows, made),
        flags=named.catalogue.flag_legend(((r.point.flag, r.point.vintage) for r in rows), named.lang),
        source=source, as_of=as_of, undated=undated,
    ))  # fmt: skip


Lines = Mapping[tuple[str, ...], Sequence[Observation]]


def _traces(named: TableNames, rows: Sequence[TableRow], made: Lines) -> tuple[Trace, ...]:
    return tuple(
        Trace(" ".join(key) or "all", _label(named, rows, key), tuple(_mark(named, p) for p in points))
        for key, points in made.items()
    )


def _bars(named: TableNames, rows: Sequence[TableRow], made: Lines) -> tuple[Trace, ...]:
    marks = (replace(_mark(named, p), x=" ".join(key), label=_label(named, rows, key)) for key, (p,) in made.items())
    return (Trace("all", named.title, tuple(marks)),)


def _label(named: TableNames, rows: Sequence[TableRow], key: Sequence[str]) -> str:
    vary = explore.varying(named.dims, rows)
    return ", ".join(named.code(d, c) for d, c in zip(vary, key, strict=True)) or named.title


def _mark(named: TableNames, p: Observation) -> Mark:
    text = T["no_figure"][named.lang] if p.value is None else f"{named.number(p.value)} {named.unit}".strip()
    text += f" ({named.flags(p)})" if p.flag else ""
    return Mark(p.period, formats.period(p.period, named.lang, short=True), p.value, text, p.flag, p.provenance)
