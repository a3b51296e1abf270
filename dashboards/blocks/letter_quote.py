"""The words of the letter as they stand there, and on an English page their translation beside them."""

from dash import html
from dash.development.base_component import Component

from dashboards.letter.text import quote_lang
from etl.catalogue.declarations import Claim, Lang, Text

LETTER_URL = "https://zoek.officielebekendmakingen.nl/kst-19637-2535.html"
OURS = Text(en="(our translation)", nl="(onze vertaling)")


def letter_quote(claim: Claim, letter: str, lang: Lang) -> html.Blockquote:
    """The statement's own words, in the language that the letter has there; on an English page in English below."""
    own = html.P(f"«{claim.quote_nl}»", lang=quote_lang(claim, letter))
    return html.Blockquote([own, *translation(claim, lang)], className="letter-quote", cite=LETTER_URL)


def translation(claim: Claim, lang: Lang) -> list[Component]:
    """The words in English, said to be our translation; nothing on a Dutch page, or where they are English."""
    if lang != "en" or not claim.quote_en:
        return []
    return [html.P([f"“{claim.quote_en}” ", html.Span(OURS[lang])], className="translation")]
