"""The form beside a figure: places, categories, span, measure, shape, day of reading, release. A plain GET form.

It sends what is named in `dashboards.query.selection`; nothing in it needs a script, and the address is the whole
state.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks.figure_fields import ChoiceGroup, Option, box, boxes, hidden, select
from dashboards.figures import chart_kind, index, siblings
from dashboards.figures.aggregates import is_group
from dashboards.query import urls
from dashboards.query.figure_page import PageRequest
from dashboards.query.selection import INDEX, NOW, Selection
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
from etl.letter.claims import LETTER_DATE
from etl.model.period import in_order, period

MOST_RELEASES = 30  # that can be chosen from
CHANGE = Text(en="Adjust this view", nl="Weergave aanpassen")
PLACES = Text(en="Countries and areas", nl="Landen en gebieden")
GROUPS_OF = Text(en="Groups of countries", nl="Groepen landen")
COUNTRIES = Text(en="Countries", nl="Landen")
FROM = Text(en="From", nl="Van")
TO = Text(en="To", nl="Tot en met")
FIRST = Text(en="start", nl="begin")
LAST = Text(en="latest", nl="nieuwste")
LAST_ON_MAP = Text(en="latest with enough countries", nl="nieuwste met genoeg landen")
MEASURE = Text(en="Figures as", nl="Cijfers als")
AS_INDEX = Text(en="index", nl="index")
PER_100K = Text(en="per 100,000 inhabitants", nl="per 100.000 inwoners")
STEP = Text(en="Counted by", nl="Geteld per")
BASE = Text(en="Base of the index", nl="Basis van de index")
BASE_FIRST = Text(en="first period with all figures", nl="eerste periode met alle cijfers")
SHAPE = Text(en="Chart type", nl="Grafiekvorm")
SHAPES = {
    "": Text(en="default", nl="standaard"),
    "time": Text(en="over time", nl="in de tijd"),
    "ranked": Text(en="side by side, one period", nl="naast elkaar, één periode"),
    "months": Text(en="months by years", nl="maanden per jaar"),
    "small": Text(en="a small chart for each", nl="een kleine grafiek voor elk"),
}
AS_OF = Text(en="As published on", nl="Zoals gepubliceerd op")
TODAY = Text(en="latest", nl="nieuwste")
LETTER_DAY = Text(en="{date} (the letter)", nl="{date} (de brief)")
BESIDE = Text(en="with the latest figures beside them", nl="met de nieuwste cijfers ernaast")
RELEASE = Text(en="Release", nl="Release")
NEWEST = Text(en="latest", nl="nieuwste")
SHOW = Text(en="Show", nl="Toon")
RESET = Text(en="Back to the default view", nl="Terug naar de standaardweergave")


@dataclass(frozen=True)
class FigureChoices:
    """What can be chosen of an indicator in a release. periods: all of them, oldest first; days: see `revised.days`.

    kin: the family of `dashboards.figures.siblings`, as far as the release has figures of it.
    """

    geos: tuple[str, ...]
    series: tuple[str, ...]
    periods: tuple[str, ...]
    days: tuple[str, ...]
    releases: tuple[str, ...]
    related: tuple[Indicator, ...] = ()


def controls(
    indicator: Indicator, shown: Selection, request: PageRequest, can: FigureChoices, c: Catalogue, lang: Lang
) -> html.Form:
    """The form with the choice in force. shown: with defaults filled in; request: as the address has it."""
    fields: list[Component | None] = [
        _places(indicator, can, shown, c, lang) if request.view != "map" else None,
        _categories(indicator, can, shown, c, lang, alone=request.view == "map"),
        _span(can, request, lang),
        _measure(indicator, shown, can, c, lang) if request.view != "map" else None,
        _step(indicator, can, lang),
        _shape(indicator, request, shown, lang) if request.view == "chart" else None,
        _reading(can, request, lang),
        _release(can, request, lang),
        hidden("view", request.view) if request.view != "chart" else None,
        html.Div(
            [
                html.Button(SHOW[lang], type="submit", className="button", disable_n_clicks=True),
                html.A(RESET[lang], href=urls.figure(lang, indicator.id), className="reset"),
            ],
            className="controls-end",
        ),
    ]
    return html.Form(
        [f for f in fields if f is not None],
        method="GET",
        action=urls.figure(lang, indicator.id),
        className="controls",
        **aria(label=CHANGE[lang]),
    )


def _places(indicator: Indicator, can: FigureChoices, shown: Selection, c: Catalogue, lang: Lang) -> Component | None:
    if len(can.geos) < 2:
        return None
    usual = indicator.geo_default
    options = sorted(
        (Option(g, c.label("geo", g, lang)) for g in can.geos), key=lambda o: (o.value not in usual, o.label)
    )
    groups = tuple(o for o in options if is_group(o.value))
    others = tuple(o for o in options if not is_group(o.value))
    named = bool(groups)
    return boxes(
        "geo",
        PLACES[lang],
        [ChoiceGroup(GROUPS_OF[lang], groups), ChoiceGroup(COUNTRIES[lang] if named else "", others)],
        shown.geos,
        lang,
        least=True,
    )


def _categories(
    i: Indicator, can: FigureChoices, shown: Selection, c: Catalogue, lang: Lang, alone: bool
) -> Component | None:
    """alone: one is chosen, as a map shows."""
    if len(can.series) < 2:
        return None
    choices = [Option(s, formats.sentence_case(c.series_label(i, s, lang))) for s in can.series]
    order = list(i.breakdown.labels)
    order += [s for s in i.breakdown.default if s not in order]
    ranked = sorted(choices, key=lambda o: (order.index(o.value) if o.value in order else len(order), o.label))
    if alone:
        return select("series", i.breakdown.name[lang], ranked, "".join(shown.series[:1]))
    return boxes("series", i.breakdown.name[lang], [ChoiceGroup("", tuple(ranked))], shown.series, lang, least=True)


def _span(can: FigureChoices, request: PageRequest, lang: Lang) -> html.Div:
    """First and last year; on a map the one period that it shows."""
    chosen = request.chosen
    years = tuple(dict.fromkeys(str(period(p).year) for p in can.periods))
    if request.view == "map":
        return html.Div([select("to", T["period"][lang], _periods(can.periods, LAST_ON_MAP[lang], lang), chosen.end)])
    kept = tuple(in_order({*years, *(p for p in (chosen.start, chosen.end) if p)}))
    return html.Div(
        [
            select("from", FROM[lang], _periods(kept, FIRST[lang], lang), chosen.start),
            select("to", TO[lang], _periods(kept, LAST[lang], lang), chosen.end),
        ],
        className="field-pair",
    )


def _periods(codes: Sequence[str], open_end: str, lang: Lang) -> list[Option]:
    return [Option("", open_end), *(Option(p, formats.period(p, lang)) for p in reversed(codes))]


def _measure(i: Indicator, shown: Selection, can: FigureChoices, c: Catalogue, lang: Lang) -> Component | None:
    """Figures as published, as an index, or those of the counterpart per inhabitant; and the base of an index."""
    here, others = c.indicators[i.id], siblings.other_measures(i, can.related)
    indexed = index.has_index(here)
    if not (indexed or others):
        return None
    as_what = [Option("", _published(here, c, lang))]
    as_what += [Option(INDEX, AS_INDEX[lang])] if indexed else []
    as_what += [Option(siblings.measure_of(o), _published(o, c, lang)) for o in others]
    chosen = select("measure", MEASURE[lang], as_what, shown.measure)
    if not indexed:
        return chosen
    if shown.measure != INDEX:  # nothing to choose a base for
        return chosen
    base = [Option("", BASE_FIRST[lang]), *(Option(p, formats.period(p, lang)) for p in reversed(can.periods))]
    return html.Div([chosen, select("base", BASE[lang], base, shown.base)], className="field-stack")


def _published(i: Indicator, c: Catalogue, lang: Lang) -> str:
    rate = siblings.measure_of(i) == siblings.PER_100K
    return PER_100K[lang] if rate else c.label("units", i.unit, lang)


def _step(i: Indicator, can: FigureChoices, lang: Lang) -> Component | None:
    """By year, quarter or month, where the same is counted in several of them."""
    others = siblings.other_steps(i, can.related)
    if not others:
        return None
    steps = [Option("", siblings.STEPS[i.frequency][lang])]
    steps += [Option(o.frequency, siblings.STEPS[o.frequency][lang]) for o in others]
    return select("step", STEP[lang], steps, "")


def _shape(i: Indicator, request: PageRequest, shown: Selection, lang: Lang) -> Component:
    several = max(len(shown.geos) * len(shown.series), 2)
    options = [Option(name, SHAPES[name][lang]) for name in ("", *chart_kind.offered(i, several))]
    return select("shape", SHAPE[lang], options, request.chosen.shape)


def _reading(can: FigureChoices, request: PageRequest, lang: Lang) -> Component | None:
    """The day as of which figures are read; the one asked for is there even if nothing changed on it."""
    chosen = request.chosen
    days = sorted({*can.days, *([chosen.as_of] if chosen.as_of else [])}, reverse=True)
    if not days:
        return None
    options = [Option("", TODAY[lang]), *(Option(day, _day(day, lang)) for day in days)]
    beside = box("beside", NOW, BESIDE[lang], chosen.beside == NOW) if chosen.as_of else hidden("beside", NOW)
    return html.Div([select("as_of", AS_OF[lang], options, chosen.as_of), beside])


def _day(day: str, lang: Lang) -> str:
    said = formats.date(day, lang)
    return LETTER_DAY[lang].format(date=said) if day == LETTER_DATE else said


def _release(can: FigureChoices, request: PageRequest, lang: Lang) -> Component | None:
    if len(can.releases) < 2 and not request.chosen.release:
        return None
    newest = can.releases[-MOST_RELEASES:]  # a list of a year's would be half of the page; addresses reach all
    chosen = tuple(r for r in can.releases if r == request.chosen.release and r not in newest)
    options = [Option("", NEWEST[lang]), *(Option(r, r) for r in reversed((*chosen, *newest)))]
    return select("release", RELEASE[lang], options, request.chosen.release)
