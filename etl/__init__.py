"""From the publishers' bytes to releases: sources, contracts, vintages, store, claims.

May import: nothing of ours.
"""
