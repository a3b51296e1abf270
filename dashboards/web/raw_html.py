"""Two Dash components of our own: HTML that our own code has made.

Raw     what dash.html does not know, SVG and fields of a form, as the inside of a `div`
Whole   an element with all that is in it: what a page is made of where Dash has nothing to watch

Neither sanitises: only the output of our own renderers may be put into them, never words from an address or from a
publisher that were not escaped first. The React side of Whole is in assets/live.js. Raw has none: `compact` of
`dashboards.web.react_html` makes a Whole of it.
"""

from collections.abc import Mapping

from dash.development.base_component import Component

from dashboards.query.urls import NAMESPACE

NONE: list[str] = []
PROPS = ["id", "html", "className", "role", "tabIndex"]
WHOLE_PROPS = ["id", "tag", "html"]
WILDCARDS = ["data-", "aria-"]


class Raw(Component):
    """A `div` whose inside is the string `html`."""

    _namespace = NAMESPACE
    _type = "Raw"
    _base_nodes = NONE
    _children_props = NONE
    _prop_names = PROPS
    _valid_wildcard_attributes = WILDCARDS
    available_properties = PROPS
    available_wildcard_properties = WILDCARDS

    html: str

    def __init__(self, html: str, id: str | None = None, className: str | None = None, **named: str) -> None:  # noqa: N803
        _set(self, {"html": html, "id": id, "className": className, **named})


class Whole(Component):
    """An element as HTML. tag: its name; html: all of it, itself included; id: by which it is known again in the next
    drawing of the page, wherever it then stands among its siblings."""

    _namespace = NAMESPACE
    _type = "Whole"
    _base_nodes = NONE
    _children_props = NONE
    _prop_names = WHOLE_PROPS
    _valid_wildcard_attributes = NONE
    available_properties = WHOLE_PROPS
    available_wildcard_properties = NONE

    html: str

    def __init__(self, tag: str, html: str, id: str | None = None) -> None:
        _set(self, {"tag": tag, "html": html, "id": id})


def _set(component: Component, given: Mapping[str, str | None]) -> None:
    """What Dash's own way does too; that one looks for a package of our namespace first, 0.2 ms for each component."""
    for name, value in given.items():
        if name not in component._prop_names and not name.startswith(tuple(component._valid_wildcard_attributes)):
            raise TypeError(f"{component._type} has no {name}; accepted: {', '.join(component._prop_names)}.")
        if value is not None:
            setattr(component, name, value)
