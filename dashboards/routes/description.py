"""The description of every address for machines, as OpenAPI 3.1: made from the declarations that the routes read. Pure.

A test holds it against the routes of the server, so that none can be added without being described here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboards import feeds
from dashboards.charts.palette import THEMES
from dashboards.files.rows import DIALECTS
from dashboards.query import board, selection, urls
from dashboards.query import embed as embed_query
from dashboards.query.briefing import LONGEST
from dashboards.routes.named import DAY, NUMBER, PERIOD, Name, Route, word
from etl.catalogue.declarations import LANGS, Lang, Text

VERSION = "1.0.0"
OFFICE = "application/vnd.openxmlformats-officedocument."
DATA_TYPES = {
    "csv": "text/csv", "xlsx": f"{OFFICE}spreadsheetml.sheet", "parquet": "application/vnd.apache.parquet",
    "json": "application/json", "zip": "application/zip",
}  # fmt: skip
PICTURE_TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
BRIEFING_TYPES = {"pptx": f"{OFFICE}presentationml.presentation", "docx": f"{OFFICE}wordprocessingml.document"}
FEED_TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}
SIZES = ("report", "slide", "social", "square")
SAME_EVERYWHERE = Text(
    en="The same figures as the page shows. Unknown names and values are refused, never ignored.",
    nl="Dezelfde cijfers als op de pagina. Onbekende namen en waarden worden geweigerd, nooit genegeerd.",
)


CODES = {"type": "array", "items": {"type": "string", "minLength": 1}}
CHOICE = (
    Name("geo", Text(en="Places by code; several by repeating or commas.", nl="Plaatsen, als codes; meer door herhalen "
         "of komma’s."), {**CODES, "examples": [["NL"]]}),
    Name("series", Text(en="Categories by code; see /api/indicators.json.", nl="Categorieën, als codes; zie "
         "/api/indicators.json."), CODES),
    Name("from", Text(en="First period: a year, quarter or month.", nl="Eerste periode: een jaar, kwartaal of maand."),
         {"type": "string", "pattern": PERIOD, "examples": ["2015"]}),
    Name("to", Text(en="Last period.", nl="Laatste periode."), {"type": "string", "pattern": PERIOD}),
    Name("as_of", Text(en="Day as of which to read: later revisions are left out.", nl="Dag van lezing: latere "
         "herzieningen blijven weg."), {"type": "string", "pattern": DAY, "examples": ["2019-10-14"]}),
    Name("release", Text(en="Id of a release, to hold to it; the newest if left out.",
                         nl="Id van een release, om daaraan vast te houden; anders de nieuwste."),
         {"type": "string", "minLength": 1}),
    word("lang", LANGS, "Language; English if left out.", "Taal; Engels als deze ontbreekt."),
    word("measure", selection.MEASURES, "The figures themselves, or as an index.", "De cijfers zelf, of als index."),
    Name("base", Text(en="Period in which an index is 100.", nl="Periode waarin een index 100 is."),
         {"type": "string", "pattern": PERIOD}),
    word("shape", selection.SHAPES, "How it is drawn.", "Hoe het wordt getekend."),
    word("beside", (selection.NOW,), "With as_of: the present figures beside it.", "Met as_of: de huidige cijfers "
         "ernaast."),
)  # fmt: skip
DIALECT = word("dialect", tuple(DIALECTS), "nl: for Excel with Dutch settings.", "nl: voor Excel met Nederlandse "
               "instellingen.")  # fmt: skip
THEME = word("theme", tuple(THEMES), "Colours.", "Kleuren.")
LOOK = (
    THEME,
    word("size", SIZES, "Preset: report if left out.", "Formaat: report als het ontbreekt."),
    word("scale", ("1", "2", "3"), "Pixels for each of the size’s.", "Pixels voor elke van het formaat."),
)
MANNER = (
    word("theme", embed_query.SHADES, "Colours; auto follows the reader.", "Kleuren; auto volgt de lezer."),
    word("minimal", embed_query.ON, "1: picture, source and link only.", "1: alleen beeld, bron en link."),
    word(
        "interactive", embed_query.ON, "1: the chart answers to a pointer.", "1: de grafiek reageert op een aanwijzer."
    ),
)
LANG = next(n for n in CHOICE if n.name == "lang")
SINCE = Name("since", Text(en="A day; that of the letter if left out.", nl="Een dag; die van de brief als hij "
             "ontbreekt."), {"type": "string", "pattern": DAY, "examples": ["2019-10-14"]})  # fmt: skip
SOURCE = word("source", tuple(feeds.PUBLISHERS), "Figures of this source only.", "Alleen cijfers van deze bron.")
RELEASE = next(n for n in CHOICE if n.name == "release")
PIXELS = {"type": "integer", "minimum": 1, "maximum": 99999}
OEMBED = (
    Name("url", Text(en="Absolute address of a figure’s page or embed.", nl="Volledig adres van de pagina of het "
         "kader van een cijfer."), {"type": "string", "minLength": 1}, required=True),
    word("format", ("json", "xml"), "json if left out; others are 501.", "json als het ontbreekt; anders 501."),
    Name("maxwidth", Text(en="Maximum width in pixels.", nl="Maximale breedte in pixels."), PIXELS),
    Name("maxheight", Text(en="Maximum height in pixels.", nl="Maximale hoogte in pixels."), PIXELS),
)  # fmt: skip
TRAY = Name(
    "figure",
    Text(en="A figure: its id, ? and its choice; repeat for more.", nl="Een cijfer: id, ? en keuze; herhaal voor meer."),  # noqa: E501
    {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "maxItems": 20,
     "examples": [["returned?geo=NL"]]},
    required=True,
)  # fmt: skip
CODE = {"type": "string", "minLength": 1}
QUOTE = (
    Name("indicator", Text(en="Id of a figure.", nl="Id van een cijfer."), {**CODE, "examples": ["return_rate"]}, True),
    Name("geo", Text(en="A place by code.", nl="Een plaats, als code."), CODE),
    Name("series", Text(en="A category by code.", nl="Een categorie, als code."), CODE),
    Name("period", Text(en="The period.", nl="De periode."),
         {"type": "string", "pattern": PERIOD, "examples": ["2018"]}, True),
    Name("value", Text(en="The number as it was quoted.", nl="Het getal zoals het is geciteerd."),
         {"type": "string", "pattern": NUMBER, "examples": ["40"]}, True),
    word("about", ("0", "1"), "1: quoted as “about”.", "1: aangehaald als ‘circa’."),
)  # fmt: skip
BOARD = (
    word("columns", board.COLUMNS, "Columns on a wide screen.", "Kolommen op een breed scherm."),
    Name("title", Text(en="A title.", nl="Een titel."), {"type": "string", "maxLength": LONGEST}),
)
HTML = "text/html"


def routes() -> tuple[Route, ...]:
    """Every address for machines."""
    data = Text(en="An indicator’s figures as {end}.", nl="De cijfers van een indicator als {end}.")
    picture = Text(en="An indicator’s figure as a picture ({end}).", nl="Het cijfer als afbeelding ({end}).")
    deck = Text(en="One figure as a briefing ({end}).", nl="Eén cijfer als notitie ({end}).")
    tray = Text(en="Collected figures as one briefing ({end}).", nl="Verzamelde cijfers als één notitie ({end}).")
    feed = Text(en="News of the figures ({end}).", nl="Nieuws over de cijfers ({end}).")
    kinds = (LANG, word("kind", feeds.KINDS, "Only this kind of news.", "Alleen dit soort nieuws."))
    return (
        *(
            Route(f"/data/{{indicator}}.{end}", _named(data, end), (kind,), (*CHOICE, *([DIALECT] if end == "csv" else [])))  # noqa: E501
            for end, kind in DATA_TYPES.items()
        ),
        Route(
            "/data/dataset/{dataset}.csv",
            Text(
                en="Rows of a dataset; its dimensions are names too.",
                nl="Rijen van een dataset; ook de dimensies ervan zijn namen.",
            ),
            ("text/csv",),
            tuple(n for n in CHOICE if n.name in ("from", "to", "as_of", "release", "lang")),
        ),
        Route(urls.CHANGES, Text(en="Every figure that was revised since a day.", nl="Elk cijfer dat sinds een dag is "
              "herzien."), ("text/csv",), (SINCE, SOURCE, LANG)),
        Route(urls.release_data(), Text(en="A whole release.", nl="Een hele release."), ("application/zip",), (RELEASE, LANG)),  # noqa: E501
        *(
            Route(f"/figure/{{indicator}}.{end}", _named(picture, end), (kind,), (*CHOICE, *LOOK), HTML)
            for end, kind in PICTURE_TYPES.items()
        ),
        *(
            Route(f"/briefing/{{indicator}}.{end}", _named(deck, end), (kind,), CHOICE, HTML)
            for end, kind in BRIEFING_TYPES.items()
        ),
        *(
            Route(f"/briefing.{end}", _named(tray, end), (kind,), (TRAY, RELEASE, LANG), HTML)
            for end, kind in BRIEFING_TYPES.items()
        ),
        Route("/embed/{indicator}", Text(en="A light page for frames.", nl="Een lichte pagina voor kaders."), (HTML,),
              (*(n for n in CHOICE), *MANNER), HTML),
        Route(urls.board_embed(), Text(en="Collected figures as a light page for frames.", nl="Verzamelde cijfers als "
              "lichte pagina voor kaders."), (HTML,), (TRAY, *BOARD, LANG, MANNER[0]), HTML),
        Route(urls.OEMBED, Text(en="oEmbed 1.0 of a figure.", nl="oEmbed 1.0 van een cijfer."),
              ("application/json", "text/xml"), OEMBED, more=(400, 501)),
        *(
            Route(f"/feeds/{{source}}.{end}", _named(feed, end), (kind,), kinds) for end, kind in FEED_TYPES.items()
        ),
        Route("/api/indicators.json", Text(en="What can be asked for.", nl="Wat er te vragen is."), ("application/json",)),  # noqa: E501
        Route("/api/claims.json", Text(en="Every statement of the letter.", nl="Elke uitspraak van de brief."),
              ("application/json",)),
        Route(urls.SUGGEST, Text(en="What the search box offers.", nl="Wat het zoekveld aanbiedt."), ("application/json",),  # noqa: E501
              (Name("q", Text(en="What is typed.", nl="Wat er getypt is."), {"type": "string"}), LANG), kept=False),
        Route("/api/figure/{indicator}.json", Text(en="A figure as data and layout for Plotly.", nl="Een cijfer als data "  # noqa: E501
              "en opmaak voor Plotly."), ("application/json",), (*CHOICE, THEME)),
        Route(urls.CHECK, Text(en="Whether a quoted number still stands.", nl="Of een geciteerd getal nog klopt."),
              ("application/json",), (*QUOTE, LANG)),
        Route(urls.OPENAPI, Text(en="This description.", nl="Deze beschrijving."), ("application/json",)),
        Route(urls.HEALTH, Text(en="Release, and age of each source’s figures.", nl="Release, en actualiteit per bron."), ("application/json",), kept=False),  # noqa: E501
        Route(urls.READY, Text(en="The same, after every file was read again.", nl="Hetzelfde, nadat elk bestand opnieuw is gelezen."), ("application/json",), kept=False),  # noqa: E501
    )  # fmt: skip


def _named(words: Text, ending: str) -> Text:
    return Text(en=words.en.format(end=ending.upper()), nl=words.nl.format(end=ending.upper()))


def document(
    title: str, host: str, indicators: Sequence[str], datasets: Sequence[str], lang: Lang = "en"
) -> dict[str, Any]:
    """The whole document. host: scheme and name of the site; indicators, datasets: ids that can be asked for."""
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": VERSION, "description": SAME_EVERYWHERE[lang]},
        "servers": [{"url": host}],
        "paths": {r.path: {"get": _operation(r, lang)} for r in routes()},
        "components": {
            "parameters": {
                "indicator": _path("indicator", indicators),
                "dataset": _path("dataset", datasets),
                "source": _path("source", ("all", *feeds.PUBLISHERS)),
            },
            "schemas": {"Refusal": REFUSAL},
        },
    }


REFUSAL = {
    "type": "object",
    "required": ["error", "accepted"],
    "properties": {"error": {"type": "string"}, "accepted": {"type": "array", "items": {"type": "string"}}},
}


def _path(name: str, accepted: Sequence[str]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "enum": list(accepted)}}


def _operation(route: Route, lang: Lang) -> dict[str, Any]:
    held = [name for name in ("indicator", "dataset", "source") if f"{{{name}}}" in route.path]
    return {
        "operationId": "_".join(
            part for part in route.path.replace("{", "").replace("}", "").replace(".", "/").split("/") if part
        ),
        "summary": route.does[lang],
        "parameters": [
            *({"$ref": f"#/components/parameters/{name}"} for name in held),
            *(_query(n, lang) for n in route.query),
        ],
        "responses": _responses(route),
    }


def _query(n: Name, lang: Lang) -> dict[str, Any]:
    schema = n.schema if n.required else _or_empty(n.schema)
    schema = {k: v for k, v in schema.items() if k != "examples"}
    found = {"name": n.name, "in": "query", "required": n.required, "description": n.does[lang], "schema": schema}
    return {**found, "example": n.schema["examples"][0]} if "examples" in n.schema else found


def _or_empty(schema: Mapping[str, Any]) -> dict[str, Any]:
    """An empty value is a name that was not given: forms send those."""
    found = {k: v for k, v in schema.items() if k != "minLength"}
    if "enum" in schema:
        found["enum"] = [*schema["enum"], ""]
    if "pattern" in schema:
        found["pattern"] = f"^$|{schema['pattern']}"
    if schema["type"] == "array":
        found["items"] = {"type": "string"}
    return found if schema["type"] != "integer" else {"anyOf": [found, {"type": "string", "maxLength": 0}]}


def _responses(route: Route) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "As asked.", "content": {kind: {} for kind in route.types}}
    for kind in set(route.types) & {"application/json", "application/feed+json"}:
        good["content"][kind] = {"schema": {"type": "object"}}
    refused = {"$ref": "#/components/schemas/Refusal"} if route.refusal == "application/json" else {"type": "string"}
    content = {route.refusal: {"schema": refused}}
    found: dict[str, Any] = {"200": good}
    if route.kept:
        good["headers"] = {"ETag": {"schema": {"type": "string"}}}
        found["304"] = {"description": "Not changed since the ETag that was sent in If-None-Match."}
    if route.query or "{" in route.path:
        found["404"] = {"description": "A name or value is not known; what is accepted is listed.", "content": content}
    for status in route.more:
        found[str(status)] = {"description": "Not understood, or not offered.", "content": content}
    found["503"] = {"description": "No release has been built yet."}
    return found
