"""Reading the workbook in each of its layouts: counts, names, dates, sums, what is missing."""

from datetime import datetime

import pytest

from etl.catalogue.catalogue import load

NAME = "Monthly_detections_of_IBC_2026_08_04.xlsx"
WHERE = f"{NAME}, sheet Detections_of_IBC"
NOTES = "Source: FRAN data as of 03JUN25"
FOOTER = "Source: FRAN data as of 04AUG26"


def layout_a(grid):
    """2018: real dates, other column names, other route names."""
    header, *body = grid
    dates = [datetime.strptime(label, "%b%Y") for label in header[3:]]
    old = {new: old for old, new in load().datasets["frontex.ibc"].rename.codes["route"].items()}
    return [["Route", "BorderLocation", "NationalityLong", *dates], *([old.get(r[0], r[0]), *r[1:]] for r in body)]


def layout_c(grid):
    return [[None], *grid]


def layout_d(grid):
    return [["=NOT_CALCULATED()"], *grid, [FOOTER]]


LAYOUTS = {"A": layout_a, "B": list, "C": layout_c, "D": layout_d}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_counts(rows, workbook, parsed, layout):
    whole = parsed(workbook(LAYOUTS[layout](rows())))
    assert whole.whole, "a row that it lacks was withdrawn"
    frame = whole.frame
    assert list(frame.columns) == ["route", "border_type", "nationality", "period", "value", "flag"]
    assert len(frame) == 14 * 27
    assert (frame["flag"] == "").all()
    assert frame.dtypes.astype(str).to_dict() == {**dict.fromkeys(frame.columns, "str"), "value": "float64"}
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
def test_vintage_is_that_of_footer_then_notes_then_file_name(
    rows, workbook, parsed, layout, notes, name, vintage, warnings
):
    found = parsed(workbook(LAYOUTS[layout](rows()), notes=notes), name=name)
    assert (found.vintage, len(found.warnings)) == (vintage, warnings)


def test_row_order_makes_no_difference(rows, workbook, parsed):
    header, *body = rows()
    assert parsed(workbook([header, *body])).frame.equals(parsed(workbook([header, *body[::-1]])).frame)


def test_marks_spaces_and_decomposed_letters_are_no_part_of_a_name(rows, workbook, parsed):
    grid = rows()
    grid[2][0:3] = ["\u00a0central  Mediterranean Route ", " Sea", "Co\u0302te\u00a0d'Ivoire"]
    frame = parsed(workbook(grid)).frame
    assert set(frame["nationality"]) >= {"Kosovo", "Palestine", "Türkiye", "Côte d'Ivoire"}
    assert "Central Mediterranean Route" in set(frame["route"])
    assert len(frame.drop_duplicates(["route", "border_type", "nationality"])) == 14


def test_former_country_name_is_the_present_one_and_new_labels_stay(rows, workbook, parsed):
    grid = rows()
    grid[14][2], grid[13][2] = "Turkey", "Unspecified sub-Saharan nationals"
    found = set(parsed(workbook(grid)).frame["nationality"])
    assert "Turkey" not in found
    assert "Unspecified sub-Saharan nationals" in found


def test_route_months_are_sums_over_everything_else(rows, workbook, parsed):
    frame = parsed(workbook(rows()), "ibc_route_month").frame
    at = frame.set_index(["route", "period"])["value"]
    assert list(frame.columns) == ["route", "period", "value", "flag"]
    assert len(frame) == 9 * 27
    assert at["Eastern Mediterranean Route", "2009-01"] == 215 + 45
    assert at["Western Balkan Route", "2011-03"] == 23 + 86


def test_only_years_with_twelve_months_count(rows, workbook, parsed):
    frame = parsed(workbook(rows()), "ibc_nationality_year").frame
    assert sorted(set(frame["period"])) == ["2009", "2010"]
    at = frame.set_index(["route", "nationality", "period"])["value"]
    assert at["Central Mediterranean Route", "Eritrea", "2009"] == 16 + 1 + 14 + 80 + 118 + 56 + 215 + 385 + 199


def test_blank_cell_is_missing_and_so_is_every_sum_with_it(rows, workbook, parsed):
    grid = rows()
    grid[1][4] = None
    at = parsed(workbook(grid)).frame.set_index(["route", "nationality", "period"])["value"]
    assert at.index[at.isna()].to_list() == [("Central Mediterranean Route", "Eritrea", "2009-02")]
    assert parsed(workbook(grid)).warnings == (f"{WHERE}: 1 cells are blank (E2): missing, not 0.",)
    months = parsed(workbook(grid), "ibc_route_month").frame.set_index(["route", "period"])["value"]
    assert months.index[months.isna()].to_list() == [("Central Mediterranean Route", "2009-02")]
    years = parsed(workbook(grid), "ibc_nationality_year").frame.set_index(["route", "nationality", "period"])["value"]
    assert years.index[years.isna()].to_list() == [("Central Mediterranean Route", "Eritrea", "2009")]


def test_other_text_below_the_figures_is_left_out_with_a_warning(rows, workbook, parsed):
    found = parsed(workbook([*rows(), [None], ["Preliminary figures"], [FOOTER]]))
    assert len(found.frame) == 14 * 27
    assert found.warnings == (f"{WHERE}: the row 'Preliminary figures' has no figures and was left out.",)
    assert found.vintage == "2026-08-04"


def test_renamed_sheet_is_found_by_its_header_with_a_warning(rows, workbook, parsed):
    found = parsed(workbook(layout_c(rows()), sheet="IBC data"))
    assert len(found.frame) == 14 * 27
    assert "no sheet Detections_of_IBC; took 'IBC data'" in found.warnings[0]


@pytest.mark.parametrize("marked", ["Kosovo*", "Kosovo **", "Kosovo (*)", "Kosovo†", "Kosovo¹", "Kosovo (1)"])
def test_two_labels_that_are_one_to_us_are_added_up_with_a_sentence(rows, workbook, parsed, marked):
    grid = rows()
    first, second = ["Other", "Sea", "Kosovo", *[0] * 27], ["Other", "Sea", marked, *range(27)]
    found = parsed(workbook([*grid, first, second]))
    rows = found.frame.query("nationality == 'Kosovo' and route == 'Other'").sort_values("period")
    assert rows["value"].tolist() == [float(n) for n in range(27)]
    assert found.warnings == (
        f"{WHERE}: Other, Kosovo and Other, {marked} are two rows there and one nationality and route here: added up.",
    )


def test_an_old_and_a_new_route_are_added_up_with_a_sentence(rows, workbook, parsed):
    grid = rows()
    old = next(iter(load().datasets["frontex.ibc"].rename.codes["route"]))
    new = load().datasets["frontex.ibc"].rename.codes["route"][old]
    labels = ["Sea", "Atlantis"]
    found = parsed(workbook([*grid, [old, *labels, *[1] * 27], [new, *labels, *[2] * 27]]))
    both = found.frame[found.frame["nationality"] == "Atlantis"]
    assert both["value"].tolist() == [3.0] * 27
    assert f"{old}, Atlantis and {new}, Atlantis are two rows there" in " ".join(found.warnings)
