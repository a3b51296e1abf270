"""Releases: written once (warehouse), read ever after (store, tables, opened), with DuckDB behind one door (engine).

May import: etl.catalogue, etl.letter, etl.model.
"""
