"""A figure at a glance, in words: newest, what the letter said, the same period recomputed, target. Reads a release.

The first screen and the fact sheets say the same, from here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboards.charts.model import Chart
from dashboards.charts.small_chart import SHORT_PLACES, small
from dashboards.figures import chart_of
from dashboards.figures.figure import figure, held
from dashboards.letter import clocks, targets
from dashboards.letter import words as letter_words
from dashboards.letter.clocks import Definition, Recomputed
from dashboards.letter.targets import LetterFigure, TargetState
from dashboards.query.selection import Selection
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
from etl.model.observations import Observation, Series
from etl.release import store

NEWEST = Text(en="Newest, {period}", nl="Nieuwste, {period}")
AGAIN = Text(en="{period}, recomputed", nl="{period}, herberekend")
OBSERVED = Text(en="an observation, no target", nl="een waarneming, geen doel")
NOT_IN_LETTER = Text(
    en="No target; the letter does not mention this figure.", nl="Geen doel; de brief noemt dit cijfer niet."
)
STANDING = Text(en="{kind}, {period}: {status}.", nl="{kind}, {period}: {status}.")
ALONE = Text(
    en="One year alone; the quota is an average over several years.",
    nl="Eén jaar op zichzelf; het quotum is een gemiddelde over meerdere jaren.",
)
NO_STATE = Text(
    en="No status: there is no realised figure for the newest period.",
    nl="Geen status: er is geen gerealiseerd cijfer over de nieuwste periode.",
)


@dataclass(frozen=True)
class HeadlineFigure:
    """All that is said of a figure. own: the indicator that its numbers are of, which need not be the one it is
    listed by. wanted: where its newest figure is looked up.

    series, newest: of the newest figure; None where nothing is held. state: the target for its period. publishers: of
    its inputs. selected: the state of the figure's address.
    """

    indicator: Indicator
    own: Indicator
    wanted: Definition
    series: Series | None
    newest: Observation | None
    letter: LetterFigure | None
    again_period: str
    again: tuple[Recomputed, ...]
    state: TargetState | None
    chart: Chart
    publishers: tuple[str, ...]
    selected: dict[str, str]

    def name(self, lang: Lang) -> str:
        """The short name, or the title where there is none."""
        return (self.indicator.short or self.indicator.title)[lang]


def headline_figure(
    indicator: Indicator, release: store.Release, declared: Catalogue, lang: Lang, pinned: str = ""
) -> HeadlineFigure:
    """An indicator with its letter, its newest figure, and a small chart of the letter's own definition.

    pinned: id of the release, where the reader asked for it by its id.
    """
    claim = declared.claims[indicator.headline_claim] if indicator.headline_claim else None
    letter = targets.letter_figure(claim, release.claims[claim.id]) if claim else None
    states = targets.target_states(indicator, list(release.claims.values()))
    wanted = clocks.definition(indicator, letter, declared)
    wanted = wanted if held(wanted.indicator.id, release) else clocks.definition(indicator, None, declared)
    if letter is None and indicator.headline is None:  # as on the page of its pillar
        wanted = replace(wanted, series=indicator.breakdown.default)
    latest = clocks.newest(release.series(wanted.indicator.id, wanted.geos, wanted.series), wanted)
    shown, point = latest or (None, None)
    category = shown.series if shown else wanted.series[0]
    drawn = figure(Selection(wanted.indicator.id, wanted.geos, (category,), release=pinned, lang=lang))
    return HeadlineFigure(
        indicator,
        wanted.indicator,
        wanted,
        shown,
        point,
        letter,
        clocks.period(letter, states) if letter else "",
        clocks.recomputed(letter, states) if letter else (),
        clocks.state_of(point, letter, states) if point else None,
        small(replace(drawn.chart, id=f"{indicator.id}-small"), lang),
        tuple(dict.fromkeys(release.inputs[n].publisher for n in point.src)) if point else (),
        {"geo": ",".join(wanted.geos), "series": category},
    )


def where(f: HeadlineFigure, catalogue: Catalogue, lang: Lang, short: bool = False) -> str:
    """Place, and category where it says more than the name; "" where nothing is held. short: EU27 for its long name."""
    if f.series is None:
        return ""
    place = catalogue.label("geo", f.series.geo, lang)
    parts = [SHORT_PLACES.get(f.series.geo, place) if short else place]
    parts += [catalogue.series_label(f.own, f.series.series, lang)] if chart_of.tells(f.own, f.series.series) else []
    return ", ".join(parts)


def number(point: Observation, indicator: Indicator, lang: Lang) -> str:
    """The figure, a percentage with its sign."""
    unit = "%" if indicator.unit == "percent" else ""
    return formats.amount(point.value or 0.0, indicator.decimals, unit, lang)


def newest(f: HeadlineFigure, catalogue: Catalogue, lang: Lang) -> tuple[str, str, str]:
    """The newest number, its unit behind it, its flags in words; that there is none."""
    if f.newest is None:
        return T["no_figure"][lang], "", ""
    unit = "" if f.own.unit == "percent" else f" {chart_of.unit(f.own, catalogue, lang)}"
    flags = ", ".join(catalogue.label("flags", letter, lang) for letter in f.newest.flag)
    return number(f.newest, f.own, lang), unit, flags


def said(letter: LetterFigure, lang: Lang) -> tuple[str, str]:
    """The letter's number, and behind it of when, and that it is no target where it is an observation."""
    claim = letter.claim
    observed = f"; {OBSERVED[lang]}" if claim.kind == "observation" else ""
    return letter_words.letter_amount(claim, lang), f", {letter_words.period(claim, lang)}{observed}"


def again(f: HeadlineFigure, catalogue: Catalogue, lang: Lang) -> tuple[tuple[str, str], ...]:
    """Each definition's figure, and its name; what they have in common is not said again."""
    several = len({a.geo for a in f.again}) > 1
    names = [catalogue.series_label(f.own, a.series, lang) for a in f.again]
    common = min(names, key=len) if len(set(names)) > 1 else ""
    items = []
    for a, name in zip(f.again, names, strict=True):
        shown = name.removeprefix(common).lstrip(", ") if all(n.startswith(common) for n in names) else name
        place = SHORT_PLACES.get(a.geo, catalogue.label("geo", a.geo, lang)) if several else ""
        more = T["more_than_quota"][lang] if a.bound == "upper" else ""
        items.append((number(a.point, f.own, lang), ", ".join(part for part in (place, shown, more) if part)))
    return tuple(items)


def target(f: HeadlineFigure, catalogue: Catalogue, lang: Lang) -> str:
    """A target has its status by the published rule, and a year says that it is one; "" for an observation."""
    if f.letter is None:
        return NOT_IN_LETTER[lang]
    kind = f.letter.claim.kind
    if kind not in ("quota", "ceiling"):
        return ""
    if f.state is None:
        return NO_STATE[lang]
    standing = STANDING[lang].format(
        kind=formats.sentence_case(T[kind][lang]),
        period=formats.span(f.state.target.period_start, f.state.target.period_end, lang),
        status=catalogue.label("statuses", f.state.result.status, lang),
    )
    return f"{standing} {ALONE[lang]}" if f.state.target.part_of else standing


def headline_figures(
    release: store.Release, declared: Catalogue, lang: Lang, pinned: str = ""
) -> tuple[HeadlineFigure, ...]:
    """Those of the first screen that the release has a figure of, in their order."""
    chosen: Sequence[Indicator] = targets.headline_indicators(declared)
    return tuple(headline_figure(i, release, declared, lang, pinned) for i in chosen if held(i.id, release))
