"""Lines that open a CSV of ours in other programs, with its real address. Pure.

Each reads the international CSV, keeps periods and flags as text, and leaves a missing value missing. Those for
spreadsheets and charting tools take the core columns.
"""

from dataclasses import dataclass

from dashboards.files.rows import NUMBERS
from dashboards.query.columns import COLUMNS
from etl.catalogue.declarations import Lang, Text

EXCEL = Text(
    en="Data > Get Data > From Other Sources > Blank Query > Advanced Editor, then paste:",
    nl="Gegevens > Gegevens ophalen > Uit andere bronnen > Lege query > Geavanceerde editor, en plak:",
)
INSTALL = Text(
    en="DuckDB reads addresses with its httpfs extension:", nl="DuckDB leest adressen met de extensie httpfs:"
)
PANDAS = Text(en="Python with pandas:", nl="Python met pandas:")
POLARS = Text(en="Python with polars:", nl="Python met polars:")
SHEETS = Text(en="In a cell of Google Sheets:", nl="In een cel van Google Sheets:")
OBSERVABLE = Text(en="In Observable, in a cell of JavaScript:", nl="In Observable, in een JavaScript-cel:")
DATAWRAPPER = Text(
    en="Datawrapper, step 1: Link external dataset, with this address (a column for each place):",
    nl="Datawrapper, stap 1: Link external dataset, met dit adres (een kolom per plaats):",
)
PLACES_ACROSS = "columns=series_name,period,value&shape=wide_places"
R = Text(en="R, no package needed:", nl="R, geen pakket nodig:")


@dataclass(frozen=True)
class Snippet:
    """One way in. syntax: its name for highlighters."""

    id: str
    name: str
    syntax: str
    how: str
    code: str


def snippets(address: str, lang: Lang) -> tuple[Snippet, ...]:
    """All of them for the absolute address of a CSV in the international dialect."""
    url = address.replace('"', "%22").replace("'", "%27").replace("\n", "%0A").replace("\\", "%5C")
    return (
        Snippet("excel", "Excel (Power Query)", "powerquery", EXCEL[lang], _power_query(url)),
        Snippet("pandas", "pandas", "python", PANDAS[lang], _pandas(url)),
        Snippet("r", "R", "r", R[lang], _r(url)),
        Snippet("polars", "polars", "python", POLARS[lang], _polars(url)),
        Snippet("duckdb", "DuckDB", "sql", INSTALL[lang], _duckdb(url)),
        Snippet("sheets", "Google Sheets", "text", SHEETS[lang], _sheets(with_query(url, "columns=core"), lang)),
        Snippet("observable", "Observable", "js", OBSERVABLE[lang], _observable(url)),
        Snippet("datawrapper", "Datawrapper", "text", DATAWRAPPER[lang], f"{with_query(url, PLACES_ACROSS)}\n"),
    )


def _power_query(url: str) -> str:
    names = ", ".join(f'"{c}"' for c in NUMBERS)
    types = ", ".join(f'{{"{c}", type number}}' for c in NUMBERS)
    return f"""let
    Source = Csv.Document(Web.Contents("{url}"), [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),
    Rows = Table.PromoteHeaders(Source, [PromoteAllScalars = false]),
    Missing = Table.ReplaceValue(Rows, "", null, Replacer.ReplaceValue, {{{names}}}),
    Typed = Table.TransformColumnTypes(Missing, {{{types}}}, "en-US")
in
    Typed
"""


def _pandas(url: str) -> str:
    missing = ", ".join(f'"{c}": [""]' for c in NUMBERS)
    numbers = ", ".join(f'"{c}": "float64"' for c in NUMBERS)
    return f"""from collections import defaultdict

import pandas as pd

types = defaultdict(lambda: "str", {{{numbers}}})
data = pd.read_csv(
    "{url}",
    dtype=types, keep_default_na=False, na_values={{{missing}}},
)
"""


def _r(url: str) -> str:
    numbers = ", ".join(str(COLUMNS.index(c) + 1) for c in NUMBERS)
    return f"""types <- rep("character", {len(COLUMNS)})
types[c({numbers})] <- "numeric"  # {", ".join(NUMBERS)}
data <- read.csv("{url}",
                 colClasses = types, na.strings = character(), encoding = "UTF-8")
"""


def with_query(url: str, more: str) -> str:
    """An address with something more asked of it."""
    return f"{url}{'&' if '?' in url else '?'}{more}"


def _polars(url: str) -> str:
    numbers = ", ".join(f'"{c}"' for c in NUMBERS)
    return f"""from urllib.request import urlopen

import polars as pl

data = pl.read_csv(
    urlopen("{url}").read(), infer_schema=False
).with_columns(pl.col({numbers}).cast(pl.Float64, strict=False), pl.exclude({numbers}).fill_null(""))
"""


def _sheets(url: str, lang: Lang) -> str:
    apart = {"en": ", ", "nl": "; "}[lang]  # a Dutch sheet has decimal commas
    return f"=IMPORTDATA({apart.join((_quoted(url), _quoted(','), _quoted('en_US')))})\n"


def _quoted(text: str) -> str:
    return f'"{text}"'


def _observable(url: str) -> str:
    numbers = ", ".join(f'{c}: row.{c} === "" ? null : Number(row.{c})' for c in NUMBERS)
    return f"""data = d3.csv("{url}", (row) => ({{...row, {numbers}}}))
"""


def _duckdb(url: str) -> str:
    numbers = ", ".join(f"TRY_CAST({c} AS DOUBLE) AS {c}" for c in NUMBERS)
    return f"""INSTALL httpfs; LOAD httpfs;
SELECT * REPLACE ({numbers})
FROM read_csv('{url}', header = true, all_varchar = true);
"""
