"""Does this number still stand? A quoted number against what is published now, what was, and what else gives it."""

from collections.abc import Mapping, Sequence
from html import escape

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, data
from dashboards.blocks.board_link import board_link
from dashboards.blocks.data_table import data_table
from dashboards.blocks.figure_fields import Option, box, hidden, select
from dashboards.charts.table import Table
from dashboards.figures import check_words
from dashboards.figures.check import Cell, Check, check
from dashboards.figures.figure import declared, held
from dashboards.figures.quoted import quoted
from dashboards.figures.replacements import touched
from dashboards.pages import Page
from dashboards.query import urls
from dashboards.query.check import LONGEST, NAMES, QuoteSelection, quote_selection
from dashboards.query.selection import Selection
from dashboards.text import formats
from dashboards.text.formats import T
from dashboards.web.raw_html import Raw
from etl.catalogue import catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
from etl.model.period import in_order
from etl.release import store

TITLE = Text(en="Does this number still stand?", nl="Klopt dit getal nog?")
NAV = Text(en="Check a number", nl="Getal nagaan")
DESCRIPTION = Text(
    en="Type a number as it was quoted, with its place and period: whether it is published so today, whether it was "
    "revised, or whether another definition gives it.",
    nl="Typ een getal zoals het is geciteerd, met plaats en periode: of het nu zo gepubliceerd is, of het is herzien, "
    "of dat een andere definitie erop uitkomt.",
)
HOW = Text(
    en="What a quoted number allows: half a unit of its last place to either side. 40% is 39.5% to 40.5%, 158,000 "
    "is 157,500 to 158,500. “About” is wider: about 40% is 35% to 45%.",
    nl="Wat een geciteerd getal toelaat: een halve eenheid van de laatste plaats, naar beide kanten. 40% is 39,5% tot "
    "en met 40,5%, 158.000 is 157.500 tot en met 158.500. ‘Circa’ is ruimer: circa 40% is 35% tot en met 45%.",
)
FORM = Text(en="The number and what it is of", nl="Het getal en waarvan het is")
FIGURE = Text(en="Figure", nl="Cijfer")
PLACE = Text(en="Place", nl="Plaats")
CATEGORY = Text(en="Category", nl="Categorie")
VALUE = Text(en="Number, as quoted", nl="Getal, zoals geciteerd")
ABOUT = Text(en="the text says “about”", nl="de tekst zegt ‘circa’")
CHOOSE = Text(en="choose", nl="kies")
CHECK = Text(en="Check", nl="Ga na")
WANTED = Text(
    en="Choose a figure and a period, and type the number.", nl="Kies een cijfer en een periode, en typ het getal."
)
EXAMPLES = Text(en="For example", nl="Bijvoorbeeld")
EARLIER = Text(en="Earlier versions of this figure", nl="Eerdere versies van dit cijfer")
HEAD = (
    Text(en="Figure", nl="Cijfer"), Text(en="Published from", nl="Gepubliceerd vanaf"),
    Text(en="Replaced by version of", nl="Vervangen door versie van"), Text(en="Provenance", nl="Herkomst"),
)  # fmt: skip
OTHERS = Text(en="Other definitions within the number", nl="Andere definities binnen het getal")
OPEN = Text(en="Open the figure", nl="Open het cijfer")
JSON = Text(en="This answer as JSON", nl="Dit antwoord als JSON")
STATEMENTS = Text(en="Statements of the letter that rest on it: ", nl="Uitspraken van de brief die erop rusten: ")
EXAMPLE_STATES = (
    {"indicator": "return_rate", "geo": "EU28", "series": "all", "period": "2018", "value": "40"},
    {"indicator": "ordered_to_leave", "geo": "NL", "series": "annual", "period": "2015", "value": "23765"},
    {"indicator": "irregular_arrivals", "geo": "EU", "series": "total", "period": "2018", "value": "150000"},
)


def layout(lang: Lang, **state: str) -> Sequence[Component]:
    """Title, form, answer."""
    head: list[Component] = [html.H1(TITLE[lang]), html.P(DESCRIPTION[lang], className="lead")]
    if not state.get("indicator"):
        return [*head, _form(None, None, lang), html.P(WANTED[lang], **data(shown="")), *_examples(lang), _how(lang)]
    i, release = declared(state["indicator"]), store.release()
    quote = quote_selection(state, i, release.choices(i.id))
    form = _form(i, quote, lang)
    if not (quote.period and quote.value):
        return [*head, form, html.P(WANTED[lang], **data(shown="")), _how(lang)]
    number = quoted(quote.value, i.unit, quote.about, lang)
    answer = check(Cell(i, quote.geo, quote.series, quote.period), number, release, catalogue.load())
    return [*head, form, _answer(answer, quote, lang), _how(lang)]


def chosen(_lang: Lang, **state: str) -> Mapping[str, str]:
    """What was asked, as it was asked."""
    return {name: value for name, value in state.items() if (name, value) != ("about", "0")}


def moved(lang: Lang, **state: str) -> str:
    """Where another figure was chosen: without the place and category of the one before; "" otherwise."""
    if "of" not in state:
        return ""
    dropped = ("of", "geo", "series") if state["of"] != state.get("indicator", "") else ("of",)
    return urls.check(lang, {name: value for name, value in state.items() if name not in dropped})


def _how(lang: Lang) -> html.P:
    return html.P(HOW[lang], className="table-note")


def _form(i: Indicator | None, quote: QuoteSelection | None, lang: Lang) -> html.Form:
    """Places, categories and periods follow from the figure: they are asked for once it is known."""
    c, release = catalogue.load(), store.release()
    listed = sorted((x for x in c.indicators.values() if held(x.id, release)), key=lambda x: x.title[lang])
    figures = [Option("", CHOOSE[lang]), *(Option(x.id, x.title[lang]) for x in listed)]
    fields: list[Component] = [select("indicator", FIGURE[lang], figures, i.id if i else "")]
    if i and quote:
        known = release.choices(i.id)
        geos = sorted((Option(g, c.label("geo", g, lang)) for g in known.geos), key=lambda o: o.label)
        names = [Option(s, c.series_label(i, s, lang)) for s in known.series]
        periods = [Option("", CHOOSE[lang]), *(Option(p, formats.period(p, lang)) for p in _periods(i, quote))]
        fields += [select("geo", PLACE[lang], geos, quote.geo), select("series", CATEGORY[lang], names, quote.series)]
        fields += [select("period", T["period"][lang], periods, quote.period), _number(quote, lang)]
        fields += [hidden("of", i.id), box("about", "1", ABOUT[lang], quote.about)]
    fields.append(html.Button(CHECK[lang], type="submit", className="button", disable_n_clicks=True))
    action = urls.check(lang)
    return html.Form(fields, method="GET", action=action, className="filter check-form", **aria(label=FORM[lang]))


def _number(quote: QuoteSelection, lang: Lang) -> Raw:
    return Raw(
        html=f'<label for="check-value">{escape(VALUE[lang])}</label><input type="text" inputmode="decimal" '
        f'id="check-value" name="value" maxlength="{LONGEST}" value="{escape(quote.value)}" autocomplete="off">',
        className="field",
    )


def _periods(i: Indicator, quote: QuoteSelection) -> list[str]:
    """Those of the place and category, now or in an earlier version, the newest first; and the one asked for."""
    release = store.release()
    now = {p.period for s in release.series(i.id, (quote.geo,), (quote.series,)) for p in s.points}
    past = {r.period for r in release.revisions(i.id, quote.geo, quote.series)}
    return in_order(now | past | ({quote.period} if quote.period else set()))[::-1]


def _answer(answer: Check, quote: QuoteSelection, lang: Lang) -> html.Section:
    c, i = catalogue.load(), answer.cell.indicator
    state = {"geo": quote.geo, "series": quote.series}
    sentence = check_words.sentence(answer, quote.value, quote.about, c, lang)
    as_json = urls.check_json({**_state(quote), "lang": lang})
    links: list[str | Component] = [
        html.A(OPEN[lang], href=urls.figure(lang, i.id, state)),
        " · ",
        board_link(Selection(i.id, (quote.geo,), (quote.series,)), i.title[lang], lang),
        " · ",
        html.A(JSON[lang], href=as_json),
    ]
    blocks = [
        html.H2(check_words.VERDICTS[answer.outcome][lang], id="answer", **data(shown="", outcome=answer.outcome)),
        html.P(sentence, className="check-sentence", **data(shown="")),
        *_statements(answer, lang),
        *_others(answer, lang),
        *_past(answer, lang),
        html.P(i.caveat[lang], className="table-note"),
        html.P(links),
    ]
    return html.Section(blocks, className="check-answer", **aria(labelledby="answer"))


def _state(quote: QuoteSelection) -> dict[str, str]:
    return {
        "indicator": quote.indicator, "geo": quote.geo, "series": quote.series, "period": quote.period,
        "value": quote.value, "about": "1" if quote.about else "",
    }  # fmt: skip


def _statements(answer: Check, lang: Lang) -> list[Component]:
    cell = answer.cell
    declared_claims = catalogue.load().claims
    ids = touched(declared_claims.values()).get((cell.indicator.id, cell.geo, cell.series, cell.period), ())
    if not ids:
        return []
    links: list[str | Component] = [STATEMENTS[lang]]
    for n, claim in enumerate(ids):
        links += ["; "] * (n > 0)
        links.append(html.A(declared_claims[claim].paraphrase[lang], href=urls.claim(lang, claim)))
    return [html.P(links)]


def _others(answer: Check, lang: Lang) -> list[Component]:
    if not answer.others:
        return []
    c = catalogue.load()
    items = [
        html.Li(
            html.A(
                check_words.other(o, c, lang),
                href=urls.figure(lang, o.cell.indicator.id, {"geo": o.cell.geo, "series": o.cell.series}),
            )
        )
        for o in answer.others
    ]
    return [html.H3(OTHERS[lang]), html.Ul(items, className="plain-list")]


def _past(answer: Check, lang: Lang) -> list[Component]:
    if not answer.past:
        return []
    rows = tuple(check_words.reading(r, answer.cell.indicator, lang) for r in answer.past)
    caption = f"{EARLIER[lang]}: {check_words.what(answer.cell, catalogue.load(), lang)}"
    return [data_table(Table(caption, tuple(t[lang] for t in HEAD), rows), lang)]


def _examples(lang: Lang) -> list[Component]:
    c, items = catalogue.load(), []
    for state in EXAMPLE_STATES:
        cell = Cell(c.indicators[state["indicator"]], state["geo"], state["series"], state["period"])
        value = formats.number(float(state["value"]), 0, lang)
        name = f"{check_words.what(cell, c, lang)}: {value}"
        items.append(html.Li(html.A(name, href=urls.check(lang, state))))
    return [html.H2(EXAMPLES[lang]), html.Ul(items, className="plain-list")]


PAGE = Page(
    path="/check",
    title=TITLE,
    description=DESCRIPTION,
    layout=layout,
    nav=NAV,
    order=45,
    chosen=chosen,
    moved=moved,
    accepts=(*NAMES, "of"),
)
