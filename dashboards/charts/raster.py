"""PNG and PDF of our own SVG, without a browser. The only door to vl-convert; it draws nothing itself.

PNG bytes are the same for the same SVG. A PDF's differ: vl-convert 1.9 writes objects in varying order (seen 2026-11).
"""

import zlib

import vl_convert


def png(svg: str, scale: float = 2.0) -> bytes:
    """The picture as PNG, `scale` pixels for each of the SVG's."""
    return bytes(vl_convert.svg_to_png(svg, scale=scale))


def pdf(svg: str) -> bytes:
    """The picture as PDF, text as text."""
    return bytes(vl_convert.svg_to_pdf(svg))


def with_text(png: bytes, keyword: str, text: str) -> bytes:
    """The PNG with a text in it, as its specification has them: a tEXt chunk after the header; Latin-1 only."""
    content = keyword.encode("latin-1") + b"\0" + text.encode("latin-1", "replace")
    chunk = len(content).to_bytes(4, "big") + b"tEXt" + content + zlib.crc32(b"tEXt" + content).to_bytes(4, "big")
    end_of_header = 8 + 4 + 4 + 13 + 4
    return png[:end_of_header] + chunk + png[end_of_header:]
