"""Data files of a figure or a release: what they say about themselves, and their bytes. Pure: no request, no release.

`about` gathers the words once; every form of file takes them from there, so that a cover sheet, a README and a Parquet
file cannot disagree.
"""
