"""The code that a host page takes over to show a figure. Pure.

The page that stands in the frame is written by `dashboards.embed.page`; `dashboards.embed.measure` says how high it is.
"""

from html import escape

WIDTH, NARROW = 600, 320  # pixels of a frame; each has a picture that is drawn for it
PADDING = 12
BREAK = 520  # from this width of the frame on the wide picture is shown


def frame_code(address: str, title: str, height: int, script: str = "") -> str:
    """What a host page copies. address: absolute, of the embed; script: absolute, of assets/embed.js, "" for none."""
    frame = (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}" loading="lazy" '
        f'style="border:0;max-width:760px"></iframe>'
    )
    return frame + (f'\n<script async src="{escape(script)}"></script>' if script else "")


def image_code(page: str, image: str, alt: str) -> str:
    """A linked picture for mail and for sites that strip frames. page, image: absolute addresses."""
    return (
        f'<a href="{escape(page)}"><img src="{escape(image)}" alt="{escape(alt)}" width="760" '
        f'style="max-width:100%;height:auto"></a>'
    )
