"""What the words of the command line do: pulling, probing, refreshing, which release is served, and
what all of them say on a terminal.

May import: etl.build, etl.catalogue, etl.check, etl.fetch, etl.model, etl.release, etl.sources.
"""
