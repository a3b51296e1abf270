"""An export as a workbook: a cover sheet, a sheet of notes, and the data. Pure; `dashboards.files.xlsx` draws it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from dashboards.files import citation
from dashboards.files.description import About, Pairs
from dashboards.files.rows import COLUMNS, NUMBERS, Row, looks_like_formula
from dashboards.files.xlsx import Book, Entry, Grid, Words
from dashboards.text import formats
from dashboards.text.file_messages import L
from dashboards.text.messages import T

WIDTHS = {
    "indicator": 22, "title": 30, "geo": 11, "geo_name": 24, "series": 18, "series_name": 30, "period": 10,
    "value": 13, "unit": 16, "flag": 6, "flag_meaning": 18, "provenance": 12, "target": 9, "target_kind": 11,
    "target_name": 26, "source": 14, "dataset": 26, "vintage": 12, "snapshot": 14, "release": 19, "as_of": 11,
    "licence": 30, "caveat": 40, "about": 30,
}  # fmt: skip


def book(a: About, table: Sequence[Row]) -> Book:
    """The workbook of an export."""
    number = "#,##0" + ("." + "0" * a.indicator.decimals if a.indicator.decimals else "")
    data = Grid(
        L["sheet_data"][a.lang],
        COLUMNS,
        table,
        tuple(WIDTHS[name] for name in COLUMNS),
        tuple(number if name in NUMBERS else "" for name in COLUMNS),
        COLUMNS.index("provenance") + 1,
    )
    return Book(
        (Words(L["sheet_about"][a.lang], tuple(_cover(a))), Words(L["sheet_notes"][a.lang], tuple(_notes(a))), data),
        {
            "title": f"{a.title}: {a.cited.detail}",
            "subject": a.measure,
            "author": T["site_name"][a.lang],
            "category": T["release"][a.lang] + " " + a.release,
            "keywords": ", ".join((a.indicator.id, *a.indicator.datasets)),
            "comments": citation.plain(a.cited),
        },
        {"release": a.release, "permalink": a.pinned, "licence": "; ".join(a.licences) or "-"},
        datetime.fromisoformat(a.built_at),
        looks_like_formula,
    )


def _cover(a: About) -> Iterator[Entry]:
    lang = a.lang
    yield Entry("title", a.title)
    yield Entry("lead", a.measure)
    yield from _section(T["definition"][lang], ((T["definition"][lang], a.definition),))
    yield Entry("pair", a.unit, T["unit"][lang])
    yield Entry("pair", a.caveat, T["caveat"][lang])
    yield from _section(L["selection"][lang], a.selection)
    yield Entry("pair", a.size, L["rows"][lang])
    yield from _section(T["source"][lang], _source(a))
    yield from _section(L["citation"][lang], citation.forms(a.cited))
    yield Entry("heading", T["address"][lang])
    for name, address in (("permalink", a.pinned), ("live", a.live), ("this_file", a.file)):
        yield Entry("link", address, L[name][lang])


def _source(a: About) -> Pairs:
    built = L["built"][a.lang].format(date=formats.date(a.built_at[:10], a.lang))
    return (
        (T["source"][a.lang], a.source or T["nothing_held"][a.lang]),
        (L["newest_edition"][a.lang], formats.edition(a.edition, a.lang, a.undated)),
        (T["release"][a.lang], f"{a.release}, {built}"),
        *((T["licence"][a.lang], licence) for licence in a.licences),
    )


def _notes(a: About) -> Iterator[Entry]:
    lang = a.lang
    yield Entry("title", T["notes"][lang])
    past = ((L["reading"][lang], L["reading_past"][lang]),) if a.as_of else ()
    yield from _section(L["how_to_read"][lang], (("", L["missing"][lang]), *past))
    yield from _section(T["what_this_counts"][lang], a.counts)
    yield from _section(T["caveat"][lang], (("", a.caveat),))
    yield from _section(L["flags"][lang], a.flags or (("", L["no_flags"][lang]),))
    yield from _section(L["breaks"][lang], a.breaks or (("", L["no_breaks"][lang]),))
    yield from _section(L["kinds"][lang], a.kinds)
    yield from _section(L["lines"][lang], a.lines)
    yield from _section(L["columns"][lang], a.columns)
    yield from _section(L["origins"][lang], origins(a))


def _section(heading: str, pairs: Pairs) -> Iterator[Entry]:
    """A heading with its pairs; nothing at all where there are none."""
    if pairs:
        yield Entry("heading", heading)
        yield from (Entry("pair", text, name) for name, text in pairs)


def origins(a: About) -> Pairs:
    """Each input: dataset; publisher, edition, kind, where it was obtained, hash of the bytes."""
    lang = a.lang
    return tuple(
        (
            x.dataset,
            f"{x.publisher}; {L['edition'][lang]}: {formats.date(x.vintage, lang)}; {x.kind}; "
            f"{L['obtained_from'][lang]}: {x.obtained_from}; sha256 {x.snapshot}",
        )
        for x in a.inputs
    )
