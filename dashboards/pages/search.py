"""What a search finds: figures with a choice made already, then figures, statements, places, terms and functions."""

from collections.abc import Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, data
from dashboards.blocks.search_field import search_field
from dashboards.blocks.shell import SEARCH, SEARCH_SITE
from dashboards.pages import Page
from dashboards.query import urls
from dashboards.query.selection import a_question
from dashboards.search.entries import SearchEntry, Sort, entries
from dashboards.search.find import Hit, find, respelled
from dashboards.search.functions import FUNCTIONS, Function
from dashboards.search.leads import Lead, leads
from dashboards.text.formats import T
from etl.catalogue import catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
from etl.model.errors import UnknownValueError
from etl.release import store

DESCRIPTION = Text(
    en="Search figures, statements of the letter, countries, routes, terms and functions, in English or Dutch.",
    nl="Zoek cijfers, uitspraken van de brief, landen, routes, begrippen en functies, in het Nederlands of Engels.",
)
HEADINGS: dict[Sort, Text] = {
    "indicator": Text(en="Figures", nl="Cijfers"),
    "claim": Text(en="Statements of the letter", nl="Uitspraken van de brief"),
    "place": Text(en="Countries, nationalities and routes", nl="Landen, nationaliteiten en routes"),
    "term": Text(en="Terms", nl="Begrippen"),
    "function": Text(en="On this site", nl="Op deze site"),
}
LEADS = Text(en="Straight to", nl="Direct naar")
RESPELLED = Text(
    en="“{q}” was not found. Shown is what “{read}” finds.",
    nl="‘{q}’ is niet gevonden. Getoond is wat ‘{read}’ oplevert.",
)
FOR_EXAMPLE = Text(en="For example: ", nl="Bijvoorbeeld: ")
COUNT = Text(en="Found for “{q}”: {n}", nl="Gevonden voor ‘{q}’: {n}")
NOTHING = Text(
    en="Nothing was found for “{q}”. Try fewer or other words, or start at one of these:",
    nl="Niets gevonden voor ‘{q}’. Probeer minder of andere woorden, of begin bij een van deze:",
)
ASK = Text(
    en="Type one or more words; capitals and accents do not count. Try “return rate Netherlands”, “nareis” or "
    "“PowerPoint”.",
    nl="Typ een of meer woorden; hoofdletters en accenten tellen niet. Probeer ‘terugkeerpercentage Nederland’, "
    "‘nareis’ of ‘PowerPoint’.",
)
NO_FIGURE = Text(en="No figure by this name in this release.", nl="In deze release geen cijfer onder deze naam.")
MORE = Text(en="{n} more figures", nl="Nog {n} cijfers")
SHOWN, PLACES, FIRST = 15, 8, 6  # results per heading; places with their figures; figures of a place above the fold
EXAMPLES = 3


def layout(lang: Lang, q: str = "") -> Sequence[Component]:
    """The form, and what was found, the heading with the best result first."""
    typed = a_question("q", " ".join(q.split()))
    read = respelled(typed, entries())
    query = read or typed
    ways = leads(query, entries(), store.release().overview.held(), catalogue.load())
    hits = find(query, entries())
    note = [html.P(RESPELLED[lang].format(q=typed, read=read), className="notice")] if read else []
    return [html.H1(SEARCH[lang]), _form(typed, lang), *note, *_all_results(ways, hits, query, lang)]


def _all_results(ways: Sequence[Lead], hits: Sequence[Hit], q: str, lang: Lang) -> list[Component]:
    """How many there are, those with a choice, and the others under their headings."""
    if not (ways or hits):
        return _nothing(q, lang)
    count = html.P(COUNT[lang].format(q=q, n=len(ways) + len(hits)), className="found", **data(shown=""))
    return [count, *_ways(ways, lang), *_results(hits, lang)]


def _form(q: str, lang: Lang) -> html.Form:
    button = html.Button(SEARCH[lang], type="submit", className="button", disable_n_clicks=True)
    field = search_field("q", "search-q", SEARCH_SITE[lang], q)
    label = aria(label=DESCRIPTION[lang])
    return html.Form(
        [field, button], method="GET", action=urls.search(lang), role="search", className="filter", **label
    )


def _nothing(q: str, lang: Lang) -> list[Component]:
    starts = (
        (T["home"][lang], urls.page(lang)),
        (HEADINGS["claim"][lang], urls.letter(lang)),
        (HEADINGS["term"][lang], urls.glossary(lang)),
    )
    sentence = NOTHING[lang].format(q=q) if q else ASK[lang]
    links = html.Ul([html.Li(html.A(name, href=to)) for name, to in starts], className="plain-list")
    return [html.P(sentence, **data(shown="")), links]


def _ways(ways: Sequence[Lead], lang: Lang) -> list[Component]:
    """Figures with the places of the query chosen, and with what is to be done with them."""
    if not ways:
        return []
    items = [html.Li(_linked(lead.title(lang), lead.address(lang))) for lead in ways]
    name = "found-leads"
    parts = [html.H2(LEADS[lang], id=name), html.Ul(items, className="results")]
    return [html.Section(parts, id=f"of-{name}", **aria(labelledby=name))]


def _results(hits: Sequence[Hit], lang: Lang) -> list[Component]:
    best: dict[Sort, int] = {}
    for hit in hits:
        best.setdefault(hit.entry.sort, hit.score)
    ordered = sorted(hits, key=lambda h: list(best).index(h.entry.sort))
    return [_section(sort, list(group), lang) for sort, group in groupby(ordered, key=lambda h: h.entry.sort)]


def _section(sort: Sort, hits: Sequence[Hit], lang: Lang) -> html.Section:
    shown = hits[: PLACES if sort == "place" else SHOWN]
    heading = f"{HEADINGS[sort][lang]} ({len(shown)} / {len(hits)})" if len(shown) < len(hits) else HEADINGS[sort][lang]
    items = [html.Li(_result(h.entry, lang)) for h in shown]
    return html.Section(
        [html.H2(heading, id=f"found-{sort}"), html.Ul(items, className="results")],
        **aria(labelledby=f"found-{sort}"),
    )


def _result(e: SearchEntry, lang: Lang) -> list[Component]:
    known = catalogue.load()
    if e.sort == "indicator":
        i = known.indicators[e.id]
        return [_linked(e.title[lang], urls.figure(lang, e.id)), html.P(_measured(i, lang))]
    if e.sort == "claim":
        verdict = known.label("verdicts", store.release().claims[e.id].verdict, lang)
        return [
            _linked(e.title[lang], urls.claim(lang, e.id)),
            html.P(f"{T['pillar'][lang]} {known.claims[e.id].pillar}; {verdict}"),
        ]
    if e.sort == "term":
        return [_linked(e.title[lang], urls.glossary(lang, e.id)), html.P(known.terms[e.id].explanation[lang])]
    return _function(e, lang) if e.sort == "function" else _place(e, lang)


def _function(e: SearchEntry, lang: Lang) -> list[Component]:
    """What the site can do: where, and done with each of the first figures of the letter."""
    function = next(f for f in FUNCTIONS if f.id == e.id)
    blocks: list[Component] = [_linked(e.title[lang], function.page(lang)), html.P(function.where[lang])]
    return [*blocks, _examples(function, lang)] if function.of_figure else blocks


def _examples(function: Function, lang: Lang) -> html.P:
    known = catalogue.load().indicators.values()
    links: list[str | Component] = [FOR_EXAMPLE[lang]]
    for i in sorted((i for i in known if i.headline is not None), key=lambda i: i.headline or 0)[:EXAMPLES]:
        way = Lead(i, (), {}, function).address(lang)
        links += [", "] if len(links) > 1 else []
        links.append(html.A((i.short or i.title)[lang], href=way))
    return html.P([*links, "."])


def _measured(i: Indicator, lang: Lang) -> str:
    context = f"; {T['context_not_in_letter'][lang]}" if i.context else ""
    return f"{i.measure[lang]}; {T['pillar'][lang].lower()} {i.pillar}{context}"


def _linked(label: str, address: str) -> html.P:
    return html.P(html.A(label, href=address), className="result-title")


def _place(e: SearchEntry, lang: Lang) -> list[Component]:
    """A place with the figures that have it, those that go with the letter first."""
    links = [html.Li(html.A(i.title[lang], href=urls.figure(lang, i.id, state))) for i, state in _figures_of(e.codes)]
    blocks: list[Component] = [html.P(e.title[lang], className="result-title")]
    if not links:
        return [*blocks, html.P(NO_FIGURE[lang])]
    rest = html.Details([html.Summary(MORE[lang].format(n=len(links) - FIRST)), html.Ul(links[FIRST:])])
    return [*blocks, html.Ul(links[:FIRST]), *([rest] if len(links) > FIRST else [])]


def _figures_of(codes: Sequence[tuple[str, str]]) -> list[tuple[Indicator, dict[str, str]]]:
    release, figures = store.release(), []
    for i in sorted(catalogue.load().indicators.values(), key=lambda i: (i.context, i.headline is None)):
        try:
            known = release.choices(i.id)
        except UnknownValueError:  # declared after this release was built
            continue
        for code_list, code in codes:
            if code_list == "geo" and code in known.geos:
                figures.append((i, {"geo": code}))
            elif code_list == i.breakdown.code_list and code in known.series:
                figures.append((i, {"series": code}))
    return figures


PAGE = Page(path="/search", title=SEARCH, description=DESCRIPTION, layout=layout, accepts=("q",))
