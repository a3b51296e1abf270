"""A figure on a board: its title, its picture, its source, and links to move it, name it and take it off."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, data
from dashboards.blocks.data_table import data_table
from dashboards.blocks.figure import figure_box
from dashboards.blocks.figure_fields import hidden
from dashboards.charts.alt_text import alt_text
from dashboards.charts.notes import in_sentences, legend_notes, origin
from dashboards.charts.svg.picture import svg
from dashboards.charts.table import table
from dashboards.charts.walk import walked
from dashboards.figures.figure import Figure
from dashboards.query import urls
from dashboards.query.board import Board
from dashboards.query.briefing import LONGEST
from dashboards.text.formats import T
from dashboards.web.raw_html import Raw
from etl.catalogue.declarations import Lang, Text

UP = Text(en="Move up", nl="Omhoog")
DOWN = Text(en="Move down", nl="Omlaag")
OFF = Text(en="Remove", nl="Verwijder")
OPEN = Text(en="Open and adjust", nl="Openen en aanpassen")
NAME = Text(en="Another title", nl="Andere titel")
OWN_TITLE = Text(en="Title on this board", nl="Titel in deze selectie")
KEEP = Text(en="Use this title", nl="Gebruik deze titel")
GIVEN = Text(
    en="{title} (the title above was given by the maker of this board)",
    nl="{title} (de titel hierboven is van de maker van deze selectie)",
)
SIZES = {"1": ((330, 220), (960, 340)), "2": ((330, 220), (520, 280))}  # of a phone and of a wide screen, by columns


@dataclass(frozen=True)
class Placed:
    """A figure at its place on a board, counted from 0."""

    board: Board
    place: int
    figure: Figure

    @property
    def title(self) -> str:
        """The reader's own, else the figure's."""
        return self.board.items[self.place].title or self.figure.chart.title


def board_card(p: Placed, lang: Lang) -> html.Article:
    """The whole card; nothing on it needs a script."""
    i, heading = p.figure.indicator, f"board-{p.place + 1}"
    own = p.board.items[p.place].title
    subtitle = GIVEN[lang].format(title=p.figure.chart.title) if own else ""
    blocks: list[Component | None] = [
        html.H2(html.A(p.title, href=urls.figure(lang, i.id, p.figure.chosen.state())), id=heading),
        html.P(subtitle, className="board-given") if subtitle else None,
        _picture(p, lang) if not p.figure.empty else html.P(T["nothing_held"][lang], className="notice"),
        _source(p.figure),
        _tools(p, lang),
        _naming(p, lang),
    ]
    return html.Article(
        [b for b in blocks if b is not None], className="card board-card", id=f"card-{p.place + 1}",
        **aria(labelledby=heading),
    )  # fmt: skip


def _picture(p: Placed, lang: Lang) -> html.Figure:
    name = f"{p.figure.chart.id}-{p.place + 1}"
    chart = replace(p.figure.chart, id=name, alt=alt_text(p.figure.chart))
    narrow, wide = (svg(chart, width=w, height=h, bare=True, read=True) for w, h in SIZES[p.board.columns])
    summary = f"{T['table'][lang]}: {p.title}"
    notes = legend_notes(chart)
    return html.Figure(
        [
            html.Figcaption(chart.subtitle, className="figure-caption"),
            figure_box(name, p.figure.chart.address, narrow, wide, lang, walked(chart)),
            html.P(in_sentences(notes), className="card-notes") if notes else None,
            html.Details([html.Summary(summary), data_table(table(chart), lang)], className="card-table"),
        ],
        className="card-figure",
    )


def _source(f: Figure) -> html.P:
    state = {**f.chosen.state(), "lang": "" if f.chosen.lang == "en" else f.chosen.lang}
    data_state = {name: value for name, value in state.items() if name not in ("shape", "beside")}
    link = html.A("CSV", href=urls.data(f.indicator.id, data_state), **aria(label=f"CSV: {f.chart.title}"))
    source = origin(f.chart, "; ")
    return html.P([f"{source}. " if source else "", link], className="card-source")


def _tools(p: Placed, lang: Lang) -> html.Ul:
    """Where it can go from here; an end of the board has one way only."""
    ways = [
        (UP, p.board.moved(p.place, -1)) if p.place else None,
        (DOWN, p.board.moved(p.place, 1)) if p.place + 1 < len(p.board.items) else None,
        (OFF, p.board.without(p.place)),
    ]
    links = [
        html.A(way[lang], href=urls.board(lang, board.state()), **aria(label=f"{way[lang]}: {p.title}"))
        for way, board in filter(None, ways)
    ]
    figure = urls.figure(lang, p.figure.indicator.id, p.figure.chosen.state())
    links.append(html.A(OPEN[lang], href=figure, **aria(label=f"{OPEN[lang]}: {p.title}")))
    return html.Ul([html.Li(link) for link in links], className="board-tools")


def _naming(p: Placed, lang: Lang) -> html.Details:
    field = f"named-{p.place + 1}"
    box = Raw(
        html=f'<label for="{field}">{escape(OWN_TITLE[lang])}</label><input type="text" id="{field}" name="named" '
        f'maxlength="{LONGEST}" value="{escape(p.board.items[p.place].title)}">',
        className="field",
    )
    button = html.Button(KEEP[lang], type="submit", className="button", disable_n_clicks=True)
    sent = {**p.board.state(), "at": str(p.place + 1)}
    form = board_form([*hidden_state(sent), box, button], lang, f"{NAME[lang]}: {p.title}")
    summary = html.Summary(NAME[lang], **aria(label=f"{NAME[lang]}: {p.title}"))
    return html.Details([summary, form], className="board-naming")


def board_form(fields: list[Component], lang: Lang, label: str) -> html.Form:
    """A form whose answer is another board; figures are sent one by one, as their values hold commas."""
    return html.Form(
        fields, method="GET", action=urls.board(lang), className="board-form", **data(listed="figure"),
        **aria(label=label),
    )  # fmt: skip


def hidden_state(state: Mapping[str, str]) -> list[Component]:
    """What a form sends along unseen."""
    return [hidden(name, line) for name, value in state.items() for line in value.split("\n")]
