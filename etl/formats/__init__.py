"""File formats of publishers, as printed: a format fetches nothing and decides nothing about indicators.

May import: etl.catalogue, etl.model, etl.payloads.
"""
