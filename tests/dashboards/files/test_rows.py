"""Rows and the files made of them: missing, flags, formulas, dialects, names. No release and no server needed."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from dashboards.files import description, formats, offers, package, rows
from dashboards.query.columns import COLUMNS
from dashboards.query.selection import Selection
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang
from etl.model.observations import Input, Observation, Series
from etl.model.provenance import Provenance

RELEASE, BUILT = "2026-11-23-d3e056", "2026-11-23T18:58:16+00:00"
ESTAT = Input(
    7, "eurostat.migr_asyappctza", "eurostat", "original", "2026-08-06", "ab" * 32, "estat", "Eurostat",
    "https://ec.europa.eu/eurostat", "Eurostat: reuse authorised with acknowledgement",
)  # fmt: skip
# Eurostat, first-time applicants, vintage of 2026-08-06: Croatia 2013 and Hungary 2013 as published; the missing year,
# the flag c and the zero are put in here to see what becomes of them.
POINTS = (
    Observation("2012", None, "c", Provenance("original"), "2026-08-06", (7,)),
    Observation("2013", 1_040.0, "", Provenance("original"), "2026-08-06", (7,)),
    Observation("2014", 0.0, "dp", Provenance("quoted"), "2026-08-06", (7,)),
)
EVIL = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
)
Make = Callable[..., formats.Content]


@pytest.fixture
def make() -> Make:
    """An export of one series of `first_time_applicants`; `changed` replaces parts of the indicator."""

    def made(
        lang: Lang = "en", points: tuple[Observation, ...] = POINTS, geo: str = "HR", **changed: Any
    ) -> formats.Content:
        declared = catalogue.load()
        indicator = declared.indicators["first_time_applicants"].model_copy(update=changed)
        series = (Series(indicator.id, geo, "non_eu", points),)
        context = rows.Context(declared, indicator, {7: ESTAT}, lang, RELEASE, host="https://monitor.example")
        chosen = Selection(indicator.id, geos=(geo,), lang=lang)
        words = description.about(context, chosen, series, BUILT, "https://monitor.example", "/data/x.csv")
        name = offers.file_name(indicator, chosen, RELEASE, "csv")
        return formats.Content(words, rows.rows(series, context), name, "https://monitor.example/data/x.csv")

    return made


def read_csv(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def sheet(body: bytes) -> list[dict[str, Any]]:
    found = openpyxl.load_workbook(io.BytesIO(body))["Data"]
    header, *rest = ([cell.value for cell in row] for row in found.iter_rows())
    return [dict(zip(header, row, strict=True)) for row in rest]


def test_missing_is_missing_and_zero_is_zero_in_every_file(make: Make) -> None:
    content = make()
    made = {ending: form.make(content, "international") for ending, form in formats.FORMS.items()}
    assert [r["value"] for r in read_csv(made["csv"].decode())] == ["", "1040", "0"]
    assert [r["value"] for r in sheet(made["xlsx"])] == [None, 1040, 0]
    assert pq.read_table(io.BytesIO(made["parquet"]))["value"].to_pylist() == [None, 1040.0, 0.0]
    assert json.loads(made["json"])["value"] == {"0": None, "1": 1040, "2": 0}


def test_a_cube_is_short_and_never_holds_what_is_no_number(make: Make) -> None:
    text = formats.FORMS["json"].make(make("nl"), "").decode("utf-8")
    assert text.startswith('{"version":"2.0","class":"dataset",')
    assert "“Eerste asielaanvragers”" in text
    with pytest.raises(ValueError, match="JSON"):
        formats.FORMS["json"].make(make(points=(Observation("2012", float("nan"), src=(7,)),)), "")


def test_flags_travel_with_their_meaning(make: Make) -> None:
    content = make()
    found = read_csv(formats.FORMS["csv"].make(content, "international").decode())
    assert [(r["flag"], r["flag_meaning"]) for r in found] == [
        ("c", "confidential"),
        ("", ""),
        ("dp", "definition differs (see metadata); provisional"),
    ]
    cube = json.loads(formats.FORMS["json"].make(content, ""))
    assert cube["status"] == {"0": "c", "2": "dp"}
    assert cube["extension"]["status"]["label"]["c"] == "confidential"
    assert set(cube["extension"]["status"]["label"]) == set("cdp")


def test_a_letter_means_in_a_row_what_it_meant_on_the_day_of_its_version(make: Make) -> None:
    days = ("2024-05-01", "2026-05-01")
    points = tuple(Observation(f"202{n}", 1.0, "i", vintage=day, src=(7,)) for n, day in enumerate(days))
    meanings = [r.flag_meaning for r in make(points=points).table]
    assert meanings[0] == "see metadata"
    assert meanings[1].startswith("value imputed by Eurostat")


def test_dutch_excel_gets_semicolons_decimal_commas_and_a_byte_order_mark(make: Make) -> None:
    points = tuple(Observation(f"20{n}", v, src=(7,)) for n, v in ((10, 12.5), (11, -0.25), (12, 1_234_567.0)))
    body = formats.csv_bytes(make(points=points), "nl")
    assert body[:3] == b"\xef\xbb\xbf"
    assert body.count(b"\r\n") == body.count(b"\n") == 4
    found = read_csv(body.decode("utf-8-sig"), ";")
    assert [r["value"] for r in found] == ["12,5", "-0,25", "1234567"]
    assert found[0]["period"] == "2010"


@pytest.mark.parametrize("dialect", rows.DIALECTS)
@pytest.mark.parametrize("evil", EVIL)
def test_text_like_a_formula_is_quoted_in_a_csv(make: Make, evil: str, dialect: str) -> None:
    words = catalogue.Text(en=evil, nl=evil)
    text = formats.csv_bytes(make(title=words, caveat=words, geo=evil), dialect).decode("utf-8-sig")
    for row in read_csv(text, rows.DIALECTS[dialect].delimiter):
        assert {row["title"], row["caveat"], row["geo"], row["geo_name"]} == {f"'{evil}"}
        assert not any(rows.looks_like_formula(row[c]) for c in COLUMNS if c not in rows.NUMBERS)


def test_a_cell_that_holds_quotes_lines_or_delimiters_is_one_cell(make: Make) -> None:
    rude = catalogue.Text(en='a "b", c; d\r\ne', nl="x")
    for name, dialect in rows.DIALECTS.items():
        found = read_csv(formats.csv_bytes(make(title=rude), name).decode("utf-8-sig"), dialect.delimiter)
        assert [r["title"] for r in found] == [rude.en] * len(POINTS)
        assert [len(r) for r in found] == [len(COLUMNS)] * len(POINTS)


@pytest.mark.parametrize("lang", catalogue.LANGS)
def test_a_row_alone_tells_source_day_terms_and_the_whole_caveat(make: Make, lang: Lang) -> None:
    """A sheet cut out of a file still says where it came from; what its figure does not say stands with it."""
    row, indicator = make(lang).table[0], catalogue.load().indicators["first_time_applicants"]
    assert (row.source, row.vintage, row.release) == ("Eurostat", "2026-08-06", RELEASE)
    assert row.licence == "Eurostat: reuse authorised with acknowledgement"
    assert row.caveat == indicator.caveat[lang]
    assert row.about == f"https://monitor.example/{lang}/figure/first_time_applicants?view=about"


@pytest.mark.parametrize("evil", EVIL)
def test_text_like_a_formula_is_text_in_a_workbook(make: Make, evil: str) -> None:
    words = catalogue.Text(en=evil, nl=evil)
    body = formats.FORMS["xlsx"].make(make(title=words, definition=words, geo=evil), "")
    book = openpyxl.load_workbook(io.BytesIO(body))
    seen = [cell for s in book for row in s.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in seen} == {"s", "n"}
    texts = [cell for cell in seen if isinstance(cell.value, str)]
    assert all(cell.quotePrefix for cell in texts if rows.looks_like_formula(cell.value) and cell.row > 1)
    assert sum(cell.quotePrefix for cell in texts) >= 6


def test_a_negative_number_stays_a_number(make: Make) -> None:
    content = make(points=(Observation("2012", -27.2, src=(7,)),))
    assert read_csv(formats.csv_bytes(content, "international").decode())[0]["value"] == "-27.2"
    assert sheet(formats.FORMS["xlsx"].make(content, ""))[0]["value"] == -27.2


@pytest.mark.parametrize("ending", formats.FORMS)
def test_the_same_content_gives_the_same_bytes(make: Make, ending: str) -> None:
    form = formats.FORMS[ending]
    assert form.make(make("nl"), "international") == form.make(make("nl"), "international")


def test_the_workbook_has_cover_notes_and_data_that_can_be_filtered(make: Make) -> None:
    book = openpyxl.load_workbook(io.BytesIO(formats.FORMS["xlsx"].make(make("nl"), "")))
    assert book.sheetnames == ["Toelichting", "Opmerkingen", "Data"]
    data = book["Data"]
    assert data.freeze_panes == "A2"
    assert data.auto_filter.ref == f"A1:Z{len(POINTS) + 1}"
    assert data["H3"].number_format == "#,##0"
    assert [data[cell].alignment.horizontal for cell in ("G1", "H1", "T1")] == ["right", "right", None]
    assert {p.name: p.value for p in book.custom_doc_props.props}["digest"] == "-"
    assert min(d.width for d in data.column_dimensions.values()) >= 6
    cover = {row[0].value: row[1].value for row in book["Toelichting"].iter_rows()}
    indicator = catalogue.load().indicators["first_time_applicants"]
    assert cover["Definitie"] == indicator.definition.nl
    assert cover["Bron"] == "Eurostat (migr_asyappctza)"
    assert cover["Licentie"] == ESTAT.licence
    assert cover["Nieuwste versie van de bron"] == "6 augustus 2026"
    assert cover["Release"] == f"{RELEASE}, gemaakt op 23 november 2026"
    assert "release=" + RELEASE in cover["Deze weergave in deze release"]
    assert cover["APA"].startswith("Monitor migratieagenda. (23 november 2026). Eerste asielaanvragers: ")
    notes = {row[0].value: row[1].value for row in book["Opmerkingen"].iter_rows()}
    assert notes["c"] == "vertrouwelijk"
    assert notes["quoted"].startswith("geciteerd uit")
    assert book.properties.created.isoformat() == "2026-11-23T18:58:16"
    assert book.properties.title.startswith("Eerste asielaanvragers: Kroatië")


@pytest.mark.parametrize(
    ("periods", "side"), [(("2012",), "right"), (("2012-05",), "right"), (("2012-Q1",), None), ((), None)]
)
def test_the_name_of_a_column_stands_above_its_periods(make: Make, periods: tuple[str, ...], side: str | None) -> None:
    """Numbers and days are to the right of their cells, text is to the left."""
    points = tuple(Observation(p, 1.0, src=(7,)) for p in periods)
    data = openpyxl.load_workbook(io.BytesIO(formats.FORMS["xlsx"].make(make(points=points), "")))["Data"]
    assert (data["G1"].value, data["G1"].alignment.horizontal) == ("period", side)


def test_parquet_says_what_it_holds(make: Make) -> None:
    schema = pq.read_schema(io.BytesIO(formats.FORMS["parquet"].make(make(), "")))
    said = {name.decode(): text.decode() for name, text in schema.metadata.items()}
    assert said["title"] == "First-time asylum applicants"
    assert "digest" not in said  # nothing is said of what is not known
    with zipfile.ZipFile(io.BytesIO(formats.FORMS["zip"].make(make(), ""))) as z:
        assert "Digest" not in z.read("README.md").decode()
    assert said["release"] == RELEASE
    assert said["source"] == "Eurostat (migr_asyappctza)"
    assert f"release={RELEASE}" in said["permalink"]
    assert "Migration agenda monitor" in said["citation"]
    assert schema.field("value").metadata[b"description"].startswith(b"the figure; where the publisher gives none")
    assert [f.name for f in schema] == list(COLUMNS)


def test_every_column_is_documented() -> None:
    assert tuple(catalogue.load().codes["columns"]) == COLUMNS


def test_an_export_without_rows_says_so_and_is_whole(make: Make) -> None:
    content = make(points=())
    for ending, form in formats.FORMS.items():
        assert form.make(content, "international"), ending
    assert json.loads(formats.FORMS["json"].make(content, ""))["value"] == {}
    assert "no figures for this choice" in content.about.cited.detail


def test_a_source_leads_to_the_address_it_came_from_where_that_is_one() -> None:
    places = ("https://a.example/x", "http://b.example/y", "a file that was sent to us")
    found = package.sources([replace(ESTAT, obtained_from=place) for place in places])
    assert [source.get("path") for source in found] == ["https://a.example/x", "http://b.example/y", None]
