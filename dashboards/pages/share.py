"""What to copy of one state of a figure: code to embed it, links, citations, code that reads it; with previews.

assets/share.js copies at a click; without it texts are copied by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks.copy_field import copy_field
from dashboards.blocks.figure_fields import Option, box, hidden, select
from dashboards.blocks.sheet_links import sheet_links
from dashboards.charts import alt_text
from dashboards.embed import code as embed_code
from dashboards.embed import measure
from dashboards.embed import page as embed_page
from dashboards.figures import figure as figures
from dashboards.figures.figure import Figure, declared
from dashboards.files import citation, offers
from dashboards.files.snippets import snippets
from dashboards.pages import Page
from dashboards.query import embed as embed_query
from dashboards.query import urls
from dashboards.query.embed import EmbedOptions
from dashboards.query.selection import NAMES, selection
from dashboards.routes import embed
from dashboards.text import formats
from dashboards.text.file_messages import L
from dashboards.text.messages import T
from dashboards.web.request_host import absolute
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang, Text
from etl.release import store

TITLE = Text(en="Share: {title}", nl="Delen: {title}")
DESCRIPTION = Text(
    en="Code to embed a figure, live or pinned, a picture for mail, permalinks and citations.",
    nl="Code om een cijfer in te sluiten, actueel of vast, een afbeelding voor e-mail, vaste adressen en "
    "bronvermeldingen.",
)
BACK = Text(en="Back to the figure", nl="Terug naar het cijfer")
LOOK = Text(en="How the embed looks", nl="Hoe het kader eruitziet")
THEME = Text(en="Colours", nl="Kleuren")
SHADES = {
    "auto": Text(en="Follow the reader’s system", nl="Volgens het systeem van de lezer"),
    "light": Text(en="Light", nl="Licht"),
    "dark": Text(en="Dark", nl="Donker"),
}
SWITCHES = {
    "minimal": Text(en="Image, source and link only", nl="Alleen afbeelding, bron en link"),
    "interactive": Text(en="Interactive chart", nl="Interactieve grafiek"),
}
SHOW = Text(en="Show", nl="Toon")
EMBED = Text(en="Embed", nl="Insluiten")
LIVE = Text(en="Frame that stays up to date", nl="Kader dat actueel blijft")
LIVE_OF_DAY = Text(
    en="Frame of the newest release, with the figures as they stood on {date}",
    nl="Kader van de nieuwste release, met de cijfers zoals bekend op {date}",
)
PINNED = Text(
    en="Frame pinned to release {id}; it says what has changed since",
    nl="Kader vast op release {id}; het zegt wat er sindsdien is veranderd",
)
IMAGE = Text(
    en="Linked picture, for mail and for sites that strip frames",
    nl="Afbeelding met link, voor e-mail en voor sites die kaders weghalen",
)
SCRIPT = Text(
    en="The script gives the frame the height of what is in it. Without it the frame keeps its height and scrolls.",
    nl="Het script geeft het kader de hoogte van de inhoud. Zonder script houdt het kader zijn hoogte en schuift het.",
)
LINKS = Text(en="Link", nl="Link")
STATE = Text(en="This view, with the newest figures", nl="Deze weergave, met de nieuwste cijfers")
STATE_OF_DAY = Text(
    en="This view in the newest release, as the figures stood on {date}",
    nl="Deze weergave in de nieuwste release, met de cijfers zoals bekend op {date}",
)
HELD = Text(en="This view in release {id}", nl="Deze weergave in release {id}")
CITE = Text(en="Cite", nl="Citeren")
VERIFY = Text(
    en="Of which release a file is, and whether it still holds",
    nl="Van welke release een bestand is, en of het nog geldt",
)
BRIEFING = Text(en="For a briefing", nl="Voor een notitie")
BRIEFINGS = Text(en="This view with its table and sources", nl="Deze weergave met tabel en bronnen")
ENDINGS = {"pptx": "PowerPoint", "docx": "Word", "pdf": "PDF"}
PREVIEW = Text(en="Preview", nl="Voorbeeld")
WIDE = Text(en="{n} pixels wide", nl="{n} pixels breed")
WIDTHS = (320, 600, 900)


def layout(lang: Lang, indicator: str, **state: str) -> Sequence[Component]:
    """Everything to copy of a figure; UnknownValueError where a value of the address is not known."""
    options = embed_query.embed_options({name: [value] for name, value in state.items() if name in embed_query.OWN})
    i = declared(indicator)
    release = store.release(state.get("release", ""))
    query = {name: [value] for name, value in state.items() if name in NAMES}
    shown = figures.figure(selection(i.id, query, release.choices(i.id), lang))
    chosen = selection(i.id, query, release.choices(i.id), lang).state()
    chart = replace(shown.chart, alt=alt_text.alt_text(shown.chart))
    shown, drawn = replace(shown, chart=chart), embed_page.Drawn(chart, embed_page.pictures(chart))
    live = _page(shown, _live(chosen), options, drawn)
    return [
        html.H1(TITLE[lang].format(title=i.title[lang])),
        html.P(html.A(BACK[lang], href=urls.figure(lang, i.id, chosen))),
        _form(i.id, chosen, options, lang),
        *_codes(shown, chosen, options, live, _page(shown, _pinned(shown), options, drawn)),
        *_previews(shown, chosen, options, live if chosen == _live(chosen) else _page(shown, chosen, options, drawn)),
        *_cite(shown, chosen),
        *_ways(shown),
        html.P(html.A(VERIFY[lang], href=urls.verify(lang, f"release {shown.release.id}"))),
        html.H2(BRIEFING[lang], id="briefing"),
        _briefings(i.id, {**chosen, "lang": "" if lang == "en" else lang}, lang),
        sheet_links(i.pillar, lang),
    ]


def chosen(lang: Lang, indicator: str, **state: str) -> Mapping[str, str]:
    """What was chosen of the figure and of the look."""
    i = declared(indicator)
    query = {name: [value] for name, value in state.items() if name in NAMES}
    wanted = selection(i.id, query, store.release(state.get("release", "")).choices(i.id), lang).state()
    options = embed_query.embed_options({name: [value] for name, value in state.items() if name in embed_query.OWN})
    return {**wanted, **options.state()}


def title(lang: Lang, indicator: str) -> str:
    """The indicator's title, to be shared."""
    return TITLE[lang].format(title=declared(indicator).title[lang])


def _form(indicator: str, chosen: dict[str, str], options: EmbedOptions, lang: Lang) -> html.Form:
    """Theme and switches; what was chosen of the figure goes along."""
    shades = [Option(shade, SHADES[shade][lang]) for shade in embed_query.SHADES]
    switches = [box(name, "1", SWITCHES[name][lang], getattr(options, name)) for name in embed_query.SWITCHES]
    return html.Form(
        [
            *(hidden(name, value) for name, value in chosen.items()),
            select("theme", THEME[lang], shades, options.theme),
            *switches,
            html.Button(SHOW[lang], type="submit", className="button", disable_n_clicks=True),
        ],
        method="GET",
        action=urls.share(lang, indicator),
        className="filter share-look",
        **aria(label=LOOK[lang]),
    )


def _pinned(shown: Figure) -> dict[str, str]:
    """Every choice named, so that not even another default can change it."""
    return {**shown.chosen.state(), "release": shown.release.id}


def _of_newest(now: Text, of_day: Text, shown: Figure) -> str:
    """What follows the newest release: with the newest figures, or with those of the day that is read."""
    lang, day = shown.chosen.lang, shown.chosen.as_of
    return of_day[lang].format(date=formats.date(day, lang)) if day else now[lang]


def _live(chosen: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in chosen.items() if name != "release"}


def _codes(shown: Figure, chosen: dict[str, str], options: EmbedOptions, live: str, pinned: str) -> list[Component]:
    """live: the page in the frame that follows the newest release; pinned: in the one that stays at this."""
    lang, i, held = shown.chosen.lang, shown.indicator, _pinned(shown)
    script = absolute(urls.asset("embed.js").partition("?")[0])
    name = f"{shown.chart.title}. {T['site_name'][lang]}"

    def frame(part: str, label: str, state: dict[str, str], page: str) -> html.Div:
        address = absolute(urls.embed(i.id, {**state, **options.state(), "lang": lang}))
        code = embed_code.frame_code(address, name, measure.height_for_code(page), script)
        return copy_field(part, label, code, lang)

    image = absolute(urls.picture(i.id, "png", {**held, "lang": lang}))
    linked = embed_code.image_code(absolute(urls.figure(lang, i.id, held)), image, shown.chart.alt)
    return [
        html.H2(EMBED[lang], id="embed"),
        frame("live", _of_newest(LIVE, LIVE_OF_DAY, shown), _live(chosen), live),
        frame("pinned", PINNED[lang].format(id=shown.release.id), held, pinned),
        html.P(SCRIPT[lang]),
        copy_field("image", IMAGE[lang], linked, lang),
    ]


def _cite(shown: Figure, chosen: dict[str, str]) -> list[Component]:
    lang, i, r = shown.chosen.lang, shown.indicator, shown.release
    held = absolute(urls.figure(lang, i.id, _pinned(shown)))
    cited = citation.cited(catalogue.load(), i, shown.chosen, shown.series, r.inputs, r.id, r.facts["built_at"], held)
    forms = [copy_field(f"cite-{n}", name, text, lang) for n, (name, text) in enumerate(citation.forms(cited), 1)]
    newest = absolute(urls.figure(lang, i.id, _live(chosen)))
    return [
        html.H2(LINKS[lang], id="links"),
        copy_field("state", _of_newest(STATE, STATE_OF_DAY, shown), newest, lang),
        copy_field("held", HELD[lang].format(id=r.id), held, lang),
        html.H2(CITE[lang], id="cite"),
        *forms,
    ]


def _ways(shown: Figure) -> list[Component]:
    """Lines of code that open the figures as shown, always the newest, in other programs."""
    lang = shown.chosen.lang
    ways = snippets(absolute(offers.address(replace(shown.chosen, release=""))), lang)
    made = [copy_field(f"way-{w.id}", w.how if w.name in w.how else f"{w.name}. {w.how}", w.code, lang) for w in ways]
    return [html.H2(L["open_with"][lang], id="ways"), *made]


def _briefings(indicator: str, state: Mapping[str, str], lang: Lang) -> html.P:
    """The view as a deck and as documents."""
    parts: list[str | Component] = [f"{BRIEFINGS[lang]}: "]
    for n, (ending, name) in enumerate(ENDINGS.items()):
        link = html.A(name, href=urls.briefing(indicator, ending, state), **aria(label=f"{BRIEFINGS[lang]}: {name}"))
        parts += [", "] * (n > 0) + [link]
    return html.P(parts)


def _page(shown: Figure, state: Mapping[str, str], options: EmbedOptions, drawn: embed_page.Drawn) -> str:
    """The page that the frame of that state holds."""
    known = shown.release.choices(shown.indicator.id)
    query = {name: [value] for name, value in state.items() if name in NAMES}
    content = embed.content(selection(shown.indicator.id, query, known, shown.chosen.lang), options, shown)
    return embed_page.page(content, drawn)


def _previews(shown: Figure, chosen: dict[str, str], options: EmbedOptions, page: str) -> list[Component]:
    """page: the one in the frames."""
    lang, i = shown.chosen.lang, shown.indicator
    address = urls.embed(i.id, {**chosen, **options.state(), "lang": lang})
    made: list[Component] = [html.H2(PREVIEW[lang], id="preview")]
    for width in WIDTHS:
        heading = WIDE[lang].format(n=width)
        high = str(measure.height(page, width))
        frame = html.Iframe(src=address, title=heading, width=str(width), height=high, className="preview")
        box = html.Div(frame, className="table-scroll", tabIndex=0, role="region", **aria(label=heading))
        made += [html.H3(heading), box]
    return made


PAGE = Page(
    path="/figure/<indicator>/share",
    title=title,
    description=DESCRIPTION,
    layout=layout,
    chosen=chosen,
    accepts=(*(n for n in NAMES if n != "lang"), *embed_query.OWN),
    many=("geo", "series"),
)
