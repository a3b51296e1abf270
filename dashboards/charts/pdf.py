"""A one-page PDF finished: title, subject, language, the picture tagged with its alt text, the same bytes each time.

The only door to pypdf. vl-convert 1.9 writes objects and keys in varying order, without any of this (seen 2026-11).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)  # fmt: skip


@dataclass(frozen=True)
class PdfInfo:
    """What a PDF says of itself. lang: nl-NL, en-GB. made: when the release was built."""

    title: str
    subject: str
    author: str
    keywords: str
    alt: str
    lang: str
    made: datetime


def finished(pdf: bytes, about: PdfInfo) -> bytes:
    """The picture's PDF with what it says of itself."""
    reader, writer = PdfReader(BytesIO(pdf)), PdfWriter()
    _sort(reader.trailer["/Root"], set())
    writer.add_page(reader.pages[0])
    _tag(writer, about)
    date = f"D:{about.made:%Y%m%d%H%M%S}Z"
    writer.metadata = {
        "/Title": about.title, "/Subject": about.subject, "/Author": about.author, "/Keywords": about.keywords,
        "/CreationDate": date, "/ModDate": date,
    }  # fmt: skip
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _sort(part: PdfObject, seen: set[int]) -> None:
    """Put the keys of every dictionary below `found` in order, so that objects are met in one order."""
    if isinstance(part, IndirectObject):
        target = None if part.idnum in seen else part.get_object()
        seen.add(part.idnum)
        if target is not None:
            _sort(target, seen)
    elif isinstance(part, DictionaryObject):
        for name in sorted(part):
            value = dict.pop(part, name)
            dict.__setitem__(part, name, value)
            _sort(value, seen)
    elif isinstance(part, ArrayObject):
        for value in list.__iter__(part):
            _sort(value, seen)


def _tag(writer: PdfWriter, about: PdfInfo) -> None:
    """Mark the whole page as one figure with alt text, as PDF/UA wants it, and say the language."""
    page = writer.pages[0]
    drawn, content = page.get_contents(), DecodedStreamObject()
    content.set_data(b"/Figure <</MCID 0>> BDC\n" + (drawn.get_data() if drawn is not None else b"") + b"\nEMC")
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    page[NameObject("/StructParents")] = NumberObject(0)
    root, document, figure = (writer._add_object(DictionaryObject()) for _ in range(3))
    parents = writer._add_object(_dictionary({"/Nums": ArrayObject([NumberObject(0), ArrayObject([figure])])}))
    box = _dictionary({"/O": NameObject("/Layout"), "/BBox": page.mediabox})
    said = {"/K": NumberObject(0), "/Alt": TextStringObject(about.alt), "/A": box, "/Pg": page.indirect_reference}
    kind = {"/Type": NameObject("/StructElem")}
    _fill(figure, {**kind, "/S": NameObject("/Figure"), "/P": document, **said})
    _fill(document, {**kind, "/S": NameObject("/Document"), "/P": root, "/K": ArrayObject([figure])})
    _fill(root, {"/Type": NameObject("/StructTreeRoot"), "/K": ArrayObject([document]), "/ParentTree": parents})
    catalog = {
        "/StructTreeRoot": root,
        "/Lang": TextStringObject(about.lang),
        "/MarkInfo": _dictionary({"/Marked": BooleanObject(True)}),
        "/ViewerPreferences": _dictionary({"/DisplayDocTitle": BooleanObject(True)}),
    }
    writer.root_object.update(_dictionary(catalog))


def _dictionary(content: Mapping[str, Any]) -> DictionaryObject:
    return DictionaryObject({NameObject(name): value for name, value in content.items()})


def _fill(reference: IndirectObject, content: Mapping[str, Any]) -> None:
    target = reference.get_object()
    assert isinstance(target, DictionaryObject)
    target.update(_dictionary(content))
