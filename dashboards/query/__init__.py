"""An address into a frozen value and back: which figure, table, embed or briefing is asked for, and how.

May import: etl.catalogue, etl.model.
"""
