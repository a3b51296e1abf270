"""Two Dash components of our own: HTML that our own code has made.

Raw     what dash.html does not know, SVG and fields of a form, as the inside of a `div`
Whole   an element with all that is in it: what a page is made of where Dash has nothing to watch

Neither sanitises: only the output of our own renderers may be put into them, never words from an address or from a
publisher that were not escaped first. The React side of Whole is in assets/live.js. Raw has none: `compact` of
`dashboards.web.react_html` makes a Whole of it.
"""

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
        given = {"html": html, "id": id, "className": className, **named}
        super().__init__(**{name: value for name, value in given.items() if value is not None})  # type: ignore[no-untyped-call]


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
        given = {"tag": tag, "html": html, "id": id}
        super().__init__(**{name: value for name, value in given.items() if value is not None})  # type: ignore[no-untyped-call]
