"""What a reader sees where an address cannot be answered: the sentence, and links to what there is."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.web.refusals import Refusal
from etl.catalogue.declarations import Text

ACCEPTED = Text(en="Possible values:", nl="Mogelijke waarden:")
SHOWN = 60


def refusal_blocks(refusal: Refusal) -> Sequence[Component]:
    """Heading, sentence, and the list of what is accepted; addresses are links."""
    blocks: list[Component] = [html.H1(refusal.title), html.P(refusal.sentence)]
    if refusal.accepted:
        more = [html.Li("…")] if len(refusal.accepted) > SHOWN else []
        items = [html.Li(_entry(value)) for value in refusal.accepted[:SHOWN]]
        blocks += [html.P(ACCEPTED[refusal.lang]), html.Ul([*items, *more], className="accepted")]
    return [html.Div(blocks, className="refusal")]


def _entry(value: str) -> Component:
    is_address = value.startswith("/") and "<" not in value
    return html.A(value, href=value) if is_address else html.Code(value)
