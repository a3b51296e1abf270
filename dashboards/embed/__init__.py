"""A figure in a frame on another site: the page in the frame, its style, the code that a host copies.

May import: dashboards.charts, dashboards.figures, dashboards.query, dashboards.text, etl.catalogue.
"""
