"""PNG and PDF of our own SVG, without a browser. The only door to vl-convert; it draws nothing itself.

PNG bytes are the same for the same SVG. A PDF's differ: vl-convert 1.9 writes objects in varying order (seen 2026-11).
"""

import vl_convert


def png(svg: str, scale: float = 2.0) -> bytes:
    """The picture as PNG, `scale` pixels for each of the SVG's."""
    return bytes(vl_convert.svg_to_png(svg, scale=scale))


def pdf(svg: str) -> bytes:
    """The picture as PDF, text as text."""
    return bytes(vl_convert.svg_to_pdf(svg))
