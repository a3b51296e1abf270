"""What an address asks for, as the routes of pictures, files, embeds and briefings read it: a choice and its figure."""

from collections.abc import Sequence
from dataclasses import replace

from flask import request

from dashboards.figures import figure as figures
from dashboards.figures.figure import Figure, declared
from dashboards.office import content
from dashboards.query import urls
from dashboards.query.selection import NAMES, Selection, selection
from dashboards.web.file_cache import Query
from etl.model.errors import UnknownValueError
from etl.release import store


def choice(indicator_id: str, query: Query, own: Sequence[str] = ()) -> Selection:
    """What is asked of an indicator; `own` are further names that the route itself reads."""
    if strange := sorted(set(query) - {*NAMES, *own}):
        raise UnknownValueError("Parameter", strange[0], (*NAMES, *own))
    asked = {name: values for name, values in query.items() if name in NAMES}
    release = store.release((asked.get("release") or [""])[0])
    return selection(indicator_id, asked, release.choices(declared(indicator_id).id))


def drawn(chosen: Selection) -> Figure:
    """The figure of a choice, told where it can be found and, where that is so, that it is a reading of the past."""
    found = figures.figure(chosen)
    notes = content.stood(found.chart.notes, chosen.as_of, chosen.lang, bool(chosen.beside))
    return replace(found, chart=replace(found.chart, notes=notes, address=short_address(chosen)))


def short_address(chosen: Selection) -> str:
    """Where the figure's page is, for print: without scheme, and with only what the reader chose."""
    return f"{request.host}{urls.figure(chosen.lang, chosen.indicator, chosen.state())}".replace("%2C", ",")


def permalink(shown: Figure) -> str:
    """Where exactly this figure stays: every choice named, in this release."""
    state = {**shown.chosen.state(), "release": shown.release.id}
    address = urls.figure(shown.chosen.lang, shown.indicator.id, state)
    return f"{request.host_url.rstrip('/')}{address}"
