"""What publishers revised since the letter, or since any day: was, became, by how much, which statements it touches."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards import feeds
from dashboards.blocks import aria, data
from dashboards.blocks.figure_fields import Option, select
from dashboards.blocks.revision_list import ListWords, notable_list, revised_figures
from dashboards.figures import replacements
from dashboards.letter.statements import statements
from dashboards.pages import Page
from dashboards.query import urls
from dashboards.query.changes import NAMES, ChangesSelection, changes_selection
from dashboards.text import formats
from dashboards.web.raw_html import Raw
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang, Text
from etl.letter.claims import LETTER_DATE
from etl.model.places import places
from etl.release import serving, store

TITLE = Text(en="What changed", nl="Wat er veranderde")
SINCE_LETTER = Text(en="What was revised since the letter", nl="Wat er is herzien sinds de brief")
SINCE_DAY = Text(en="What was revised since {day}", nl="Wat er is herzien sinds {day}")
DESCRIPTION = Text(
    en="Every figure that a publisher has revised since the letter of 14 October 2019, or since any day: what it was, "
    "what it became, by how much, and which statements it touches.",
    nl="Elk cijfer dat een uitgever sinds de brief van 14 oktober 2019, of sinds een andere dag, heeft herzien: wat "
    "het was, wat het werd, hoeveel het scheelt en welke uitspraken het raakt.",
)
INTRO = Text(
    en="Figures that a publisher has replaced since {day}: what stood there, what stands there now, by how much. A "
    "figure that first came later and was replaced since is here too.",
    nl="Cijfers die een uitgever sinds {day} heeft vervangen: wat er stond, wat er nu staat, hoeveel het scheelt. Een "
    "cijfer dat later verscheen en sindsdien is vervangen, staat er ook bij.",
)
HELD = Text(
    en="Only versions that this monitor holds can be compared. A day is that of the version in which we hold a figure: "
    "the publisher may have revised it earlier.",
    nl="Alleen versies die deze monitor bewaart, zijn te vergelijken. Een dag is die van de versie waarin wij een "
    "cijfer hebben: de uitgever kan het eerder hebben herzien.",
)
COUNT = Text(
    en="{n} revised figures under {of} titles; {computed} of them are computed by this monitor from others.",
    nl="{n} herziene cijfers onder {of} titels; {computed} daarvan zijn door deze monitor uit andere berekend.",
)
NONE = Text(
    en="No figure that this monitor holds was revised since {day}.",
    nl="Geen cijfer dat deze monitor bewaart, is herzien sinds {day}.",
)
LARGEST = Text(en="Largest revisions", nl="Grootste herzieningen")
LARGEST_NOTE = Text(
    en="Published yearly counts of {large} or more that go with the letter and changed by {percent}% or more.",
    nl="Gepubliceerde jaaraantallen van {large} of meer die bij de brief horen en {percent}% of meer veranderden.",
)
FORM = Text(en="Choose a day and a source", nl="Kies een dag en een bron")
SINCE = Text(en="Revised since", nl="Herzien sinds")
SOURCE = Text(en="Source", nl="Bron")
ALL = Text(en="all", nl="alle")
SHOW = Text(en="Show", nl="Toon")
BACK = Text(en="Back to the day of the letter", nl="Terug naar de dag van de brief")
TAKE = Text(en="Download or follow this list", nl="Deze lijst downloaden of volgen")
CSV = Text(en="All of these as CSV", nl="Alles als CSV")
FEED = Text(en="Revisions as a feed ({kind})", nl="Herzieningen als feed ({kind})")


def layout(lang: Lang, **state: str) -> Sequence[Component]:
    """Title, form, the largest, then figure by figure."""
    declared, release = catalogue.load(), store.release()
    selection = _selection(lang, state)
    day = formats.date(selection.since, lang)
    revised = replacements.every(release, declared, selection.source, selection.since)
    list_words = _words(lang, selection.since)
    is_letter = selection.since == LETTER_DATE
    return [
        html.H1(SINCE_LETTER[lang] if is_letter else SINCE_DAY[lang].format(day=day)),
        html.P(INTRO[lang].format(day=day), className="lead"),
        _form(selection, lang),
        _count(revised, day, lang),
        *_largest(revised, list_words),
        _take(selection, lang),
        *revised_figures(revised, list_words),
        html.P(HELD[lang], className="table-note"),
    ]


def chosen(lang: Lang, **state: str) -> Mapping[str, str]:
    """The choice without the day of the letter."""
    return _selection(lang, state).state(LETTER_DATE)


def _selection(lang: Lang, state: Mapping[str, str]) -> ChangesSelection:
    return changes_selection({n: [v] for n, v in state.items()}, LETTER_DATE, tuple(feeds.PUBLISHERS), lang)


def _words(lang: Lang, since: str) -> ListWords:
    declared = catalogue.load()
    by_id = {s.claim.id: s for s in statements(declared, store.release().claims)}
    touched = replacements.touched(declared.claims.values())
    by_cell = {cell: tuple(by_id[i] for i in ids) for cell, ids in touched.items()}
    return ListWords(declared, by_cell, lang, (_release_of(since), store.current_id()))


def _release_of(since: str) -> str:
    """The release that was the newest on that day; the first that is held where none is so old."""
    heads = serving.heads(places().warehouse)
    on_the_day = [head.id for head in heads if head.built_at[:10] <= since]
    return on_the_day[-1] if on_the_day else heads[0].id if heads else ""


def _count(revised: Sequence[replacements.Replacement], day: str, lang: Lang) -> html.P:
    if not revised:
        return html.P(NONE[lang].format(day=day), **data(shown=""))
    counts = (len(revised), len({r.indicator.id for r in revised}), sum(r.provenance.computed for r in revised))
    n, of, computed = (formats.number(count, 0, lang) for count in counts)
    return html.P(COUNT[lang].format(n=n, of=of, computed=computed), className="found", **data(shown=""))


def _largest(revised: Sequence[replacements.Replacement], wording: ListWords) -> list[Component]:
    largest, lang = replacements.notable(revised), wording.lang
    if not largest:
        return []
    note = LARGEST_NOTE[lang].format(
        large=formats.number(replacements.LARGE, 0, lang), percent=formats.number(replacements.NOTABLE, 0, lang)
    )
    heading, below = html.H2(LARGEST[lang], id="largest"), html.P(note, className="table-note")
    return [html.Section([heading, notable_list(largest, wording), below], **aria(labelledby="largest"))]


def _form(selection: ChangesSelection, lang: Lang) -> html.Form:
    day = Raw(
        html=f'<label for="changes-since">{SINCE[lang]}</label><input type="date" id="changes-since" name="since" '
        f'value="{selection.since}">',
        className="field",
    )
    sources = [Option("", ALL[lang]), *(Option(code, name) for code, name in feeds.PUBLISHERS.items())]
    button = html.Button(SHOW[lang], type="submit", className="button", disable_n_clicks=True)
    fields: list[Component] = [day, select("source", SOURCE[lang], sources, selection.source), button]
    if selection.state(LETTER_DATE):
        fields.append(html.A(BACK[lang], href=urls.changes(lang)))
    return html.Form(fields, method="GET", action=urls.changes(lang), className="filter", **aria(label=FORM[lang]))


def _take(selection: ChangesSelection, lang: Lang) -> html.Ul:
    state = {**selection.state(LETTER_DATE), "lang": "" if lang == "en" else lang}
    ways = [(CSV[lang], urls.changes_csv(state))]
    for kind, ending in (("Atom", "atom"), ("JSON", "json")):
        ways.append((FEED[lang].format(kind=kind), urls.feed(selection.source or "all", ending, lang, "revisions")))
    links = [html.Li(html.A(label, href=address)) for label, address in ways]
    return html.Ul(links, className="jumps", **aria(label=TAKE[lang]))


PAGE = Page(
    path="/changes",
    title=TITLE,
    description=DESCRIPTION,
    layout=layout,
    nav=TITLE,
    order=35,
    chosen=chosen,
    accepts=NAMES,
)
