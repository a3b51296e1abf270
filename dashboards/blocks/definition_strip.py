"""All definitions of a statement as dots around the letter's number; the table beside it names each."""

from dash import html

from dashboards.blocks import aria
from dashboards.charts.svg.strip import Dot, Strip, strip
from dashboards.letter import verdicts
from dashboards.letter import words as letter_words
from dashboards.letter.statements import Statement
from dashboards.text import formats
from dashboards.web.raw_html import Raw
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text

LEAST = 3  # dots
NARROW, WIDE = 320, 720
LETTER = Text(en="the letter: {said}", nl="de brief: {said}")
ALT = Text(
    en="{n} definitions around the letter’s {said}, whose words allow {interval}. {dots}.",
    nl="{n} definities rond {said} van de brief; de woorden laten {interval} toe. {dots}.",
)
WITHIN = Text(en="{name}: {value}, {where}", nl="{name}: {value}, {where}")
WHERE = {
    (True, True): Text(en="within", nl="binnen"),
    (True, False): Text(en="outside", nl="buiten"),
    (False, True): Text(en="for context", nl="ter vergelijking"),
    (False, False): Text(en="for context", nl="ter vergelijking"),
}
KEY = Text(
    en="Filled: a definition of what the letter says; with a thick ring its own. Open: for context. Shaded: what the "
    "words allow.",
    nl="Gevuld: een definitie van wat de brief zegt; met dikke rand de eigen definitie. Open: ter vergelijking. "
    "Gearceerd: wat de woorden toelaten.",
)


def definition_strip(s: Statement, catalogue: Catalogue, lang: Lang) -> html.Figure | None:
    """The strip; None where the letter gives no percentage or fewer than LEAST definitions have a figure."""
    named = {v.id: v for v in s.claim.variant}
    there = [(named[r.id], r) for r in s.result.variants if r.now and r.now.value is not None]
    number = s.claim.number
    if number is None or s.claim.unit.en not in letter_words.PERCENT or len(there) < LEAST:
        return None
    dots = tuple(Dot(v.label[lang], r.now.value or 0.0, r.counts, r.primary) for v, r in there if r.now)
    sentences = [
        WITHIN[lang].format(
            name=v.label[lang], value=letter_words.cell(v, catalogue, r.now, lang),
            where=WHERE[r.counts, bool(r.fits)][lang],
        )
        for v, r in there
    ]  # fmt: skip
    said, interval = letter_words.letter_amount(s.claim, lang), verdicts.interval(s.claim, lang)
    alt = ALT[lang].format(n=len(dots), said=said, interval=interval, dots="; ".join(sentences))
    decimals = max(catalogue.indicators[v.indicator].decimals for v, _ in there)
    line = LETTER[lang].format(said=said)
    c = s.claim
    drawn = Strip(f"{c.id}-strip", dots, number, c.number_low, c.number_high, line, alt, decimals, lang)
    return html.Figure(
        [
            Raw(html=strip(drawn, NARROW), className="figure-picture figure-narrow"),
            Raw(html=strip(drawn, WIDE), className="figure-picture figure-wide"),
            html.Figcaption(formats.sentence_case(KEY[lang]), className="table-note"),
        ],
        className="definition-strip",
        **aria(label=line),
    )
