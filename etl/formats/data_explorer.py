"""CSV of Eurostat's Data Explorer (to 2021): labels, thousands commas in quotes, `:` for missing, UTF-8 or latin-1.

    "TIME","GEO","CITIZEN","UNIT","Value","Flag and Footnotes"
    "2010","European Union (28 countries)","Total","Person","540,080","d"

There is no frequency, no date and no table code inside. Labels are not turned into codes here.
"""

import pyarrow as pa
import pyarrow.compute as pc

from etl.formats.raw import RawTable, flags, meant, numbers, period, table, text
from etl.model.errors import ContractError

FIXED = ("TIME", "Value", "Flag and Footnotes")


def read(body: bytes, name: str) -> RawTable:
    """The table; raises ContractError naming a column that is missing."""
    cells = table(body, name, delimiter=",", encoding=_encoding(body))
    if missing := [c for c in FIXED if c not in cells.column_names]:
        raise ContractError(f"{name}: column {', '.join(missing)} is missing; found {', '.join(cells.column_names)}.")
    texts = {c: text(cells[c]).combine_chunks().dictionary_encode() for c in cells.column_names if c != "Value"}
    printed = [c for c in texts if c not in FIXED]
    columns = {
        **{c.lower(): texts[c] for c in printed},
        "period": meant(texts["TIME"], lambda cell: period(cell, name)),
        "value": numbers(_without_commas(cells["Value"], name), name, "Value"),
        "flag": flags(texts["Flag and Footnotes"], name, "Flag and Footnotes"),
    }
    return RawTable(pa.table(columns), tuple(c.lower() for c in printed), labelled=True)


def _encoding(body: bytes) -> str:
    """Exports of 2017 hold latin-1 bytes in country names (Côte d'Ivoire)."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "latin1"
    return "utf8"


def _without_commas(cells: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """`225,415` as 225415; raises ContractError on a comma that does not part thousands."""
    cells = text(cells)
    wrong = pc.and_(
        pc.match_substring(cells, ","),
        pc.invert(pc.match_substring_regex(cells, r"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$")),
    )
    if pc.any(wrong).as_py():
        cell = cells[pc.index(wrong, True).as_py()].as_py()
        raise ContractError(f"{name}: Value is {cell!r}; accepted is a form like 225,415.")
    return pc.replace_substring(cells, ",", "")
