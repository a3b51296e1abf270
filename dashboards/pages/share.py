"""What to copy of one state of a figure: code to embed it, live or pinned, links, citations; with previews."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards import alt_text, citation, embed_page, embeds, figures, urls
from dashboards.blocks import aria
from dashboards.blocks.figure_fields import Option, box, hidden, select
from dashboards.choices import NAMES, selection
from dashboards.embeds import Manner
from dashboards.figures import Figure, declared
from dashboards.host import absolute
from dashboards.pages import Page
from dashboards.vocabulary import T
from etl import catalogue, store
from etl.declarations import Lang, Text

TITLE = Text(en="Share: {title}", nl="Delen: {title}")
DESCRIPTION = Text(
    en="Code to embed a figure, live or pinned, a picture for mail, permalinks and citations.",
    nl="Code om een cijfer in te voegen, actueel of vast, een beeld voor e-mail, vaste adressen en bronvermeldingen.",
)
BACK = Text(en="Back to the figure", nl="Terug naar het cijfer")
LOOK = Text(en="How the embed looks", nl="Hoe het kader eruitziet")
THEME = Text(en="Colours", nl="Kleuren")
SHADES = {
    "auto": Text(en="As the reader’s system", nl="Zoals het systeem van de lezer"),
    "light": Text(en="Light", nl="Licht"),
    "dark": Text(en="Dark", nl="Donker"),
}
SWITCHES = {
    "minimal": Text(en="Picture, source and link only", nl="Alleen beeld, bron en link"),
    "interactive": Text(en="Chart answers to a pointer", nl="Grafiek reageert op een aanwijzer"),
}
SHOW = Text(en="Show", nl="Toon")
EMBED = Text(en="Embed", nl="Invoegen")
LIVE = Text(en="Frame that stays up to date", nl="Kader dat actueel blijft")
PINNED = Text(
    en="Frame pinned to release {id}; it says what has changed since",
    nl="Kader vast op uitgave {id}; het zegt wat er sindsdien is veranderd",
)
IMAGE = Text(
    en="Linked picture, for mail and for sites that strip frames",
    nl="Beeld met link, voor e-mail en voor sites die kaders weghalen",
)
SCRIPT = Text(
    en="The script gives the frame the height of what is in it. Without it the frame keeps its height and scrolls.",
    nl="Het script geeft het kader de hoogte van de inhoud. Zonder script houdt het kader zijn hoogte en schuift het.",
)
LINKS = Text(en="Link", nl="Link")
STATE = Text(en="This state, with the newest figures", nl="Deze stand, met de nieuwste cijfers")
HELD = Text(en="This state in release {id}", nl="Deze stand in uitgave {id}")
CITE = Text(en="Cite", nl="Citeren")
PREVIEW = Text(en="Preview", nl="Voorbeeld")
WIDE = Text(en="{n} pixels wide", nl="{n} pixels breed")
WIDTHS = (320, 600, 900)


def layout(lang: Lang, indicator: str, **state: str) -> Sequence[Component]:
    """Everything to copy of a figure; UnknownValueError where a value of the address is not known."""
    manner = embeds.manner({name: [value] for name, value in state.items() if name in embeds.OWN})
    i = declared(indicator)
    release = store.release(state.get("release", ""))
    query = {name: [value] for name, value in state.items() if name in NAMES}
    shown = figures.figure(selection(i.id, query, release.choices(i.id), lang))
    chosen = selection(i.id, query, release.choices(i.id), lang).state()
    return [
        html.H1(TITLE[lang].format(title=i.title[lang])),
        html.P(html.A(BACK[lang], href=urls.figure(lang, i.id, chosen))),
        _form(i.id, chosen, manner, lang),
        *_codes(shown, chosen, manner),
        *_cite(shown, chosen),
        *_previews(shown, chosen, manner),
    ]


def title(lang: Lang, indicator: str) -> str:
    """The indicator's title, to be shared."""
    return TITLE[lang].format(title=declared(indicator).title[lang])


def _form(indicator: str, chosen: dict[str, str], manner: Manner, lang: Lang) -> html.Form:
    """Theme and switches; what was chosen of the figure goes along."""
    shades = [Option(shade, SHADES[shade][lang]) for shade in embeds.SHADES]
    switches = [box(name, "1", SWITCHES[name][lang], getattr(manner, name)) for name in embeds.SWITCHES]
    return html.Form(
        [
            *(hidden(name, value) for name, value in chosen.items()),
            select("theme", THEME[lang], shades, manner.theme),
            *switches,
            html.Button(SHOW[lang], type="submit", className="button", disable_n_clicks=True),
        ],
        method="GET",
        action=urls.share(lang, indicator),
        className="filter",
        **aria(label=LOOK[lang]),
    )


def _pinned(shown: Figure) -> dict[str, str]:
    """Every choice named, so that not even another default can change it."""
    return {**shown.chosen.state(), "release": shown.release.id}


def _live(chosen: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in chosen.items() if name != "release"}


def _codes(shown: Figure, chosen: dict[str, str], manner: Manner) -> list[Component]:
    lang, i, held = shown.chosen.lang, shown.indicator, _pinned(shown)
    script = absolute(urls.asset("embed.js").partition("?")[0])
    name = f"{shown.chart.title}. {T['site_name'][lang]}"
    height = embeds.frame_height(embed_page.pictures(shown.chart)[1], manner.minimal)

    def frame(state: dict[str, str], more: int) -> str:
        address = absolute(urls.embed(i.id, {**state, **manner.state(), "lang": lang}))
        return embeds.frame_code(address, name, height + more, script)

    image = absolute(urls.picture(i.id, "png", {**held, "lang": lang}))
    picture = embeds.image_code(absolute(urls.figure(lang, i.id, held)), image, alt_text.alt_text(shown.chart))
    return [
        html.H2(EMBED[lang], id="embed"),
        _code("live", LIVE[lang], frame(_live(chosen), 0)),
        _code("pinned", PINNED[lang].format(id=shown.release.id), frame(held, 70)),
        html.P(SCRIPT[lang]),
        _code("image", IMAGE[lang], picture),
    ]


def _cite(shown: Figure, chosen: dict[str, str]) -> list[Component]:
    lang, i, r = shown.chosen.lang, shown.indicator, shown.release
    held = absolute(urls.figure(lang, i.id, _pinned(shown)))
    cited = citation.cited(catalogue.load(), i, shown.chosen, shown.series, r.inputs, r.id, r.facts["built_at"], held)
    forms = [_code(f"cite-{n}", name, text) for n, (name, text) in enumerate(citation.forms(cited), 1)]
    return [
        html.H2(LINKS[lang], id="links"),
        _code("state", STATE[lang], absolute(urls.figure(lang, i.id, _live(chosen)))),
        _code("held", HELD[lang].format(id=r.id), held),
        html.H2(CITE[lang], id="cite"),
        *forms,
    ]


def _code(name: str, label: str, text: str) -> html.Div:
    """Text to copy; a click selects all of it."""
    words = html.P(label, id=f"copy-{name}", className="copy-name")
    code = html.Pre(text, className="copy", tabIndex=0, role="region", **aria(labelledby=f"copy-{name}"))
    return html.Div([words, code], className="copy-field")


def _previews(shown: Figure, chosen: dict[str, str], manner: Manner) -> list[Component]:
    lang, i = shown.chosen.lang, shown.indicator
    address = urls.embed(i.id, {**chosen, **manner.state(), "lang": lang})
    pictures = embed_page.pictures(shown.chart)
    made: list[Component] = [html.H2(PREVIEW[lang], id="preview")]
    for width in WIDTHS:
        words = WIDE[lang].format(n=width)
        height = embeds.frame_height(pictures[width >= embeds.BREAK], manner.minimal)
        frame = html.Iframe(src=address, title=words, width=str(width), height=str(height), className="preview")
        box = html.Div(frame, className="table-scroll", tabIndex=0, role="region", **aria(label=words))
        made += [html.H3(words), box]
    return made


PAGE = Page(
    path="/figure/<indicator>/share",
    title=title,
    description=DESCRIPTION,
    layout=layout,
    accepts=(*(n for n in NAMES if n != "lang"), *embeds.OWN),
    many=("geo", "series"),
)
