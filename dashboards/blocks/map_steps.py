"""Links through the periods of a map, and the button by which assets/reading.js plays them."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, data
from etl.catalogue.declarations import Lang, Text

STEPS = Text(en="Other periods on the map", nl="Andere perioden op de kaart")
STEP = {
    "first": Text(en="First", nl="Eerste"),
    "before": Text(en="Previous", nl="Vorige"),
    "next": Text(en="Next", nl="Volgende"),
    "last": Text(en="Last", nl="Laatste"),
}
PLAY, STOP = Text(en="Play", nl="Afspelen"), Text(en="Stop", nl="Stoppen")


def map_steps(periods: Sequence[tuple[str, str]], lang: Lang) -> html.Nav | None:
    """Links to the period before and after and to both ends; none where there is only one.

    periods: each one's name and address, oldest first; no address for the one that is shown.
    """
    here = next((n for n, (_, address) in enumerate(periods) if not address), None)
    if here is None or len(periods) < 2:
        return None
    wanted = {"first": 0, "before": here - 1, "next": here + 1, "last": len(periods) - 1}
    items = [html.Li(_step(name, periods, here, n, lang)) for name, n in wanted.items()]
    facts = data(action="play", stop=STOP[lang]) | aria(pressed="false")
    play = html.Button(PLAY[lang], type="button", className="step-play", **facts)
    return html.Nav(html.Ul([*items, html.Li(play)], className="pager"), id="steps", **aria(label=STEPS[lang]))


def _step(name: str, periods: Sequence[tuple[str, str]], here: int, n: int, lang: Lang) -> Component:
    """A link to the n-th period; plain words where there is none or it is shown already."""
    label = STEP[name][lang]
    if n == here or not 0 <= n < len(periods):
        return html.Span(label, className="pager-here")
    period, address = periods[n]
    return html.A(label, href=f"{address}#steps", title=period, **aria(label=f"{label}: {period}"), **data(step=name))
