"""Fields of a form that a browser sends by itself: one of a list, several of a list, yes or no.

They are text: Dash's html knows no input, and its components are slow to make by the hundred. Every word is escaped
here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from dash import html

from dashboards.web.raw_html import Raw, Whole
from etl.catalogue.declarations import Lang, Text

FILTER = Text(en="Filter the list", nl="Filter de lijst")
ALL, NONE = Text(en="all", nl="alle"), Text(en="none", nl="geen")
SHORT = 8  # a list that is seen at a glance
LONG = ((30, "field-longest"), (15, "field-long"))  # letters of an entry that need two columns of a form, or a row


@dataclass(frozen=True)
class Option:
    """One entry of a list: what is sent, and what is read."""

    value: str
    label: str


@dataclass(frozen=True)
class ChoiceGroup:
    """Entries under a heading; "" for none."""

    name: str
    options: tuple[Option, ...]


def select(
    name: str, label: str, options: Sequence[Option], value: str, hint: str = "", prefix: str = "figure"
) -> Whole:
    """A list to choose one from. hint: a sentence below it."""
    longest = max((len(o.label) for o in options), default=0)
    return select_of(name, label, entries(options, value), hint, prefix, longest)


def select_of(name: str, label: str, listed: str, hint: str = "", prefix: str = "figure", longest: int = 0) -> Whole:
    """The same of `entries` that are made already. longest: letters of one; it is not cut where there is room."""
    field = f"{prefix}-{name}"
    below = f'<p class="field-hint">{escape(hint, quote=False)}</p>' if hint else ""
    labelled = f'<label for="{field}">{escape(label, quote=False)}</label>'
    made = f'{labelled}<select id="{field}" name="{escape(name)}">{listed}</select>{below}'
    wide = next((f" {name}" for least, name in LONG if longest > least), "")
    return Whole("div", f'<div class="field{wide}">{made}</div>')


def entries(options: Iterable[Option], value: str) -> str:
    """The entries of a list as HTML: as text, since hundreds of components are slow to make."""
    return "".join([_entry(o, o.value == value) for o in options])


def _entry(option: Option, chosen: bool) -> str:
    mark = "selected " if chosen else ""
    return f'<option {mark}value="{escape(option.value)}">{escape(option.label, quote=False)}</option>'


def boxes(
    name: str, legend: str, groups: Sequence[ChoiceGroup], chosen: Sequence[str], lang: Lang, least: bool = False
) -> html.Fieldset:
    """A list to choose several from, in an order that no choice changes. least: nothing at all cannot be chosen.

    A long list can be filtered, chosen and left as a whole where scripts run (assets/lists.js).
    """
    parts = [_group(name, n, g, chosen) for n, g in enumerate(groups) if g.options]
    listed = Raw(html="".join(parts), className="choice-list", **{"data-least": ""} if least else {})
    tools = [_tools(name, legend, lang)] if sum(len(g.options) for g in groups) > SHORT else []
    return html.Fieldset([html.Legend(legend), *tools, listed], className="choices", id=f"choices-{name}")


def _tools(name: str, legend: str, lang: Lang) -> Raw:
    filter_id, of = f"filter-{name}", escape(legend)
    buttons = "".join(
        f'<button type="button" class="text-button" data-action="{action}" aria-label="{of}: {label[lang]}">'
        f"{label[lang]}</button>"
        for action, label in (("choose-all", ALL), ("choose-none", NONE))
    )
    field = (
        f'<input type="search" id="{filter_id}" class="choice-filter" placeholder="{FILTER[lang]}" '
        f'aria-label="{FILTER[lang]}: {of}" '
        'autocomplete="off" spellcheck="false">'
    )
    return Raw(html=field + buttons, className="choice-tools")


def box(name: str, value: str, label: str, ticked: bool) -> Raw:
    """A single yes or no."""
    return Raw(html=_box(f"figure-{name}", name, Option(value, label), ticked), className="choice-one")


def hidden(name: str, value: str) -> Raw:
    """What is sent along unseen."""
    return Raw(html=f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">', className="choice-hidden")


def _group(name: str, place: int, group: ChoiceGroup, chosen: Sequence[str]) -> str:
    heading = f'<p class="choice-group">{escape(group.name)}</p>' if group.name else ""
    made = (
        _box(f"figure-{name}-{place}-{n}", name, option, option.value in chosen)
        for n, option in enumerate(group.options)
    )
    return heading + "".join(made)


def _box(field: str, name: str, option: Option, ticked: bool) -> str:
    mark = " checked" if ticked else ""
    field_html = f'<input type="checkbox" id="{field}" name="{escape(name)}" value="{escape(option.value)}"{mark}>'
    return f'<div class="choice">{field_html}<label for="{field}">{escape(option.label)}</label></div>'
