"""One Dash component of our own: HTML that a renderer of ours has made (dash.html knows no SVG).

Its React side is `window.monitor.Raw` in assets/monitor.js. It does not sanitise: only the output of
`dashboards.charts` may be put into it, never words from an address or from a publisher that were not escaped first.
"""

from dash.development.base_component import Component

from dashboards.query.urls import NAMESPACE

NONE: list[str] = []
PROPS = ["id", "html", "className"]
WILDCARDS = ["data-", "aria-"]


class Raw(Component):
    """A `div` whose inside is the string `html`, the same in the first response and after Dash has taken over."""

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
