"""How much memory does it take to pull a large file that somebody downloaded, and how long?

    python tests/bench/pulls.py [--cells 0.6 6] [--folder DIR] [tsv] [csv]

The real payload of migr_asyresa (../shared/payloads), repeated with other places, years and ages until it has so many
million cells, as TSV and as SDMX-CSV; `python -m etl pull --from` in a process of its own, on folders of its own. Then
the file once more, which is "unchanged". Of it only the rows of sex T and age TOTAL belong to the dataset.

Exit code 1 where a pull takes more than 350 MB, or does not take the file.
"""

import argparse
import csv
import re
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path
from typing import Any

from apart import REPOSITORY, once, run

PAYLOAD = REPOSITORY.parent / "shared" / "payloads" / "eurostat" / "sdmx_csv_1.0_2021_migr_asyresa.csv"
DATASET = "eurostat.migr_asyresa"
PLACES = re.findall("..", "ATBEBGCYCZDEDKEEELESFIFRHRHUIEITLTLULVMTNLPLPTROSESISKUKISLINOCHMEMKALRS")
YEARS = tuple(range(2008, 2026))
MOST = 350


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", default=["tsv", "csv"])
    parser.add_argument("--cells", type=float, nargs="+", default=[0.6, 6], help="millions")
    parser.add_argument("--folder", type=Path, help="where large files are made, and left")
    args = parser.parse_args()
    if args.what[:1] == ["one"]:
        return once(lambda: pulled(args.what[1]))
    failed = False
    with tempfile.TemporaryDirectory(dir=args.folder) as aside:
        for kind, millions in product(args.what, args.cells):
            path = (args.folder or Path(aside)) / f"pull-{millions:g}-{kind}" / f"estat_migr_asyresa.{kind}"
            if not path.exists():
                path.parent.mkdir(parents=True)
                with path.open("w", encoding="utf-8") as f:
                    f.writelines(tsv(millions) if kind == "tsv" else sdmx_csv(millions))
            failed |= measure(path, millions, Path(aside) / f"{kind}{millions:g}")
    return 1 if failed else 0


def measure(path: Path, millions: float, folder: Path) -> bool:
    """Print a line for each of two pulls; whether one failed or took too much."""
    where = {f"MONITOR_{name.upper()}": str(folder / name) for name in ("snapshots", "quarantine", "warehouse")}
    print(f"\n{path.suffix[1:]}, {millions:g} million cells, {path.stat().st_size / 1e6:,.0f} MB")
    print(f"{'':10} {'wall s':>8} {'CPU s':>8} {'MB':>7}  exit code")
    failed = False
    for name in ("new", "again"):
        ran = run(__file__, "one", str(path.parent), **where)
        print(f"{name:10} {ran.wall:8.2f} {ran.cpu:8.2f} {ran.memory:7,.0f}  {ran.said['found']}", flush=True)
        failed |= ran.memory > MOST or ran.said["found"] != 0
    return failed


def pulled(folder: str) -> Any:
    from etl.__main__ import main as etl

    return etl(["pull", DATASET, "--from", folder])


def series(millions: float) -> Iterator[tuple[dict[str, str], list[str]]]:
    """So many cells: the codes of a row, and a value for each year."""
    with PAYLOAD.open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    values: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        values.setdefault((row["citizen"], row["sex"], row["age"]), []).append(row["OBS_VALUE"])
    every = (
        ({"citizen": c, "sex": s, "age": f"{a}_{n}" if n else a, "geo": place}, [told[y % len(told)] for y in YEARS])
        for n in range(1000)
        for place in PLACES
        for (c, s, a), told in values.items()
    )
    return islice(every, round(millions * 1e6 / len(YEARS)))


def tsv(millions: float) -> Iterator[str]:
    yield "freq,unit,citizen,sex,age,geo\\TIME_PERIOD\t" + "\t".join(f"{y} " for y in YEARS) + "\n"
    for key, values in series(millions):
        yield f"A,PER,{','.join(key.values())}\t" + "\t".join(f"{v or ':'} " for v in values) + "\n"


def sdmx_csv(millions: float) -> Iterator[str]:
    yield "DATAFLOW,LAST UPDATE,freq,unit,citizen,sex,age,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    for key, values in series(millions):
        start = f"ESTAT:MIGR_ASYRESA(1.0),10/06/21 23:00:00,A,PER,{','.join(key.values())}"
        yield "".join(f"{start},{year},{value},\n" for year, value in zip(YEARS, values, strict=True))


if __name__ == "__main__":
    sys.exit(main())
