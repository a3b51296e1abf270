"""Every form in which an export can be taken: its ending, its type, its bytes. Pure.

One Content makes all of them, so that a number cannot differ between two files.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboards.files import citation, jsonstat, package, workbook, zipped
from dashboards.files.description import FileDescription
from dashboards.files.parquet import Column, parquet
from dashboards.files.parted_rows import PartedRows
from dashboards.files.readme import readme
from dashboards.files.rows import DIALECTS, NUMBERS, Row, csv_of
from dashboards.files.snippets import snippets
from dashboards.files.tabular import tabular
from dashboards.files.xlsx import xlsx
from dashboards.query.columns import COLUMNS, FULL, FileLayout
from dashboards.text.file_messages import L
from etl.model.errors import UnknownValueError


@dataclass(frozen=True)
class Content:
    """What an export holds. csv_name: what a CSV in a zip is called; csv_address: absolute, of the live CSV."""

    about: FileDescription
    table: PartedRows[Row]
    csv_name: str
    csv_address: str
    layout: FileLayout = FULL


@dataclass(frozen=True)
class Form:
    """One form. type: for HTTP."""

    ending: str
    type: str
    make: Callable[[Content, str], bytes]


def form(ending: str) -> Form:
    """The form with that ending; UnknownValueError lists those there are."""
    if ending not in FORMS:
        raise UnknownValueError("File type", ending, tuple(FORMS))
    return FORMS[ending]


def csv_bytes(content: Content, dialect: str) -> bytes:
    """The rows as CSV in a dialect of DIALECTS."""
    made = tabular(content.table, content.layout)
    return csv_of(made.header, made.rows, DIALECTS[dialect])


def metadata(a: FileDescription) -> dict[str, str]:
    """What a figure says about itself as names and texts, for formats that keep such."""
    media = {
        "title": a.title, "measure": a.measure, "definition": a.definition, "caveat": a.caveat, "unit": a.unit,
        "language": a.lang, "source": a.source, "vintage": a.vintage, "licence": "; ".join(a.licences),
        "citation": citation.plain(a.cited), "permalink": a.pinned, "live": a.live, "file": a.file,
        "release": a.release, "digest": a.digest, "built_at": a.built_at, "as_of": a.as_of,
        "selection": _lines(a.selection), "flags": _lines(a.flags), "provenances": _lines(a.provenances),
        "breaks": _lines(a.breaks), "lines": _lines(a.lines),
    }  # fmt: skip
    return {name: text for name, text in media.items() if text}


def _lines(pairs: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {text}" for name, text in pairs)


def _xlsx(content: Content, _dialect: str) -> bytes:
    return xlsx(workbook.book(content.about, tabular(content.table, content.layout)))


def _parquet(content: Content, _dialect: str) -> bytes:
    cells = [(list(kinds), part.kind_of) for part in content.table.parts for kinds in zip(*part.kinds, strict=True)]
    held = dict(zip(COLUMNS, cells, strict=True)) if content.table else dict.fromkeys(COLUMNS, ([], []))
    columns = [Column(name, name in NUMBERS, *held[name], meaning) for name, meaning in content.about.columns]
    return parquet(columns, metadata(content.about))


def _json(content: Content, _dialect: str) -> bytes:
    return jsonstat.text(content.about, content.table).encode()


def _zip(content: Content, _dialect: str) -> bytes:
    a, name = content.about, content.csv_name
    text = csv_bytes(content, "international")
    meanings = (
        (name, L["file_csv"][a.lang]),
        ("datapackage.json", L["file_package"][a.lang]),
        (f"{name}-metadata.json", L["file_csvw"][a.lang]),
    )
    files: Mapping[str, bytes] = {
        "README.md": readme(a, meanings, snippets(content.csv_address, a.lang)).encode(),
        name: text,
        "datapackage.json": package.json_text(package.package(a, name, text)).encode(),
        f"{name}-metadata.json": package.json_text(package.csvw(a, name)).encode(),
    }
    out = io.BytesIO()
    zipped.write(out, files.items(), datetime.fromisoformat(a.built_at))
    return out.getvalue()


FORMS = {
    f.ending: f
    for f in (
        Form("csv", "text/csv; header=present", csv_bytes),
        Form("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
        Form("parquet", "application/vnd.apache.parquet", _parquet),
        Form("json", "application/json", _json),
        Form("zip", "application/zip", _zip),
    )
}
