"""A fact sheet as PDF: one A4 page by dashboards/sheets/sheet.typ, its charts our own SVG with text alternatives."""

from pathlib import Path
from typing import Any

from dashboards.charts.palette import FONT, LIGHT
from dashboards.charts.svg.picture import svg
from dashboards.office import typeset
from dashboards.office.file import TAGS, clean
from dashboards.sheets.content import WORDS, FactSheet, SheetChart, SheetLine
from dashboards.text.messages import T

TEMPLATE = Path(__file__).with_name("sheet.typ")
SIZES = (9.0, 8.6, 8.2, 7.8, 7.5, 7.2, 6.9)  # points of the text; the largest at which all fits the page
WIDTHS, HEIGHTS = (
    {1: 640, 2: 360, 3: 270},
    {1: 118, 2: 118, 3: 100},
)  # pixels of a chart, by how many stand beside one another
COLUMNS = {1: (2.2, 1.6, 2.6, 1.6, 1.3), 2: (2.2, 1.6, 2.6, 1.6, 1.3), 3: (2.6, 1.8, 2.3, 1.7, 1.5)}  # of the figures
COLOURS = ("ink", "muted", "accent", "hairline", "line", "link")


def pdf(sheet: FactSheet) -> bytes:
    """The file: PDF/UA-1, with title, language and the release in its properties."""
    return typeset.pdf(TEMPLATE, content(sheet), sheet.made)


def content(sheet: FactSheet) -> dict[str, Any]:
    """What the template prints."""
    language, region = TAGS[sheet.lang].split("-")
    return {
        "title": sheet.title,
        "site": T["site_name"][sheet.lang],
        "kind": sheet.word("kind"),
        "lang": language,
        "region": region,
        "lead": sheet.lead,
        "note": sheet.note,
        "keywords": [sheet.origin],
        "sizes": SIZES,
        "colours": {name: LIGHT[name] for name in COLOURS},
        "words": {name: text[sheet.lang] for name, text in WORDS.items()},
        "figure_head": sheet.figure_head,
        "columns": COLUMNS[max(1, len(sheet.charts))],
        "figures": [{"cells": f.cells, "address": f.address} for f in sheet.figures],
        "figures_note": _line(sheet.figures_note) if sheet.figures_note else None,
        "charts": [_chart(c, len(sheet.charts)) for c in sheet.charts],
        "statement_head": sheet.statement_head,
        "statements": [s.cells for s in sheet.statements],
        "statements_note": _line(sheet.statements_note),
        "since_title": sheet.since_title,
        "since": [_line(line) for line in sheet.since],
        "definitions": sheet.definitions,
        "sources": [_line(line) for line in sheet.sources],
        "about": [_line(line) for line in sheet.about],
    }


def _line(line: SheetLine) -> dict[str, str]:
    before, after = line.parts
    return {"before": before, "link": line.link, "after": after}


def _chart(c: SheetChart, beside: int) -> dict[str, str]:
    drawing = svg(c.chart, width=WIDTHS[beside], height=HEIGHTS[beside], theme="light", bare=True)
    return {"name": c.name, "notes": c.notes, "alt": clean(c.alt), "svg": drawing.replace(FONT, typeset.FONT)}
