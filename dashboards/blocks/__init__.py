"""Parts of a page. Each is a function from plain values to a Dash component; none reads a release or an address."""

from typing import Any


def aria(**named: str) -> dict[str, Any]:
    """Attributes for a Dash component: aria(label="Pages") is `aria-label="Pages"`."""
    return {f"aria-{name}": value for name, value in named.items()}


def data(**named: str) -> dict[str, Any]:
    """Attributes for a Dash component: data(page="/") is `data-page="/"`; `_` in a name becomes `-`."""
    return {f"data-{name.replace('_', '-')}": value for name, value in named.items()}
