"""Between a connection and the app: the whole small request first, then a thread, then the answer at the client's pace.

May import: etl.model.

Nothing here knows a page or a figure. `asgi` is what the server runs, `answers` keeps finished answers compressed,
`lanes` gives the app its threads, `encodings` compresses, `metrics` counts and `access_log` writes lines.
"""
