"""A table of figures with caption and scopes, in a box that scrolls on its own where it is too wide."""

from dash import html

from dashboards.blocks import aria
from dashboards.charts.table import Table


def data_table(table: Table) -> html.Div:
    """The table as HTML: the first cell of a row is its header."""
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in table.header]))
    body = html.Tbody(
        [html.Tr([html.Th(row[0], scope="row"), *(html.Td(cell) for cell in row[1:])]) for row in table.rows]
    )
    return html.Div(
        html.Table([html.Caption(table.caption), head, body]),
        className="table-scroll",
        tabIndex=0,
        role="region",
        **aria(label=table.caption),
    )
