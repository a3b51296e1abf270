"""The interactive picture of a Chart: Plotly's JSON with the data, words, shapes and patterns of the SVG.

The only door to Plotly, which checks here what `plotly_traces` and `plotly_layout` say. None of its templates (6.5 kB a
figure), no upload button, no figure of its own: a tooltip is `Mark.text`. Plotly does not know CSS variables, so a
theme is chosen here. Its locale files are not loaded: month names come with the configuration.
"""

from typing import Any

import plotly.graph_objects as go

from dashboards.charts.model import Chart, drawable
from dashboards.charts.palette import Theme
from dashboards.charts.plan import plans_of
from dashboards.charts.plotly.layout import layout
from dashboards.charts.plotly.traces import traces
from dashboards.charts.svg.scale import wrap
from dashboards.text import formats
from etl.catalogue.catalogue import Lang

LEGEND = 225  # pixels
REMOVED = ["sendChartToCloud", "sendDataToCloud", "toImage", "zoom2d", "lasso2d", "select2d", "autoScale2d"]


WORDS: dict[Lang, dict[str, str]] = {
    "en": {},
    "nl": {
        "Zoom in": "Inzoomen",
        "Zoom out": "Uitzoomen",
        "Pan": "Verschuiven",
        "Reset axes": "Hele grafiek",
    },
}


def figure(chart: Chart, theme: Theme = "light", narrow: bool = False) -> dict[str, Any]:
    """Data and layout for Plotly; a trace of figures has its Trace's id as `meta`, None where a value is missing.

    narrow: for a box of less than 480 px, with fewer labels along the axis and fewer panels beside one another.
    """
    chart = drawable(chart)
    plans = plans_of(chart, narrow)
    around = layout(chart, theme, narrow, plans)  # before the traces: their letters go where its words are not
    checked = go.Figure(traces(chart, theme, narrow, plans), around)
    made: dict[str, Any] = checked.to_plotly_json()
    return _in_lines(made) if narrow else made


def _in_lines(made: dict[str, Any]) -> dict[str, Any]:
    """The names of a legend in lines that a phone has room for; Plotly cuts longer ones."""
    for each in (*made["data"], *made["layout"].get("shapes", ())):
        if name := each.get("name"):
            each["name"] = "<br>".join(wrap(name, LEGEND, 13))
    return made


def config(lang: Lang) -> dict[str, Any]:
    """Plotly's configuration: no vendor, no upload, month names of the language."""
    months = [formats.month(f"{n:02d}", lang) for n in range(1, 13)]
    return {
        "displaylogo": False,
        "showSendToCloud": False,
        "modeBarButtonsToRemove": list(REMOVED),
        "responsive": True,
        "locale": lang,
        "locales": {lang: {"dictionary": dict(WORDS[lang]), "format": {"shortMonths": months, "date": "%d-%m-%Y"}}},
    }
