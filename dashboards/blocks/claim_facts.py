"""Parts that statements of the letter share: quote, facts, recomputed figure, verdict, sources."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import data
from dashboards.blocks.letter_box import NO_THEN, NOW, THEN
from dashboards.letter import targets, verdicts
from dashboards.letter import words as letter_words
from dashboards.letter.statements import Statement
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text
from etl.letter.claims import LETTER_DATE

STATEMENT = Text(en="Statement {number}", nl="Uitspraak {number}")
KIND = Text(en="Kind", nl="Soort")
SAID = Text(en="Number in the letter", nl="Getal in de brief")
PERIOD = Text(en="Period", nl="Periode")
VERDICT = Text(en="Verdict", nl="Oordeel")
LETTER_SOURCE = Text(en="Source that the letter gives", nl="Bron die de brief noemt")
TRACKED_BY = Text(en="Can be tracked by", nl="Te volgen met")
SOURCES = Text(en="Sources", nl="Bronnen")
LATER = Text(en="By the figures of this release:", nl="Volgens de cijfers van deze release:")
NO_SOURCES = Text(en="No source to link to.", nl="Geen bron om naar te verwijzen.")
SHOWN = 70  # characters of an address that is shown

Facts = Sequence[tuple[str, str | Component | list[str | Component]]]


def fact_list(facts: Facts) -> html.Dl:
    """Names and what belongs to them; empty ones are left out."""
    pairs = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts if value]
    return html.Dl(pairs, className="facts")


def facts(s: Statement, lang: Lang) -> Facts:
    """What sort of statement it is, what it says, about when."""
    meaning = letter_words.KIND_MEANINGS[s.claim.kind][lang]
    return (
        (KIND[lang], f"{formats.sentence_case(letter_words.kind(s.claim, lang))}. {meaning}"),
        (SAID[lang], formats.sentence_case(letter_words.letter_amount(s.claim, lang))),
        (PERIOD[lang], formats.sentence_case(letter_words.period(s.claim, lang))),
    )


def then_and_now(s: Statement, catalogue: Catalogue, lang: Lang) -> Facts:
    """The letter's own definition as the figures give it now and gave it then; nothing where it has no definition."""
    figure = targets.letter_figure(s.claim, s.result)
    if figure.variant is None or figure.outcome is None:
        return ()
    now, then = (
        letter_words.cell(figure.variant, catalogue, p, lang) for p in (figure.outcome.now, figure.outcome.then)
    )
    was = then if figure.outcome.then else NO_THEN[lang]
    what = figure.variant.label[lang]
    return (
        (formats.sentence_case(NOW[lang]), [html.Strong(now), f" ({what})"]),
        (formats.sentence_case(THEN[lang].format(date=formats.date(LETTER_DATE, lang))), was),
    )


def verdict(s: Statement, catalogue: Catalogue, lang: Lang) -> Facts:
    """The verdict, and under how many definitions the statement holds."""
    label = formats.sentence_case(catalogue.label("verdicts", s.result.verdict, lang))
    sensitivity = letter_words.sensitivity(s, lang)
    sentence: list[str | Component] = [html.Strong(f"{label}.")]
    return ((VERDICT[lang], [*sentence, f" {sensitivity}." if sensitivity else ""]),)


def reason(s: Statement, catalogue: Catalogue, lang: Lang) -> html.P:
    """Why it has that verdict."""
    return html.P(formats.sentence_case(verdicts.reason(s, catalogue, lang)), className="reason")


def kind_chip(s: Statement, lang: Lang) -> html.Span:
    """The kind in a neutral frame."""
    return html.Span(letter_words.kind(s.claim, lang), className="chip", **data(kind=s.claim.kind))


def since(s: Statement, catalogue: Catalogue, lang: Lang) -> list[Component]:
    """What happened after the letter: in words with their sources, and as the figures have it now."""
    outcome = [html.P(s.claim.outcome[lang]), *_later(s, catalogue, lang)]
    if not s.claim.outcome_sources:
        return [*outcome, html.P(NO_SOURCES[lang], className="source-list")]
    links = [html.Li(html.A(_short(url), href=url)) for url in s.claim.outcome_sources]
    return [*outcome, html.P(f"{SOURCES[lang]}:", className="source-head"), html.Ul(links, className="source-list")]


def _later(s: Statement, catalogue: Catalogue, lang: Lang) -> list[Component]:
    """Figures of later periods under the definitions that the statement names, each leading to its figure."""
    now = {r.id: r.now for r in s.result.variants if r.now}
    later = [v for v in s.claim.variant if v.since and v.id in now]
    if not later:
        return []
    items = []
    for v in later:
        link = urls.figure(lang, v.indicator, {"geo": v.geo, "series": v.series})
        name = html.A(formats.sentence_case(v.label[lang]), href=link)
        items.append(html.Li([name, f": {letter_words.cell(v, catalogue, now[v.id], lang)}"]))
    return [html.P(LATER[lang], className="source-head"), html.Ul(items, className="source-list")]


def statement_link(s: Statement, lang: Lang) -> html.A:
    """What the statement says, in our words, as a link to its page."""
    return html.A(s.claim.paraphrase[lang], href=urls.claim(lang, s.claim.id))


def name(s: Statement, lang: Lang) -> str:
    """Statement 1.2."""
    return STATEMENT[lang].format(number=s.number)


def pillar_link(number: int, lang: Lang) -> html.A:
    """Pillar 1, as a link to its page."""
    return html.A(f"{T['pillar'][lang]} {number}", href=urls.pillar(lang, number))


def _short(url: str) -> str:
    parts = urlsplit(url)
    shown = parts.netloc.removeprefix("www.") + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
