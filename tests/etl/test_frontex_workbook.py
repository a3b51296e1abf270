"""Reading the workbook: small ones in each layout, made here from the rows in tests/fixtures/frontex."""

import csv
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.catalogue import load
from etl.errors import CatalogueError, ContractError
from etl.formats import ibc_workbook, xlsx
from etl.sources import Part, frontex

ROWS = Path(__file__).parents[1] / "fixtures" / "frontex" / "ibc_rows_2025-06-03.csv"
NAME = "Monthly_detections_of_IBC_2026_08_04.xlsx"
WHERE = f"{NAME}, sheet Detections_of_IBC"
NOTES = "Source: FRAN data as of 03JUN25"
FOOTER = "Source: FRAN data as of 04AUG26"


def small(name):
    """A dataset of the catalogue that accepts a workbook of 14 rows."""
    return load().datasets[f"frontex.{name}"].model_copy(update={"request": {"min_rows": 14}})


IBC, ROUTES, YEARS = small("ibc"), small("ibc_route_month"), small("ibc_nationality_year")


def rows():
    with ROWS.open(encoding="utf-8", newline="") as f:
        header, *body = csv.reader(f)
    return [header, *([*labels, *map(int, counts)] for *labels, counts in ((*r[:3], r[3:]) for r in body))]


def workbook(grid, sheet="Detections_of_IBC", notes=NOTES):
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in grid:
        book.active.append(row)
    if notes is not None:
        texts = book.create_sheet("Notes")
        for text in ("Definition: detections of illegal border-crossing", None, notes):
            texts.append([text])
    dictionary = book.create_sheet("Dictionary")
    dictionary.append(["NationalityLong (third countries)", None, "Route", "Zones included"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parsed(body, dataset=IBC, name=NAME):
    return frontex.parse((Part("ibc.xlsx", body, f"https://x.eu/assets/{name}?v=1"),), dataset)


def layout_a(grid):
    """2018: real dates, other column names, other route names."""
    header, *body = grid
    dates = [datetime.strptime(label, "%b%Y") for label in header[3:]]
    old = {new: old for old, new in IBC.rename.codes["route"].items()}
    return [["Route", "BorderLocation", "NationalityLong", *dates], *([old.get(r[0], r[0]), *r[1:]] for r in body)]


def layout_c(grid):
    return [[None], *grid]


def layout_d(grid):
    return [["=NOT_CALCULATED()"], *grid, [FOOTER]]


LAYOUTS = {"A": layout_a, "B": list, "C": layout_c, "D": layout_d}


def refusal(grid, dataset=IBC, **more):
    with pytest.raises(ContractError) as e:
        parsed(workbook(grid, **more), dataset)
    return str(e.value)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_counts(layout):
    frame = parsed(workbook(LAYOUTS[layout](rows()))).frame
    assert list(frame.columns) == ["route", "border_type", "nationality", "period", "value", "flag"]
    assert len(frame) == 14 * 27
    assert (frame["flag"] == "").all()
    at = frame.set_index(["route", "border_type", "nationality", "period"])["value"]
    assert at["Eastern Mediterranean Route", "Land", "Afghanistan", "2010-08"] == 3449
    assert at["Circular Route from Albania to Greece", "Land", "Albania", "2009-01"] == 1354
    assert at["Other", "Sea", "Türkiye", "2009-11"] == 1
    assert at.sum() == sum(sum(row[3:]) for row in rows()[1:])


@pytest.mark.parametrize(
    ("layout", "notes", "name", "vintage", "warnings"),
    [
        ("B", NOTES, NAME, "2025-06-03", 0),
        ("D", NOTES, NAME, "2026-08-04", 0),
        ("A", "Source: Frontex data as of 06 July 2018.", NAME, "2018-07-06", 0),
        ("B", "Definition only", "Monthly_detections_of_IBC_20220204.xlsx", "2022-02-04", 1),
        ("B", None, "Detections_of_IBC_2021_02_05.xlsx", "2021-02-05", 1),
        ("B", "Source: FRAN data as of 99XYZ25", "ibc.xlsx", "", 1),
    ],
)
def test_vintage_is_that_of_footer_then_notes_then_file_name(layout, notes, name, vintage, warnings):
    found = parsed(workbook(LAYOUTS[layout](rows()), notes=notes), name=name)
    assert (found.vintage, len(found.warnings)) == (vintage, warnings)


def test_row_order_makes_no_difference():
    header, *body = rows()
    assert parsed(workbook([header, *body])).frame.equals(parsed(workbook([header, *body[::-1]])).frame)


def test_marks_spaces_and_decomposed_letters_are_no_part_of_a_name():
    grid = rows()
    grid[2][0:3] = ["\u00a0central  Mediterranean Route ", " Sea", "Co\u0302te\u00a0d'Ivoire"]
    frame = parsed(workbook(grid)).frame
    assert set(frame["nationality"]) >= {"Kosovo", "Palestine", "Türkiye", "Côte d'Ivoire"}
    assert "Central Mediterranean Route" in set(frame["route"])
    assert len(frame.drop_duplicates(["route", "border_type", "nationality"])) == 14


def test_former_country_name_is_the_present_one_and_new_labels_stay():
    grid = rows()
    grid[14][2], grid[13][2] = "Turkey", "Unspecified sub-Saharan nationals"
    found = set(parsed(workbook(grid)).frame["nationality"])
    assert "Turkey" not in found
    assert "Unspecified sub-Saharan nationals" in found


def test_route_months_are_sums_over_everything_else():
    frame = parsed(workbook(rows()), ROUTES).frame
    at = frame.set_index(["route", "period"])["value"]
    assert list(frame.columns) == ["route", "period", "value", "flag"]
    assert len(frame) == 9 * 27
    assert at["Eastern Mediterranean Route", "2009-01"] == 215 + 45
    assert at["Western Balkan Route", "2011-03"] == 23 + 86


def test_only_years_with_twelve_months_count():
    frame = parsed(workbook(rows()), YEARS).frame
    assert sorted(set(frame["period"])) == ["2009", "2010"]
    at = frame.set_index(["route", "nationality", "period"])["value"]
    assert at["Central Mediterranean Route", "Eritrea", "2009"] == 16 + 1 + 14 + 80 + 118 + 56 + 215 + 385 + 199


def test_blank_cell_is_missing_and_so_is_every_sum_with_it():
    grid = rows()
    grid[1][4] = None
    at = parsed(workbook(grid)).frame.set_index(["route", "nationality", "period"])["value"]
    assert at.index[at.isna()].to_list() == [("Central Mediterranean Route", "Eritrea", "2009-02")]
    assert parsed(workbook(grid)).warnings == (f"{WHERE}: 1 cells are blank (E2): missing, not 0.",)
    months = parsed(workbook(grid), ROUTES).frame.set_index(["route", "period"])["value"]
    assert months.index[months.isna()].to_list() == [("Central Mediterranean Route", "2009-02")]
    years = parsed(workbook(grid), YEARS).frame.set_index(["route", "nationality", "period"])["value"]
    assert years.index[years.isna()].to_list() == [("Central Mediterranean Route", "Eritrea", "2009")]


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        (3, 4, "1,234", f"{WHERE}, cell E4: found '1,234'; accepted: a whole number of 0 or more"),
        (3, 4, -5, "cell E4: found -5.0; accepted: a whole number of 0 or more"),
        (3, 4, 2.5, "cell E4: found 2.5; accepted: a whole number of 0 or more"),
        (3, 4, True, "cell E4: found True; accepted: a whole number"),
        (3, 4, datetime(2020, 1, 1), "cell E4: found datetime.date(2020, 1, 1); accepted: a whole number"),
        (3, 4, "=SUM(E2:E3)", "cell E4: found 'a formula without a value, or an error'"),
        (3, 4, "#REF!", "cell E4: found 'a formula without a value, or an error'"),
        (3, 30, 7, "cell AE4: found 7.0; accepted: a whole number of 0 or more below a month"),
        (
            3,
            0,
            "English Channel Route",
            f"{WHERE}, cell A4: found 'English Channel Route'; accepted: Black Sea Route, ",
        ),
        (3, 0, 5, "cell A4: found 5.0; accepted: text"),
        (3, 0, None, "cell A4: found ''; accepted: the name of a route"),
        (3, 1, "Inland", "cell B4: found 'Inland'; accepted: Land or Sea"),
        (3, 1, None, "cell B4: found ''; accepted: Land or Sea"),
        (3, 2, None, "cell C4: found ''; accepted: a nationality"),
        (3, 2, "Total", "cell C4: found 'Total'; accepted: a nationality, no totals"),
        (3, 2, "TÃ¼rkiye", "cell C4: found 'TÃ¼rkiye'; accepted: text in its right encoding"),
        (2, 2, "CÃ´te d'Ivoire", 'cell C3: found "CÃ´te d\'Ivoire"; accepted: text in its right encoding'),
        (3, 2, "T\ufffdrkiye", "accepted: text in its right encoding"),
        (0, 1, "Zone", "cell B1: found 'Zone'; accepted: Border type or inland or Border location"),
        (0, 2, "Citizenship", "cell C1: found 'Citizenship'; accepted: Nationality or NationalityLong"),
        (0, 11, "SEPT2009", "cell L1: found 'SEPT2009'; accepted: SEP2009, or the first of that month as a date"),
        (0, 3, "FEB2009", "cell D1: found 'FEB2009'; accepted: JAN2009"),
        (0, 7, "APR2009", "cell H1: found 'APR2009'; accepted: MAY2009"),
        (0, 7, None, "cell H1: found ''; accepted: MAY2009"),
        (0, 7, datetime(2009, 5, 2), "accepted: MAY2009"),
        (0, 7, 39934, "cell H1: found 39934.0; accepted: MAY2009"),
    ],
)
def test_one_wrong_cell_is_named_with_what_is_accepted(row, column, value, message):
    grid = rows()
    grid[row] += [None] * (column + 1 - len(grid[row]))
    grid[row][column] = value
    assert message in refusal(grid)


def test_missing_month_is_refused_where_the_gap_is():
    assert "cell G1: found 'MAY2009'; accepted: APR2009" in refusal([[*r[:6], *r[7:]] for r in rows()])


def test_repeated_month_is_refused_where_it_repeats():
    assert "cell G1: found 'MAR2009'; accepted: APR2009" in refusal([[*r[:6], *r[5:]] for r in rows()])


@pytest.mark.parametrize(
    ("again", "dataset"), [("Türkiye", ROUTES), (" Türkiye*", ROUTES), ("Turkey", IBC), ("Turkey", YEARS)]
)
def test_duplicated_key_is_refused_and_never_added_up(again, dataset):
    grid = rows()
    found = refusal([*grid, [*grid[4][:2], again, *grid[4][3:]]], dataset)
    assert "cell A16: found 'Central Mediterranean Route | Sea | Türkiye'; accepted: each key once" in found
    assert "row 5" in found


@pytest.mark.parametrize("label", ["Total", "Grand Total", "Total detections", "All", "Frontex region"])
def test_row_of_totals_is_refused(label):
    grid = rows()
    sums = [sum(column) for column in zip(*(row[3:] for row in grid[1:]), strict=True)]
    assert f"found {label!r}" in refusal([*grid, [label, "Land", "Unknown", *sums]])
    assert "row 16" in (found := refusal([*grid, [label, None, None, *sums]])) or "16: found" in found


def test_footer_with_figures_is_refused():
    assert "cell B16" in refusal([*rows(), [FOOTER, None, None, 5]])


def test_other_text_below_the_figures_is_left_out_with_a_warning():
    found = parsed(workbook([*rows(), [None], ["Preliminary figures"], [FOOTER]]))
    assert len(found.frame) == 14 * 27
    assert found.warnings == (f"{WHERE}: the row 'Preliminary figures' has no figures and was left out.",)
    assert found.vintage == "2026-08-04"


def test_too_few_rows_are_refused():
    assert refusal(rows()[:-1]) == f"{WHERE}: 13 rows; accepted: at least 14."


def test_renamed_sheet_is_found_by_its_header_with_a_warning():
    found = parsed(workbook(layout_c(rows()), sheet="IBC data"))
    assert len(found.frame) == 14 * 27
    assert "no sheet Detections_of_IBC; took 'IBC data'" in found.warnings[0]


def test_workbook_without_a_route_header_is_refused():
    without = [["Routes", *row[1:]] if n == 0 else row for n, row in enumerate(rows())]
    assert "rows 1 to 10 reads 'Route'" in refusal(without)
    assert "sheets IBC data, Notes, Dictionary, of which 0 have" in refusal(without, sheet="IBC data")


def test_header_without_months_is_refused():
    assert "cell D1: found ''; accepted: JAN2009" in refusal([row[:3] for row in rows()])


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the file is empty"),
        (b"\n<!DOCTYPE html><html>Sign in</html>", "starts as an HTML or XML page; accepted: an XLSX workbook"),
        (b"\xd0\xcf\x11\xe0old xls", "accepted: an XLSX workbook, which starts with b'PK'"),
        (b"PK\x03\x04" + b"0" * 100, "truncated or damaged"),
        (b"PK" + b"0" * xlsx.MAX_BYTES, "20,000,002 bytes; accepted: an XLSX workbook of up to 20,000,000 bytes"),
    ],
)
def test_bytes_that_are_no_workbook_are_refused(body, message):
    with pytest.raises(ContractError, match=re.escape(message)) as e:
        parsed(body)
    assert str(e.value).startswith(NAME)


def test_truncated_workbook_is_refused():
    body = workbook(rows())
    with pytest.raises(ContractError, match="truncated or damaged"):
        parsed(body[: len(body) // 2])


def test_one_flipped_byte_in_the_figures_is_noticed():
    body = bytearray(workbook(rows()))
    with zipfile.ZipFile(io.BytesIO(bytes(body))) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    body[sheet.header_offset + 30 + len(sheet.filename) + sheet.compress_size // 2] ^= 1
    with pytest.raises(ContractError, match="damaged"):
        parsed(bytes(body))


def test_zip_that_unpacks_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_UNPACKED", 1000)
    with pytest.raises(ContractError, match=r"unpacks to .* bytes; accepted: up to 1,000"):
        parsed(workbook(rows()))


def test_two_workbooks_at_once_are_refused_by_name():
    parts = tuple(Part(name, b"PK", name) for name in ("ibc_2025.xlsx", "ibc_2026.xlsx"))
    with pytest.raises(ContractError, match=r"found ibc_2025\.xlsx, ibc_2026\.xlsx; accepted: one workbook"):
        frontex.parse(parts, IBC)


def test_dataset_with_another_dimension_is_a_catalogue_error():
    with pytest.raises(CatalogueError, match="accepted: some of route, border_type, nationality"):
        parsed(workbook(rows()), IBC.model_copy(update={"dims": ("route", "sex")}))


SAMPLE = workbook(layout_d(rows()))
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 10**6), st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), st.datetimes(datetime(1901, 1, 1)),
    st.sampled_from(["Route", "Total", FOOTER, "JAN2009", "Turkey", "Land", "Sea", "1,234", "=1/0", "Other"]),
)  # fmt: skip


def read_or_refused(read):
    """What `read` gives, or the sentence with which it refuses; any other error fails the test."""
    try:
        return read()
    except ContractError as e:
        return str(e)


@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=4), st.data())
@settings(max_examples=50, deadline=None)
def test_changed_bytes_are_refused_or_read_the_same(changes, data):
    body = bytearray(SAMPLE)
    for at, byte in changes:
        body[at] = byte
    end = data.draw(st.integers(0, len(body)) | st.just(len(body)))
    found = read_or_refused(lambda: ibc_workbook.read(bytes(body[:end]), NAME, 14))
    if isinstance(found, str):
        assert found.startswith(NAME)
    else:
        assert found.counts.sum() == sum(sum(row[3:]) for row in rows()[1:])


@given(st.integers(0, 15), st.integers(0, 31), CELLS)
@settings(max_examples=50, deadline=None)
def test_any_cell_is_read_or_refused(row, column, value):
    grid = [*rows(), [FOOTER]]
    grid[row] = [*grid[row], *[None] * (32 - len(grid[row]))]
    grid[row][column] = value
    found = read_or_refused(lambda: parsed(workbook(grid)).frame)
    if isinstance(found, str):
        assert NAME in found
    else:
        assert not found.duplicated(["route", "border_type", "nationality", "period"]).any()
        assert (found["value"].dropna() >= 0).all()
