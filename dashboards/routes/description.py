"""Every address for machines: what it gives, which parameters it takes, what it can answer. Pure.

Parameters are those of `dashboards.query.parameters`, which the routes read too. A test holds the list against the
routes of the server, so that none can be added without being described here.
"""

from dataclasses import dataclass

from dashboards.query import columns, parameters, urls
from dashboards.query import sheet as sheets
from dashboards.query.parameters import CHOICE, Parameter
from etl.catalogue.declarations import Text

OFFICE = "application/vnd.openxmlformats-officedocument."
DATA_TYPES = {
    "csv": "text/csv", "xlsx": f"{OFFICE}spreadsheetml.sheet", "parquet": "application/vnd.apache.parquet",
    "json": "application/json", "zip": "application/zip",
}  # fmt: skip
PICTURE_TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
BRIEFING_TYPES = {
    "pptx": f"{OFFICE}presentationml.presentation", "docx": f"{OFFICE}wordprocessingml.document",
    "pdf": "application/pdf",
}  # fmt: skip
FEED_TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}


@dataclass(frozen=True)
class Route:
    """One address. path: as OpenAPI writes it; types: media types of a good answer; refusal: that of a refusal."""

    path: str
    does: Text
    types: tuple[str, ...]
    query: tuple[Parameter, ...] = ()
    refusal: str = "application/json"
    more: tuple[int, ...] = ()
    kept: bool = True


HTML = "text/html"


def routes() -> tuple[Route, ...]:
    """Every address for machines."""
    data = Text(en="An indicator’s figures as {end}.", nl="De cijfers van een indicator als {end}.")
    picture = Text(en="An indicator’s figure as a picture ({end}).", nl="Het cijfer als afbeelding ({end}).")
    deck = Text(en="One figure as a briefing ({end}).", nl="Eén cijfer als notitie ({end}).")
    tray = Text(en="Collected figures as one briefing ({end}).", nl="Verzamelde cijfers als één notitie ({end}).")
    sheet = Text(en="A fact sheet on one page ({end}).", nl="Een factsheet op één pagina ({end}).")
    feed = Text(en="News of the figures ({end}).", nl="Nieuws over de cijfers ({end}).")
    return (
        *(
            Route(f"/data/{{indicator}}.{end}", _named(data, end), (kind,), columns.DATA[end])
            for end, kind in DATA_TYPES.items()
        ),
        Route(
            "/data/dataset/{dataset}.csv",
            Text(
                en="Rows of a dataset; its dimensions are names too.",
                nl="Rijen van een dataset; ook de dimensies ervan zijn namen.",
            ),
            ("text/csv",),
            parameters.DATASET,
        ),
        Route(urls.CHANGES, Text(en="Every figure that was revised since a day.", nl="Elk cijfer dat sinds een dag is "
              "herzien."), ("text/csv",), parameters.CHANGES),
        Route(urls.RELEASE_DATA, Text(en="A whole release.", nl="Een hele release."), ("application/zip",),
              parameters.WHOLE_RELEASE),
        *(
            Route(f"/figure/{{indicator}}.{end}", _named(picture, end), (kind,), (*CHOICE, *parameters.PICTURE), HTML)
            for end, kind in PICTURE_TYPES.items()
        ),
        *(
            Route(f"/briefing/{{indicator}}.{end}", _named(deck, end), (kind,), CHOICE, HTML)
            for end, kind in BRIEFING_TYPES.items()
        ),
        *(
            Route(f"/briefing.{end}", _named(tray, end), (kind,), parameters.TRAY, HTML)
            for end, kind in BRIEFING_TYPES.items()
        ),
        *(
            Route(f"/briefing/{of}.{end}", _named(sheet, end), (BRIEFING_TYPES[end],), parameters.SHEET, HTML)
            for of in ("headline", "pillar/{pillar}")
            for end in sheets.ENDINGS
        ),
        Route("/embed/{indicator}", Text(en="A light page for frames.", nl="Een lichte pagina voor kaders."), (HTML,),
              (*CHOICE, *parameters.EMBED), HTML),
        Route(urls.BOARD_EMBED, Text(en="Collected figures as a light page for frames.", nl="Verzamelde cijfers als "
              "lichte pagina voor kaders."), (HTML,), parameters.BOARD_EMBED, HTML),
        Route(urls.OEMBED, Text(en="oEmbed 1.0 of a figure.", nl="oEmbed 1.0 van een cijfer."),
              ("application/json", "text/xml"), parameters.OEMBED, more=(400,)),
        *(
            Route(f"/feeds/{{source}}.{end}", _named(feed, end), (kind,), parameters.FEED)
            for end, kind in FEED_TYPES.items()
        ),
        *(
            Route(f"/feeds/figure/{{indicator}}.{end}", _named(feed, end), (kind,), parameters.FEED)
            for end, kind in FEED_TYPES.items()
        ),
        *(
            Route(f"/feeds/statement/{{claim}}.{end}", _named(feed, end), (kind,), parameters.FEED)
            for end, kind in FEED_TYPES.items()
        ),
        Route("/api/indicators.json", Text(en="What can be asked for.", nl="Wat er te vragen is."), ("application/json",)),  # noqa: E501
        Route("/api/claims.json", Text(en="Every statement of the letter.", nl="Elke uitspraak van de brief."),
              ("application/json",)),
        Route(urls.SUGGEST, Text(en="What the search box offers.", nl="Wat het zoekveld aanbiedt."), ("application/json",),  # noqa: E501
              parameters.SUGGEST, kept=False),
        Route("/api/figure/{indicator}.json", Text(en="A figure as data and layout for Plotly.", nl="Een cijfer als data "  # noqa: E501
              "en opmaak voor Plotly."), ("application/json",), (*CHOICE, parameters.THEME)),
        Route(urls.CHECK, Text(en="Whether a quoted number still stands.", nl="Of een geciteerd getal nog klopt."),
              ("application/json",), parameters.QUOTE),
        Route(urls.VERIFY, Text(en="Of which release a file is.", nl="Van welke release een bestand is."),
              ("application/json",), parameters.VERIFY),
        Route(urls.OPENAPI, Text(en="This description.", nl="Deze beschrijving."), ("application/json",)),
        Route(urls.HEALTH, Text(en="Release, and age of each source’s figures.", nl="Release, en actualiteit per bron."), ("application/json",), kept=False),  # noqa: E501
        Route(urls.READY, Text(en="The same, after every file was read again.", nl="Hetzelfde, nadat elk bestand opnieuw is gelezen."), ("application/json",), kept=False),  # noqa: E501
    )  # fmt: skip


def _named(what: Text, ending: str) -> Text:
    return Text(en=what.en.format(end=ending.upper()), nl=what.nl.format(end=ending.upper()))
