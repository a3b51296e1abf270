"""The box of a chart: its static picture, whose marks can be read at once, and at a button the interactive one.

The picture comes twice, drawn for a narrow and for a wide box; CSS shows the one that fits. assets/reading.js reads
marks by pointer and keyboard. assets/monitor.js asks for the interactive form by setting `data-contact` to the figure's
address; Plotly is loaded only then. The box keeps its size throughout.
"""

from typing import Any

from dash import MATCH, Dash, Input, Output, dcc, html
from dash.exceptions import PreventUpdate

from dashboards.blocks import aria, data
from dashboards.charts.plotly import picture as plotly
from dashboards.figures.figure import figure_for
from dashboards.query import urls
from dashboards.web.raw_html import Raw
from etl.catalogue.declarations import Lang, Text

KEYS = Text(
    en="Chart. Arrow keys read its figures one by one.",
    nl="Grafiek. Met de pijltjestoetsen leest u de cijfers een voor een.",
)
ZOOM = Text(en="Zoom and pan", nl="Inzoomen en verschuiven")
BACK = Text(en="Back to the picture", nl="Terug naar de afbeelding")
INTERACTIVE = Text(en="Interactive chart", nl="Interactieve grafiek")


def figure_box(figure_id: str, address: str, narrow: str, wide: str, lang: Lang, first_reading: str = "") -> html.Div:
    """A chart. address: what `dashboards.figures.figure.figure_for` understands; narrow, wide: SVG of our own renderer.

    told: what is said of each mark, of `dashboards.charts.walk.walked`; the pictures are then drawn with `read`.

    Ids inside the two SVGs must differ from each other and from those of other figures.
    """
    pictures = [
        Raw(html=narrow, className="figure-picture figure-narrow"),
        Raw(html=wide, className="figure-picture figure-wide"),
    ]
    more = html.Button(ZOOM[lang], type="button", className="figure-more", **data(action="interactive"))
    back = html.Button(BACK[lang], type="button", className="figure-more figure-back", **data(action="static"))
    live = html.Div(id=_part("live", figure_id), className="figure-live", **aria(label=INTERACTIVE[lang]), role="group")
    return html.Div(
        [html.Div([*pictures, more], className="figure-static"), live, back],
        id=_part("box", figure_id),
        className="figure-box",
        disable_n_clicks=True,
        **data(figure=address),
        **reader(first_reading, lang),
    )


def reader(first_reading: str, lang: Lang) -> dict[str, Any]:
    """What assets/reading.js reads marks from, by pointer and by keyboard."""
    return data(readings=first_reading, keys=KEYS[lang]) if first_reading else {}


def _part(part: str, figure_id: str) -> dict[str, str]:
    return {"type": f"figure-{part}", "index": figure_id}


def graph(address: str) -> dcc.Graph:
    """The interactive form of a figure."""
    config: Any = plotly.config(urls.language_of(address) or "en")
    return dcc.Graph(figure=figure_for(address), config=config, responsive=True, className="figure-graph")


def register(app: Dash) -> None:
    """The one callback of all figures: from contact to the interactive form."""

    @app.callback(
        Output({"type": "figure-live", "index": MATCH}, "children"),
        Input({"type": "figure-box", "index": MATCH}, "data-contact"),
        prevent_initial_call=True,
    )
    def _on_contact(address: Any) -> dcc.Graph:
        if not isinstance(address, str) or not address:
            raise PreventUpdate
        return graph(address)
