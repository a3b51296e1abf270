"""Parts of a page: functions from plain values to Dash components; none reads a release or a request.

May import: dashboards.charts, dashboards.explore, dashboards.figures, dashboards.files, dashboards.freshness,
dashboards.letter, dashboards.query, dashboards.search, dashboards.sheets, dashboards.text, dashboards.web,
etl.catalogue, etl.letter, etl.model.
"""

from typing import Any


def aria(**named: str) -> dict[str, Any]:
    """Attributes for a Dash component: aria(label="Pages") is `aria-label="Pages"`."""
    return {f"aria-{name}": value for name, value in named.items()}


def data(**named: str) -> dict[str, Any]:
    """Attributes for a Dash component: data(page="/") is `data-page="/"`; `_` in a name becomes `-`."""
    return {f"data-{name.replace('_', '-')}": value for name, value in named.items()}
