"""The letter's claims evaluated on a release, and how realised figures stand against quotas and ceilings.

May import: etl.catalogue, etl.model.
"""
