"""The light page that stands in a frame on another site: picture, title, source, link back, table. Pure text.

No font, no library, no second request: style, pictures and the few lines of script are in the page. The picture comes
twice, for narrow and for wide frames. With the script the page tells its host how high it is; assets/embed.js listens.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from html import escape

from dashboards.charts.alt_text import alt_text
from dashboards.charts.model import Chart
from dashboards.charts.notes import legend_notes, origin
from dashboards.charts.svg.picture import svg
from dashboards.charts.table import Table, table
from dashboards.embed.code import NARROW, PADDING, WIDTH
from dashboards.embed.style import style, with_classes
from dashboards.figures.pinned import WHICH
from dashboards.query import urls
from dashboards.query.embed import EmbedOptions
from dashboards.text.messages import T
from etl.catalogue.declarations import Lang, Text

MOST_ACCEPTED = 40
MANY_ROWS, PART = 12, 24  # rows: where what is alike is said once; of a table that is shown in part
LIGHT = 30_000  # bytes of the whole page: a table that would make it heavier is a link
OPEN = Text(en="Open this figure with all options", nl="Open dit cijfer met alle opties")
TABLE = Text(en="Figures as a table", nl="Cijfers als tabel")
NEWEST_ROWS = Text(
    en="The table holds the newest {shown} of {of} rows.", nl="De tabel bevat de nieuwste {shown} van {of} rijen."
)
FIRST_ROWS = Text(
    en="The table holds the first {shown} of {of} rows.", nl="De tabel bevat de eerste {shown} van {of} rijen."
)
LARGE = Text(en="The table is too large for this frame.", nl="De tabel is te groot voor dit kader.")
AS_TABLE = Text(en="Open the figures as a table", nl="Open de cijfers als tabel")
NEWEST = Text(en="See the latest figures", nl="Naar de nieuwste cijfers")
DATA = Text(en="Data (CSV)", nl="Gegevens (CSV)")
# Says how high the page is, now, whenever that changes, and when it is asked, as the host's script may come later.
# That script knows the frame by its window.
HEIGHT_SCRIPT = (
    "if(parent!=window){let root=document.documentElement,tell=()=>parent.postMessage({type:'"
    f"{urls.NAMESPACE}:height',height:Math.ceil(root.getBoundingClientRect().height)"
    "},'*');addEventListener('load',tell);"
    f"addEventListener('message',e=>e.data=='{urls.NAMESPACE}:tell'&&tell());"
    "new ResizeObserver(tell).observe(root)}"
)


@dataclass(frozen=True)
class Links:
    """Absolute addresses. figure: the page of the same state; newest: the live embed, for a pinned one; oembed: JSON.

    oembed may be "". plotly, live: Plotly's bundle and our script that starts it, "" where the chart is not
    interactive; chart: where that script asks for the figure.
    """

    figure: str
    table: str
    data: str
    newest: str
    oembed: str
    plotly: str = ""
    live: str = ""
    chart: str = ""


@dataclass(frozen=True)
class Embed:
    """All that the page says. pinned: sentences about the release it holds to; changes: old and new values, as rows."""

    chart: Chart
    options: EmbedOptions
    links: Links
    pinned: tuple[str, ...] = ()
    changes: Table | None = None


@dataclass(frozen=True)
class Drawn:
    """A chart with its pictures for a narrow and a wide frame, for several pages that show it."""

    chart: Chart
    pictures: tuple[str, str]

    def shows(self, chart: Chart) -> bool:
        """Whether it is that chart, of whichever release and address."""
        return replace(self.chart, alt=chart.alt, address=chart.address, release=chart.release) == chart


def page(embed: Embed, drawn: Drawn | None = None) -> str:
    """The whole document, with the pictures of `drawn` where it shows the same chart.

    Where it would be heavier than LIGHT, the first of these that is not, or else the last:

    without the wide picture, so that a wide frame shows the narrow one, which reads at any width; with a part of the
    table and a link to all of it; with both; with the link alone; without the table of what was revised, which the
    figure's page has, and without the addresses that only machines follow.
    """
    narrow, wide = drawn.pictures if drawn and drawn.shows(embed.chart) else pictures(embed.chart)
    made = table(embed.chart)
    every, part = len(made.rows), min(PART, len(made.rows))
    for both, rows in (((narrow, wide), every), ((narrow,), every), ((narrow, wide), part), ((narrow,), part)):
        whole = _document(embed, both, _table(embed, made, rows))
        if len(whole.encode()) <= LIGHT:
            return whole
    whole = _document(embed, (narrow,), _table(embed, made, 0))
    if len(whole.encode()) <= LIGHT:
        return whole
    least = replace(embed, changes=None, links=replace(embed.links, oembed=""))
    return _document(least, (narrow,), _table(embed, made, 0))


def _document(embed: Embed, drawn: Sequence[str], as_table: Sequence[str]) -> str:
    chart, links = embed.chart, embed.links
    picture, looks = with_classes(_picture(drawn))
    body = "\n".join([*_head(embed), picture, *_foot(embed, as_table)])
    live = (
        f'<script defer src="{escape(links.live)}" data-plotly="{escape(links.plotly)}"'
        f' data-chart="{escape(links.chart)}"></script>\n'
    )
    for_machines = (
        f'<link rel="canonical" href="{escape(links.figure)}">\n'
        f'<link rel="alternate" type="application/json+oembed" href="{escape(links.oembed)}">\n'
    )
    return (
        f"{opening(chart.lang, chart.title, embed.options)}{for_machines if links.oembed else ''}"
        f"<style>{style(embed.options, looks + body)}{looks}</style>\n{live if links.live else ''}</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n<script>{HEIGHT_SCRIPT}</script>\n</body>\n</html>\n"
    )


def refusal_page(lang: Lang, sentence: str, accepted: Sequence[str], home: str) -> str:
    """What stands in the frame where the address cannot be answered; `accepted` may be many, of which MOST_ACCEPTED
    are named. home: absolute address of the site."""
    some = ", ".join([*accepted[:MOST_ACCEPTED], *(["…"] if len(accepted) > MOST_ACCEPTED else [])])
    said = f"{T['accepted_are'][lang]}: {some}." if some else ""
    lines = (f'<p class="pinned">{escape(sentence)}</p>', f'<p class="note">{escape(said)}</p>' if said else "")
    body = "\n".join([*(line for line in lines if line), f"<p>{link(home, T['site_name'][lang])}</p>"])
    plain = EmbedOptions()
    return (
        f"{opening(lang, sentence, plain)}<style>{style(plain, body)}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n<script>{HEIGHT_SCRIPT}</script>\n</body>\n</html>\n"
    )


def height_script_hash() -> str:
    """The inline script, as a Content-Security-Policy names it."""
    return f"'sha256-{b64encode(sha256(HEIGHT_SCRIPT.encode()).digest()).decode()}'"


def pictures(chart: Chart) -> tuple[str, str]:
    """The chart for a narrow and for a wide frame, in colours that follow the page."""
    chart = replace(chart, alt=alt_text(chart))  # said once for both
    narrow, wide = (svg(chart, width=w - 2 * PADDING, bare=True) for w in (NARROW, WIDTH))
    return narrow, wide


def opening(lang: Lang, title: str, options: EmbedOptions) -> str:
    """The document up to its title."""
    scheme = "light dark" if options.theme == "auto" else options.theme
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f'<meta name="color-scheme" content="{scheme}">\n<meta name="robots" content="noindex">\n'
        f"<title>{escape(title)}</title>\n"
    )


def _head(embed: Embed) -> list[str]:
    if embed.options.minimal:
        return [f'<h1 class="unseen">{escape(embed.chart.title)}</h1>']
    subtitle = f'<p class="sub">{escape(embed.chart.subtitle)}</p>' if embed.chart.subtitle else ""
    return [f"<h1>{escape(embed.chart.title)}</h1>", *([subtitle] if subtitle else [])]


def _picture(drawn: Sequence[str]) -> str:
    """The pictures, each in a box for its width; one alone in a box for all."""
    kinds = ("narrow", "wide") if len(drawn) > 1 else ("only",)
    return f'<div id="picture">{"".join(f"<div class={k}>{p}</div>" for k, p in zip(kinds, drawn, strict=True))}</div>'


def _foot(embed: Embed, as_table: Sequence[str]) -> list[str]:
    chart, lang, links = embed.chart, embed.chart.lang, embed.links
    notes = " · ".join(legend_notes(chart))
    whence = " · ".join(p for p in (origin(chart), f"{T['release'][lang]} {chart.release}") if p)
    back = [link(links.figure, T["site_name"][lang] if embed.options.minimal else OPEN[lang])]
    back += [] if embed.options.minimal else [link(links.data, DATA[lang])]
    return [
        *([f'<p class="note">{escape(notes)}</p>'] if notes else []),
        f'<p class="note">{escape(whence)}</p>',
        *_pinned(embed),
        *([] if embed.options.minimal else as_table),
        f'<p class="note">{" · ".join(back)}</p>',
    ]


def _pinned(embed: Embed) -> list[str]:
    if not embed.pinned:
        return []
    newest = link(embed.links.newest, NEWEST[embed.chart.lang], "_self")
    note = f'<p class="pinned">{escape(" ".join(embed.pinned))} {newest}.</p>'
    return [note, *([_details(WHICH[embed.chart.lang], embed.changes)] if embed.changes else [])]


def _table(embed: Embed, made: Table, most: int) -> list[str]:
    """The table: all of it, or its `most` newest or highest rows with a link to all, or the link alone."""
    chart, lang, of = embed.chart, embed.chart.lang, len(made.rows)
    if most >= of:
        return [_details(TABLE[lang], _without_sameness(made))]
    whole = link(embed.links.table, AS_TABLE[lang])
    if not most:
        return [f'<p class="note">{LARGE[lang]} {whole}.</p>']
    rows = made.rows[-most:] if chart.frequency else made.rows[:most]
    said = (NEWEST_ROWS if chart.frequency else FIRST_ROWS)[lang].format(shown=most, of=of)
    part = replace(made, caption=f"{made.caption.rstrip('.')}. {said}", rows=rows)
    return [_details(TABLE[lang], _without_sameness(part)), f'<p class="note">{said} {whole}.</p>']


def _without_sameness(made: Table) -> Table:
    """The table with what is the same in each of many rows said once, in its caption."""
    columns = list(zip(*made.rows, strict=True)) if len(made.rows) > MANY_ROWS else []
    same = [n for n, cells in enumerate(columns) if n and cells[0] and len(set(cells)) == 1]
    if not same:
        return made

    def without(cells: Sequence[str]) -> tuple[str, ...]:
        return tuple(cell for n, cell in enumerate(cells) if n not in same)

    said = "; ".join(dict.fromkeys(f"{made.header[n]}: {made.rows[0][n]}" for n in same))
    return replace(
        made,
        caption=f"{made.caption.rstrip('.')}. {said}",
        header=without(made.header),
        rows=tuple(map(without, made.rows)),
    )


def _details(summary: str, made: Table) -> str:
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in made.header)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(c)}</td>" for c in row[1:]) + "</tr>"
        for row in made.rows
    )
    caption = escape(made.caption)
    return (
        f'<details><summary>{escape(summary)}</summary><div class="scroll" tabindex="0" role="region" '
        f'aria-label="{caption}"><table><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def link(address: str, said: str, target: str = "_blank") -> str:
    """A link that leaves the frame: our other pages refuse to be framed."""
    return f'<a href="{escape(address)}" target="{target}" rel="noopener">{escape(said)}</a>'
