"""What stands around a page: document, head, first HTML, headers, errors in sentences, files with their tags.

May import: dashboards.query, etl.catalogue, etl.model.
"""
