"""What a reader sees where an address cannot be answered: the sentence, and links to what there is."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.web.refusals import Refusal
from etl.catalogue.declarations import Text

ACCEPTED = Text(en="What is accepted:", nl="Wat wel kan:")
INSTEAD = Text(en="What there is:", nl="Wat er wel is:")
SHOWN = 80
Names = Mapping[str, tuple[str, str]]


def refusal_blocks(refusal: Refusal, names: Names) -> Sequence[Component]:
    """Heading, sentence, and the parts that can be had instead, or the list of what is accepted.

    names: words and address of values that have a page. Where all of what is accepted are addresses or have one, those
    that have one are listed.
    """
    blocks: list[Component] = [html.H1(refusal.title), html.P(refusal.sentence)]
    all_named = all(value in names or value.startswith("/") for value in refusal.accepted)
    named = [names[value] for value in refusal.accepted if value in names] if all_named else []
    if refusal.smaller:
        parts = [html.A(html.Code(address), href=address) for address in refusal.smaller[:SHOWN]]
        blocks.append(html.Ul([html.Li(part) for part in parts], className="accepted"))
    elif refusal.accepted:
        items: list[Component] = [html.A(label, href=address) for label, address in named]
        items = items or [html.Code(value) for value in refusal.accepted]
        more = [html.Li("…")] if len(items) > SHOWN else []
        said = (INSTEAD if named else ACCEPTED)[refusal.lang]
        listed = html.Ul([*(html.Li(item) for item in items[:SHOWN]), *more], className="accepted")
        blocks += [html.P(said), listed]
    return [html.Div(blocks, className="refusal")]
