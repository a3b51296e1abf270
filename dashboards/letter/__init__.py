"""The letter for readers: its statements, verdicts and targets in words, and its text with every statement marked.

May import: dashboards.search, dashboards.text, etl.catalogue, etl.letter, etl.model.
"""
