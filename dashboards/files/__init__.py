"""Data files of a figure or a release: their rows, their forms, and what they say of themselves.

May import: dashboards.figures, dashboards.query, dashboards.text, etl.catalogue, etl.model.
"""
