"""The same count in another measure or step: per 100,000 inhabitants, by month or quarter. Pure but for the addresses.

Each is an indicator of its own, with its own definition, sources and exports, since the publishers count them in other
tables. `counterparts` in an indicator's file names them; here a form's choice of one becomes the address of its page:

    /en/figure/first_time_applicants?geo=NL&measure=per_100k  →  /en/figure/first_time_per_100k?geo=NL
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboards.query import urls
from dashboards.query.selection import ABSOLUTE, Known, codes
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
from etl.model.errors import UnknownValueError
from etl.model.period import period

PER_100K = "per_100k"
STEPS = {
    "A": Text(en="year", nl="jaar"),
    "Q": Text(en="quarter", nl="kwartaal"),
    "M": Text(en="month", nl="maand"),
    "D": Text(en="day", nl="dag"),
}
KEPT = ("from", "to", "as_of", "beside", "release", "view")


@dataclass(frozen=True)
class FigureAddress:
    """An address of a figure: the indicator, what it can be asked for, and the names and values of the query."""

    lang: Lang
    indicator: Indicator
    known: Known
    state: Mapping[str, str]


def family(indicator: Indicator, known: Mapping[str, Indicator]) -> tuple[Indicator, ...]:
    """The indicator and its counterparts, whichever of them names the others; the one that does comes first."""
    head = next((i for i in known.values() if indicator.id in i.counterparts), indicator)
    return (head, *(known[name] for name in head.counterparts))


def measure_of(indicator: Indicator) -> str:
    """per_100k, or absolute for anything else that is published."""
    return PER_100K if indicator.unit == PER_100K else ABSOLUTE


def other_measures(indicator: Indicator, siblings: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """Those of a family with the same step in another measure."""
    return tuple(i for i in siblings if measure_of(i) != measure_of(indicator) and i.frequency == indicator.frequency)


def other_steps(indicator: Indicator, siblings: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """Those of a family in the same measure with another step in time."""
    return tuple(i for i in siblings if measure_of(i) == measure_of(indicator) and i.frequency != indicator.frequency)


def wanted(indicator: Indicator, state: Mapping[str, str], known: Mapping[str, Indicator]) -> Indicator:
    """The member of the family that `measure` and `step` ask for; UnknownValueError lists what there is."""
    siblings = family(indicator, known)
    step = state.get("step") or indicator.frequency
    measure = state.get("measure", "")
    wanted_measure = measure if measure in (PER_100K, ABSOLUTE) else measure_of(indicator)
    if step not in (steps := {i.frequency for i in siblings}):
        raise UnknownValueError("step", step, tuple(sorted(steps)))
    sibling = next((i for i in siblings if i.frequency == step and measure_of(i) == wanted_measure), None)
    if sibling is None and wanted_measure == ABSOLUTE:  # of a rate without counts: its own figures
        return indicator
    if sibling is None:
        raise UnknownValueError(
            "measure", wanted_measure, tuple(sorted({measure_of(i) for i in siblings if i.frequency == step}))
        )
    return sibling


def address(ask: FigureAddress, other: Indicator, there: Known, c: Catalogue) -> str:
    """The page of `other` with as much of the choice as means the same there.

    Places without figures there are named in `without`, so that its page can say so. A category is kept where both
    indicators name it alike: a code alone may stand for something else.
    """
    kept = {name: ask.state[name] for name in KEPT if ask.state.get(name)}
    if other.frequency != ask.indicator.frequency:
        kept |= {name: str(period(kept[name]).year) for name in ("from", "to") if name in kept}
    if ask.state.get("measure") == "index" and measure_of(other) == ABSOLUTE:
        kept["measure"] = "index"
    places = codes("geo", {"geo": [ask.state.get("geo", "")]}, ask.known.geos)
    series = codes("series", {"series": [ask.state.get("series", "")]}, ask.known.series)
    same = [s for s in series if s in there.series and _name(ask.indicator, s, c) == _name(other, s, c)]
    chosen = {
        "geo": ",".join(g for g in places if g in there.geos),
        "series": ",".join(same),
        "without": ",".join(g for g in places if g not in there.geos),
    }
    return urls.figure(ask.lang, other.id, {**{name: v for name, v in chosen.items() if v}, **kept})


def _name(indicator: Indicator, series: str, c: Catalogue) -> str:
    return c.series_label(indicator, series, "en")
