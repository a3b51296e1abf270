"""Workbooks made here from the rows in tests/fixtures/frontex, and what is read from them."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from etl.catalogue.catalogue import load
from etl.model.errors import ContractError
from etl.payloads import Parsed, Part
from etl.sources import frontex

ROWS = Path(__file__).parents[3] / "fixtures" / "frontex" / "ibc_rows_2025-06-03.csv"
NAME = "Monthly_detections_of_IBC_2026_08_04.xlsx"
NOTES = "Source: FRAN data as of 03JUN25"
Grid = list[list[Any]]


@pytest.fixture(scope="session")
def rows() -> Callable[[], Grid]:
    """The cells of a sheet, a new grid each time: a header, then 14 rows of 27 months."""

    def read() -> Grid:
        with ROWS.open(encoding="utf-8", newline="") as f:
            header, *body = csv.reader(f)
        return [header, *([*labels, *map(int, counts)] for *labels, counts in ((*r[:3], r[3:]) for r in body))]

    return read


@pytest.fixture(scope="session")
def workbook() -> Callable[..., bytes]:
    """An XLSX file of such cells as Frontex lays it out."""

    def made(grid: Grid, sheet: str = "Detections_of_IBC", notes: str | None = NOTES) -> bytes:
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

    return made


@pytest.fixture(scope="session")
def parsed() -> Callable[..., Parsed]:
    """What is read of a workbook as `dataset`, which here accepts one of 14 rows; more: other fields of the dataset."""

    def read(body: bytes, dataset: str = "ibc", name: str = NAME, **more: Any) -> Parsed:
        small = load().datasets[f"frontex.{dataset}"].model_copy(update={"request": {"min_rows": 14}, **more})
        return frontex.parse((Part("ibc.xlsx", body, f"https://x.eu/assets/{name}?v=1"),), small)

    return read


@pytest.fixture(scope="session")
def refusal(workbook: Callable[..., bytes], parsed: Callable[..., Parsed]) -> Callable[..., str]:
    """The sentence with which a workbook of these cells is refused."""

    def said(grid: Grid, dataset: str = "ibc", **more: Any) -> str:
        with pytest.raises(ContractError) as e:
            parsed(workbook(grid, **more), dataset)
        return str(e.value)

    return said
