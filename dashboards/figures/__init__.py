"""One indicator's figure: which kind of chart, heading, newest figure, index, revisions; `figure` alone reads releases.

May import: dashboards.charts, dashboards.freshness, dashboards.query, dashboards.text, etl.catalogue, etl.letter,
etl.model, etl.release.
"""
