"""The letter's own text, with every statement of the ledger marked and linked."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks.letter_quote import LETTER_URL
from dashboards.blocks.letter_text import letter_text
from dashboards.letter.statements import statements
from dashboards.letter.text import passages
from dashboards.pages import Page
from dashboards.pages.letter import OFFICIAL
from dashboards.query import urls
from dashboards.text.formats import T
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang, Text
from etl.release import store

TITLE = Text(en="The text of the letter", nl="De tekst van de brief")
DESCRIPTION = Text(
    en="Progress of the Comprehensive Agenda on Migration, 14 October 2019, in Dutch, with every checkable statement "
    "marked.",
    nl="Voortgang integrale migratieagenda, 14 oktober 2019, met elke controleerbare uitspraak gemarkeerd.",
)
INTRO = Text(
    en="“Voortgang integrale migratieagenda”, letter of the State Secretary for Justice and Security to the House of "
    "Representatives, 14 October 2019. The letter is in Dutch. Its words are unchanged; lines and pages are joined. "
    "A marked passage is a statement of the ledger: the number behind it leads there.",
    nl="‘Voortgang integrale migratieagenda’, brief van de Staatssecretaris van Justitie en Veiligheid aan de Tweede "
    "Kamer, 14 oktober 2019. De woorden zijn ongewijzigd; regels en pagina’s zijn aaneengevoegd. Een gemarkeerde "
    "passage is een uitspraak uit het overzicht: het nummer erachter leidt daarheen.",
)
LEDGER = Text(en="All statements in one list", nl="Alle uitspraken in één lijst")
JUMP = Text(en="Pillars in the letter", nl="Pijlers in de brief")


def layout(lang: Lang, **_: str) -> Sequence[Component]:
    """Title, where the text comes from, its parts, the text."""
    declared = catalogue.load()
    by_id = {s.claim.id: s for s in statements(declared, store.release().claims)}
    jumps = [
        html.Li(html.A(f"{T['pillar'][lang]} {n}", href=f"#pillar-{n}", title=declared.pillars[n].title[lang]))
        for n in sorted(declared.pillars)
    ]
    links: list[str | Component] = [
        html.A(LEDGER[lang], href=urls.letter(lang)),
        " · ",
        html.A(OFFICIAL[lang], href=LETTER_URL),
    ]
    return [
        html.H1(TITLE[lang]),
        html.P(INTRO[lang], className="lead"),
        html.P(links),
        html.Nav(html.Ul(jumps, className="jumps"), **aria(label=JUMP[lang])),
        letter_text(passages(declared), by_id, lang),
    ]


PAGE = Page(path="/letter/text", title=TITLE, description=DESCRIPTION, layout=layout)
