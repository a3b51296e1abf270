"""Indicators, made by their SQL of the histories of datasets, and the claims evaluated on them."""

import json
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from etl.build import keys
from etl.build.datasets import Made
from etl.build.parts import ReleaseParts
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator
from etl.letter.claims import evaluate, to_json
from etl.model.observations import Input, Observation
from etl.release import engine, warehouse
from etl.release.made_of import key

CLAIMS = "claims.json"
Tell = Callable[[str, int, int], None]


def write(catalogue: Catalogue, tables: Mapping[str, Made], parts: ReleaseParts, tell: Tell) -> dict[str, int]:
    """The history of every indicator as Parquet; how many rows of each stand now."""
    key_of = keys.of_indicators(catalogue, parts.made, _inputs(tables))
    inputs = parts.folder / "inputs.parquet"
    own = threading.local()  # an engine per thread: DuckDB leaves Python's lock while it works

    def make(indicator: Indicator) -> tuple[str, int]:
        name, made_of = f"indicators/{indicator.id}.parquet", key_of(indicator)
        if held := parts.copy(name, made_of):
            return indicator.id, held.facts["indicators"][indicator.id]
        if not hasattr(own, "db"):
            own.db, own.loaded = engine.memory(threads=1), set[str]()
            warehouse.declare(own.db, catalogue)
        needed = {d: parts.folder / "datasets" / f"{d}.parquet" for d in indicator.datasets if d not in own.loaded}
        engine.load_histories(own.db, needed, inputs)
        own.loaded |= needed.keys()
        known = sorted({day for d in indicator.datasets for day in tables[d].days})
        table = warehouse.indicator_history(own.db, indicator, known, catalogue)
        warehouse.write_indicator(table, parts.folder / name)
        parts.note(name, made_of)
        return indicator.id, sum(table["current"].to_pylist())

    wanted = list(catalogue.indicators.values())
    counts = {}
    with ThreadPoolExecutor(2) as pool:
        try:
            for n, (name, rows) in enumerate(pool.map(make, wanted), 1):
                tell(f"indicator {name}", n, len(wanted))
                counts[name] = rows
        except BaseException:  # somebody ends it, or the disk is full: those that wait are not begun
            pool.shutdown(cancel_futures=True)
            raise
    return counts


def write_claims(catalogue: Catalogue, tables: Mapping[str, Made], parts: ReleaseParts) -> None:
    """Every claim, evaluated on the indicators that were just written; one whose figures are as before is kept."""
    from etl.release.store import Release  # reads back what was just written, with the code that the pages use

    key_of = keys.of_claims(catalogue, parts.made, _inputs(tables))
    made = Release(parts.folder)

    def cell(indicator: str, geo: str, series: str, period: str, as_of: str) -> Observation | None:
        return made.observation(indicator, geo, series, period, as_of)

    held = parts.earlier.newest(CLAIMS)
    before = {held.record["claims"].get(r["id"]): r for r in json.loads(held.body)} if held else {}
    aims = [(i.id, t) for i in catalogue.indicators.values() for t in i.target]
    results, known = [], {}
    for claim in catalogue.claims.values():
        targets = tuple((i, t) for i, t in aims if t.claim == claim.id)
        known[claim.id] = key_of(claim, targets)
        results.append(before.get(known[claim.id]) or to_json(evaluate(claim, targets, cell)))
    (parts.folder / CLAIMS).write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    parts.note(CLAIMS, key(known), claims=known)


def _inputs(tables: Mapping[str, Made]) -> dict[str, tuple[Input, ...]]:
    return {name: made.inputs for name, made in tables.items()}
