"""Find figures, statements, places, terms and functions of the site by words, English or Dutch. Pure.

May import: dashboards.query, etl.catalogue.
"""
