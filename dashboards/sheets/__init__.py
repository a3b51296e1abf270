"""Fact sheets: what the letter said and the figures say, on one page, as Word and PDF; and the first screen's figures.

May import: dashboards.charts, dashboards.figures, dashboards.files, dashboards.freshness, dashboards.letter,
dashboards.office, dashboards.query, dashboards.text, etl.catalogue, etl.letter, etl.model, etl.release.
"""
