"""Values that all of the ETL and the pages share: observations, periods, places on disk, settings, errors.

May import: nothing of ours.
"""
