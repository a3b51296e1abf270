"""How long do our readers of large tables take, and how much memory? Ours beside others, each in a process of its own.

    python tests/bench/readers.py [--cells 0.6 6 60] [--folder DIR] [tsv] [csv]

tsv, csv: the same file of so many million cells, made of a real payload (../shared/payloads) by repeating it with other
codes, into Parquet (zstd): one row per observation with dimensions, period, value and flag. Read by our reader, by
DuckDB (UNPIVOT for TSV), by pandas, and by the parsing of PyPI's `eurostat` (TSV only, to a data frame, without
Parquet), which is installed aside for the while and not otherwise. All must find the same rows and the same sum.
Wall and CPU are of the work without imports, memory is the most that the process ever held (RSS).

Exit code 1 where our reader takes more than 0.7 of DuckDB's time or 350 MB.
"""

import argparse
import gzip
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from apart import REPOSITORY, Ran, once, run

PAYLOADS = REPOSITORY.parent / "shared" / "payloads" / "eurostat"
MADE_OF = {"tsv": ("tsv_bulk_migr_imm8.tsv", b",COMPLET,", b",C%05d,"),
           "csv": ("sdmx_csv_1.0_2021_migr_asyresa.csv", b",PER,", b",P%05d,")}  # fmt: skip
TOO_LARGE = {"pandas": 10e6, "eurostat": 10e6}  # cells; ten times as many need more memory than most machines have


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", default=["tsv", "csv"])
    parser.add_argument("--cells", type=float, nargs="+", default=[0.6, 6, 60], help="millions")
    parser.add_argument("--folder", type=Path, help="where large files are made, and left")
    args = parser.parse_args()
    if args.what[:1] == ["one"]:
        reader, *words = args.what[1:]
        return once({"ours": ours, "DuckDB": by_duckdb, "pandas": by_pandas, "eurostat": by_eurostat}[reader](*words))
    failed = False
    with tempfile.TemporaryDirectory() as aside:
        folder = args.folder or Path(aside)
        folder.mkdir(parents=True, exist_ok=True)
        for kind in args.what:
            for millions in args.cells:
                failed |= compare(kind, made(kind, millions, folder), millions, folder)
    return 1 if failed else 0


def made(kind: str, millions: float, folder: Path) -> Path:
    """A file of so many cells: the payload, repeated with other codes."""
    path = folder / f"{millions:g}.{kind}"
    if not path.exists():
        name, before, after = MADE_OF[kind]
        head, rows = (PAYLOADS / name).read_bytes().split(b"\n", 1)
        cells = rows.count(b"\t") if kind == "tsv" else rows.count(b"\n")
        with path.open("wb") as f:
            f.write(head + b"\n")
            for n in range(max(1, round(millions * 1e6 / cells))):
                f.write(rows.replace(before, after % n))
    return path


def compare(kind: str, path: Path, millions: float, folder: Path) -> bool:
    """Print a line for each reader; whether ours missed its goal."""
    print(f"\n{kind}, {millions:g} million cells, {path.stat().st_size / 1e6:,.0f} MB")
    print(f"{'':10} {'wall s':>8} {'CPU s':>8} {'MB':>7} {'wall, ours = 1':>15} {'CPU, ours = 1':>14}")
    done: dict[str, Ran] = {}
    for reader in ("ours", "DuckDB", "pandas", *(["eurostat"] if kind == "tsv" else [])):
        if millions * 1e6 > TOO_LARGE.get(reader, 1e12):
            print(f"{reader:10} not run: too large for it")
            continue
        try:
            ran = done[reader] = run(__file__, "one", reader, kind, str(path), str(folder / "out.parquet"))
        except RuntimeError as e:
            print(f"{reader:10} not run: {e}")
            continue
        ours = done["ours"]
        print(
            f"{reader:10} {ran.wall:8.2f} {ran.cpu:8.2f} {ran.memory:7,.0f} {ran.wall / ours.wall:15.2f} "
            f"{ran.cpu / ours.cpu:14.2f}",
            flush=True,
        )
        if (found := ran.said["found"]) != ours.said["found"]:
            raise SystemExit(f"{reader} found {found}, our reader {ours.said['found']} (rows, sum)")
    return done["ours"].wall > 0.7 * done["DuckDB"].wall or done["ours"].memory > 350


def counted(path: str) -> list[float]:
    """Rows of a Parquet file and the sum of its values, read by pyarrow column by column."""
    import pyarrow.compute as pc
    from pyarrow import parquet

    file = parquet.ParquetFile(path)
    parts = (file.read_row_group(n, columns=["value"])["value"] for n in range(file.num_row_groups))
    return [file.metadata.num_rows, round(sum(pc.sum(part).as_py() or 0 for part in parts), 3)]


def ours(kind: str, source: str, target: str) -> Callable[[], Any]:
    """The pieces that a pull reads, each written as it is read; of a TSV without cells that say nothing."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    from etl.formats import eurostat

    def work() -> Any:
        writer = None
        with Path(source).open("rb") as stream:
            for table in eurostat.tables(stream, source):
                rows = table.rows
                if kind == "tsv":
                    rows = rows.filter(pc.or_(rows["value"].is_valid(), pc.not_equal(rows["flag"], "")))
                schema = pa.schema([field.with_nullable(field.name == "value") for field in rows.schema])
                writer = writer or parquet.ParquetWriter(target, schema, compression="zstd", write_statistics=["value"])
                writer.write_table(pa.Table.from_arrays(rows.columns, schema=schema))
        assert writer
        writer.close()
        return counted(target)

    return work


def by_duckdb(kind: str, source: str, target: str) -> Callable[[], Any]:
    import duckdb

    with Path(source).open(encoding="utf-8") as f:
        header = f.readline().rstrip("\n")
    if kind == "tsv":
        key = header.split("\t")[0]
        dims = key.split("\\")[0].split(",")
        columns = ", ".join(f"split_part(key, ',', {n}) AS {dim}" for n, dim in enumerate(dims, 1))
        sql = f"""SELECT {columns}, trim(period) AS period, TRY_CAST(split_part(cell, ' ', 1) AS DOUBLE) AS value,
            split_part(cell, ' ', 2) AS flag FROM (UNPIVOT (SELECT "{key}" AS key, * EXCLUDE ("{key}") FROM
            read_csv('{source}', delim='\t', header=true, all_varchar=true, quote='', escape=''))
            ON COLUMNS(* EXCLUDE (key)) INTO NAME period VALUE cell) WHERE trim(cell) <> ':'"""
    else:
        dims = [name for name in header.split(",") if re.fullmatch("[a-z_]+", name)]
        sql = f"""SELECT {", ".join(dims)}, TIME_PERIOD AS period, TRY_CAST(OBS_VALUE AS DOUBLE) AS value,
            coalesce(OBS_FLAG, '') AS flag FROM read_csv('{source}', header=true, all_varchar=true)"""

    def work() -> Any:
        with duckdb.connect() as db:
            db.execute("SET preserve_insertion_order = false; SET enable_progress_bar = false")
            db.execute(f"COPY ({sql}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        return counted(target)

    return work


def by_pandas(kind: str, source: str, target: str) -> Callable[[], Any]:
    import pandas as pd

    def wide() -> Any:
        frame = pd.read_csv(source, sep="\t", dtype=str, keep_default_na=False)
        key = frame.columns[0]
        long = frame.melt(id_vars=key, var_name="period", value_name="cell")
        long = long[long["cell"].str.strip() != ":"].reset_index(drop=True)
        parts = long["cell"].str.extract(r"^\s*(?P<value>:|[-+0-9.eE]+)?\s*(?P<flag>[a-z]*)\s*$")
        long[key.split("\\")[0].split(",")] = long[key].str.split(",", expand=True)
        long["period"] = long["period"].str.strip()
        long["value"] = pd.to_numeric(parts["value"].replace(":", None))
        return long.assign(flag=parts["flag"]).drop(columns=[key, "cell"])

    def narrow() -> Any:
        frame = pd.read_csv(source, dtype=str, keep_default_na=False).drop(columns=["DATAFLOW", "LAST UPDATE"])
        frame = frame.rename(columns={"TIME_PERIOD": "period", "OBS_VALUE": "value", "OBS_FLAG": "flag"})
        return frame.assign(value=pd.to_numeric(frame["value"].replace({"": None, ":": None})))

    def work() -> Any:
        (wide() if kind == "tsv" else narrow()).to_parquet(target, index=False, compression="zstd")
        return counted(target)

    return work


def by_eurostat(kind: str, source: str, target: str) -> Callable[[], Any]:
    """The package's own function, given the file in place of an answer."""
    aside = Path(target).parent / "eurostat"
    if not aside.exists():
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(aside), "eurostat"]
        subprocess.run(pip, check=True, capture_output=True)
    sys.path.insert(0, str(aside))
    from eurostat import eurostat as package

    body = gzip.compress(Path(source).read_bytes().replace(b"\n", b"\r\n"), 1)
    answer = type("Answer", (), {"content": body})
    package.__get_resp__ = lambda *_, **__: answer
    package.__get_dims_info__ = lambda *_, **__: (None, "EUROSTAT", [])

    def work() -> Any:
        frame = package.get_data_df("migr_imm8", flags=True)
        values = frame[[c for c in frame if str(c).endswith("_value")]]
        flags = frame[[c for c in frame if str(c).endswith("_flag")]]
        told = values.notna().to_numpy() | (~flags.isin(["", ":"]) & flags.notna()).to_numpy()
        return [int(told.sum()), round(float(values.astype(float).sum().sum()), 3)]

    return work


if __name__ == "__main__":
    sys.exit(main())
