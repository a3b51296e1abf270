"""PowerPoint, Word and PDF: what a briefing says, and its slides, native charts, tables and pages.

May import: dashboards.charts, dashboards.files, dashboards.text, etl.catalogue, etl.model.
"""
