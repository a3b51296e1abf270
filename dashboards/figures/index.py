"""An indicator's figures in another measure: as an index against one period. Pure.

    index = 100 × figure ÷ figure of the base period, of the same place, category and reading; one decimal

A rescaling for display: no figures are added up, and it is made here and nowhere else, for the page, the picture, the
table and every export alike. It is not made by the indicators' SQL, since the base is the reader's choice: one file for
each base would multiply the release by the number of periods and could still not be evaluated as of another day.

An index figure carries the flags and inputs of both figures and is computed here, as their provenance says. None is
given where the base has no figure above 0, nor across a break of the series, since figures on either side of it do not
mean the same.
"""

from collections.abc import Sequence
from dataclasses import replace

from dashboards.query.selection import INDEX, Selection
from etl.catalogue.declarations import Indicator, Text
from etl.model.observations import Observation, Series
from etl.model.period import begins_between, in_order, period, within
from etl.model.provenance import of_computed

DECIMALS = 1
UNIT = "index ({base} = 100)"  # the same in English and Dutch, and so no code of units.csv
MEASURE = Text(en="{measure}; index, {base} = 100", nl="{measure}; index, {base} = 100")
DEFINITION = Text(
    en="Index: 100 × the figure ÷ the figure of {base} of the same place and category. {definition}",
    nl="Index: 100 × het cijfer ÷ het cijfer van {base} van dezelfde plaats en categorie. {definition}",
)
Reading = tuple[Indicator, tuple[Series, ...]]
RATES = ("percent", "percentage_points", "per_100k", "ratio", "index")


def has_index(indicator: Indicator) -> bool:
    """Whether an index of it can be read: of counts and amounts; not of shares, rates and changes."""
    return indicator.unit not in RATES


def base_period(chosen: str, series: Sequence[Series]) -> str:
    """The base: what was asked for, else the first period in which every series has a figure above 0; "" for none."""
    if chosen:
        return chosen
    there = [{p.period for p in s.points if p.value is not None and p.value > 0} for s in series]
    shared = set.intersection(*there) if there else set()
    return next(iter(in_order(shared)), "")


def in_measure(indicator: Indicator, series: Sequence[Series], chosen: Selection) -> Reading:
    """The indicator and its series in the measure that was chosen; both as they came where it is the figures'."""
    if chosen.measure != INDEX:
        return indicator, tuple(series)
    return as_index(indicator, chosen.base), tuple(indexed(indicator, s, chosen.base) for s in series)


def as_index(indicator: Indicator, base: str) -> Indicator:
    """The indicator with the words and unit of its index; lines of the letter and targets are not in its unit."""
    measure = Text(**{n: MEASURE[n].format(measure=indicator.measure[n], base=base) for n in ("en", "nl")})
    definition = Text(**{n: DEFINITION[n].format(definition=indicator.definition[n], base=base) for n in ("en", "nl")})
    changed = {"unit": UNIT.format(base=base), "decimals": DECIMALS, "measure": measure, "definition": definition}
    return indicator.model_copy(update={**changed, "reference": (), "target": ()})


def indexed(indicator: Indicator, series: Series, base: str) -> Series:
    """One series as an index."""
    origin = next((p for p in series.points if p.period == base), None)
    breaks = [b.period for b in indicator.breaks if _about(b.geo, series.geo) and _about(b.series, series.series)]
    return replace(series, points=tuple(_indexed(p, origin, breaks) for p in series.points))


def cut(series: Series, start: str, end: str) -> Series:
    """The series with what lies within the days from `start` to `end`, as a release cuts it; "" is no bound."""
    kept = set(within((p.period for p in series.points), start, end))
    return replace(series, points=tuple(p for p in series.points if p.period in kept))


def _about(named: tuple[str, ...], code: str) -> bool:
    return not named or code in named


def _indexed(point: Observation, base: Observation | None, breaks: Sequence[str]) -> Observation:
    if point.value is None or base is None or base.value is None or base.value <= 0:
        return replace(point, value=None)
    first, last = sorted((point.period, base.period), key=period)
    if any(begins_between(first, b, last) for b in breaks):
        return replace(point, value=None)
    return replace(
        point,
        value=round(100.0 * point.value / base.value, DECIMALS),
        flag="".join(sorted({*point.flag, *base.flag})),
        provenance=of_computed((point.provenance, base.provenance)),
        vintage=max(point.vintage, base.vintage),
        src=tuple(sorted({*point.src, *base.src})),
    )
