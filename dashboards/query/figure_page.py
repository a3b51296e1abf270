"""A figure's page as a reader asked for it: the choice, the view, the page of a long table. Pure.

/en/figure/returned?geo=NL&geo=BE&from=2015&view=table&page=2

`step` and `without` are of `dashboards.figures.siblings`: one leads to another page, the other says what that page
lacks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboards.query import urls
from dashboards.query.selection import NAMES, Known, Selection, selection
from etl.catalogue.declarations import Lang
from etl.model.errors import UnknownValueError

VIEWS = ("chart", "table", "map", "about")
OWN = ("view", "page", "step", "without")
ACCEPTS = (*(name for name in NAMES if name != "lang"), *OWN)
MANY = ("geo", "series")
MOST_PAGES = 9999


@dataclass(frozen=True)
class PageRequest:
    """What the address says and no more: defaults are filled in by `dashboards.figures.figure`."""

    chosen: Selection
    view: str = VIEWS[0]
    page: int = 1
    without: tuple[str, ...] = ()

    @property
    def drawn(self) -> Selection:
        """The choice with the shape that the view gives it."""
        return replace(self.chosen, shape="map", measure="", base="", beside="") if self.view == "map" else self.chosen

    def address(self, **changed: str) -> str:
        """The same page with some names of its address changed; "" takes a name away."""
        state = {**self.chosen.state(), "view": self.view if self.view != VIEWS[0] else ""}
        return urls.figure(self.chosen.lang, self.chosen.indicator, {**state, **changed})


def page_request(lang: Lang, indicator: str, state: Mapping[str, str], known: Known) -> PageRequest:
    """The page that `state` asks for; UnknownValueError lists what is accepted."""
    query = {name: [value] for name, value in state.items() if name not in OWN}
    view, page = state.get("view", VIEWS[0]), state.get("page", "1")
    if view not in VIEWS:
        raise UnknownValueError("view", view, VIEWS)
    if not (page.isascii() and page.isdigit() and len(page) < 10 and 1 <= int(page) <= MOST_PAGES):
        raise UnknownValueError("page", page, ("1, 2, 3, …",))
    chosen = selection(indicator, query, known, lang, in_form=True)
    if chosen.shape == "map":  # in the address of a picture; on a page the map is a view
        chosen, view = replace(chosen, shape=""), "map"
    without = tuple(g for g in state.get("without", "").split(",") if g and g not in known.geos)
    return PageRequest(chosen, view, int(page), without)
