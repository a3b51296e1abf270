"""About: for whom the monitor is, how to cite it, on what terms, how accessible it is, and what it cannot say."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.pages import Page
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.declarations import Lang, Text
from etl.release import store

TITLE = Text(en="About this monitor", nl="Over deze monitor")
NAV = Text(en="About", nl="Over")
INTRO = Text(
    en="A monitor of the Dutch government’s letter on migration of 14 October 2019: what it said, what was published "
    "then, and what is published now.",
    nl="Een monitor van de kabinetsbrief over migratie van 14 oktober 2019: wat erin stond, wat toen "
    "gepubliceerd was "
    "en wat nu gepubliceerd is.",
)
WHO = Text(en="Who it is for", nl="Voor wie")
WHO_TEXT = (
    Text(
        en="Policy analysts, journalists and ministry staff who need a figure with its definition, its "
        "source and its date.",
        nl="Beleidsanalisten, journalisten en medewerkers van ministeries die een cijfer nodig hebben met "
        "definitie, bron en datum.",
    ),
    Text(
        en="It takes no position. It is not a publication of the government, Eurostat, Frontex, the IND or CBS.",
        nl="De monitor neemt geen standpunt in, en is geen publicatie van de regering, Eurostat, Frontex, de IND of "
        "het CBS.",
    ),
)
CITE = Text(en="How to cite", nl="Citeren")
CITE_TEXT = Text(
    en="Name the publisher of the figure first, then the monitor with its release: a release never changes. Each "
    "figure’s page gives its own citation and a lasting address. The monitor as a whole:",
    nl="Noem eerst de uitgever van het cijfer, dan de monitor met de release: een release verandert nooit. Elke "
    "pagina van een cijfer geeft een eigen verwijzing en een blijvend adres. De monitor als geheel:",
)
CITATION = Text(en="{site}, release {id} of {date}.", nl="{site}, release {id} van {date}.")
ACCESS = Text(en="Accessibility", nl="Toegankelijkheid")
ACCESS_TEXT = (
    Text(
        en="The site is built for WCAG 2.2 level AA. Pages can be read without JavaScript; charts have a text "
        "alternative and a table; forms are native fields.",
        nl="De site is gebouwd voor WCAG 2.2 niveau AA. Pagina’s zijn zonder JavaScript te lezen; "
        "grafieken hebben een "
        "tekstalternatief en een tabel; formulieren bestaan uit gewone velden.",
    ),
    Text(
        en="What was tested: on 24 November 2026 automatic checks with axe in Chromium on every page, every figure and "
        "every statement, in both languages, in light and dark colours, at widths of 360 and 1280 pixels; it found "
        "nothing. Part of these checks runs with every change. Also in Chromium: the main tasks by keyboard, and a "
        "width of 320 pixels, which is a zoom of 400%.",
        nl="Wat is getest: op 24 november 2026 automatische controles met axe in Chromium op elke pagina, elk cijfer "
        "en elke uitspraak, in beide talen, in lichte en donkere kleuren, bij 360 en 1280 pixels breed; er werd niets "
        "gevonden. Een deel van deze controles loopt mee met elke wijziging. Ook in Chromium: de belangrijkste taken "
        "met het toetsenbord, en een breedte van 320 pixels, wat een vergroting tot 400% is.",
    ),
    Text(
        en="What was not tested: screen readers, other browsers, and use by people with a disability. An automatic "
        "check finds only part of what can be wrong. No conformity is claimed.",
        nl="Wat niet is getest: schermlezers, andere browsers en gebruik door mensen met een beperking. Een "
        "automatische controle vindt maar een deel van wat fout kan zijn. Er wordt geen conformiteit geclaimd.",
    ),
)
LICENCE = Text(en="Terms of use", nl="Gebruiksvoorwaarden")
LICENCE_TEXT = (
    Text(
        en="Eurostat’s figures may be reused with acknowledgement of the source; say what you changed (Commission "
        "Decision 2011/833/EU). CBS figures are under CC BY 4.0. Frontex keeps its copyright. What is "
        "computed here is "
        "not a figure of those publishers.",
        nl="Cijfers van Eurostat mogen met bronvermelding worden hergebruikt; meld wat u wijzigde (Besluit "
        "2011/833/EU). Cijfers van het CBS vallen onder CC BY 4.0. Frontex houdt zijn auteursrecht. Wat hier "
        "is berekend is "
        "geen cijfer van die uitgevers.",
    ),
)
PER_SOURCE = Text(en="The licence of each dataset", nl="De licentie van elke dataset")
LIMITS = Text(en="Limits", nl="Grenzen")
LIMITS_TEXT = (
    Text(
        en="Detections at the border are not persons: one person can be detected more than once.",
        nl="Detecties aan de grens zijn geen personen: één persoon kan vaker worden gedetecteerd.",
    ),
    Text(
        en="Publishers count differently; IND figures are not Eurostat figures, and the EU of 28 countries is not "
        "that of 27.",
        nl="Uitgevers tellen verschillend; IND-cijfers zijn geen Eurostat-cijfers, en de EU van 28 landen is niet "
        "die van 27.",
    ),
    Text(
        en="Figures before and after a policy do not show that the policy caused the difference.",
        nl="Cijfers van voor en na beleid tonen niet aan dat het beleid het verschil veroorzaakte.",
    ),
    Text(
        en="Part of the older figures comes from an archive: versions kept by others, or read in publications. Each "
        "says so. Where nothing was found, nothing is shown.",
        nl="Een deel van de oudere cijfers komt uit een archief: versies die anderen bewaarden, of gelezen in "
        "publicaties. Dat staat er steeds bij. Waar niets is gevonden, wordt niets getoond.",
    ),
)
FILES = Text(en="Of which release a file is", nl="Van welke release een bestand is")
METHOD = Text(en="How the figures are made and checked", nl="Hoe de cijfers worden gemaakt en nagegaan")


def layout(lang: Lang, **_: str) -> Sequence[Component]:
    """Sections of plain words."""
    release = store.release()
    built = formats.date(release.facts["built_at"][:10], lang)
    cited = CITATION[lang].format(site=T["site_name"][lang], id=release.id, date=built)
    sections = [
        _section("who", WHO, _paragraphs(WHO_TEXT, lang), lang),
        _section(
            "cite",
            CITE,
            [html.P(CITE_TEXT[lang]), html.P(cited, className="citation"), _link(FILES, urls.verify(lang), lang)],
            lang,
        ),
        _section("accessibility", ACCESS, _paragraphs(ACCESS_TEXT, lang), lang),
        _section(
            "terms", LICENCE, [*_paragraphs(LICENCE_TEXT, lang), _link(PER_SOURCE, urls.sources(lang), lang)], lang
        ),
        _section(
            "limits",
            LIMITS,
            [html.Ul([html.Li(text[lang]) for text in LIMITS_TEXT]), _link(METHOD, urls.method(lang), lang)],
            lang,
        ),
    ]
    return [html.H1(TITLE[lang]), html.P(INTRO[lang], className="lead"), html.Div(sections, className="prose")]


def _section(name: str, title: Text, blocks: Sequence[Component], lang: Lang) -> html.Section:
    return html.Section([html.H2(title[lang], id=name), *blocks], **aria(labelledby=name))


def _paragraphs(texts: Sequence[Text], lang: Lang) -> list[Component]:
    return [html.P(text[lang]) for text in texts]


def _link(text: Text, address: str, lang: Lang) -> html.P:
    return html.P(html.A(text[lang], href=address))


PAGE = Page(path="/about", title=TITLE, description=INTRO, layout=layout, nav=NAV, order=60)
