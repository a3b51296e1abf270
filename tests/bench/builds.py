"""How long do builds take, and how much memory? Each in a process of its own.

    python tests/bench/builds.py [--vintages 1 100] [--folder DIR]

A full build of the archive, and one after a pull that changed one dataset; then both where each dataset has so many
vintages, made of its rows in the archive with a few values changed in each. `MONITOR_PARTS` is not used.

Exit code 1 where a build after one changed dataset takes more than a quarter of a full one, or gives other bytes.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apart import once, run

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("one", nargs="*", help="for its own processes")
    parser.add_argument("--vintages", type=int, nargs="+", default=[1, 100])
    parser.add_argument("--folder", type=Path, help="where warehouses are made")
    args = parser.parse_args()
    if args.one:
        return once(one_build(*args.one))
    if args.folder:
        args.folder.mkdir(parents=True, exist_ok=True)
    failed = [builds(args.folder, vintages) for vintages in args.vintages]
    return 1 if any(failed) else 0


def builds(folder: Path | None, vintages: int) -> bool:
    """A full build, and one after a pull that changed one dataset; whether that took more than a quarter."""
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        kept = run(__file__, aside, str(vintages), "prepare").said["found"]
        full = run(__file__, aside, str(vintages), "full")
        again = run(__file__, aside, str(vintages), "changed")
        other = run(__file__, aside, str(vintages), "elsewhere")
    same = again.said["found"] == other.said["found"]
    left = len(other.said["found"][0])
    print(f"\nbuilds, {vintages} vintages of each dataset of Eurostat: {kept:,} snapshots, {left} sentences of warning")
    print(f"{'':32} {'wall s':>8} {'CPU s':>8} {'MB':>7}")
    for name, ran in (("full", full), ("after one changed dataset", again), ("the same, full", other)):
        print(f"{name:32} {ran.wall:8.2f} {ran.cpu:8.2f} {ran.memory:7,.0f}")
    print(f"ratio to the full one: wall {again.wall / other.wall:.3f}, CPU {again.cpu / other.cpu:.3f}; "
          f"{'the same bytes' if same else 'OTHER BYTES'} but for monitor.duckdb")  # fmt: skip
    return again.wall > other.wall / 4 or not same


def one_build(root: str, vintages: str, step: str) -> Callable[[], Any]:
    from etl import build
    from etl.catalogue import catalogue
    from etl.model.places import DATA, Places
    from etl.release import whole

    declared, base = catalogue.load(), Path(root)
    name = "other" if step == "elsewhere" else "warehouse"
    where = Places(DATA / "archive", base / "snapshots", base / "quarantine", base / name)

    def work() -> Any:
        if step == "prepare":
            return sum(keep(d, where, n) for d in declared.datasets.values() for n in range(1, int(vintages)))
        if step == "changed":
            keep(declared.datasets["eurostat.migr_asyappctza"], where, int(vintages) + 1)
        made = build.build(declared, where, NOW, lambda *_: None)
        hashes = whole.hashes(where.warehouse / "releases" / made.release_id)
        return [made.warnings, sorted(item for item in hashes.items() if item[0] != "monitor.duckdb")]

    return work


def keep(dataset: Any, where: Any, n: int) -> bool:
    """One more vintage of a dataset of Eurostat, as an SDMX-CSV: its archive with some values changed."""
    import pandas as pd

    from etl.catalogue.requests import EurostatRequest, request
    from etl.fetch import snapshots
    from etl.history import archive
    from etl.model.errors import CatalogueError
    from etl.payloads import Part

    found = archive.batches(dataset, where.archive) if dataset.source == "eurostat" else []
    if not found:
        return False
    rows = pd.concat([b.frame for b in found], ignore_index=True).drop_duplicates(
        [*dataset.dims, "period"], keep="last"
    )
    low, high = dataset.contract.low, dataset.contract.high
    step = dataset.contract.step or 1.0
    some = rows["value"].notna() & (rows.index % 97 == n % 97) & (rows["value"] + step <= high) & (rows["value"] >= low)
    rows = rows.assign(value=rows["value"].mask(some, rows["value"] + step))
    try:
        fixed = request(dataset, EurostatRequest).set
    except CatalogueError:  # it is read from the archive alone
        return False
    out = pd.DataFrame({"DATAFLOW": f"ESTAT:{dataset.code.upper()}(1.0)"}, index=rows.index)
    seen = datetime(2026, 6, 1) + timedelta(days=n)
    out["LAST UPDATE"] = f"{seen:%d/%m/%y} 11:00:00"
    out = pd.concat([out, rows[[d for d in dataset.dims if d not in fixed]]], axis=1)
    out["TIME_PERIOD"], out["OBS_VALUE"], out["OBS_FLAG"] = rows["period"], rows["value"], rows["flag"]
    part = Part("data.csv", out.to_csv(index=False).encode(), "data.csv")
    snapshots.save(dataset.id, [part], f"{seen:%Y-%m-%d}T11:00:00", dataset.licence, NOW, where.snapshots)
    return True


if __name__ == "__main__":
    sys.exit(main())
