"""Sheets that are refused: the cell, what was found there, and what is accepted."""

from datetime import datetime

import pytest

from etl.model.errors import CatalogueError

NAME = "Monthly_detections_of_IBC_2026_08_04.xlsx"
WHERE = f"{NAME}, sheet Detections_of_IBC"
FOOTER = "Source: FRAN data as of 04AUG26"


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
def test_one_wrong_cell_is_named_with_what_is_accepted(rows, refusal, row, column, value, message):
    grid = rows()
    grid[row] += [None] * (column + 1 - len(grid[row]))
    grid[row][column] = value
    assert message in refusal(grid)


def test_missing_month_is_refused_where_the_gap_is(rows, refusal):
    assert "cell G1: found 'MAY2009'; accepted: APR2009" in refusal([[*r[:6], *r[7:]] for r in rows()])


def test_repeated_month_is_refused_where_it_repeats(rows, refusal):
    assert "cell G1: found 'MAR2009'; accepted: APR2009" in refusal([[*r[:6], *r[5:]] for r in rows()])


@pytest.mark.parametrize(
    ("again", "dataset", "said"),
    [
        ("Türkiye", "ibc_route_month", "Central Mediterranean Route | Sea | Türkiye'; accepted: each key once"),
        (" Türkiye ", "ibc", "Central Mediterranean Route | Sea | Türkiye'; accepted: each key once"),
        (
            "Türkiye*",
            "ibc_route_month",
            "Türkiye and Central Mediterranean Route, Türkiye*: equal figures under",
        ),
        ("Turkey", "ibc", "equal figures under labels that are one here'; accepted: each figure once"),
        ("Turkey", "ibc_nationality_year", "equal figures under labels that are one here"),
    ],
)
def test_duplicated_key_is_refused_and_never_added_up(rows, refusal, again, dataset, said):
    grid = rows()
    found = refusal([*grid, [*grid[4][:2], again, *grid[4][3:]]], dataset)
    assert "cell A16: found 'Central Mediterranean Route" in found
    assert said in found
    assert "row 5" in found


def test_all_unknown_routes_are_named_at_once(rows, refusal):
    grid = rows()
    grid[2][0], grid[5][0] = "Northern Route", "Arctic Route"
    assert "cell A3: found 'Arctic Route, Northern Route'; accepted: Black Sea Route" in refusal(grid)


@pytest.mark.parametrize("label", ["Total", "Grand Total", "Total detections", "All", "Frontex region"])
def test_row_of_totals_is_refused(rows, refusal, label):
    grid = rows()
    sums = [sum(column) for column in zip(*(row[3:] for row in grid[1:]), strict=True)]
    assert f"found {label!r}" in refusal([*grid, [label, "Land", "Unknown", *sums]])
    assert "row 16" in (found := refusal([*grid, [label, None, None, *sums]])) or "16: found" in found


def test_footer_with_figures_is_refused(rows, refusal):
    assert "cell B16" in refusal([*rows(), [FOOTER, None, None, 5]])


def test_too_few_rows_are_refused(rows, refusal):
    assert refusal(rows()[:-1]) == f"{WHERE}: 13 rows; accepted: at least 14."


def test_workbook_without_a_route_header_is_refused(rows, refusal):
    without = [["Routes", *row[1:]] if n == 0 else row for n, row in enumerate(rows())]
    assert "rows 1 to 10 reads 'Route'" in refusal(without)
    assert "sheets IBC data, Notes, Dictionary, of which 0 have" in refusal(without, sheet="IBC data")


def test_header_without_months_is_refused(rows, refusal):
    assert "cell D1: found ''; accepted: JAN2009" in refusal([row[:3] for row in rows()])


def test_dataset_with_another_dimension_is_a_catalogue_error(rows, workbook, parsed):
    with pytest.raises(CatalogueError, match="accepted: some of route, border_type, nationality"):
        parsed(workbook(rows()), dims=("route", "sex"))
