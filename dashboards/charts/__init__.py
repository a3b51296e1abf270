"""A Chart (model), and each way to draw it: svg, plotly, PNG and PDF (raster, pdf), table, and words (alt_text).

May import: dashboards.text, etl.catalogue, etl.model.
"""
