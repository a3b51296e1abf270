"""The two forms of the explore page: choose a table; choose among its rows. Plain GET forms with native lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks.figure_fields import ChoiceGroup, Option, boxes, entries, hidden, select, select_of
from dashboards.explore import table as explore
from dashboards.explore.dimensions import is_text
from dashboards.explore.table import TableSelection
from dashboards.explore.words import TableNames
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text.formats import T
from dashboards.web.raw_html import Whole
from etl.catalogue.declarations import Lang, Text
from etl.letter.claims import LETTER_DATE
from etl.model.period import in_order, period

CHOOSE = Text(en="Choose a table", nl="Kies een tabel")
TABLE = Text(en="Dataset or indicator", nl="Dataset of indicator")
OPEN = Text(en="Open", nl="Open")
FILTER = Text(en="Choose rows", nl="Kies rijen")
HINT = Text(
    en="Where nothing is ticked in a list, all of it is shown.",
    nl="Waar in een lijst niets is aangevinkt, wordt alles getoond.",
)

FROM, TO = Text(en="From", nl="Van"), Text(en="To", nl="Tot en met")
FIRST, LAST = Text(en="start", nl="begin"), Text(en="latest", nl="nieuwste")
AS_OF = Text(en="As published on", nl="Zoals gepubliceerd op")
PRESENT = Text(en="latest", nl="nieuwste")
LETTER_DAY = Text(en="{date} (the letter)", nl="{date} (de brief)")
SORT = Text(en="Order", nl="Volgorde")
SORTS = {
    "": Text(en="as in the table", nl="zoals in de tabel"),
    "newest": Text(en="newest period first", nl="nieuwste periode eerst"),
    "highest": Text(en="highest value first", nl="hoogste waarde eerst"),
    "lowest": Text(en="lowest value first", nl="laagste waarde eerst"),
}
ROWS = Text(en="Pivot: rows", nl="Draaitabel: rijen")
COLUMNS = Text(en="Pivot: columns", nl="Draaitabel: kolommen")
NO_PIVOT = Text(en="no pivot, one row for each figure", nl="geen draaitabel, één rij per cijfer")
SHOW = Text(en="Show", nl="Toon")
RESET = Text(en="All rows of this table", nl="Alle rijen van deze tabel")
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class TableChoices:
    """What can be chosen of a table: codes of each dimension, periods, and days on which something changed."""

    codes: Mapping[str, tuple[str, ...]]
    periods: tuple[str, ...]
    days: tuple[str, ...]


def table_form(groups: Sequence[tuple[str, Pairs]], table: str, lang: Lang) -> html.Form:
    """The form to choose a table; groups: heading, and (id, title) of what stands below it."""
    listed = [
        f'<optgroup label="{escape(name)}">{entries((Option(*pair) for pair in pairs), table)}</optgroup>'
        for name, pairs in groups
    ]
    field = select_of("table", TABLE[lang], "".join(listed), prefix="explore")
    button = html.Button(OPEN[lang], type="submit", className="button", disable_n_clicks=True)
    action = urls.explore(lang)
    return html.Form(
        [field, button], method="GET", action=action, className="filter explore-table", **aria(label=CHOOSE[lang])
    )


def row_form(named: TableNames, selection: TableSelection, can: TableChoices) -> html.Form:
    """The form to choose rows, order and pivot, with the choice in force."""
    lang = named.lang
    several = [d for d in named.dims if len(can.codes[d]) > 1]
    lists = [_codes(named, d, can.codes[d], selection) for d in several if not is_text(d, named.catalogue)]
    dims = [("", NO_PIVOT[lang]), *((d, named.dim(d)) for d in several)]
    columns = [("", named.dim("period")), *((d, named.dim(d)) for d in several)]
    shown = "" if selection.columns == explore.PERIOD_COLUMN else selection.columns
    others = [
        _one("from", FROM[lang], [("", FIRST[lang]), *_periods(can, selection.start, named)], selection.start),
        _one("to", TO[lang], [("", LAST[lang]), *_periods(can, selection.end, named)], selection.end),
        _one("as_of", AS_OF[lang], _days(can, selection, lang), selection.as_of),
        _one("sort", SORT[lang], [(code, SORTS[code][lang]) for code in explore.SORTS], selection.sort),
        *([_one("rows", ROWS[lang], dims, selection.rows)] * bool(several)),
        *([_one("columns", COLUMNS[lang], columns, shown)] * bool(several)),
    ]
    end = html.Div(
        [
            html.Button(SHOW[lang], type="submit", className="button", disable_n_clicks=True),
            html.A(RESET[lang], href=urls.explore(lang, {"table": selection.table}), className="reset"),
        ],
        className="controls-end",
    )
    blocks: list[Component] = [hidden("table", selection.table)]
    blocks += [html.Div(lists, className="explore-lists"), html.P(HINT[lang], className="field-hint")] if lists else []
    blocks += [html.Div(others, className="explore-lists"), end]
    return html.Form(
        blocks, method="GET", action=urls.explore(lang), className="explore-form", **aria(label=FILTER[lang])
    )


def _codes(named: TableNames, dim: str, codes: Sequence[str], selection: TableSelection) -> html.Fieldset:
    codes_offered = (Option(c, formats.sentence_case(named.code(dim, c))) for c in codes if c)
    options = tuple(sorted(codes_offered, key=lambda o: o.label.casefold()))
    return boxes(dim, named.dim(dim), [ChoiceGroup("", options)], selection.filters.get(dim, ()), named.lang)


def _one(name: str, label: str, options: Pairs, value: str) -> Whole:
    return select(name, label, [Option(*pair) for pair in options], value, prefix="explore")


def _periods(can: TableChoices, chosen: str, named: TableNames) -> list[tuple[str, str]]:
    years = {str(period(p).year) for p in can.periods}
    listed = reversed(in_order({*years, *([chosen] if chosen else [])}))
    return [(p, formats.period(p, named.lang)) for p in listed]


def _days(can: TableChoices, selection: TableSelection, lang: Lang) -> list[tuple[str, str]]:
    days = sorted({*can.days, LETTER_DATE, *([selection.as_of] if selection.as_of else [])}, reverse=True)
    said = ((d, formats.date(d, lang)) for d in days)
    named = ((d, LETTER_DAY[lang].format(date=text) if d == LETTER_DATE else text) for d, text in said)
    return [("", PRESENT[lang]), *named]


def current(selection: TableSelection, named: TableNames) -> str:
    """The filter in words: `Route: Central Mediterranean; Period: 2015 to 2018`; "" where nothing is filtered."""
    lang = named.lang
    filters = selection.filters.items()
    parts = [f"{named.dim(d)}: {_some([named.code(d, c) for c in codes], lang)}" for d, codes in filters]
    if selection.start and selection.end:
        parts.append(f"{T['period'][lang]}: {formats.span(selection.start, selection.end, lang)}")
    elif selection.start or selection.end:
        name, period = (FROM, selection.start) if selection.start else (TO, selection.end)
        parts.append(f"{name[lang]}: {formats.period(period, lang)}")
    parts += [f"{AS_OF[lang]}: {formats.date(selection.as_of, lang)}"] if selection.as_of else []
    return "; ".join(parts)


def _some(names: Sequence[str], lang: Lang) -> str:
    return formats.join_list(names, lang)
