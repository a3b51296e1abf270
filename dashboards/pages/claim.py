"""One statement of the letter: its words in their place, its verdict, definitions side by side, what happened since."""

from collections.abc import Sequence
from functools import cache

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, claim_facts
from dashboards.blocks.claim_entry import IN_TEXT, SINCE, TRAP, WHY_NOT, kicker
from dashboards.blocks.claim_history import claim_history
from dashboards.blocks.claim_targets import target_list, target_states
from dashboards.blocks.claim_variants import CONVENTION, NO_FIGURE_YET, variant_table
from dashboards.blocks.definition_strip import definition_strip
from dashboards.blocks.glossary import TERMS, term, terms_used
from dashboards.blocks.letter_quote import LETTER_URL, translation
from dashboards.blocks.letter_text import passage_quote
from dashboards.blocks.report_link import report_link
from dashboards.letter.history import history
from dashboards.letter.measurable import why_not
from dashboards.letter.statements import Statement, statements
from dashboards.letter.text import context
from dashboards.pages import Page
from dashboards.query import urls
from dashboards.text import formats
from etl.catalogue import catalogue
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text
from etl.letter.claims import LETTER_DATE
from etl.model.errors import UnknownValueError
from etl.model.observations import Observation
from etl.release import store

DESCRIPTION = Text(
    en="One statement of the letter of 14 October 2019: quote, definitions side by side, verdict, what happened since.",
    nl="Eén uitspraak van de brief van 14 oktober 2019: citaat, definities naast elkaar, oordeel en wat er volgde.",
)
QUOTE = Text(en="In the letter", nl="In de brief")
NOTE = Text(en="in footnote {number}", nl="in voetnoot {number}")
HISTORY = Text(en="How the verdict came about", nl="Hoe het oordeel tot stand kwam")
FACTS = Text(en="What it says", nl="Wat er staat")
VERDICT = Text(en="How it stands", nl="Hoe het ervoor staat")
VARIANTS = Text(en="Definitions side by side", nl="Definities naast elkaar")
OTHERS = Text(en="Other definitions that can be defended: {variants}", nl="Andere verdedigbare definities: {variants}")
TARGETS = Text(en="The number and what was realised", nl="Het getal en wat is gerealiseerd")
CHECK = Text(en="How to check it", nl="Hoe het na te gaan is")
FIGURES = Text(en="Figures", nl="Cijfers")
NO_FIGURES = Text(
    en="No series on this site goes with this statement.", nl="Bij deze uitspraak hoort geen reeks op deze site."
)
SUBSCRIBE = Text(en="Subscribe to news of these figures: ", nl="Abonneren op nieuws over deze cijfers: ")
CITE = Text(en="Cite this", nl="Hiernaar verwijzen")
CITATION = Text(
    en="Statement {number} ({id}) of the letter “Voortgang integrale migratieagenda”, Kamerstukken II 2019/20, 19 637 "
    "and 30 573, no. 2535. Migration agenda monitor, release {release}. Address: ",
    nl="Uitspraak {number} ({id}) van de brief ‘Voortgang integrale migratieagenda’, Kamerstukken II 2019/20, 19 637 "
    "en 30 573, nr. 2535. Monitor migratieagenda, release {release}. Adres: ",
)
OFFICIAL = Text(en="Official publication of the letter", nl="Officiële publicatie van de brief")
AROUND = Text(en="Statements before and after", nl="Vorige en volgende uitspraak")
BEFORE = Text(en="Previous: {name}", nl="Vorige: {name}")
AFTER = Text(en="Next: {name}", nl="Volgende: {name}")
ALL = Text(en="All statements", nl="Alle uitspraken")


def layout(lang: Lang, claim_id: str) -> Sequence[Component]:
    """Everything about one statement; UnknownValueError where there is none of that id."""
    declared, release = catalogue.load(), store.release()
    stated = statements(declared, release.claims)
    place = next((n for n, s in enumerate(stated) if s.claim.id == claim_id), None)
    if place is None:
        raise UnknownValueError("claim", claim_id, tuple(urls.claim(lang, name) for name in declared.claims))
    s = stated[place]
    return [
        kicker(s, lang),
        html.H1(s.claim.paraphrase[lang], className="claim-title"),
        _quote(s, declared, lang),
        _section("facts", FACTS[lang], [claim_facts.fact_list(_facts(s, lang))]),
        _section("verdict", VERDICT[lang], _verdict(s, declared, lang)),
        _section("history", HISTORY[lang], _history(s, declared, lang)),
        *_side_by_side(s, declared, lang),
        *_targets(s, declared, lang),
        _section("since", SINCE[lang], claim_facts.since(s, declared, lang)),
        *([_section("trap", TRAP[lang], [html.P(s.claim.trap[lang])])] if s.claim.trap else []),
        _section("check", CHECK[lang], _check(s, lang)),
        _section("figures", FIGURES[lang], _figures(s, declared, lang)),
        *_terms(s, declared, lang),
        _section("cite", CITE[lang], _citation(s, release.id, lang)),
        *_wrong(s, declared, release.id, lang),
        _around(stated, place, lang),
    ]


def _wrong(s: Statement, declared: Catalogue, release: str, lang: Lang) -> list[Component]:
    """A message about it says which statement and verdict the page shows."""
    state = {"id": s.claim.id, VERDICT[lang]: declared.label("verdicts", s.result.verdict, lang)}
    return report_link(claim_facts.name(s, lang), urls.claim(lang, s.claim.id), release, state, lang)


def title(lang: Lang, claim_id: str) -> str:
    """Statement 1.2, with what it says."""
    declared = catalogue.load()
    if claim_id not in declared.claims:
        raise UnknownValueError("claim", claim_id, tuple(urls.claim(lang, name) for name in declared.claims))
    return declared.claims[claim_id].paraphrase[lang].rstrip(".")


def _section(name: str, heading: str, content: Sequence[Component]) -> html.Section:
    return html.Section([html.H2(heading, id=name), *content], className="claim-section", **aria(labelledby=name))


def _quote(s: Statement, declared: Catalogue, lang: Lang) -> html.Section:
    passage = context(declared, s.claim)
    where = f" ({NOTE[lang].format(number=passage.number)})" if passage.form == "note" else ""
    links: list[str | Component] = [
        html.A(IN_TEXT[lang], href=urls.letter_text(lang, s.claim.id)),
        f"{where} · ",
        html.A(OFFICIAL[lang], href=LETTER_URL),
    ]
    return _section("quote", QUOTE[lang], [passage_quote(passage), *translation(s.claim, lang), html.P(links)])


def _facts(s: Statement, lang: Lang) -> claim_facts.Facts:
    return (
        *claim_facts.facts(s, lang),
        (claim_facts.LETTER_SOURCE[lang], formats.sentence_case(s.claim.letter_source[lang])),
    )


def _verdict(s: Statement, declared: Catalogue, lang: Lang) -> list[Component]:
    facts = [*claim_facts.verdict(s, declared, lang), *claim_facts.then_and_now(s, declared, lang)]
    why = why_not(s, lang)
    apart: list[Component] = [html.P([html.B(f"{WHY_NOT[lang]}. "), why])] if why else []
    return [claim_facts.fact_list(facts), claim_facts.reason(s, declared, lang), *apart]


def _history(s: Statement, declared: Catalogue, lang: Lang) -> list[Component]:
    """Computed again from every version that the release holds of the figures of its definitions."""
    release = store.release()
    if s.result.basis != "computed":
        return claim_history(s, (), release.inputs, declared, lang)
    used = tuple(dict.fromkeys(v.indicator for v in s.claim.variant))
    days = {day for indicator in used for day in release.days(indicator)}

    @cache
    def stood(indicator: str) -> dict[str, dict[tuple[str, str, str], Observation]]:
        cells = [(v.geo, v.series, v.period) for v in s.claim.variant if v.indicator == indicator]
        geos, names, periods = (tuple(dict.fromkeys(part)) for part in zip(*cells, strict=True))
        return release.standing(indicator, geos, names, periods, {*days, LETTER_DATE, ""})

    changes = history(s.claim, sorted(days), lambda v, day: stood(v.indicator)[day].get((v.geo, v.series, v.period)))
    return claim_history(s, changes, release.inputs, declared, lang)


def _side_by_side(s: Statement, declared: Catalogue, lang: Lang) -> list[Component]:
    if not s.result.variants:
        return []
    notes = [CONVENTION[lang]] if s.result.basis == "computed" else []
    notes += [NO_FIGURE_YET[lang]] if any(v.now is None for v in s.result.variants) else []
    strip = definition_strip(s, declared, lang)
    blocks: list[Component] = [
        *([strip] if strip is not None else []),
        variant_table(s, declared, lang),
        html.P(" ".join(notes), className="table-note"),
    ]
    return [_section("definitions", VARIANTS[lang], blocks)]


def _targets(s: Statement, declared: Catalogue, lang: Lang) -> list[Component]:
    states = target_states(s, declared)
    return [_section("targets", TARGETS[lang], [target_list(states, declared, lang)])] if states else []


def _check(s: Statement, lang: Lang) -> list[Component]:
    also = s.claim.variants
    return [
        html.P(s.claim.check[lang]),
        *([html.P(OTHERS[lang].format(variants=also[lang]))] if also else []),
        claim_facts.fact_list([(claim_facts.TRACKED_BY[lang], formats.sentence_case(s.claim.tracked_by[lang]))]),
    ]


def _figures(s: Statement, declared: Catalogue, lang: Lang) -> list[Component]:
    used = [i for i in declared.indicators.values() if s.claim in declared.claims_of(i.id)]
    if not used:
        return [html.P(NO_FIGURES[lang])]
    return [
        html.Ul([html.Li(html.A(i.title[lang], href=urls.figure(lang, i.id))) for i in used], className="plain-list"),
        html.P(
            [
                SUBSCRIBE[lang],
                html.A("Atom", href=urls.feed_of("statement", s.claim.id, "atom", lang)),
                ", ",
                html.A("JSON Feed", href=urls.feed_of("statement", s.claim.id, "json", lang)),
            ]
        ),
    ]


def _terms(s: Statement, declared: Catalogue, lang: Lang) -> list[Component]:
    c = s.claim
    said = [c.kind, c.paraphrase[lang], c.unit[lang], c.check[lang], c.trap[lang] if c.trap else ""]
    terms = terms_used(" ".join(said), declared, lang)
    return [_section("terms", TERMS[lang], [term(t, lang) for t in terms])] if terms else []


def _citation(s: Statement, release: str, lang: Lang) -> list[Component]:
    address = urls.claim(lang, s.claim.id)
    citation = CITATION[lang].format(number=s.number, id=s.claim.id, release=release)
    return [html.P([citation, html.A(address, href=address)], className="citation")]


def _around(stated: Sequence[Statement], place: int, lang: Lang) -> html.Nav:
    links: list[Component] = []
    if place:
        before = stated[place - 1]
        links.append(
            html.A(BEFORE[lang].format(name=claim_facts.name(before, lang)), href=urls.claim(lang, before.claim.id))
        )
    links.append(html.A(ALL[lang], href=urls.letter(lang)))
    if place + 1 < len(stated):
        after = stated[place + 1]
        links.append(
            html.A(AFTER[lang].format(name=claim_facts.name(after, lang)), href=urls.claim(lang, after.claim.id))
        )
    return html.Nav(links, className="around", **aria(label=AROUND[lang]))


PAGE = Page(path="/letter/<claim_id>", title=title, description=DESCRIPTION, layout=layout)
