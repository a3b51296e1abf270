"""What a figure is: definition, caveat, the SQL as it runs, sources with receipts, breaks, the claims that use it."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks.data_table import data_table
from dashboards.blocks.letter_quote import letter_quote
from dashboards.charts.table import Table
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Claim, Indicator, Lang, Text
from etl.letter.claims import ClaimResult
from etl.model.observations import Input

FORMULA = Text(en="How it is computed", nl="Hoe het wordt berekend")
SQL = Text(
    en="This SQL runs at every build, over one view per dataset, once for the present and once for each day on which a "
    "source changed. Nothing else makes the figures.",
    nl="Deze SQL draait bij elke release, over één view per dataset, één keer voor nu en één keer voor elke dag "
    "waarop een bron veranderde. Niets anders maakt de cijfers.",
)
SQL_OF = Text(en="SQL of this figure", nl="SQL van dit cijfer")
DATASETS = Text(en="Datasets", nl="Datasets")
RECEIPTS = Text(en="Where every shown figure comes from", nl="Waar elk getoond cijfer vandaan komt")
CAPTION = Text(
    en="Where the figures come from: one row for each version or line of provenance",
    nl="Waar de cijfers vandaan komen: één rij per versie of herkomstregel",
)
RECEIPT_HEAD = {
    "en": ("Dataset", "Publisher", "Version", "Provenance", "Obtained from", "Licence", "SHA-256 of the bytes"),
    "nl": ("Dataset", "Uitgever", "Versie", "Herkomst", "Verkregen van", "Licentie", "SHA-256 van de bytes"),
}
BREAKS = Text(en="Breaks in the series", nl="Breuken in de reeks")
NO_BREAKS = Text(en="No break is known.", nl="Er is geen breuk bekend.")
CLAIMS = Text(en="Statements of the letter that use it", nl="Uitspraken van de brief die het gebruiken")
NO_CLAIMS = Text(
    en="No statement of the letter is checked with this figure.",
    nl="Met dit cijfer wordt geen uitspraak van de brief nagegaan.",
)


def about_view(
    indicator: Indicator, used: Sequence[Input], results: Sequence[tuple[Claim, ClaimResult]], c: Catalogue, lang: Lang
) -> html.Div:
    """Everything that is known about an indicator. used: inputs of the figures shown."""
    return html.Div(
        [
            _section("definition", T["definition"][lang], _definition(indicator, c, lang)),
            _section("formula", FORMULA[lang], [html.P(SQL[lang]), code(indicator.sql, SQL_OF[lang])]),
            _section("datasets", DATASETS[lang], [html.Ul(_datasets(indicator, c, lang), className="plain-list")]),
            _section(
                "receipts", RECEIPTS[lang], [html.Div(data_table(receipts(used, c, lang), lang), className="worded")]
            )
            if used
            else None,
            _section("breaks", BREAKS[lang], [_breaks(indicator, c, lang)]),
            _section("claims", CLAIMS[lang], [_claims(results, c, lang)]),
        ],
        className="figure-about",
    )


def code(text: str, name: str) -> html.Pre:
    """Code in a box that scrolls by itself and can be reached by keyboard."""
    return html.Pre(html.Code(text.strip()), className="code", tabIndex=0, role="region", **aria(label=name))


def receipts(used: Sequence[Input], c: Catalogue, lang: Lang) -> Table:
    """One row for each input: a vintage of a dataset or a provenance line of the archive."""
    rows = tuple(
        (
            i.dataset,
            formats.publisher(i.publisher, lang),
            formats.date(i.vintage, lang),
            c.label("provenances", i.provenance, lang),
            i.obtained_from,
            c.label("licences", i.licence, lang),
            i.snapshot,
        )
        for i in used
    )
    return Table(CAPTION[lang], RECEIPT_HEAD[lang], rows)


def _section(name: str, title: str, blocks: Sequence[Component]) -> html.Section:
    return html.Section([html.H2(title, id=f"about-{name}"), *blocks], **aria(labelledby=f"about-{name}"))


def _definition(i: Indicator, c: Catalogue, lang: Lang) -> list[Component]:
    unit = c.label("units", i.unit, lang)
    return [
        html.P(i.definition[lang]),
        html.P([html.B(f"{T['caveat'][lang]}. "), i.caveat[lang]]),
        html.P([html.B(f"{T['unit'][lang]}. "), f"{formats.sentence_case(unit)}."]),
    ]


def _datasets(i: Indicator, c: Catalogue, lang: Lang) -> list[html.Li]:
    datasets = [c.datasets[d] for d in i.datasets]
    return [
        html.Li(
            [
                html.P(html.B(html.A(f"{d.title[lang]} ({d.id})", href=urls.sources(lang, d.id)))),
                html.P(f"{d.counts[lang]} {d.counts_not[lang]}"),
                html.P(_landing(d.landing)),
            ]
        )
        for d in datasets
    ]


def _landing(address: str) -> html.A:
    return html.A(address, href=address)


def _breaks(i: Indicator, c: Catalogue, lang: Lang) -> Component:
    own = [(b.period, b.label[lang]) for b in i.breaks]
    own += [(b.period, b.label[lang]) for d in i.datasets for b in c.datasets[d].breaks]
    if not own:
        return html.P(NO_BREAKS[lang])
    return html.Ul([html.Li(f"{formats.period(p, lang)}: {label}") for p, label in sorted(set(own))])


def _claims(results: Sequence[tuple[Claim, ClaimResult]], c: Catalogue, lang: Lang) -> Component:
    if not results:
        return html.P(NO_CLAIMS[lang])
    return html.Ul([html.Li(_claim(claim, result, c, lang)) for claim, result in results], className="plain-list")


def _claim(claim: Claim, result: ClaimResult, c: Catalogue, lang: Lang) -> list[Component]:
    verdict = formats.sentence_case(c.label("verdicts", result.verdict, lang))
    return [
        html.P(html.A(claim.paraphrase[lang], href=urls.claim(lang, claim.id))),
        letter_quote(claim, c.letter, lang),
        html.P(f"{verdict}.", className="verdict"),
    ]
