"""The definitions of a statement side by side: the figure of each now and then, and whether it fits the words."""

from dash import html

from dashboards.blocks import aria
from dashboards.blocks.letter_box import NO_THEN
from dashboards.letter import verdicts
from dashboards.letter import words as letter_words
from dashboards.letter.statements import Statement
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text, Variant
from etl.letter.claims import LETTER_DATE, VariantResult
from etl.model.observations import Observation

CAPTION = Text(
    en="Definitions of statement {number}; the letter says {said}, its words allow {interval}",
    nl="Definities van uitspraak {number}; de brief zegt {said}, de woorden laten {interval} toe",
)
NO_NUMBER = Text(
    en="Definitions of statement {number}; the letter gives no number to compare with",
    nl="Definities van uitspraak {number}; de brief noemt geen getal om mee te vergelijken",
)
HEADER = (  # words, and whether they need a number of the letter
    (Text(en="Definition", nl="Definitie"), False),
    (Text(en="Recomputed now", nl="Nu herberekend"), False),
    (Text(en="Within the words?", nl="Binnen de woorden?"), True),
    (Text(en="Figure on {date}", nl="Cijfer op {date}"), False),
    (Text(en="Within the words then?", nl="Toen binnen de woorden?"), True),
    (Text(en="Provenance", nl="Herkomst"), False),
    (Text(en="Version", nl="Versie"), False),
)
OWN = Text(en="the letter’s own definition", nl="de eigen definitie van de brief")
CONTEXT = Text(en="for context: {why}", nl="ter vergelijking: {why}")
NOT_COUNTED = Text(en="not counted", nl="telt niet mee")
WITHIN = {True: Text(en="within", nl="binnen"), False: Text(en="outside", nl="buiten")}
CONVENTION = Text(
    en="What the words allow is a convention of this monitor, not of the letter: a whole percentage ± 0.5; “about” ± "
    "half a unit of its last digit other than 0 (about 40% is 35% to 45%); “more than” has a lower bound only, “at "
    "most” an upper one.",
    nl="Wat de woorden toelaten is een afspraak van deze monitor, niet van de brief: een heel percentage ± 0,5; "
    "‘circa’ ± een halve eenheid van het laatste cijfer dat geen 0 is (circa 40% is 35% tot en met 45%); ‘meer dan’ "
    "heeft alleen een ondergrens, ‘maximaal’ alleen een bovengrens.",
)

NO_FIGURE_YET = Text(
    en="“Not available”: this release holds no figure of that definition for that period; a later update may bring it.",
    nl="‘Niet beschikbaar’: deze release heeft van die definitie geen cijfer voor die periode; een latere "
    "actualisering kan het opleveren.",
)


def variant_table(s: Statement, catalogue: Catalogue, lang: Lang) -> html.Div:
    """A row per definition, the letter's own first, those for context last; each row leads to its figure."""
    interval = verdicts.interval(s.claim, lang)
    said = letter_words.letter_amount(s.claim, lang)
    caption = (CAPTION if interval else NO_NUMBER)[lang].format(number=s.number, said=said, interval=interval)
    results = {r.id: r for r in s.result.variants}  # a definition newer than the release has no result yet
    ordered = sorted(
        (v for v in s.claim.variant if v.id in results), key=lambda v: (not v.primary, v.not_counted is not None)
    )
    head = [html.Th(name, scope="col") for name in _header(bool(interval), lang)]
    body = [_row(v, results[v.id], bool(interval), catalogue, lang) for v in ordered]
    table = html.Table([html.Caption(caption), html.Thead(html.Tr(head)), html.Tbody(body)], className="variants")
    return html.Div(table, className="table-scroll", tabIndex=0, role="region", **aria(label=caption))


def _header(judged: bool, lang: Lang) -> list[str]:
    when = formats.date(LETTER_DATE, lang)
    return [text[lang].format(date=when) for text, is_judgement in HEADER if judged or not is_judgement]


def _row(v: Variant, r: VariantResult, judged: bool, catalogue: Catalogue, lang: Lang) -> html.Tr:
    link = html.A(v.label[lang], href=urls.figure(lang, v.indicator, {"geo": v.geo, "series": v.series}))
    own = html.Span(f" ({OWN[lang]})", className="own-definition") if v.primary else ""
    if v.not_counted:
        own = html.Span(f" ({CONTEXT[lang].format(why=v.not_counted[lang])})", className="own-definition")
    then = letter_words.cell(v, catalogue, r.then, lang) if r.then else NO_THEN[lang]
    cells = [
        letter_words.cell(v, catalogue, r.now, lang),
        *([_within(r, r.fits, lang)] if judged else []),
        then,
        *([_within(r, r.fits_then, lang)] if judged else []),
        _provenance(r.now, catalogue, lang),
        formats.date(r.now.vintage, lang) if r.now else "",
    ]
    return html.Tr([html.Th([link, own], scope="row"), *(html.Td(c) for c in cells)])


def _within(r: VariantResult, fits: bool | None, lang: Lang) -> str:
    if fits is None:
        return T["no_figure"][lang]
    return WITHIN[fits][lang] if r.counts else NOT_COUNTED[lang]


def _provenance(point: Observation | None, catalogue: Catalogue, lang: Lang) -> str:
    """Where the figure comes from, and its flags in words."""
    if point is None:
        return ""
    flags = catalogue.flag_words(point.flag, point.vintage, lang)
    return "; ".join([formats.provenance(point.provenance, lang), *flags])
