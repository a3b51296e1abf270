"""Sources: every dataset with what it counts, its terms and its age; and why publishers print different numbers."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

from dash import html
from dash.development.base_component import Component

from dashboards import freshness
from dashboards.blocks import aria
from dashboards.blocks.data_table import data_table
from dashboards.blocks.source_entry import source_entry
from dashboards.charts.table import Table
from dashboards.pages import Page
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue import catalogue
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset, Lang, Text
from etl.model.errors import UnknownValueError
from etl.model.observations import Coverage
from etl.model.places import places
from etl.release import contacts, store

TITLE = Text(en="Sources", nl="Bronnen")
INTRO = Text(
    en="Every dataset behind this monitor: what it counts and what it does not, on what terms it may be used, which "
    "version is in use and when the next figures are expected.",
    nl="Elke dataset achter deze monitor: wat zij telt en wat niet, op welke voorwaarden zij gebruikt mag worden, "
    "welke versie in gebruik is en wanneer de volgende cijfers worden verwacht.",
)
NAMES = {
    "eurostat": Text(en="Eurostat", nl="Eurostat"),
    "frontex": Text(en="Frontex", nl="Frontex"),
    "ind": Text(en="IND, CBS and other Dutch sources", nl="IND, CBS en andere Nederlandse bronnen"),
}
DATASETS = Text(en="{name}: {n} datasets", nl="{name}: {n} datasets")
DIFFER = Text(en="Why sources differ", nl="Waarom bronnen verschillen")
DIFFER_INTRO = Text(
    en="Three publishers count first asylum requests in the Netherlands. Their figures for one year are "
    "close but not "
    "the same; the monitor shows them side by side and never joins them.",
    nl="Drie uitgevers tellen eerste asielverzoeken in Nederland. Hun cijfers over hetzelfde jaar liggen "
    "dicht bijeen "
    "maar zijn niet gelijk; de monitor zet ze naast elkaar en voegt ze nooit samen.",
)
REASONS = (
    Text(
        en="Who counts as first. Until March 2014 many family members filed a request of their own and counted as a "
        "first applicant; CBS has since revised 2013; what the IND published at the time was not revised.",
        nl="Wie als eerste telt. Tot maart 2014 dienden veel gezinsleden zelf een verzoek in en telden "
        "zij als eerste "
        "aanvrager; het CBS heeft 2013 sindsdien herzien, wat de IND destijds publiceerde niet.",
    ),
    Text(
        en="Relocated persons. In 2016 and 2017 CBS and Eurostat include asylum seekers taken over from other EU "
        "countries; the IND leaves them out.",
        nl="Herplaatsten. In 2016 en 2017 tellen het CBS en Eurostat asielzoekers mee die van andere EU-landen zijn "
        "overgenomen; de IND niet.",
    ),
    Text(
        en="Family members (nareis). The IND counts them in its total inflow; for Eurostat they "
        "are not asylum applicants at all. The IND’s total is therefore not Eurostat’s “all applicants”.",
        nl="Nareizigers. De IND telt ze mee in de totale instroom; voor Eurostat zijn het geen asielaanvragers. Het "
        "totaal van de IND is dus iets anders dan ‘alle aanvragers’ van Eurostat.",
    ),
    Text(
        en="Rounding. The IND gives exact numbers, CBS and Eurostat round to 5, yearly reports sometimes to 10 or "
        "more.",
        nl="Afronding. De IND geeft exacte aantallen, het CBS en Eurostat ronden af op 5, jaarverslagen soms "
        "op 10 of meer.",
    ),
    Text(
        en="Revision and date. Each publisher revises its figures at times of its own, so the same year read on "
        "another day can be another number.",
        nl="Herziening en datum. Elke uitgever herziet cijfers op eigen momenten; hetzelfde jaar kan op een andere "
        "dag gelezen dus een ander getal zijn.",
    ),
)
PULLED = Text(en="Figures last requested", nl="Cijfers voor het laatst opgevraagd")
PROBED = Text(en="Structure last requested", nl="Opbouw voor het laatst opgevraagd")
ASKED = Text(en="{day}, {time} UTC: {what}", nl="{day}, {time} UTC: {what}")
OUTCOMES = {
    "new": Text(en="new figures, version of {vintage}", nl="nieuwe cijfers, versie van {vintage}"),
    "unchanged": Text(en="unchanged", nl="ongewijzigd"),
    "refused": Text(
        en="the answer was not as expected and was refused; the last good figures stay",
        nl="het antwoord was niet als verwacht en is geweigerd; de laatste goede cijfers blijven",
    ),
    "HTTP error": Text(en="the publisher answered with an error", nl="de uitgever antwoordde met een fout"),
    "unreachable": Text(en="the publisher did not answer", nl="de uitgever antwoordde niet"),
    "same": Text(en="as expected", nl="zoals verwacht"),
    "new code": Text(en="new codes: {told}", nl="nieuwe codes: {told}"),
    "new dimension": Text(en="a new dimension: {told}", nl="een nieuwe dimensie: {told}"),
    "gone": Text(en="no longer there: {told}", nl="niet meer aanwezig: {told}"),
    "not answered": Text(en="the publisher did not answer", nl="de uitgever antwoordde niet"),
}
CHAIN = Text(
    en="Registrations of the IND and of DT&V are also listed as open data on data.overheid.nl (community "
    "open-data-migratieketen): a CSV file for each year, rounded to tens, numbers under 5 not shown. The newest update "
    "that we know of is of 29 December 2023. We have not seen these files, and the monitor does not read them.",
    nl="Registraties van de IND en van DT&V staan ook als open data op data.overheid.nl (community "
    "open-data-migratieketen): een CSV-bestand per jaar, afgerond op tientallen, aantallen onder 5 niet getoond. De "
    "laatste actualisering die wij kennen is van 29 december 2023. Wij hebben deze bestanden niet gezien en de monitor "
    "leest ze niet.",
)
COMPARED = "nl_sources_compared"
FULL = Text(en="This comparison as a figure", nl="Deze vergelijking als cijfer")


def layout(lang: Lang, **_: str) -> Sequence[Component]:
    """Why sources differ, then every dataset under its publisher."""
    release, known, today = store.release(), catalogue.load(), datetime.now(UTC).date()
    blocks: list[Component] = [
        html.H1(TITLE[lang]),
        html.P(INTRO[lang], className="lead"),
        _jumps(known, lang),
        _differences(release, lang),
    ]
    for source, name in NAMES.items():
        datasets = [d for d in known.datasets.values() if d.source == source]
        entries = [_entry(release, d, today, known, lang) for d in datasets]
        parts = [html.P(CHAIN[lang], className="prose")] if source == "ind" else []
        blocks.append(html.Section([html.H2(name[lang], id=source), *parts, *entries], **aria(labelledby=source)))
    return blocks


def _entry(release: store.Release, d: Dataset, today: date, known: Catalogue, lang: Lang) -> html.Details:
    coverage = _coverage(release, d)
    facts = freshness.facts(d, coverage, (release.inputs[n] for n in coverage.inputs), today)
    return source_entry(facts, str(today), known, lang, _asked(d.id, lang))


def _asked(dataset: str, lang: Lang) -> tuple[tuple[str, str], ...]:
    """When the publisher was last asked for figures and for structure, and what came of it."""
    groups = []
    whats: tuple[tuple[contacts.What, Text], ...] = (("pull", PULLED), ("probe", PROBED))
    for what, name in whats:
        last = contacts.last(places().warehouse, what, dataset)
        if last and last.outcome in OUTCOMES:
            vintage = formats.vintage(last.details.get("vintage", ""), lang)
            said = OUTCOMES[last.outcome][lang].format(vintage=vintage, told=last.details.get("told", ""))
            at = datetime.fromisoformat(last.at)
            when = {"day": formats.date(at.date().isoformat(), lang), "time": f"{at:%H:%M}"}
            groups.append((name[lang], ASKED[lang].format(**when, what=said)))
    return tuple(groups)


def _jumps(known: Catalogue, lang: Lang) -> html.Ul:
    counts: Counter[str] = Counter(d.source for d in known.datasets.values())
    places = [("differ", DIFFER[lang])]
    places += [(s, DATASETS[lang].format(name=name[lang], n=counts[s])) for s, name in NAMES.items()]
    return html.Ul([html.Li(html.A(words_, href=f"#{place}")) for place, words_ in places], className="jumps")


def _coverage(release: store.Release, dataset: Dataset) -> Coverage:
    try:
        return release.tables.coverage(dataset.id)
    except UnknownValueError:  # declared after this release was built
        return Coverage(0, 0, "", "", ())


def _differences(release: store.Release, lang: Lang) -> html.Section:
    reasons = html.Ul([html.Li(reason[lang]) for reason in REASONS], className="prose")
    link = html.P(html.A(FULL[lang], href=urls.figure(lang, COMPARED)))
    return html.Section(
        [
            html.H2(DIFFER[lang], id="differ"),
            html.P(DIFFER_INTRO[lang]),
            data_table(_table(release, lang), lang),
            reasons,
            link,
        ],
        className="sources-compared",
        **aria(labelledby="differ"),
    )


def _table(release: store.Release, lang: Lang) -> Table:
    """A row per year, a column per publisher; a year that one of them lacks says so."""
    known = catalogue.load()
    indicator = known.indicators[COMPARED]
    by_series = {s.series: {p.period: p for p in s.points} for s in release.series(COMPARED, ("NL",))}
    columns = [name for name in indicator.breakdown.labels if name in by_series]
    years = sorted({year for points in by_series.values() for year in points})
    rows = []
    for year in years:
        points = [by_series[name].get(year) for name in columns]
        values = [T["no_figure"][lang] if p is None or p.value is None else
                  f"{formats.number(p.value, 0, lang)} {p.flag}".strip() for p in points]  # fmt: skip
        rows.append((year, *values))
    header = (T["year"][lang], *(known.series_label(indicator, name, lang) for name in columns))
    return Table(indicator.title[lang], header, tuple(rows))


PAGE = Page(path="/sources", title=TITLE, description=INTRO, layout=layout, nav=TITLE, order=40)
