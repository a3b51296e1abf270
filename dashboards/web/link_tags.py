"""What a page tells machines that come by: feeds, oEmbed, Open Graph, the picture for a card on social media. Pure."""

from collections.abc import Callable, Mapping

from dashboards.query import urls
from dashboards.query.selection import NAMES
from etl.catalogue.declarations import Lang, Text

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"
OEMBED, OEMBED_XML = "application/json+oembed", "text/xml+oembed"
FEED = Text(en="New and revised figures", nl="Nieuwe en herziene cijfers")
LOCALES: Mapping[Lang, str] = {"en": "en_GB", "nl": "nl_NL"}
SHARE = "/share"

Links = tuple[tuple[str, str, str], ...]
Properties = tuple[tuple[str, str], ...]


def tags(
    lang: Lang, path: str, state: Mapping[str, str], title: str, description: str, absolute: Callable[[str], str]
) -> tuple[Links, Properties]:
    """Other forms and social properties of a page. path: below the language."""
    feeds = tuple((FEED[lang], kind, absolute(urls.feed("all", end, lang))) for kind, end in (
        (ATOM, "atom"), (JSON_FEED, "json"),
    ))  # fmt: skip
    own = absolute(urls.page(lang, path, state))
    social = (
        ("og:title", title),
        ("og:description", description),
        ("og:type", "website"),
        ("og:url", own),
        ("og:locale", LOCALES[lang]),
        ("twitter:card", "summary"),
    )
    indicator = _indicator(path)
    if not indicator:
        return feeds, social
    chosen = {name: value for name, value in state.items() if name in NAMES}
    card = absolute(urls.picture(indicator, "png", {**chosen, "lang": lang, "size": "social"}))
    figure = absolute(urls.figure(lang, indicator, chosen))
    picture = (
        ("og:image", card), ("og:image:type", "image/png"), ("og:image:width", "1200"), ("og:image:height", "630"),
        ("og:image:alt", title), ("twitter:card", "summary_large_image"),
    )  # fmt: skip
    oembed = tuple(
        (title, kind, absolute(urls.oembed(figure, form))) for kind, form in ((OEMBED, "json"), (OEMBED_XML, "xml"))
    )
    return (*feeds, *oembed), (*social[:-1], *picture)


def _indicator(path: str) -> str:
    """The indicator of the page of a figure, or of its sharing; "" for any other page."""
    parts = path.removesuffix(SHARE).split("/")
    return parts[2] if len(parts) == 3 and parts[1] == "figure" else ""
