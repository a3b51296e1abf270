"""The catalogue of tables that the explore page opens on: what each holds, by which dimensions, up to when."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, data, not_held
from dashboards.blocks.data_table import scrolling
from dashboards.blocks.search_field import search_field
from dashboards.explore import dimensions
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset, Indicator, Lang, Text
from etl.model.observations import Coverage

FORM = Text(en="Choose tables", nl="Kies tabellen")
WORDS = Text(en="Filter the tables", nl="Filter de tabellen")
SHOW = Text(en="Show", nl="Toon")
COUNT = Text(en="{n} of {of} tables", nl="{n} van {of} tabellen")
NONE = Text(en="No table fits these words.", nl="Geen tabel past bij deze woorden.")
HEADER = (
    Text(en="Table", nl="Tabel"),
    Text(en="Newest period", nl="Nieuwste periode"),
    Text(en="By", nl="Naar"),
    Text(en="First period", nl="Eerste periode"),
    Text(en="Rows", nl="Rijen"),
    Text(en="Version", nl="Versie"),
)


@dataclass(frozen=True)
class HeldTable:
    """A table that we hold: its dimensions in the release, what is there, and the newest day of publication, or ""."""

    declared: Dataset | Indicator
    dims: tuple[str, ...]
    coverage: Coverage
    vintage: str


@dataclass(frozen=True)
class TableGroup:
    """Tables under one heading, and those of them that we hold nothing of."""

    name: str
    held: tuple[HeldTable, ...]
    empty: tuple[Dataset | Indicator, ...] = ()


def catalogue_form(q: str, lang: Lang) -> html.Form:
    """A field that filters the tables."""
    button = html.Button(SHOW[lang], type="submit", className="button", disable_n_clicks=True)
    field, action = search_field("q", "explore-q", WORDS[lang], q), urls.explore(lang)
    return html.Form(
        [field, button], method="GET", action=action, role="search", className="filter", **aria(label=FORM[lang])
    )


def count_line(n: int, of: int, lang: Lang) -> html.P:
    """N of M tables."""
    text = COUNT[lang].format(n=n, of=of) if n else NONE[lang]
    return html.P(html.Strong(text, **data(shown="")), className="found")


def group_table(group: TableGroup, number: int, catalogue: Catalogue, lang: Lang) -> html.Div:
    """The tables of a group, one to a row, each a link."""
    name = f"tables-{number}"
    head = "".join(f'<th scope="col"{_class(n)}>{escape(named[lang])}</th>' for n, named in enumerate(HEADER))
    rows = "".join(_row(each, catalogue, lang) for each in group.held)
    caption = f'<caption class="unseen">{escape(group.name)}</caption>'
    table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    parts = [html.H2(group.name, id=name), scrolling(table, group.name, lang)]  # the table is a region of that name
    return html.Div(parts, id=f"of-{name}", className="explore-catalogue")


def _row(each: HeldTable, catalogue: Catalogue, lang: Lang) -> str:
    declared, c = each.declared, each.coverage
    dims = [_dim(declared, d, catalogue, lang) for d in each.dims]
    code = f" ({escape(declared.code)})" if isinstance(declared, Dataset) and formats.is_code(declared.code) else ""
    address = escape(urls.explore(lang, {"table": declared.id}))
    cells = (
        formats.period(c.last, lang),
        formats.join_list(dims, lang),
        formats.period(c.first, lang),
        formats.number(c.rows, 0, lang),
        formats.vintage(each.vintage, lang) if each.vintage else T["date_not_known"][lang],
    )
    title = f'<th scope="row"><a href="{address}">{escape(formats.sentence_case(declared.title[lang]))}</a>{code}</th>'
    return f"<tr>{title}{''.join(f'<td{_class(n)}>{escape(cell)}</td>' for n, cell in enumerate(cells, 1))}</tr>"


def _class(column: int) -> str:
    return ' class="num"' if HEADER[column].en == "Rows" else ""


def _dim(declared: Dataset | Indicator, name: str, catalogue: Catalogue, lang: Lang) -> str:
    if name == "series" and isinstance(declared, Indicator):
        return declared.breakdown.name[lang].lower()
    return dimensions.dim(name, catalogue, lang).lower()


def not_held_list(
    tables: Sequence[Dataset | Indicator], heading: str, catalogue: Catalogue, lang: Lang
) -> list[Component]:
    """Tables that we hold nothing of, with where the publisher has them."""
    if not tables:
        return []
    name = "not-held"
    items = [
        html.Li([html.Strong(t.title[lang]), *not_held.of_dataset(t, lang)])
        if isinstance(t, Dataset)
        else not_held.entry(t, catalogue, lang)
        for t in tables
    ]
    parts = [html.H2(heading, id=name), html.Ul(items, className="not-held")]
    return [html.Section(parts, id=f"of-{name}", **aria(labelledby=name))]
