"""A board in a frame on another site: its figures below or beside one another, each with its source and a link back.

Pure text, one request, as `dashboards.embed.page`; the table of a figure is a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from dashboards.charts.model import Chart
from dashboards.charts.notes import legend_notes, origin
from dashboards.embed.page import HEIGHT_SCRIPT, OPEN, link, opening, pictures
from dashboards.embed.style import style, with_classes
from dashboards.query.embed import EmbedOptions
from dashboards.text.messages import T
from etl.catalogue.declarations import Lang, Text

WHOLE = Text(en="Open this board", nl="Open deze selectie")
BY_MAKER = Text(en="titles are by the maker of this board", nl="titels zijn van de maker van deze selectie")
TWO = "@media (min-width:700px){.two{display:grid;grid-template-columns:1fr 1fr;gap:0 24px}}"
RULES = "h2{font-size:1.05rem;line-height:1.25;margin:1rem 0 0}" + TWO


@dataclass(frozen=True)
class BoardFigure:
    """A figure of a board. title: the maker's, "" for the figure's own; address: absolute, of its page."""

    chart: Chart
    title: str
    address: str


def board_page(
    figures: Sequence[BoardFigure], title: str, two: bool, address: str, options: EmbedOptions, lang: Lang
) -> str:
    """The whole document. two: in two columns where the frame is wide; address: absolute, of the board."""
    drawn = "".join(_figure(f, n, two, lang) for n, f in enumerate(figures, 1))
    body, looks = with_classes(f'<div class="{"two" if two else "one"}">{drawn}</div>')
    named = f" · {BY_MAKER[lang]}" if any(f.title for f in figures) or title else ""
    foot = f'<p class="note">{link(address, WHOLE[lang])} · {escape(T["site_name"][lang])}{named}</p>'
    heading = title or T["site_name"][lang]
    head = f"<h1{'' if title else ' class=unseen'}>{escape(heading)}</h1>"
    return (
        f"{opening(lang, heading, options)}<style>{style(options, looks + body)}{RULES}{looks}</style>\n</head>\n"
        f"<body>\n<main>\n{head}\n{body}\n{foot}\n</main>\n<script>{HEIGHT_SCRIPT}</script>\n</body>\n</html>\n"
    )


def _figure(f: BoardFigure, n: int, two: bool, lang: Lang) -> str:
    chart = replace(f.chart, id=f"{f.chart.id}-{n}")
    narrow, wide = pictures(chart)
    drawn = (
        f"<div class=only>{narrow}</div>" if two else f"<div class=narrow>{narrow}</div><div class=wide>{wide}</div>"
    )
    own = f'<p class="sub">{escape(chart.title)}</p>' if f.title else ""
    subtitle = f'<p class="sub">{escape(chart.subtitle)}</p>' if chart.subtitle else ""
    notes = " · ".join([*legend_notes(chart), origin(chart), f"{T['release'][lang]} {chart.release}"])
    return (
        f"<section><h2>{escape(f.title or chart.title)}</h2>{own}{subtitle}{drawn}"
        f'<p class="note">{escape(notes)} · {link(f.address, OPEN[lang])}</p></section>'
    )
