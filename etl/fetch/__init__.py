"""Getting bytes: HTTP with patience, snapshots with receipts, and the pull that judges and keeps them.

May import: etl.catalogue, etl.history, etl.model, etl.payloads, etl.sources.
"""
