"""Workbooks as Frontex lays them out, made of rows of the archive, as its own files are not ours to keep. No test."""

import io

import pandas as pd
import xlsxwriter

from etl.model.places import DATA


def archived_months(vintage: str = "2026-08-04") -> pd.DataFrame:
    """Months by route as Frontex had them on that day."""
    frame = pd.read_csv(DATA / "archive" / "frontex_ibc_route_month.csv", dtype=str, keep_default_na=False)
    frame = frame[frame["vintage"] == vintage]
    return frame.pivot(index="route", columns="period", values="value").astype(int)


def own_workbook(months: pd.DataFrame, day: str = "03NOV26", empty: int = 0) -> bytes:
    """Sheet Detections_of_IBC: an empty row, the header, a row per route, the footer with the day of the data.

    empty: rows of zeros that follow, for a contract that wants as many rows as Frontex has.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": True})
    sheet = book.add_worksheet("Detections_of_IBC")
    labels = [pd.Period(p).strftime("%b%Y").upper() for p in months.columns]
    rows: list[list[object]] = [
        [],
        ["Route", "Border type or inland", "Nationality", *labels],
        *([route, "Sea", "Unknown", *map(int, counts)] for route, counts in months.iterrows()),
        *([months.index[0], "Land", f"Nationality {n}", *(0 for _ in labels)] for n in range(empty)),
        [f"Source: FRAN data as of {day}"],
    ]
    for n, row in enumerate(rows):
        sheet.write_row(n, 0, row)
    book.close()
    return out.getvalue()
