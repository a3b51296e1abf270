"""Lines of code that open a CSV of ours in Excel, pandas, R and DuckDB, with its real address. Pure.

Each reads the international CSV, keeps periods and flags as text, and leaves a missing value missing.
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
R = Text(en="R, no package needed:", nl="R, geen pakket nodig:")


@dataclass(frozen=True)
class Snippet:
    """One way in. id: excel, pandas, r, duckdb; syntax: its name for highlighters."""

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
        Snippet("duckdb", "DuckDB", "sql", INSTALL[lang], _duckdb(url)),
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


def _duckdb(url: str) -> str:
    numbers = ", ".join(f"TRY_CAST({c} AS DOUBLE) AS {c}" for c in NUMBERS)
    return f"""INSTALL httpfs; LOAD httpfs;
SELECT * REPLACE ({numbers})
FROM read_csv('{url}', header = true, all_varchar = true);
"""
