"""The page that Dash gives by default: a Dropdown, a Graph, one line. What the site is measured against.

The line is that of the first chart of the headline page: detections by Frontex, 2009 to 2025, in thousands.
"""

from dash import Dash, Input, Output, dcc, html

YEARS = list(range(2009, 2026))
THOUSANDS = [105, 104, 141, 72, 107, 283, 1822, 511, 205, 149, 142, 126, 202, 326, 381, 240, 180]

app = Dash(__name__, compress=True)
server = app.server
app.layout = html.Div(
    [
        html.H1("Irregular border crossings detected"),
        dcc.Dropdown(["all years", "since 2015"], "all years", id="choice", clearable=False),
        dcc.Graph(id="graph"),
    ]
)


@app.callback(Output("graph", "figure"), Input("choice", "value"))
def draw(choice: str) -> dict[str, object]:
    """The line, whole or from 2015 on."""
    start = YEARS.index(2015) if choice == "since 2015" else 0
    line = {"type": "scatter", "mode": "lines", "x": YEARS[start:], "y": THOUSANDS[start:]}
    return {"data": [line], "layout": {"yaxis": {"rangemode": "tozero"}}}
