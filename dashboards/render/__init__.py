"""A `dashboards.chart.Chart` as SVG (svg), as PNG and PDF of that (raster), as Plotly (plotly) and as table (table)."""
