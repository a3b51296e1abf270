"""The figures of a native office chart as a sheet: a row per period or category, a column per series. Pure.

The publisher's figures first, unrounded; then the lines of the letter and the targets as columns of their own, named in
words. A cell without a figure is None, which stays empty in the workbook and a gap in the chart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dashboards.charts.model import Chart, Mark, Rule, Trace, columns, ranked
from dashboards.charts.notes import signs, suffix
from dashboards.charts.pieces import runs
from dashboards.text import formats
from dashboards.text.messages import T
from etl.catalogue.declarations import Lang, Text
from etl.model.period import period

BOUNDS = (Text(en="{label} (lower)", nl="{label} (onder)"), Text(en="{label} (upper)", nl="{label} (boven)"))
LCIDS: dict[Lang, str] = {"en": "809", "nl": "413"}
CONTINUED = Text(en="{label} (continued)", nl="{label} (vervolg)")
EXCEL_ZERO = date(1899, 12, 30)


@dataclass(frozen=True)
class ChartColumn:
    """One series of the chart. marks: those of a publisher's series, by row. role: of a line, "" for figures.

    across: a line that holds for every row; else it holds for single rows and is drawn as a mark at each. place: of the
    trace whose figures it has; first, newest: whether it has the first and the newest of them.
    """

    name: str
    values: tuple[float | None, ...]
    marks: tuple[Mark | None, ...] = ()
    role: str = ""
    across: bool = False
    place: int = 0
    first: bool = True
    newest: bool = True


@dataclass(frozen=True)
class ChartGrid:
    """Rows by their labels, and the columns, all as long. days: each row's day, or the first of its month."""

    labels: tuple[str, ...]
    columns: tuple[ChartColumn, ...]
    days: tuple[date, ...] = ()

    def serials(self) -> tuple[float, ...]:
        """The days as a workbook counts them."""
        return tuple(float((day - EXCEL_ZERO).days) for day in self.days)


def grid(chart: Chart) -> ChartGrid:
    """The sheet behind a chart of a native kind. Periods that no series has are rows too, so that a gap shows."""
    codes = _codes(chart)
    names = {m.x: m.label for m in chart.marks()}
    labels = tuple(names.get(c) or formats.period(c, chart.lang, short=True) for c in codes)
    days = tuple(period(c).first for c in codes) if chart.frequency in ("M", "D") else ()
    return ChartGrid(labels, (*_stretches(chart, codes), *_lines(chart, codes)), days)


def number_format(chart: Chart, more: str = "") -> str:
    """The format of cells and labels in the chart's language and decimals; `more` follows each number as it is."""
    places = "." + "0" * chart.decimals if chart.decimals else ""
    behind = ("%" if chart.unit == "%" else "") + (f" {more}" if more else "")
    escaped = behind.replace('"', "")
    return f"[$-{LCIDS[chart.lang]}]#,##0{places}" + (f'"{escaped}"' if escaped else "")


def day_format(chart: Chart) -> str:
    """The format of days or months in the chart's language: 4 Aug 2018, Aug 2018."""
    return f"[$-{LCIDS[chart.lang]}]{'d ' * (chart.frequency == 'D')}mmm yyyy"


def sideways(chart: Chart) -> bool:
    """Whether its bars lie: categories have long names, periods short ones."""
    return chart.kind == "ranked" or (chart.kind == "dumbbell" and not chart.frequency)


def labels_behind(chart: Chart, column: ChartColumn) -> tuple[str, ...]:
    """What stands behind the number of each row: flag letters and the sign of another kind of figure, "" for none."""
    used = signs(chart)
    return tuple(suffix(m, used) if m is not None and m.value is not None else "" for m in column.marks)


def short_table(chart: Chart) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Header and rows of a table for narrow places: a column per series, flags as letters behind the figures."""
    sheet, codes = grid(chart), _codes(chart)
    figures = [(c, labels_behind(chart, c)) for c in (_figures(t, codes) for t in chart.traces)]
    rows = tuple(
        (label, *(_cell(chart, column.values[n], signs[n]) for column, signs in figures))
        for n, label in enumerate(sheet.labels)
    )
    return (chart.x_title, *(column.name for column, _ in figures)), rows


def _cell(chart: Chart, value: float | None, sign: str) -> str:
    if value is None:
        return T["no_figure"][chart.lang]
    return f"{formats.number(value, chart.decimals, chart.lang)} {sign}".rstrip()


def _codes(chart: Chart) -> tuple[str, ...]:
    if chart.kind in ("ranked", "map") and chart.traces:
        return tuple(m.x for m in ranked(chart.traces[0]))
    return columns(chart)


def _figures(trace: Trace, codes: tuple[str, ...]) -> ChartColumn:
    marks_by_x = trace.by_x
    marks = tuple(marks_by_x.get(c) for c in codes)
    return ChartColumn(trace.name, tuple(m.value if m else None for m in marks), marks)


def _stretches(chart: Chart, codes: tuple[str, ...]) -> Iterator[ChartColumn]:
    """The figures of each trace; those of a line in more than one column where it may not join them.

    Stretches that follow each other without an empty row between take turns, so that no program leads a line across.
    """
    for n, trace in enumerate(chart.traces):
        whole, turns = _figures(trace, codes), _turns(chart, trace, codes)
        newest = max((row for row, v in enumerate(whole.values) if v is not None), default=0)
        for turn in sorted(set(turns)):
            held = [each == turn for each in turns]
            name = CONTINUED[chart.lang].format(label=trace.name) if turn else trace.name
            yield ChartColumn(
                f"{name} {turn + 1}" if turn > 1 else name,
                tuple(v if there else None for v, there in zip(whole.values, held, strict=True)),
                tuple(m if there else None for m, there in zip(whole.marks, held, strict=True)),
                place=n,
                first=not turn,
                newest=held[newest],
            )


def _turns(chart: Chart, trace: Trace, codes: tuple[str, ...]) -> list[int]:
    """Which column each row's figure goes into. Of days each stretch has its own: a line may lead across their gaps."""
    starts = {run[0].x for run in runs(chart, trace)} if chart.kind == "line" else set()
    days = chart.frequency == "D"
    turns, turn, close = [], 0, False
    for mark, code in ((trace.by_x.get(code), code) for code in codes):
        there = mark is not None and mark.value is not None
        if there and close and code in starts:
            turn = turn + 1 if days else 1 - turn
        close = there or (close and days)
        turns.append(turn)
    return turns


def _lines(chart: Chart, codes: tuple[str, ...]) -> Iterator[ChartColumn]:
    """Lines across the whole chart one by one; those for single periods together, one column for each role."""
    if chart.kind in ("ranked", "dumbbell"):
        return
    for rule in (r for r in chart.rules if _across(r)):
        yield from _level(rule, chart, len(codes))
    for role in dict.fromkeys(r.role for r in chart.rules if not _across(r)):
        rules = [r for r in chart.rules if r.role == role and not _across(r)]
        while rules:
            column, rules = _spell(rules, codes, chart.lang)
            yield column


def _across(rule: Rule) -> bool:
    return rule.x_from is None and rule.x_to is None


def _level(rule: Rule, chart: Chart, rows: int) -> Iterator[ChartColumn]:
    if rule.value_high is None:
        yield ChartColumn(rule.label, (rule.value,) * rows, role=rule.role, across=True)
        return
    for value, name in zip((rule.value, rule.value_high), BOUNDS, strict=True):
        label = name[chart.lang].format(label=rule.label)
        yield ChartColumn(label, (value,) * rows, role=rule.role, across=True)


def _spell(rules: list[Rule], codes: tuple[str, ...], lang: Lang) -> tuple[ChartColumn, list[Rule]]:
    """One column with as many of these rules as do not meet in a row, and the rules that are left."""
    values: list[float | None] = [None] * len(codes)
    taken, left = [], []
    for rule in rules:
        held = [n for n, code in enumerate(codes) if rule.holds(code)]
        if any(values[n] is not None for n in held):
            left.append(rule)
            continue
        taken.append(rule)
        for n in held:
            values[n] = rule.value
    name = taken[0].label if len(taken) == 1 else T[taken[0].role][lang].capitalize()
    return ChartColumn(name, tuple(values), role=taken[0].role), left
