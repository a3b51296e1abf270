"""Of which release, and from which address, was this file made? Asked by what the file carries; nothing is uploaded.

assets/verify.js reads a chosen or dropped file in the reader's browser and fills in the field; without it the field is
filled in by hand.
"""

from collections.abc import Sequence
from html import escape

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, data
from dashboards.files.verified import VERDICTS, Verified, sentence
from dashboards.pages import Page
from dashboards.query import urls
from dashboards.routes.verify import answer_of, since_address
from dashboards.web.raw_html import Raw
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang, Text

TITLE = Text(en="Of which release is this file?", nl="Van welke release is dit bestand?")
NAV = Text(en="Verify a file", nl="Bestand nagaan")
DESCRIPTION = Text(
    en="Files and pictures of this site carry the release that they were made of. Whether that release is still held, "
    "whether it is the one shown now, and what changed since.",
    nl="Bestanden en afbeeldingen van deze site dragen de release waarvan ze zijn gemaakt. Of die release nog wordt "
    "bewaard, of zij nu wordt getoond, en wat er sindsdien is veranderd.",
)
GIVEN = Text(
    en="Id or digest of the release, or a line of the file that has one",
    nl="Id of hash van de release, of een regel van het bestand waar die in staat",
)
FORM = Text(en="What the file says", nl="Wat het bestand zegt")
VERIFY = Text(en="Verify", nl="Ga na")
FILE = Text(en="Or choose the file, or drop it here", nl="Of kies het bestand, of sleep het hierheen")
STAYS = Text(
    en="The file is read in your browser and is not sent.",
    nl="Het bestand wordt in uw browser gelezen en niet verstuurd.",
)
NONE = Text(en="Nothing in {name} names a release of this site.", nl="Niets in {name} noemt een release van deze site.")
WHERE = Text(
    en="The id stands in the column “release” of a CSV, in the properties of Excel, PowerPoint, Word and PDF files, in "
    "the metadata of pictures, and at the end of a fact sheet.",
    nl="Het id staat in de kolom ‘release’ van een CSV, in de eigenschappen van Excel-, PowerPoint-, Word- en "
    "pdf-bestanden, in de metadata van afbeeldingen en aan het eind van een factsheet.",
)
LIMIT = Text(
    en="This goes by what the file says of itself. To see whether its figures were altered, get it again from its "
    "address: the same address and release give the same bytes, as long as our code is the same.",
    nl="Dit gaat af op wat het bestand van zichzelf zegt. Of de cijfers zijn gewijzigd, blijkt door het opnieuw "
    "op te halen van zijn adres: hetzelfde adres en dezelfde release geven dezelfde bytes, zolang onze code gelijk is.",
)
ADDRESS = Text(en="Made from", nl="Gemaakt van")
FIGURE = Text(en="The figure in this release", nl="Het cijfer in deze release")
DIGEST = Text(en="Digest of the release (sha256)", nl="Hash van de release (sha256)")
CHANGED = Text(en="What changed since", nl="Wat er sindsdien is veranderd")
JSON = Text(en="This answer as JSON", nl="Dit antwoord als JSON")
LONGEST = 2000  # characters of what is given


def layout(lang: Lang, given: str = "") -> Sequence[Component]:
    """Title, form, answer, and what the answer rests on."""
    return [
        html.H1(TITLE[lang]),
        html.P(DESCRIPTION[lang], className="lead"),
        _form(given, lang),
        _drop(lang),
        *([_answer(answer_of(given), given, lang)] if given.strip() else []),
        html.P(WHERE[lang], className="table-note"),
        html.P(LIMIT[lang], className="table-note"),
    ]


def _form(given: str, lang: Lang) -> html.Form:
    field = Raw(
        html=f'<label for="verify-given">{escape(GIVEN[lang])}</label><input type="text" id="verify-given" '
        f'name="given" maxlength="{LONGEST}" value="{escape(given)}" autocomplete="off" spellcheck="false">',
        className="field verify-field",
    )
    button = html.Button(VERIFY[lang], type="submit", className="button", disable_n_clicks=True)
    return html.Form(
        [field, button],
        method="GET",
        action=urls.verify(lang),
        className="filter",
        id="verify",
        **aria(label=FORM[lang]),
    )


def _drop(lang: Lang) -> Raw:
    """A place for a file; it is seen only where scripts run."""
    return Raw(
        html=f'<label for="verify-file">{escape(FILE[lang])}</label> '
        f'<input type="file" id="verify-file" data-verify="file"><span>{escape(STAYS[lang])}</span>'
        f'<p role="status" data-verify="said" data-none="{escape(NONE[lang])}"></p>',
        className="verify-drop",
    )


def _answer(answer: Verified, given: str, lang: Lang) -> html.Section:
    facts = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in _facts(answer, lang)]
    blocks = [
        html.H2(VERDICTS[answer.outcome][lang], id="answer", **data(shown="", outcome=answer.outcome)),
        html.P(sentence(answer, lang), className="check-sentence", **data(shown="")),
        *([html.Dl(facts, className="facts")] if facts else []),
        html.P(html.A(JSON[lang], href=urls.verify_json(given, lang))),
    ]
    return html.Section(blocks, className="check-answer", **aria(labelledby="answer"))


def _facts(answer: Verified, lang: Lang) -> list[tuple[str, str | Component]]:
    """The address as the file has it, never as a link; the figure, the digest, and what changed, on this site."""
    facts: list[tuple[str, str | Component]] = []
    name, release = answer.mark.indicator, answer.release
    if answer.mark.address:
        facts.append((ADDRESS[lang], answer.mark.address))
    if release and name in catalogue.load().indicators:
        title = catalogue.load().indicators[name].title[lang]
        facts.append((FIGURE[lang], html.A(title, href=urls.figure(lang, name, {"release": release.id}))))
    if release and release.digest:
        facts.append((DIGEST[lang], html.Code(release.digest)))
    if since := since_address(answer, lang):
        facts.append((CHANGED[lang], html.A(since.rpartition("/")[2], href=since)))
    return facts


PAGE = Page(
    path="/verify",
    title=TITLE,
    description=DESCRIPTION,
    layout=layout,
    nav=NAV,
    order=47,
    accepts=("given",),
)
