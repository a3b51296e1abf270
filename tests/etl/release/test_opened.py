"""An opened release keeps to its limits, tells damage from wrong SQL, and takes no missing value for a number."""

from pathlib import Path
from typing import Any

import pytest

from etl.model.errors import DamagedError, TooMuchError
from etl.release import engine, opened, publish
from tests.etl.release.of_one_file import FILE, FIRST, fill


@pytest.fixture
def one(tmp_path: Path) -> opened.Opened:
    """A release of two files, one of which the site never reads."""

    def write(folder: Path) -> dict[str, Any]:
        (folder / "monitor.duckdb").write_bytes(b"database")
        return fill(FIRST)(folder)

    publish.publish(FIRST, tmp_path, write)
    return opened.Opened(tmp_path / "releases" / FIRST)


def test_a_query_takes_one_thread_the_memory_and_the_time_that_are_set(
    one: opened.Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_DATABASE_MB", "64")
    names = ("threads", "memory_limit")
    said = [one.rows("SELECT value FROM duckdb_settings() WHERE name = ?", [name]) for name in names]
    assert said == [[("1",)], [("61.0 MiB",)]]
    monkeypatch.setenv("MONITOR_QUERY_SECONDS", "0.1")
    with pytest.raises(TooMuchError, match=r"it took more than 0\.1 s"):
        one.rows("SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range + b.range = 7", [])
    monkeypatch.delenv("MONITOR_QUERY_SECONDS")
    assert one.rows("SELECT TIME_PERIOD FROM read_csv(?) LIMIT 1", [one.file(FILE)]) == [(2008,)]


def test_wrong_sql_is_no_damage_but_on_a_damaged_release_it_is(one: opened.Opened) -> None:
    (one.folder / "monitor.duckdb").write_bytes(b"other")
    with pytest.raises(engine.SqlError, match="nothing"):
        one.rows("SELECT nothing", [])
    (one.folder / FILE).write_bytes(b"other")
    with pytest.raises(DamagedError, match=f"Release {FIRST}: {FILE} was changed"):
        one.rows("SELECT nothing", [])


def test_a_missing_value_is_no_number() -> None:
    assert opened.number(None) is opened.number(float("nan")) is None
    assert (opened.number(0.0), opened.number(-1.5)) == (0.0, -1.5)
