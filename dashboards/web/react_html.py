"""A Dash layout as plain HTML, and the document around it: what a reader sees before any script has run.

The HTML has the same structure as what React draws from the same layout, element by element, so that assets/monitor.js
can put the one in the place of the other unseen. It knows dash.html and our own Raw; any other component has no place
in a first response and is an error.
"""

import json
import math
import re
from collections.abc import Mapping
from copy import copy
from html import escape
from typing import Any

from dash.development.base_component import Component

from dashboards.web.raw_html import Raw, Whole

VOID_TAGS = "area base br col embed hr img input link meta param source track wbr"
VOID = frozenset(VOID_TAGS.split())
TAGS = {"MapEl": "map", "ObjectEl": "object"}
NOT_HERE = frozenset({"Script", "Plaintext", "Xmp", "Noscript"})
NAMES = {"className": "class", "htmlFor": "for", "acceptCharset": "accept-charset", "httpEquiv": "http-equiv"}
OF_DASH = "_prop_names _valid_wildcard_attributes available_properties available_wildcard_properties"
NO_ATTRIBUTE = frozenset({"children", "key", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", *OF_DASH.split()})
OF_RAW = NO_ATTRIBUTE | {"html"}
WILDCARDS = ("data-", "aria-")
SWITCHES = """
    allowfullscreen async autofocus autoplay checked controls default defer disabled download formnovalidate hidden loop
    multiple muted novalidate open readonly required reversed selected"""
TRUE_OR_ABSENT = frozenset(SWITCHES.split())
TRUE_OR_FALSE = frozenset({"contenteditable", "draggable", "spellcheck"})
BARE_STYLES = """
    aspectRatio columnCount columns fillOpacity flex flexGrow flexShrink fontWeight gridColumn gridRow lineHeight
    opacity order orphans scale strokeOpacity strokeWidth tabSize widows zIndex zoom"""
STYLES_WITHOUT_UNIT = frozenset(BARE_STYLES.split())
INVISIBLE = frozenset({("dash_core_components", "Store"), ("dash_core_components", "Location")})


class FirstPaintError(TypeError):
    """A layout holds something that cannot be written as HTML; the message says what and where."""


def html_of(node: Any, where: str = "layout") -> str:
    """The HTML that React would draw for a component, a list, text or a number; None and booleans draw nothing."""
    try:
        return _html(node)
    except FirstPaintError as error:
        raise FirstPaintError(f"{_place(node, where)}: {error}") from None


def _html(node: Any) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    if isinstance(node, list | tuple):
        return "".join([_html(child) for child in node])
    if isinstance(node, Component):
        return _component(node)
    if node is None or isinstance(node, bool):
        return ""
    if isinstance(node, int | float):
        return _number(node)
    raise FirstPaintError(f"{type(node).__name__} is not a component, text or number.")


def _place(node: Any, where: str) -> str:
    """The place of what cannot be written: it is looked for only then, as a page has thousands of places."""
    inside: Any = node
    if isinstance(node, Component):
        where, inside = f"{where} > {node._type}", getattr(node, "children", None)
    children = enumerate(inside) if isinstance(inside, list | tuple) else [(None, inside)] * (inside is not node)
    for n, child in children:
        try:
            _html(child)
        except FirstPaintError:
            return _place(child, where if n is None else f"{where}[{n}]")
    return where


def compact(node: Any) -> Any:
    """The same page for Dash to draw: of every part that Dash has nothing to watch in, one Whole.

    The document that comes of it is the same, element by element; what Dash sends, keeps and compares is a tenth. Dash
    watches components whose id is a pattern. `main` and what it stands in stay components, so that what is around the
    content is kept from page to page.
    """
    if isinstance(node, list | tuple):
        return [compact(child) for child in node]
    if not isinstance(node, Component) or isinstance(node, Whole) or (node._namespace, node._type) in INVISIBLE:
        return node
    if not _is_watched(node):
        named = getattr(node, "id", None)
        return whole(node, named)
    children = getattr(node, "children", None)
    if children is None:
        return node
    made = copy(node)
    made.children = compact(children)
    return made


def whole(node: Component, named: str | None = None) -> Whole:
    """The component with all that is in it, written out: what is drawn again and again need be written once."""
    return Whole("div" if isinstance(node, Raw) else _tag(node), html_of(node), named)


def _is_watched(node: Any) -> bool:
    """Whether Dash has to know this component or one inside it."""
    if isinstance(node, list | tuple):
        return any(_is_watched(child) for child in node)
    if not isinstance(node, Component):
        return False
    is_own = node._namespace == "dash_html_components" or isinstance(node, Raw | Whole)
    own = isinstance(getattr(node, "id", None), dict) or node._type == "Main" or not is_own
    return own or _is_watched(getattr(node, "children", None))


def _tag(node: Component) -> str:
    return TAGS.get(node._type, node._type.lower())


def _component(node: Component) -> str:
    if type(node) is Whole:  # isinstance takes ten times as long for Dash's classes
        return node.html
    if type(node) is Raw:
        return f"<div{_attributes(node)}>{node.html}</div>"
    if (node._namespace, node._type) in INVISIBLE:
        return ""
    if node._namespace != "dash_html_components" or node._type in NOT_HERE:
        raise FirstPaintError(f"{node._namespace}.{node._type} has no HTML; accepted: dash.html and Raw.")
    tag = _tag(node)
    children = getattr(node, "children", None)
    if tag in VOID:
        if children:
            raise FirstPaintError(f"<{tag}> takes no children.")
        return f"<{tag}{_attributes(node)}>"
    inside = _html(children)
    # a parser drops a line break that directly follows these two start tags; React's DOM keeps it
    if tag in ("pre", "textarea") and inside.startswith("\n"):
        inside = "\n" + inside
    return f"<{tag}{_attributes(node)}>{inside}</{tag}>"


def _attributes(node: Component) -> str:
    # what was given to it, which Dash has checked; Dash keeps data- and aria- in no order
    given, unwritten = vars(node), OF_RAW if type(node) is Raw else NO_ATTRIBUTE
    named = [_attribute(name, given[name]) for name in sorted(given) if name not in unwritten]
    return "".join([f" {text}" for text in named if text])


def _attribute(name: str, value: Any) -> str:
    """`name="value"`, or nothing where React would write nothing."""
    attribute = NAMES.get(name) or name.lower()
    if isinstance(value, str) and attribute not in TRUE_OR_ABSENT:
        return f'{attribute}="{escape(value)}"'
    if value is None:
        return ""
    if name == "style":
        return f'style="{escape(_style(value))}"'
    if name == "id" and isinstance(value, dict):
        return f'id="{escape(_dict_id(value))}"'
    if isinstance(value, bool) or attribute in TRUE_OR_ABSENT:
        return _switch(attribute, value)
    if isinstance(value, int | float):
        return f'{attribute}="{_number(value)}"'
    raise FirstPaintError(f"{name}={value!r} is no attribute value; accepted: text, number, boolean.")


def _switch(attribute: str, value: Any) -> str:
    if attribute in TRUE_OR_ABSENT:
        named = attribute == "download" and isinstance(value, str) and value
        return f'download="{escape(value)}"' if named else attribute * bool(value)
    if attribute.startswith(WILDCARDS) or attribute in TRUE_OR_FALSE:
        return f'{attribute}="{str(value).lower()}"'
    raise FirstPaintError(f"{attribute} takes no boolean, found {value!r}.")


def _dict_id(value: Mapping[str, Any]) -> str:
    """As Dash writes the id of a pattern: JSON without spaces, keys in order."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _style(value: Mapping[str, Any]) -> str:
    return ";".join(f"{_style_name(n)}:{_style_value(n, v)}" for n, v in value.items() if v is not None)


def _style_name(name: str) -> str:
    return name if name.startswith("--") else re.sub("([A-Z])", r"-\1", name).lower()


def _style_value(name: str, value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        unit = "" if value == 0 or name in STYLES_WITHOUT_UNIT or name.startswith("--") else "px"
        return _number(value) + unit
    return str(value)


def _number(value: float) -> str:
    """As JavaScript writes it: no `.0` on a whole number."""
    if not math.isfinite(value):
        raise FirstPaintError(f"{value} is not a number to show; missing is None.")
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)
