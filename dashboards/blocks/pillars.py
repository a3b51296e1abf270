"""The six pillars of the letter: what each is about, and how many statements of it were checked."""

from dash import html

from etl.catalogue import Catalogue
from etl.declarations import Lang, Text

COUNT = Text(
    en="{n} statements; {computed} recomputed from figures.", nl="{n} uitspraken; {computed} herberekend uit cijfers."
)
NO_SERIES = Text(en="No public series behind its own numbers.", nl="Geen openbare reeks achter de eigen getallen.")


def pillar_list(catalogue: Catalogue, lang: Lang) -> html.Ol:
    """The pillars in the letter's order, under its own headings."""
    return html.Ol([_pillar(number, catalogue, lang) for number in sorted(catalogue.pillars)], className="pillars")


def _pillar(number: int, catalogue: Catalogue, lang: Lang) -> html.Li:
    pillar = catalogue.pillars[number]
    claims = [c for c in catalogue.claims.values() if c.pillar == number]
    checked = [
        c for c in claims if c.variant or any(t.claim == c.id for i in catalogue.indicators.values() for t in i.target)
    ]
    count = COUNT[lang].format(n=len(claims), computed=len(checked))
    note = f" {NO_SERIES[lang]}" if pillar.no_series else ""
    return html.Li([html.H3(pillar.title[lang]), html.P(count + note, className="pillar-count")], className="pillar")
