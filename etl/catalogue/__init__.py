"""What data/catalogue declares: texts, datasets, indicators and claims, read and refused where not understood.

May import: etl.model.
"""
