"""A one-page PDF finished: title, subject, language, the picture tagged with its alt text, the same bytes each time.

The only door to pypdf. vl-convert 1.9 writes objects and keys in varying order, without any of this (seen 2026-11).
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject, BooleanObject, DecodedStreamObject, DictionaryObject, IndirectObject, NameObject, NumberObject,
    PdfObject, TextStringObject,
)  # fmt: skip


@dataclass(frozen=True)
class About:
    """What a PDF says of itself. lang: nl-NL, en-GB. made: when the release was built."""

    title: str
    subject: str
    author: str
    keywords: str
    alt: str
    lang: str
    made: datetime


def finished(pdf: bytes, about: About) -> bytes:
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


def _sort(found: PdfObject, seen: set[int]) -> None:
    """Put the keys of every dictionary below `found` in order, so that objects are met in one order."""
    if isinstance(found, IndirectObject):
        if found.idnum in seen:
            return
        seen.add(found.idnum)
        target = found.get_object()
        if target is not None:
            _sort(target, seen)
    elif isinstance(found, DictionaryObject):
        for name, value in sorted(dict(found.raw_items() if hasattr(found, "raw_items") else found.items()).items()):
            dict.pop(found, name)
            dict.__setitem__(found, name, value)
            _sort(value, seen)
    elif isinstance(found, ArrayObject):
        for value in list.__iter__(found):
            _sort(value, seen)


def _tag(writer: PdfWriter, about: About) -> None:
    """Mark the whole page as one figure with alt text, as PDF/UA wants it, and say the language."""
    page = writer.pages[0]
    content = DecodedStreamObject()
    content.set_data(b"/Figure <</MCID 0>> BDC\n" + page.get_contents().get_data() + b"\nEMC")
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    page[NameObject("/StructParents")] = NumberObject(0)
    root, document, figure = (DictionaryObject() for _ in range(3))
    at = {name: writer._add_object(made) for name, made in (("root", root), ("document", document), ("figure", figure))}
    box = DictionaryObject({NameObject("/O"): NameObject("/Layout"), NameObject("/BBox"): page.mediabox})
    figure.update(
        {
            NameObject("/Type"): NameObject("/StructElem"), NameObject("/S"): NameObject("/Figure"),
            NameObject("/P"): at["document"], NameObject("/Pg"): page.indirect_reference,
            NameObject("/K"): NumberObject(0), NameObject("/Alt"): TextStringObject(about.alt), NameObject("/A"): box,
        }  # fmt: skip
    )
    document.update(
        {
            NameObject("/Type"): NameObject("/StructElem"), NameObject("/S"): NameObject("/Document"),
            NameObject("/P"): at["root"], NameObject("/K"): ArrayObject([at["figure"]]),
        }  # fmt: skip
    )
    parents = DictionaryObject({NameObject("/Nums"): ArrayObject([NumberObject(0), ArrayObject([at["figure"]])])})
    root.update(
        {
            NameObject("/Type"): NameObject("/StructTreeRoot"), NameObject("/K"): ArrayObject([at["document"]]),
            NameObject("/ParentTree"): writer._add_object(parents),
        }  # fmt: skip
    )
    writer.root_object.update(
        {
            NameObject("/StructTreeRoot"): at["root"], NameObject("/Lang"): TextStringObject(about.lang),
            NameObject("/MarkInfo"): DictionaryObject({NameObject("/Marked"): BooleanObject(True)}),
            NameObject("/ViewerPreferences"): DictionaryObject(
                {NameObject("/DisplayDocTitle"): BooleanObject(True)}
            ),
        }  # fmt: skip
    )
