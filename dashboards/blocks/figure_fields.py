"""Fields of a form that a browser sends by itself: one of a list, several of a list, yes or no.

Dash's html knows no input, so tick boxes are our Raw: every word of theirs is escaped here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dash import html

from dashboards.web.raw_html import Raw


@dataclass(frozen=True)
class Option:
    """One entry of a list: what is sent, and what is read."""

    value: str
    label: str


@dataclass(frozen=True)
class Group:
    """Entries under a heading; "" for none."""

    name: str
    options: tuple[Option, ...]


def select(name: str, label: str, options: Sequence[Option], value: str, hint: str = "") -> html.Div:
    """A list to choose one from. hint: a sentence below it."""
    field = f"figure-{name}"
    made = [html.Option(o.label, value=o.value, selected=o.value == value) for o in options]
    told = [html.P(hint, className="field-hint")] if hint else []
    return html.Div(
        [html.Label(label, htmlFor=field), html.Select(made, id=field, name=name), *told], className="field"
    )


def boxes(name: str, legend: str, groups: Sequence[Group], chosen: Sequence[str]) -> html.Fieldset:
    """A list to choose several from; the chosen ones first in their group, so that they are seen without scrolling."""
    parts = [_group(name, n, g, chosen) for n, g in enumerate(groups) if g.options]
    return html.Fieldset([html.Legend(legend), Raw(html="".join(parts), className="choice-list")], className="choices")


def box(name: str, value: str, label: str, ticked: bool) -> Raw:
    """A single yes or no."""
    return Raw(html=_box(f"figure-{name}", name, Option(value, label), ticked), className="choice-one")


def hidden(name: str, value: str) -> Raw:
    """What is sent along unseen."""
    return Raw(html=f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">', className="choice-hidden")


def _group(name: str, place: int, group: Group, chosen: Sequence[str]) -> str:
    ordered = sorted(group.options, key=lambda o: o.value not in chosen)
    heading = f'<p class="choice-group">{escape(group.name)}</p>' if group.name else ""
    made = (
        _box(f"figure-{name}-{place}-{n}", name, option, option.value in chosen) for n, option in enumerate(ordered)
    )
    return heading + "".join(made)


def _box(field: str, name: str, option: Option, ticked: bool) -> str:
    mark = " checked" if ticked else ""
    field_html = f'<input type="checkbox" id="{field}" name="{escape(name)}" value="{escape(option.value)}"{mark}>'
    return f'<div class="choice">{field_html}<label for="{field}">{escape(option.label)}</label></div>'
