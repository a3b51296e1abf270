"""Any table of a release: what is asked of it, its rows, pivot and chart, its dimensions in words.

May import: dashboards.charts, dashboards.query, dashboards.text, etl.catalogue, etl.model.
"""
