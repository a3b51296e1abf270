"""A picture described: what is drawn, in which words, against which lines. Pure; knows no colour, size or library.

Renderers in `dashboards.charts` draw the same Chart as SVG, Plotly or table, so that data, flags and words are the same
everywhere. Also here, because every renderer needs the same answer: where a period stands on the axis, where a line is
interrupted, which values the axis covers. `dashboards.charts.alt_text` says a Chart in words.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import inf
from typing import Literal

from dashboards.charts.reading import UNREAD, Reading
from dashboards.text import formats
from etl.catalogue.catalogue import Lang
from etl.model.period import at, parse, period
from etl.model.provenance import ORIGINAL, Provenance

Kind = Literal["line", "column", "stacked", "bullet", "dumbbell", "heatmap", "ranked", "multiples", "map"]
Frequency = Literal["A", "Q", "M", "D", ""]
PROVISIONAL = frozenset("pef")


@dataclass(frozen=True)
class Mark:
    """One figure in a picture. `value` None: the publisher gave none, which is never drawn as 0.

    x: a period (2018, 2018-Q3, 2018-08) or the code of a category; label: its name. text: the value in words with unit
    and flag. provenance: whether it was computed here, and what its inputs are. reading: all that is said of it (see
    `Trace.reading`).
    aggregate: a group of countries beside single ones, which a ranking shows apart and never ranks. signed: its sign of
    provenance stands behind the name of its series. quiet: its letters and its sign are not written in the picture;
    what stands with it says where they are.
    """

    x: str
    label: str
    value: float | None
    text: str
    flag: str = ""
    provenance: Provenance = ORIGINAL
    reading: Reading = UNREAD
    aggregate: bool = False
    signed: bool = False
    quiet: bool = False

    @property
    def provisional(self) -> bool:
        """Whether the publisher calls the figure provisional, estimated or forecast."""
        return not PROVISIONAL.isdisjoint(self.flag)


@dataclass(frozen=True)
class Trace:
    """The marks of one series. role: main, context (not in the letter) or then (an older vintage).

    sign: that of the provenance of all its figures, written behind its name and not at each of them.
    """

    id: str
    label: str
    marks: tuple[Mark, ...]
    role: Literal["main", "context", "then"] = "main"
    sign: str = ""

    @property
    def name(self) -> str:
        """What the series is called in a picture: its label with its sign."""
        return f"{self.label}\u00a0{self.sign}" if self.sign else self.label  # never a sign alone on a line

    @cached_property
    def by_x(self) -> Mapping[str, Mark]:
        """The marks by period or category."""
        return {m.x: m for m in self.marks}

    def reading(self, mark: Mark) -> Reading:
        """What is said of one of its marks; from the picture's own labels where nothing more is known."""
        return mark.reading if mark.reading.value else Reading(series=self.label, period=mark.label, value=mark.text)

    @property
    def latest(self) -> Mark | None:
        """The last mark that has a value."""
        return next((m for m in reversed(self.marks) if m.value is not None), None)


@dataclass(frozen=True)
class Rule:
    """A level, or a band up to `value_high`, that values are seen against. `label`: what it is, with its number, or "".

    reference: an observation or an earlier figure; quota and ceiling: targets. x_from, x_to: the periods it holds for.
    """

    value: float
    label: str
    role: Literal["reference", "quota", "ceiling"]
    value_high: float | None = None
    x_from: str | None = None
    x_to: str | None = None

    def holds(self, x: str) -> bool:
        """Whether it is about this period or category; a year holds its months, and a month is part of its year."""
        if self.x_from is None and self.x_to is None:
            return True
        here = parse(x)
        return here is not None and not (
            (self.x_from and here.last < period(self.x_from).first)
            or (self.x_to and period(self.x_to).last < here.first)
        )


@dataclass(frozen=True)
class BreakLine:
    """From period `x` on a series means something else; `label` says what. traces: ids, all where none is named."""

    x: str
    label: str
    traces: tuple[str, ...] = ()

    def about(self, trace: Trace) -> bool:
        """Whether the trace is one that breaks; an older vintage breaks where its series does."""
        return not self.traces or trace.id.removesuffix(" then") in self.traces


@dataclass(frozen=True)
class Chart:
    """Everything a renderer needs. Texts are in `lang`; flags: (letter, meaning) of every flag that may occur.

    frequency: A, Q, M or D for a time axis, "" for categories. as_of: newest known ISO date or ""; undated: some of
    the figures have none. source, as_of, address, release and notes are printed below a picture that stands alone; a
    page shows them itself. alt: "" for a generated sentence. scale: figures by which the classes of a map are cut.
    """

    id: str
    kind: Kind
    lang: Lang
    title: str
    subtitle: str
    x_title: str
    unit: str
    decimals: int
    frequency: Frequency
    traces: tuple[Trace, ...]
    rules: tuple[Rule, ...] = ()
    breaks: tuple[BreakLine, ...] = ()
    notes: tuple[str, ...] = ()
    flags: tuple[tuple[str, str], ...] = ()
    source: str = ""
    as_of: str = ""
    undated: bool = False
    alt: str = ""
    address: str = ""
    release: str = ""
    scale: tuple[float, ...] = ()

    def marks(self) -> Iterator[Mark]:
        """Every mark of every trace."""
        return (m for t in self.traces for m in t.marks)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """See `columns`."""
        seen = list(dict.fromkeys(m.x for m in self.marks()))
        if not seen or self.frequency in ("", "D"):
            return tuple(sorted(seen) if self.frequency else seen)
        places = [position(code) for code in seen]
        return tuple(code_at(n, self.frequency) for n in range(min(places), max(places) + 1))

    @cached_property
    def provenances(self) -> Mapping[Provenance, int]:
        """How many of the figures have each provenance."""
        objects = [m.provenance for m in self.marks() if m.value is not None]  # most marks share theirs
        one_of, count = {id(each): each for each in objects}, Counter[Provenance]()
        for number, times in Counter(map(id, objects)).items():
            count[one_of[number]] += times
        return count

    @property
    def empty(self) -> bool:
        """Whether there is no figure at all."""
        return all(m.value is None for m in self.marks())

    def number(self, value: float) -> str:
        """A value in the chart's decimals and language, with % where that is the unit."""
        return formats.amount(value, self.decimals, "%" if self.unit == "%" else "", self.lang)


def drawable(chart: Chart) -> Chart:
    """The chart in a kind that can hold what it has.

    Rankings and bullets show one series: several become lines or dots. Columns with targets for single periods become
    bullets, which have room for the words of each.
    """
    single = [r for r in chart.rules if r.x_from is not None or r.x_to is not None]
    if chart.kind in ("ranked", "bullet") and len(chart.traces) > 1:
        return replace(chart, kind="line" if chart.frequency else "dumbbell")
    if chart.kind == "column" and len(chart.traces) == 1 and len({r.label for r in single}) > 2:
        return replace(chart, kind="bullet")
    return chart


@lru_cache(maxsize=4096)
def position(code: str) -> int:
    """Where a period stands on a time axis; neighbours of one frequency differ by 1, days by their days."""
    return period(code).place


def columns(chart: Chart) -> tuple[str, ...]:
    """The codes along x: every period from first to last, missing ones included; or the categories as they come."""
    return chart.codes


def code_at(place: int, frequency: Frequency) -> str:
    """The period that stands at `position` place."""
    return at(place, frequency or "A").text


def break_places(chart: Chart) -> tuple[tuple[int, BreakLine], ...]:
    """The breaks with the period of this axis that they come before: one in March 2014 comes before the year 2014."""
    return tuple((period(b.x).place_in(chart.frequency), b) for b in chart.breaks if chart.frequency)


def domain(chart: Chart) -> tuple[float, float]:
    """Lowest and highest value that the axis must cover: always with zero, with every rule, stacks as they add up."""
    values = [0.0, *(m.value for m in chart.marks() if m.value is not None)]
    if chart.kind == "stacked":
        sums: dict[str, float] = {}
        for m in chart.marks():
            sums[m.x] = sums.get(m.x, 0.0) + (m.value or 0.0)
        values += sums.values()
    values += [v for r in chart.rules for v in (r.value, r.value_high) if v is not None]
    return min(values), max(values)


def ranked(trace: Trace) -> tuple[Mark, ...]:
    """Marks from highest to lowest; those without a figure last, in their own order; groups of countries after all."""
    return tuple(sorted(trace.marks, key=lambda m: (m.aggregate, inf if m.value is None else -m.value)))


def by_year(chart: Chart) -> Chart:
    """A single monthly series as one trace per year with months "01" to "12" along x; any other chart as it is."""
    if chart.frequency != "M" or len(chart.traces) != 1:
        return chart
    rows: dict[str, list[Mark]] = {}
    for mark in chart.traces[0].marks:
        here = period(mark.x)
        year, month = str(here.year), f"{here.number:02d}"
        rows.setdefault(year, []).append(replace(mark, x=month, label=formats.month(month, chart.lang)))
    traces = tuple(Trace(year, year, tuple(marks)) for year, marks in sorted(rows.items()))
    return replace(chart, traces=traces, frequency="", breaks=())
