"""“+ board”: a link to the board with this figure. assets/board.js puts it on the reader’s own board instead."""

from dash import html

from dashboards.blocks import aria, data
from dashboards.query import briefing, urls
from dashboards.query.selection import Selection
from etl.catalogue.declarations import Lang, Text

ADD = Text(en="+ board", nl="+ selectie")
ADDED = Text(en="on my board", nl="in mijn selectie")
NAMED = Text(en="Add to my board: {name}", nl="Zet in mijn selectie: {name}")


def board_link(chosen: Selection, name: str, lang: Lang) -> html.A:
    """The link. name: of the figure, for those who hear it apart from its surroundings."""
    figure = briefing.text(chosen)
    return html.A(
        ADD[lang],
        href=urls.board(lang, {"figure": figure}),
        className="board-add",
        **data(action="board", figure=figure, done=ADDED[lang]),
        **aria(label=NAMED[lang].format(name=name)),
    )
