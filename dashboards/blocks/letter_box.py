"""What the letter said about a figure, and the same figure as the data gave it then and give it now."""

from dash import html
from dash.development.base_component import Component

from dashboards.blocks.letter_quote import LETTER_URL, letter_quote
from dashboards.letter import words as letter_words
from dashboards.letter.targets import LetterFigure
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text
from etl.letter.claims import LETTER_DATE

REFERENCE = Text(
    en="Kamerstukken II 2019/20, 19 637 and 30 573, no. 2535, pillar {pillar}",
    nl="Kamerstukken II 2019/20, 19 637 en 30 573, nr. 2535, pijler {pillar}",
)
OBSERVATION = Text(en="an observation, not a target", nl="een waarneming, geen doel")
THEN = Text(en="as published on the letter’s date ({date})", nl="zoals gepubliceerd op de datum van de brief ({date})")
NO_THEN = Text(en="we hold no version of that date", nl="van die datum is geen versie bewaard")
NOW = Text(en="recomputed with the latest data", nl="herberekend met de nieuwste cijfers")
STATEMENT = Text(en="all definitions of this statement", nl="alle definities van deze uitspraak")


def letter_box(letter: LetterFigure, catalogue: Catalogue, lang: Lang) -> html.Div:
    """The letter's number in its own strength of words, its sentence, its reference, and the recomputed values."""
    claim = letter.claim
    kind = f" ({OBSERVATION[lang]})" if claim.kind == "observation" else ""
    said: list[str | Component] = [
        formats.sentence_case(T["letter_said"][lang]),
        ": ",
        html.Strong(letter_words.letter_number(claim, lang)),
        kind,
    ]
    quote = letter_quote(claim, catalogue.letter, lang)
    cite: list[str | Component] = [
        html.A(REFERENCE[lang].format(pillar=claim.pillar), href=LETTER_URL),
        html.Br(),
        html.A(STATEMENT[lang], href=urls.claim(lang, claim.id)),
    ]
    blocks = [html.P(said, className="letter-said"), quote, html.P(cite, className="letter-cite")]
    return html.Div([*blocks, *_then_and_now(letter, catalogue, lang)], className="card-letter")


def _then_and_now(letter: LetterFigure, catalogue: Catalogue, lang: Lang) -> list[Component]:
    if letter.variant is None or letter.outcome is None:
        return []
    then, now = letter.outcome.then, letter.outcome.now
    was = letter_words.computed(letter, catalogue, then, lang) if then else NO_THEN[lang]
    rows = (
        (NOW[lang], letter_words.computed(letter, catalogue, now, lang)),
        (THEN[lang].format(date=formats.date(LETTER_DATE, lang)), was),
    )
    values = [part for name, value in rows for part in (html.Dt(formats.sentence_case(name)), html.Dd(value))]
    verdict = formats.sentence_case(letter_words.verdict(catalogue, letter.result, lang))
    return [
        html.P(formats.sentence_case(letter.variant.label[lang]) + ":", className="then-now-what"),
        html.Dl(values, className="then-now"),
        html.P(f"{verdict}.", className="verdict"),
    ]
