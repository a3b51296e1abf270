"""A table of figures with caption and scopes, in a box that scrolls on its own where it is too wide or too high.

assets/tables.js sorts it by a click on a heading and copies it; without the script it is the same table.
"""

import re
from collections.abc import Sequence
from html import escape

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, data
from dashboards.charts.table import Table
from dashboards.web.raw_html import Raw
from etl.catalogue.declarations import Lang, Text

COPY = Text(en="Copy the table", nl="Kopieer de tabel")
COPIED = Text(
    en="Copied: {rows} rows, to paste into a spreadsheet.",
    nl="Gekopieerd: {rows} rijen, te plakken in een spreadsheet.",
)
FAILED = Text(en="Not copied: the browser does not allow it.", nl="Niet gekopieerd: de browser staat het niet toe.")
SORTED = Text(en="Sorted by {column}, {order}.", nl="Gesorteerd op {column}, {order}.")
UP, DOWN = Text(en="ascending", nl="oplopend"), Text(en="descending", nl="aflopend")
BACK = Text(en="order of the page", nl="volgorde van de pagina")
FIGURE = re.compile(r"[−+-]?\d[\d.,\s]*(%|pp)?(\s?[a-z]{1,3})?")
YEAR = re.compile(r"(19|20)\d\d")


def data_table(table: Table, lang: Lang) -> Component:
    """The table as HTML: the first cell of a row is its header; columns of figures end at the same side.

    It is written as text, as thousands of components are slow to make; every word is escaped here.
    """
    kinds = [_kind(column) for column in zip(*table.rows, strict=True)] if table.rows else [""] * len(table.header)
    head = "".join(f'<th{k} scope="col">{escape(title)}</th>' for title, k in zip(table.header, kinds, strict=True))
    body = "".join(_row(row, kinds) for row in table.rows)
    caption = f"<caption>{escape(table.caption)}</caption>"
    made = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return scrolling(made, table.caption, lang, bool(table.rows))


def scrolling(table: str, name: str, lang: Lang, has_rows: bool = True) -> Component:
    """A table that is finished HTML, in its box, with its tools."""
    scrolled = Raw(html=table, className="table-scroll", tabIndex="0", role="region", **aria(label=name))
    return html.Div([scrolled, _tools(lang)], className="table-block") if has_rows else scrolled


def _row(row: Sequence[str], kinds: Sequence[str]) -> str:
    cells = "".join(f"<td{kind}>{escape(cell)}</td>" for cell, kind in zip(row[1:], kinds[1:], strict=True))
    return f'<tr><th{kinds[0]} scope="row">{escape(row[0])}</th>{cells}</tr>'


def _kind(column: Sequence[str]) -> str:
    """The class of a column as an attribute: `num` where most of its cells are figures, and not years."""
    cells = [cell for cell in column if cell]
    years = sum(bool(YEAR.fullmatch(cell)) for cell in cells)
    figures = sum(bool(FIGURE.fullmatch(cell)) for cell in cells)
    return ' class="num"' if figures * 2 > len(cells) and years < len(cells) else ""


def _tools(lang: Lang) -> html.Div:
    """The button; shown where scripts run."""
    said = {"copied": COPIED, "failed": FAILED, "sorted": SORTED, "up": UP, "down": DOWN, "back": BACK}
    button = html.Button(
        COPY[lang],
        type="button",
        className="text-button",
        disable_n_clicks=True,
        **data(action="copy-table", **{name: text[lang] for name, text in said.items()}),
    )
    return html.Div([button, html.Span(className="table-said", role="status")], className="table-tools")
