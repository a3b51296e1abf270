"""What a payload of Eurostat says before anything is unified, and the steps that its formats share. Reads no file."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from etl.model.errors import ContractError
from etl.model.period import parse

SMALL = re.compile("[a-z]*")
NO_LETTERS = re.compile(r"[:\s]")
NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
# How the labels of SDMX's code list CL_CONF_STATUS begin, in files that print labels.
STATUSES = (
    ("free", ""), ("confidential", "C"), ("not for publication", "N"), ("primary", "P"), ("secondary", "S"),
)  # fmt: skip
_PERIODS = (
    (re.compile(r"(\d{4})"), "{0}"),
    (re.compile(r"(\d{4})-?Q([1-4])"), "{0}-Q{1}"),  # 2015Q1: Eurostat's old bulk facility, to 2023
    (re.compile(r"(\d{4})(?:-|M)(0[1-9]|1[0-2])"), "{0}-{1}"),  # 2018M01: the same
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})"), "{0}-{1}-{2}"),
    (
        re.compile(r"(\d{4})-?(S[12]|W\d{2})"),
        "{0}-{1}",
    ),  # kinds that no dataset has: left out by frequency, not refused
)


@dataclass(frozen=True)
class RawTable:
    """A table as printed, or some rows of it.

    rows: text columns `dims`, `period` (our form), `value` (NULL where none is given), `flag` (letters, "" for none),
        and `confidentiality` (one capital letter, "" for free) where the format has a place for it.
    updated: the publisher's date as ISO text in its own (Brussels) time, "" where the format carries none.
    code: the table's code in lower case, "" where the format carries none.
    labels: dimension -> code -> label, where the payload prints both.
    labelled: the dimensions hold labels in place of codes.
    """

    rows: pa.Table
    dims: tuple[str, ...]
    updated: str = ""
    code: str = ""
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    labelled: bool = False

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as a frame, without a value as NaN."""
        frame: pd.DataFrame = self.rows.to_pandas()
        return frame


def table(body: bytes, name: str, *, delimiter: str, quoted: bool = True, encoding: str = "utf8") -> pa.Table:
    """All cells as text, nothing turned into missing; raises ContractError on ragged, cut off or undecodable lines."""
    if not body.endswith((b"\n", b"\r")):
        raise ContractError(f"{name}: the last line has no end, so the file may be cut off; expected is a line end.")
    try:
        header = pa.csv.open_csv(
            pa.BufferReader(body.split(b"\n", 1)[0] + b"\n"),
            read_options=pa.csv.ReadOptions(autogenerate_column_names=True, encoding=encoding),
            parse_options=pa.csv.ParseOptions(delimiter=delimiter, quote_char='"' if quoted else False),
            convert_options=pa.csv.ConvertOptions(default_column_type=pa.string()),
        ).read_all()
        names = [str(cell).strip() for cell in header.slice(0, 1).to_pylist()[0].values()]
        return _rows(body, names, delimiter, quoted, encoding, name)
    except (pa.ArrowInvalid, UnicodeDecodeError) as e:
        raise ContractError(f"{name}: a line does not fit its header: {e}") from e


def _rows(body: bytes, names: list[str], delimiter: str, quoted: bool, encoding: str, name: str) -> pa.Table:
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise ContractError(f"{name}: column {', '.join(map(repr, twice))} stands there twice.")
    read: pa.Table = pa.csv.read_csv(
        pa.BufferReader(body),
        read_options=pa.csv.ReadOptions(column_names=names, skip_rows=1, encoding=encoding, use_threads=False),
        parse_options=pa.csv.ParseOptions(delimiter=delimiter, quote_char='"' if quoted else False),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    if not read.num_rows:
        raise ContractError(f"{name}: a header but no rows.")
    return read


def coded(indices: pa.Array, texts: list[str]) -> pa.DictionaryArray:
    """Numbered texts of which some may be the same: each different one has one number."""
    numbers = {text: n for n, text in enumerate(dict.fromkeys(texts))}
    if len(numbers) < len(texts):
        indices = pa.array([numbers[text] for text in texts], pa.int32()).take(indices)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(numbers), pa.string()), safe=False)


def text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The cells without white space around them."""
    return pc.utf8_trim_whitespace(column)


def numbers(cells: pa.ChunkedArray, name: str, column: str) -> pa.ChunkedArray:
    """Numbers; NULL for an empty cell, `:` and `NaN`, never 0. Raises ContractError naming the first other text."""
    cells = text(cells)
    missing = pc.is_in(cells, pa.array(["", ":", "NaN"]))
    wrong = pc.invert(pc.or_(missing, pc.match_substring_regex(cells, f"^{NUMBER}$")))
    if pc.any(wrong).as_py():
        row = pc.index(wrong, True).as_py()
        cell = cells[row].as_py()
        raise ContractError(
            f"{name}: {column} in data row {row + 1} is {cell!r}; accepted is a number, ':' or nothing."
        )
    return pc.if_else(missing, pa.scalar(None, pa.string()), cells).cast(pa.float64())


def number(printed: str, place: str) -> float:
    """One number, NaN for an empty cell, `:` and `NaN`; ContractError naming the file and place of another text."""
    if printed in ("", ":", "NaN"):
        return float("nan")
    if re.fullmatch(NUMBER, printed) is None:
        raise ContractError(f"{place} is {printed!r}; accepted is a number, ':' or nothing.")
    return float(printed)


def meant(column: pa.DictionaryArray, means: Callable[[str], str]) -> pa.DictionaryArray:
    """The column with each text as what it means."""
    return coded(column.indices, [means(printed) for printed in column.dictionary.to_pylist()])


def flags(column: pa.DictionaryArray, name: str, what: str, row: int = 0) -> pa.DictionaryArray:
    """The flag letters, "" for none (`:` alone is none); ContractError naming the first row with another text.

    what: the column as printed. row: rows before its first.
    """
    for n, printed in enumerate(column.dictionary.to_pylist()):
        if not SMALL.fullmatch(NO_LETTERS.sub("", printed)):
            at = row + pc.index(column.indices, n).as_py() + 1
            raise ContractError(
                f"{name}: {what} in data row {at} is {printed!r}; accepted are small letters or nothing."
            )
    return meant(column, lambda printed: NO_LETTERS.sub("", printed))


def status(printed: str) -> str:
    """`C` of `C`, of `@C` and of the label `Confidential statistical information`; "" for free, `?` for unknown.

    Never an error: whether a figure is confidential says nothing against the figures around it.
    """
    code = printed.lstrip("@|").strip()
    if re.fullmatch("[A-Z]?", code):
        return code.replace("F", "")
    labelled = (letter for start, letter in STATUSES if code.casefold().startswith(start))
    return next(labelled, "?")


def period(printed: str, name: str) -> str:
    """One period in our form; raises ContractError where it is none."""
    for pattern, form in _PERIODS:
        if (match := pattern.fullmatch(printed)) and parse(text := form.format(*match.groups())):
            return text
    raise ContractError(f"{name}: period {printed!r}; accepted are forms like 2018, 2018-Q1, 2018Q1, 2018-01, 2018M01.")
