"""A notice on every page while the newest release is damaged and the last whole one stands in its place."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.text import formats
from dashboards.web import refusals
from etl.catalogue.declarations import Lang, Text
from etl.model.errors import DamagedError

STANDS_IN = Text(
    en="Shown is the last whole release, {id}, built {day}. The release that should be shown here is damaged. {why}",
    nl="Te zien is de laatste gave release, {id}, gemaakt op {day}. De release die hier hoort te staan is beschadigd. "
    "{why}",
)


def notice(damage: Sequence[DamagedError], release_id: str, built_at: str, lang: Lang) -> tuple[Component, ...]:
    """Which release is shown instead, and why; nothing where none is damaged. built_at: ISO time."""
    if not damage:
        return ()
    why = refusals.damage(damage[0], lang)
    sentence = STANDS_IN[lang].format(id=release_id, day=formats.date(built_at[:10], lang), why=why)
    return (html.P(sentence, className="notice", role="status"),)
