"""The glossary: words that a reader meets on these pages, explained."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks.glossary import term_list
from dashboards.pages import Page
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang, Text

TITLE = Text(en="Glossary", nl="Begrippen")
INTRO = Text(
    en="What the words on these pages mean. Where publishers use a word in a sense of their own, that sense is given.",
    nl="Wat de woorden op deze pagina’s betekenen. Waar een uitgever een woord in een eigen betekenis gebruikt, "
    "staat die erbij.",
)


def layout(lang: Lang, **_: str) -> Sequence[Component]:
    """Title and all terms."""
    terms = tuple(catalogue.load().terms.values())
    return [html.H1(TITLE[lang]), html.P(INTRO[lang], className="lead"), term_list(terms, lang)]


PAGE = Page(path="/glossary", title=TITLE, description=INTRO, layout=layout, nav=TITLE, order=70)
