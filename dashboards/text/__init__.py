"""Numbers, dates and lists as a reader expects them, and the words that several rooms share.

May import: etl.catalogue, etl.model.
"""
