"""Whether an indicator's SQL holds: its names are there, it gives an indicator's columns, and codes that have names.

Reads the histories that the caller has loaded into the engine; where a dataset has no rows, names are still bound.
"""

from collections.abc import Iterator

from etl.catalogue.entries import Catalogue
from etl.catalogue.indicators import Indicator
from etl.catalogue.references import nearest
from etl.model.errors import Fault
from etl.release import engine
from etl.release.warehouse import INDICATOR_COLUMNS

CODES = "SELECT DISTINCT geo, series FROM ({sql}\n) ORDER BY ALL"
TWICE = "SELECT geo, series, period FROM ({sql}\n) GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1"


def faults(db: engine.Connection, i: Indicator, c: Catalogue) -> Iterator[Fault]:
    """What is wrong with the SQL of an indicator, and codes that it gives without a name."""
    file = f"indicators/{i.id}.toml"
    engine.forget_views(db)
    engine.dataset_views(db, i.datasets)
    try:
        columns = engine.reading_columns(db, i.sql)
        if tuple(columns) != INDICATOR_COLUMNS or not columns["src"].endswith("[]"):
            found = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            yield Fault(file, "sql", f"gives {found}", f"{', '.join(INDICATOR_COLUMNS)}, where src is a list")
            return
        for dataset in (d for d in i.datasets if engine.quoted_name(d) not in i.sql):
            yield Fault(file, "datasets", f"{dataset!r} is not read by the SQL", "datasets that it reads")
        for cell in engine.readings(db, TWICE.format(sql=i.sql)):
            yield Fault(file, "sql", f"gives {', '.join(map(str, cell))} twice", "each cell once")
        yield from _nameless(i, engine.readings(db, CODES.format(sql=i.sql)), c)
    except engine.SqlError as e:
        yield Fault(file, "sql", engine.plain(e), _accepted(db, i, str(e)))


def _nameless(i: Indicator, given: list[tuple[str, str]], c: Catalogue) -> Iterator[Fault]:
    """Places and series of the figures that have no name."""
    file, own = f"indicators/{i.id}.toml", "a line in [breakdown.labels] with en and nl"
    listed = f", or in {i.breakdown.code_list}.csv" if i.breakdown.code_list else ", or a code_list that has it"
    for series in sorted({str(s) for _, s in given} - c.named_series(i)):
        yield Fault(file, "breakdown.labels", f"the SQL gives series {series!r}, which has no name", own + listed)
    for geo in sorted({str(g) for g, _ in given} - set(c.codes["geo"])) if c.codes["geo"] else ():
        yield Fault(file, "sql", f"gives place {geo!r}, which has no name", nearest(geo, c.codes["geo"], "geo.csv"))


def _accepted(db: engine.Connection, i: Indicator, said: str) -> str:
    """What the SQL may name in the place of what is not there."""
    if "Table with name" in said:
        return f"datasets that the file names: {', '.join(i.datasets)}"
    if "Function with name" in said or "Macro" in said:
        return f"functions of DuckDB and {', '.join(engine.macros())}"
    if "column" not in said:
        return ""
    columns = {d: engine.reading_columns(db, f"SELECT * FROM {engine.quoted_name(d)}") for d in i.datasets}
    return "; ".join(f"columns of {d}: {', '.join(found)}" for d, found in columns.items())
