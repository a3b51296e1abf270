"""A CSV of Eurostat that somebody opened in a Dutch Excel and saved: semicolons, decimal commas, Excel's own dates.

What Excel has left readable is put back as it was. What it has changed beyond that (months turned into `jan-24`,
numbers into days, a thousands comma into a decimal one) cannot be known any more: the file is refused, and the sentence
says which download to choose.
"""

import csv
import io
import re

from etl.model.errors import ContractError

HEADER = re.compile(r'"?(DATAFLOW|STRUCTURE|TIME)"?;')
CHOOSE = (
    "download the table as SDMX-CSV or TSV (Download, Full dataset or This page) and bring the file as it came, "
    "without opening it in Excel"
)
VALUES = ("OBS_VALUE", "Value")
PERIODS = ("TIME_PERIOD", "TIME")
PERIOD = re.compile(r"\d{4}(-?[QSWM]?\d{1,2})?(-\d{2})?")
NUMBER = re.compile(r"-?\d+(,\d+)?([eE][-+]?\d+)?|:|")
THOUSANDS = re.compile(r"-?\d{1,3},\d{3}")  # in a Data Explorer file: a thousand, or a bit more than one?
UPDATED = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](?:20)?(\d{2})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?")


def spreadsheet(name: str) -> ContractError:
    """The refusal of a spreadsheet."""
    return ContractError(f"{name}: a spreadsheet; accepted is not Eurostat's XLSX: {CHOOSE}.")


def restored(body: bytes, name: str) -> bytes:
    """The file with commas between cells and points in numbers; ContractError where Excel has changed a figure."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")  # what Excel saves on Windows
    if not text.endswith("\n"):
        raise ContractError(f"{name}: the last line has no end, so the file may be cut off; expected is a line end.")
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    except csv.Error as e:
        raise ContractError(f"{name}: broken CSV with semicolons ({e}); {CHOOSE}.") from e
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for line, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise ContractError(f"{name}, line {line}: {len(row)} cells, expected {len(header)}; {CHOOSE}.")
        writer.writerow(
            _cell(column, cell.strip(), f"{name}, line {line}") for column, cell in zip(header, row, strict=True)
        )
    return out.getvalue().encode()


def _cell(column: str, cell: str, place: str) -> str:
    if column in VALUES:
        if not NUMBER.fullmatch(cell) or (column == "Value" and THOUSANDS.fullmatch(cell)):
            raise ContractError(f"{place}: {column} is {cell!r}, which Excel may have changed; {CHOOSE}.")
        return cell.replace(",", ".")
    if column in PERIODS and not PERIOD.fullmatch(cell):
        raise ContractError(f"{place}: {column} is {cell!r}, which Excel has made of a period; {CHOOSE}.")
    if column == "LAST UPDATE" and (match := UPDATED.fullmatch(cell)):
        day, month, year, hour, minute, second = (part or "0" for part in match.groups())
        return f"{int(day):02d}/{int(month):02d}/{year} {int(hour):02d}:{minute:>02}:{second:>02}"
    return cell
