"""A Chart as a plain table: a row per period or category, a column per series, and what its flags mean beside it.

Pure text in the chart's language; HTML, Word and others are made from it elsewhere. Every figure of the picture is
in it, and so are the lines drawn across it.
"""

from dataclasses import dataclass

from dashboards.charts.model import Chart, Mark, Trace, columns, drawable, ranked
from dashboards.charts.notes import legend_notes, signs
from dashboards.text import formats
from dashboards.text.formats import T
from etl.model.provenance import Provenance


@dataclass(frozen=True)
class Table:
    """Rows as long as the header; the first cell of a row names it. notes: flags, signs and lines in words."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def table(chart: Chart) -> Table:
    """All marks of a chart. A period without a figure has a row too, and says so."""
    chart = drawable(chart)
    unusual = set(signs(chart))
    noted = [_has_notes(t, unusual) for t in chart.traces]
    header = [chart.x_title]
    for trace, notes in zip(chart.traces, noted, strict=True):
        header += [_heading(chart, trace), T["note"][chart.lang]] if notes else [_heading(chart, trace)]
    targets = chart.kind == "bullet" and bool(chart.rules)
    header += [T["target"][chart.lang].capitalize()] if targets else []
    return Table(
        caption=f"{chart.title}. {chart.subtitle}" if chart.subtitle else chart.title,
        header=tuple(header),
        rows=tuple(_row(chart, code, noted, unusual, targets) for code in _codes(chart)),
        notes=(*legend_notes(chart), *(() if targets else _rule_notes(chart))),
    )


def _codes(chart: Chart) -> tuple[str, ...]:
    if chart.kind == "ranked" and chart.traces:
        return tuple(m.x for m in ranked(chart.traces[0]))
    return columns(chart)


def _heading(chart: Chart, trace: Trace) -> str:
    return f"{trace.label} ({chart.unit})" if chart.unit else trace.label


def _has_notes(trace: Trace, unusual: set[Provenance]) -> bool:
    return any(m.flag or m.provenance in unusual for m in trace.marks if m.value is not None or m.flag)


def _row(chart: Chart, code: str, noted: list[bool], unusual: set[Provenance], targets: bool) -> tuple[str, ...]:
    marks = [t.by_x.get(code) for t in chart.traces]
    name = formats.period(code, chart.lang) if chart.frequency else next(m.label for m in marks if m)
    cells = [name]
    for mark, notes in zip(marks, noted, strict=True):
        cells += [_figure(chart, mark), _note(chart, mark, unusual)] if notes else [_figure(chart, mark)]
    if targets:
        cells.append("; ".join(r.label for r in chart.rules if r.holds(code)))
    return tuple(cells)


def _figure(chart: Chart, mark: Mark | None) -> str:
    if mark is None or mark.value is None:
        return T["no_figure"][chart.lang]
    return formats.number(mark.value, chart.decimals, chart.lang)


def _note(chart: Chart, mark: Mark | None, unusual: set[Provenance]) -> str:
    """Flags in words, and the provenance where it is not that of most figures, which the table's notes name once."""
    if mark is None:
        return ""
    meanings = dict(chart.flags)
    said = [meanings.get(letter, letter) for letter in mark.flag]
    if mark.provenance in unusual and mark.value is not None:
        said.append(formats.provenance(mark.provenance, chart.lang))
    return "; ".join(said)


def _rule_notes(chart: Chart) -> tuple[str, ...]:
    """The lines across the picture, each called reference, quota or ceiling, so that none is taken for the other."""
    name = {"reference": "reference_line", "quota": "quota", "ceiling": "ceiling"}
    return tuple(dict.fromkeys(f"{T[name[r.role]][chart.lang].capitalize()}: {r.label}" for r in chart.rules))
