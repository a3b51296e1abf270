"""Where the fact sheet of a page is had: one page, as PDF and as Word."""

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.query import urls
from dashboards.query.sheet import ENDINGS, HEADLINE
from etl.catalogue.declarations import Lang, Text

OF_HEADLINE = Text(en="Fact sheet of the headline figures, one page", nl="Factsheet van de kerncijfers, één pagina")
OF_PILLAR = Text(en="Fact sheet of pillar {number}, one page", nl="Factsheet van pijler {number}, één pagina")
NAMES = {"pdf": "PDF", "docx": "Word"}


def sheet_links(pillar: int, lang: Lang) -> html.P:
    """The name of a sheet, and a link for each form. pillar: its number, 0 for the headline figures."""
    title = OF_HEADLINE[lang] if pillar == HEADLINE else OF_PILLAR[lang].format(number=pillar)
    parts: list[str | Component] = [f"{title}: "]
    for n, ending in enumerate(ENDINGS):
        name, address = NAMES[ending], urls.sheet(pillar, ending, {"lang": "" if lang == "en" else lang})
        parts += [", "] * (n > 0)
        parts.append(html.A(name, href=address, **aria(label=f"{title}: {name}")))
    return html.P(parts, className="sheet-links")
