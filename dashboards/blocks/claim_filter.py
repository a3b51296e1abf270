"""The form above the ledger: choose statements by pillar, kind and verdict, search them, sort them. Works by itself."""

from collections.abc import Callable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks.figure_fields import ChoiceGroup, Option, boxes, select
from dashboards.blocks.search_field import search_field
from dashboards.letter import words as letter_words
from dashboards.letter.statements import SORTS, LedgerSelection
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text

FORM = Text(en="Choose statements", nl="Kies uitspraken")
ALL = Text(en="all", nl="alle")
SEARCH = Text(en="Words", nl="Woorden")
SORT = Text(en="Order", nl="Volgorde")
SHOW = Text(en="Show", nl="Toon")
CLEAR = Text(en="Show all statements", nl="Toon alle uitspraken")
KIND = Text(en="Kind", nl="Soort")
VERDICT = Text(en="Verdict", nl="Oordeel")
VERDICTS = Text(en="Verdicts, one or more", nl="Oordelen, een of meer")
CHOSEN = Text(en="{n} chosen", nl="{n} gekozen")
ORDERS = {
    "letter": Text(en="as in the letter", nl="van de brief"),
    "kind": Text(en="by kind", nl="naar soort"),
    "verdict": Text(en="by verdict", nl="naar oordeel"),
    "period": Text(en="by period", nl="naar periode"),
}


def claim_filter(
    options: Mapping[str, Sequence[str]], selection: LedgerSelection, catalogue: Catalogue, lang: Lang
) -> html.Form:
    """The form, showing what is chosen."""

    def pillar(code: str) -> str:
        return f"{code}. {catalogue.pillars[int(code)].title[lang]}"

    def kind(code: str) -> str:
        return letter_words.KINDS[code][lang]

    def verdict(code: str) -> str:
        return catalogue.label("verdicts", code, lang)

    fields = [
        search_field("q", "ledger-q", SEARCH[lang], selection.q),
        _select("pillar", T["pillar"][lang], _with_all(options["pillar"], pillar, lang), selection.pillar),
        _select("kind", KIND[lang], _with_all(options["kind"], kind, lang), selection.kind),
        _select("sort", SORT[lang], [(code, ORDERS[code][lang]) for code in SORTS], selection.sort),
        _verdicts(options["verdict"], selection, verdict, lang),
        html.Button(SHOW[lang], type="submit", className="button", disable_n_clicks=True),
    ]
    action = urls.letter(lang)
    return html.Form(fields, method="GET", action=action, role="search", className="filter", **aria(label=FORM[lang]))


def clear_link(lang: Lang) -> html.A:
    """Back to the whole ledger."""
    return html.A(CLEAR[lang], href=urls.letter(lang))


def _with_all(codes: Sequence[str], label: Callable[[str], str], lang: Lang) -> list[tuple[str, str]]:
    return [("", ALL[lang]), *((code, formats.sentence_case(label(code))) for code in codes)]


def _verdicts(
    codes: Sequence[str], selection: LedgerSelection, label: Callable[[str], str], lang: Lang
) -> html.Details:
    """All verdicts, of which several can hold at once; below a fold that says what is chosen."""
    chosen = tuple(code for code in selection.verdict.split(",") if code)
    summary = ALL[lang] if not chosen else label(chosen[0]) if len(chosen) == 1 else CHOSEN[lang].format(n=len(chosen))
    group = ChoiceGroup("", tuple(Option(code, formats.sentence_case(label(code))) for code in codes))
    return html.Details(
        [html.Summary(f"{VERDICT[lang]}: {summary}"), boxes("verdict", VERDICTS[lang], [group], chosen, lang)],
        className="filter-verdicts",
        id="ledger-verdicts",
    )


def _select(name: str, label: str, options: Sequence[tuple[str, str]], value: str) -> Component:
    return select(name, label, [Option(*pair) for pair in options], value, prefix="ledger")
