"""What publishers said and when: archive, vintages, corrections, and the contract that a table must keep.

May import: etl.catalogue, etl.model.
"""
