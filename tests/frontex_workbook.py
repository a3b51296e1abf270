"""Workbooks as Frontex lays them out, made of rows of the archive, as its own files are not ours to keep. No test."""

import io

import openpyxl
import pandas as pd

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
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Detections_of_IBC"
    labels = [pd.Period(p).strftime("%b%Y").upper() for p in months.columns]
    sheet.append([None])
    sheet.append(["Route", "Border type or inland", "Nationality", *labels])
    for route, counts in months.iterrows():
        sheet.append([route, "Sea", "Unknown", *(int(c) for c in counts)])
    for n in range(empty):
        sheet.append([months.index[0], "Land", f"Nationality {n}", *(0 for _ in labels)])
    sheet.append([f"Source: FRAN data as of {day}"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
