"""Whether an indicator's SQL holds: its names are there, it gives an indicator's columns, and codes that have names.

Reads the histories that the caller has loaded into the engine; where a dataset has no rows, names are still bound.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.catalogue.entries import Catalogue, names
from etl.catalogue.indicators import Indicator
from etl.catalogue.references import nearest
from etl.model.errors import Fault
from etl.release import engine, literals, sql_text, warehouse

KEPT = "cells of check"  # no name that SQL of an indicator has
CELLS = "SELECT geo, series, period FROM ({sql}\n)"
CODES = f'SELECT DISTINCT geo, series FROM "{KEPT}" ORDER BY ALL'
TWICE = f'SELECT geo, series, period FROM "{KEPT}" GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1'


def faults(db: engine.Connection, i: Indicator, c: Catalogue) -> Iterator[Fault]:
    """What is wrong with the SQL of an indicator, and codes that it gives without a name.

    What the catalogue declares is there already (`shared`).
    """
    file = f"indicators/{i.id}.toml"
    engine.forget_views(db)
    warehouse.open_views(db, i, c)
    try:
        columns = engine.reading_columns(db, i.sql)
        if tuple(columns) != warehouse.INDICATOR_COLUMNS or not columns["src"].endswith("[]"):
            given = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            accepted = f"{', '.join(warehouse.INDICATOR_COLUMNS)}, where src is a list"
            yield Fault(file, "sql", f"gives {given}", accepted)
            return
        read = c.datasets_read(i.sql)
        for dataset in (d for d in i.datasets if d not in read):
            yield Fault(file, "datasets", f"{dataset!r} is not read by the SQL", "datasets that it reads")
        engine.keep(db, KEPT, CELLS.format(sql=i.sql))
        for cell in engine.readings(db, TWICE):
            yield Fault(file, "sql", f"gives {', '.join(map(str, cell))} twice", "each cell once")
        macros = {name: m.sql for name, m in c.macros.items()}
        written = literals.written(i.sql, "series", c.views_over(i.datasets), macros)
        yield from _nameless(i, engine.readings(db, CODES), written, c)
    except engine.SqlError as e:
        yield Fault(file, "sql", engine.plain(e), _accepted(db, i.datasets, c, str(e)))


def shared(db: engine.Connection, c: Catalogue) -> tuple[Catalogue, set[str], list[Fault]]:
    """The catalogue with the macros and views that hold; names of those that do not, or read one that does not; faults.

    The histories of all datasets are loaded. Groups of countries and what holds are there for SQL from now on.
    """
    engine.declare(db, {}, c.groups)
    broken, faults = set[str](), list[Fault]()
    for name, macro in c.macros.items():
        try:
            engine.declare(db, {name: (macro.arguments, macro.sql)}, c.groups)
        except engine.SqlError as e:
            broken.add(name)
            faults.append(Fault("macros.toml", f"macro[{name}].sql", engine.plain(e), _accepted(db, (), c, str(e))))
    for name, view in c.views.items():
        if names(view.sql, broken):
            broken.add(name)
            continue
        above = tuple(c.views)[: tuple(c.views).index(name) + 1]
        engine.forget_views(db)
        engine.dataset_views(db, view.datasets)
        try:
            engine.shared_views(
                db, {n: q for n, q in c.views_over(view.datasets).items() if n in above and n not in broken}
            )
        except engine.SqlError as e:
            broken.add(name)
            accepted = _accepted(db, view.datasets, c, str(e))
            faults.append(Fault("views.toml", f"view[{name}].sql", engine.plain(e), accepted))
    macros = {name: m for name, m in c.macros.items() if name not in broken}
    views = {name: v for name, v in c.views.items() if name not in broken}
    return replace(c, macros=macros, views=views), broken, faults


def _nameless(i: Indicator, given: list[tuple[str, str]], written: set[str], c: Catalogue) -> Iterator[Fault]:
    """Places and series of the figures that have no name; `written`: series that the SQL writes by itself."""
    file, own = f"indicators/{i.id}.toml", "a line in [breakdown.labels] with en and nl"
    listed = f", or in {i.breakdown.code_list}.csv" if i.breakdown.code_list else ", or a code_list that has it"
    for series in sorted(({str(s) for _, s in given} | written) - c.named_series(i)):
        yield Fault(file, "breakdown.labels", f"the SQL gives series {series!r}, which has no name", own + listed)
    for geo in sorted({str(g) for g, _ in given} - set(c.codes["geo"])) if c.codes["geo"] else ():
        yield Fault(file, "sql", f"gives place {geo!r}, which has no name", nearest(geo, c.codes["geo"], "geo.csv"))


def _accepted(db: engine.Connection, datasets: Sequence[str], c: Catalogue, said: str) -> str:
    """What the SQL may name in the place of what is not there."""
    if "Table with name" in said:
        views = c.views_over(datasets)
        return f"datasets that the file names: {', '.join(datasets)}" + (
            f"; views: {', '.join(views)}" if views else ""
        )
    if "Function with name" in said or "Macro" in said:
        return f"functions of DuckDB and {', '.join((*engine.macros(), *c.macros))}"
    if "column" not in said:
        return ""
    columns = {d: engine.reading_columns(db, f"SELECT * FROM {sql_text.quoted_name(d)}") for d in datasets}
    return "; ".join(f"columns of {d}: {', '.join(names)}" for d, names in columns.items())
