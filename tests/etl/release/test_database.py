"""The database of a release that people open with tools of their own."""

import json
import subprocess
import sys
from typing import Any

import duckdb

from etl.release import store


def test_monitor_duckdb_opens_in_another_process_with_readable_comments(release: store.Release) -> None:
    script = (
        "import duckdb, json, sys\n"
        "db = duckdb.connect(sys.argv[1], read_only=True)\n"
        'tables = db.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()\n'
        'columns = db.execute("SELECT table_name, column_name, comment FROM duckdb_columns() "\n'
        '                     "WHERE NOT internal").fetchall()\n'
        "total = db.execute(\"SELECT value FROM irregular_arrivals WHERE series = 'total' AND period = '2015' \"\n"
        '                   "AND current").fetchone()\n'
        "print(json.dumps([tables, columns, total]))\n"
    )
    with duckdb.connect(str(release.folder / "monitor.duckdb"), read_only=True):
        words = [sys.executable, "-c", script, str(release.folder / "monitor.duckdb")]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    tables: dict[str, str]
    tables, columns, total = (dict(t) if n == 0 else t for n, t in enumerate(json.loads(done.stdout)))
    assert total == [1_822_102]
    facts = release.facts
    assert {"inputs", *facts["indicators"], *(f"dataset {d}" for d in facts["datasets"])} == set(tables)
    assert all(len(comment or "") > 20 for comment in tables.values())
    assert "Detections, not persons" in tables["irregular_arrivals"]
    missing = [(t, c) for t, c, comment in columns if not comment]
    assert missing == []


def test_the_database_says_what_the_parquet_files_say(release: store.Release) -> None:
    with duckdb.connect(str(release.folder / "monitor.duckdb"), read_only=True) as db:
        for name, rows in release.facts["indicators"].items():
            found: Any = db.execute(f'SELECT count(*) FROM "{name}" WHERE current').fetchone()
            assert found[0] == rows
