"""A briefing as PDF: what its Word document says, tagged (PDF/UA-1), by dashboards/office/briefing.typ.

Pictures are our own SVG with their text alternatives, tables have their heads, the same bytes for the same briefing.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dashboards.charts.notes import in_sentences
from dashboards.charts.palette import FONT, LIGHT
from dashboards.office import typeset
from dashboards.office.content import WORDS, Briefing, Section, picture_marks
from dashboards.office.file import TAGS, clean
from dashboards.office.grid import short_table
from dashboards.text.messages import T

TEMPLATE = Path(__file__).with_name("briefing.typ")
PICTURE_WIDTH, MOST_COLUMNS = 640, 6  # pixels; of a table
COLOURS = ("ink", "muted", "accent", "hairline", "line", "link")
NUMBER = re.compile(r"−?\d[\d.,]*%?( \D+)?")
Drawing = Callable[[Section, int], str]


def pdf(briefing: Briefing, drawing: Drawing) -> bytes:
    """The file. drawing: makes an SVG of a section's chart at a width in pixels."""
    lang = briefing.lang
    language, region = TAGS[lang].split("-")
    releases = ", ".join(briefing.releases)
    content = {
        "title": briefing.title,
        "titled": len(briefing.sections) > 1,
        "lead": briefing.lead,
        "site": T["site_name"][lang],
        "lang": language,
        "region": region,
        "keywords": [*briefing.marks, briefing.address],
        "colours": {name: LIGHT[name] for name in COLOURS},
        "words": {**{name: text[lang] for name, text in WORDS.items()}, "table_heading": T["table"][lang]},
        "footer": f"{T['site_name'][lang]} · {T['release'][lang]} {releases} · {WORDS['page'][lang]}",
        "sections": [_section(s, drawing) for s in briefing.sections],
        "sources_head": (T["publisher"][lang], WORDS["datasets"][lang], WORDS["terms"][lang]),
        "sources": [(o.publisher, "; ".join(o.datasets), o.terms) for o in briefing.origins],
        "releases": f"{WORDS['releases'][lang]}: {releases}. {briefing.made_words}.",
        "address": briefing.address,
    }
    return typeset.pdf(TEMPLATE, content, briefing.made)


def _section(s: Section, drawing: Drawing) -> dict[str, Any]:
    header, rows = s.table.header, s.table.rows
    if len(header) > MOST_COLUMNS:
        header, rows = short_table(s.chart)
    right = _numeric(rows)
    return {
        "title": s.title,
        "subtitle": s.subtitle,
        "nothing": s.nothing,
        "svg": "" if s.nothing else drawing(s, PICTURE_WIDTH).replace(FONT, typeset.FONT),
        "alt": clean(s.alt),
        "caption": f"{s.title}. {s.footer}",
        "marks": in_sentences(picture_marks(s.chart)),
        "definition": s.definition,
        "caveat": s.caveat,
        "columns": [0 if n in right or not n else 1 for n in range(len(header))],
        "right": right,
        "header": header,
        "rows": rows,
        "table_caption": s.table.caption,
        "citation": s.citation,
        "permalink": s.permalink,
    }


def _numeric(rows: Sequence[Sequence[str]]) -> list[int]:
    """Columns of numbers, the first apart: they stand right."""
    width = len(rows[0]) if rows else 0
    return [n for n in range(1, width) if any(NUMBER.fullmatch(r[n]) for r in rows)]
