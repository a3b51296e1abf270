"""What PowerPoint and Word files share: the same bytes for the same content, colours, languages. Knows no figure."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dashboards.charts.palette import LIGHT
from etl.catalogue.declarations import Lang

OPEN_XML = "application/vnd.openxmlformats-officedocument."
MIMETYPES = {
    "pptx": f"{OPEN_XML}presentationml.presentation",
    "docx": f"{OPEN_XML}wordprocessingml.document",
    "pdf": "application/pdf",
}
FONT = "Arial"  # in every Office; LibreOffice puts Liberation Sans in its place, letter for letter as wide
TAGS: dict[Lang, str] = {"en": "en-GB", "nl": "nl-NL"}
LONGEST = 255
CONTROL = {n: None for n in range(32) if n not in (9, 10, 13)}


def hexadecimal(token: str) -> str:
    """A colour of the light palette as office files write it: 1C4F8A."""
    return LIGHT[token].removeprefix("#").upper()


def clean(text: str) -> str:
    """`text` without the control characters that XML does not allow."""
    return text.translate(CONTROL)


def property_text(text: str) -> str:
    """`text` as short as a property of an office file may be."""
    short = clean(text)
    return short if len(short) <= LONGEST else short[: LONGEST - 1] + "…"


def same_bytes(blob: bytes, made: datetime) -> bytes:
    """The zip file with every entry dated `made` and compressed alike."""
    date = (max(made.year, 1980), made.month, made.day, made.hour, made.minute, made.second // 2 * 2)
    out = BytesIO()
    with ZipFile(BytesIO(blob)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = ZipInfo(entry.filename, date)
            info.compress_type, info.external_attr, info.create_system = ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(info, old.read(entry))
    return out.getvalue()
