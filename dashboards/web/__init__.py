"""What stands around a page: document, head, first HTML, headers, errors in sentences, files kept in memory.

May import: dashboards.query, etl.catalogue, etl.model.
"""
