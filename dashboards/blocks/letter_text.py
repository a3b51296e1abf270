"""The letter as text to read: headings, paragraphs, footnotes; each statement is marked and leads to its page."""

import re
from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks.letter_quote import LETTER_URL
from dashboards.letter.statements import Statement
from dashboards.letter.text import Passage, Piece
from dashboards.query import urls
from etl.catalogue.declarations import Lang, Text

NOTES = "Voetnoten"
NOTE = Text(en="Footnote {number}", nl="Voetnoot {number}")
BACK = Text(en="back to footnote call {number} in the text", nl="terug naar noot {number} in de tekst")
MARKED = Text(en="{number}: {said}", nl="{number}: {said}")
ADDRESS = re.compile(r"(https?://[^\s)]+)")
Parts = list[str | Component]


def letter_text(passages: Sequence[Passage], statements: Mapping[str, Statement], lang: Lang) -> html.Div:
    """The whole letter. `lang` is that of the page; the letter is Dutch."""
    body = [_passage(p, statements, lang) for p in passages if p.form != "note"]
    notes = [
        html.Li([*_parts(p, statements, lang), " ", _back(p.number or 0, lang)], id=f"note-{p.number}")
        for p in passages
        if p.form == "note"
    ]
    foot = html.Section(
        [html.H2(NOTES, id="notes"), html.Ol(notes, className="notes")],
        **aria(labelledby="notes"),
    )
    return html.Div([*body, foot], lang="nl", className="letter-text")


def passage_quote(passage: Passage) -> html.Blockquote:
    """A few sentences with the statement's own words marked; footnote calls are left out."""
    parts: Parts = [_mark(p) if p.claims else html.Span(p.text, lang=p.lang) for p in passage.pieces if p.note is None]
    return html.Blockquote(html.P(["«", *parts, "»"]), lang="nl", className="letter-quote", cite=LETTER_URL)


def _passage(passage: Passage, statements: Mapping[str, Statement], lang: Lang) -> Component:
    parts = _parts(passage, statements, lang)
    if passage.form == "pillar":
        return html.H2([f"{passage.number}. ", *parts], id=f"pillar-{passage.number}")
    return html.H2(parts) if passage.form == "heading" else html.P(parts)


def _parts(passage: Passage, statements: Mapping[str, Statement], lang: Lang) -> Parts:
    return [part for piece in passage.pieces for part in _piece(piece, statements, lang)]


def _piece(piece: Piece, statements: Mapping[str, Statement], lang: Lang) -> Parts:
    """Anchors of the statements that begin here, the words, and links to the statements that end here."""
    if piece.note is not None:
        return [_call(piece.note, lang)]
    anchors: Parts = [html.Span(id=name, className="claim-anchor") for name in piece.starts]
    said: Parts = [_mark(piece)] if piece.claims else _linked(piece)
    return [*anchors, *said, *(_link(statements[name], lang) for name in piece.ends)]


def _mark(piece: Piece) -> html.Mark:
    if piece.lang == "nl":
        return html.Mark(piece.text, className="claim-mark")
    return html.Mark(piece.text, className="claim-mark", lang=piece.lang)


def _linked(piece: Piece) -> Parts:
    """Text with the addresses in it as links."""
    if piece.lang != "nl":
        return [html.Span(piece.text, lang=piece.lang)]
    return [html.A(t, href=t) if ADDRESS.fullmatch(t) else t for t in ADDRESS.split(piece.text) if t]


def _link(s: Statement, lang: Lang) -> html.A:
    name = MARKED[lang].format(number=s.number, said=s.claim.paraphrase[lang])
    return html.A(
        s.number, href=urls.claim(lang, s.claim.id), className="claim-ref", title=name, lang=lang, **aria(label=name)
    )


def _call(number: int, lang: Lang) -> html.Sup:
    name = NOTE[lang].format(number=number)
    link = html.A(
        str(number), href=f"#note-{number}", id=f"call-{number}", lang=lang, **aria(label=f"{number}: {name}")
    )
    return html.Sup(link, className="note-call")


def _back(number: int, lang: Lang) -> html.A:
    name = BACK[lang].format(number=number)
    return html.A("↑", href=f"#call-{number}", className="note-back", lang=lang, **aria(label=name))
