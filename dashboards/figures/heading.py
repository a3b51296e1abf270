"""The sentence that heads a figure: what its newest figure says, by published rules, and never a judgement. Pure.

The rules are data in `dashboards.figures.heading_rules`, so that a method page can print them: either no sentence is
made, and the figure is headed by its title, or one of a known form. A sentence names both figures that it sets side by
side, so that its percentage can be checked; no word in it says whether that is good or bad.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboards.charts.model import PROVISIONAL
from dashboards.figures import chart_kind
from dashboards.figures.aggregates import can_be_ranked, wholes
from dashboards.figures.heading_rules import COUNTS, RULES, SENTENCES, HeadingRule
from dashboards.figures.heading_words import Subject, is_change, named, percent, sentence, unit_untold
from dashboards.query.selection import Selection
from dashboards.text import formats
from etl.catalogue.declarations import Indicator
from etl.model.observations import Observation, Series
from etl.model.period import begins_between, earliest_day, period_end
from etl.model.period import period as a_period

SAME_PERCENT, SAME_POINTS, SMALL = 1.0, 0.5, 100
OTHER_MEANING = frozenset("bd")
STALE_AFTER = {"A": 24, "Q": 12, "M": 12, "D": 12}  # months from the end of the newest period to the day of the release
LEAST_RANKED = 3
RATES = ("percent", "percentage_points", "ratio")


@dataclass(frozen=True)
class Finding:
    """What heads a figure. text: a sentence without a full stop, "" where the rule makes none.

    measure: its beginning, which names measure, place and category; "" where it has none.
    """

    rule: HeadingRule
    text: str = ""
    measure: str = ""


def finding(kind: str, series: Sequence[Series], chosen: Selection, about: Subject) -> Finding:
    """The finding of a figure of `kind` (see `dashboards.charts.model`): of its first series, or of the highest bar."""
    if not any(p.value is not None for s in series for p in s.points):
        return Finding(RULES["none"])
    if chosen.as_of or chosen.measure:
        return Finding(RULES["reading"])
    if kind in ("bullet", "dumbbell", "stacked"):
        return Finding(RULES["kind"])
    if kind in ("ranked", "map"):
        return highest(series, chart_kind.period_shown(series, chosen.end), about)
    categories = len({s.series for s in series})
    return development(furthest(series), replace(about, many_categories=categories > 1))


def headline(finding: Finding, series: Sequence[Series], about: Subject) -> str:
    """What stands over a figure that stands alone: measure, place and finding; without a finding measure and place."""
    about = replace(about, titled=True)
    geos = list(dict.fromkeys(s.geo for s in series))
    place = about.catalogue.label("geo", geos[0], about.lang) if len(geos) == 1 else ""
    if finding.text and finding.rule.id == "highest" and place:
        title = about.indicator.title[about.lang]
        return finding.text.replace(f"{title}.", f"{named(place, about)}.", 1)
    return finding.text or named(place, about)


def furthest(series: Sequence[Series]) -> Series:
    """The first of the series that reach the newest period."""
    return max(series, key=lambda s: max((p.period for p in s.points if p.value is not None), default=""))


def development(series: Series, about: Subject) -> Finding:
    """From the same period a year before to the newest one."""
    new = next((p for p in reversed(series.points) if p.value is not None), None)
    if new is None:
        return Finding(RULES["none"])
    if is_stale(new.period, about):
        return Finding(RULES["stale"])
    old = next((p for p in series.points if p.period == year_before(new.period)), None)
    name = _name_of_rule(series, old, new, about.indicator)
    rule = RULES[name]
    return Finding(rule, *sentence(name, old, new, series, about)) if rule.states else Finding(rule)


def year_before(period: str) -> str:
    """The same period one year earlier: 2024, 2024-Q3, 2024-08."""
    return str(a_period(period).year_before or "")


def _name_of_rule(series: Series, old: Observation | None, new: Observation, indicator: Indicator) -> str:
    """The first rule that fits two observations."""
    if _provisional(new) or (old and _provisional(old)):
        return "provisional"
    if new.vintage and earliest_day(new.vintage) <= period_end(new.period):
        return "unfinished"
    if is_change(indicator):
        return "level"
    if old is None or old.value is None:
        return "gap"
    if _breaks(series, old, new, indicator):
        return "break"
    if not same_vintage(old, new):
        return "vintages"
    return _size_of_change(old.value, new.value or 0.0, indicator)


def is_stale(period: str, about: Subject) -> bool:
    """Whether a period ended so long before the release that a heading would pass old for new."""
    if not (period and about.today):
        return False
    months = a_period(about.today).place_in("M") - a_period(period_end(period)).place_in("M")
    return months > STALE_AFTER[about.indicator.frequency]


def _size_of_change(old: float, new: float, indicator: Indicator) -> str:
    if indicator.unit in RATES:
        return "same" if abs(new - old) < SAME_POINTS else "points"
    if (old < SMALL and indicator.unit in COUNTS) or old <= 0:
        return "same" if old == new else "small"
    return "same" if abs(percent(old, new)) < SAME_PERCENT else "change"


def same_vintage(a: Observation, b: Observation) -> bool:
    """Whether two figures may be set against each other: obtained in the same way, from the same vintage."""
    return a.provenance == b.provenance and (a.src == b.src or (a.vintage == b.vintage != ""))


def _provisional(point: Observation) -> bool:
    return not PROVISIONAL.isdisjoint(point.flag)


def _breaks(series: Series, old: Observation, new: Observation, indicator: Indicator) -> bool:
    if not OTHER_MEANING.isdisjoint(new.flag) or "d" in old.flag:
        return True
    return any(
        begins_between(old.period, b.period, new.period)
        and (not b.geo or series.geo in b.geo)
        and (not b.series or series.series in b.series)
        for b in indicator.breaks
    )


def highest(series: Sequence[Series], period: str, about: Subject) -> Finding:
    """The highest of places or categories in a period; groups of countries and totals are left out."""
    i, c, lang = about.indicator, about.catalogue, about.lang
    if is_stale(period, about):
        return Finding(RULES["stale"])
    if not can_be_ranked(i, series):
        return Finding(RULES["unlike"])
    places, apart = {s.geo for s in series}, wholes(i, series)
    here = [s for s in series if (s.geo, s.series) not in apart]
    held = [(s, p) for s in here for p in s.points if p.period == period and p.value is not None]
    order = sorted(held, key=lambda each: -(each[1].value or 0.0))
    if len(order) < LEAST_RANKED:
        return Finding(RULES["tie"])
    (top, first), (_, second) = order[0], order[1]
    if any(map(_provisional, (first, second))):
        return Finding(RULES["provisional"])
    unlike = first.value == second.value or not same_vintage(first, second) or "d" in first.flag + second.flag
    if unlike:
        return Finding(RULES["tie"])
    name = c.label("geo", top.geo, lang) if len(places) > 1 else c.series_label(i, top.series, lang)
    text = SENTENCES["highest"][lang].format(
        title=i.title[lang], name=name, count=len(order), period=formats.period(first.period, lang),
        value=formats.amount(first.value or 0.0, i.decimals, unit_untold(about), lang),
    )  # fmt: skip
    return Finding(RULES["highest"], text, f"{i.title[lang]}.")
