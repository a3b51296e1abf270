"""Pulling from publishers on this machine, and the command line; Eurostat's and CBS's answers are built here.

Their figures are those of the archive unless a test says otherwise.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl import __main__ as cli
from etl.catalogue import catalogue
from etl.fetch import pull, snapshots
from etl.fetch.http import Client
from etl.fetch.pull import Pulled
from etl.model.places import Places

REPOSITORY = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORDERS = "eurostat.migr_eiord"
NOWHERE = "http://127.0.0.1:9"
TOO_BIG = b'{"error": [{"status": 413,"id": 413,"label": "EXTRACTION_TOO_BIG: estimated 43032576 rows"}]}'
Ran = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def json_stat() -> Callable[..., bytes]:
    """Rows of a Eurostat dataset as its API answers them: `json_stat("migr_asyresa", frame, "2026-09-03")`.

    A column `confidentiality` stands behind a bar in the status; more dimensions are columns as well.
    """

    def cube(code: str, frame: pd.DataFrame, updated: str) -> bytes:
        columns = [c for c in frame if c not in ("value", "flag", "confidentiality")]
        secret = frame.get("confidentiality", pd.Series("", index=frame.index))
        status = frame["flag"] + secret.map(lambda letter: f"|{letter}" if letter else "")
        codes = {c: sorted(frame[c].unique()) for c in columns}
        at = pd.Series(0, index=frame.index)
        for c in columns:
            at = at * len(codes[c]) + frame[c].map({code: n for n, code in enumerate(codes[c])})
        names = ["time" if c == "period" else c for c in columns]
        told, flagged = frame["value"].notna(), status != ""
        return json.dumps({
            "version": "2.0", "class": "dataset", "source": "ESTAT", "updated": f"{updated}T11:00:00+0200",
            "value": {str(i): v for i, v in zip(at[told], frame.loc[told, "value"], strict=True)},
            "status": {str(i): f for i, f in zip(at[flagged], status[flagged], strict=True)},
            "id": names, "size": [len(codes[c]) for c in columns],
            "dimension": {
                name: {"category": {"index": {code: n for n, code in enumerate(codes[c])}}}
                for name, c in zip(names, columns, strict=True)
            },
            "extension": {"id": code.upper()},
        }).encode()  # fmt: skip

    return cube


@pytest.fixture(scope="session")
def eurostat_api(json_stat: Callable[..., bytes], reply: Any) -> Callable[..., Callable[[Any], Any]]:
    """The API of Eurostat for one table: it answers with the rows in the years asked for, 400 where there are none.

    most_years: a longer span is too big, 413.
    """

    def answering(code: str, frame: pd.DataFrame, updated: str, most_years: int = 99) -> Callable[[Any], Any]:
        def answer(asked: Any) -> Any:
            first, last = asked.query["sinceTimePeriod"][:4], asked.query.get("untilTimePeriod", "2026")[:4]
            if int(last) - int(first) >= most_years:
                return reply(TOO_BIG, 413)
            rows = frame[frame["period"].str[:4].between(first, last)].reset_index(drop=True)
            if not len(rows):
                return reply(b'{"error": [{"status": 400, "id": 100, "label": "No results found"}]}', 400)
            return reply(json_stat(code, rows, updated))

        return answer

    return answering


@pytest.fixture(scope="session")
def cbs_82025(reply: Any) -> Callable[..., dict[str, Any]]:
    """The answers of CBS about table 82025NED: path -> answer. status: of the newest year. more: other answers.

    Names of dimensions and keys follow data/catalogue/datasets/ind.82025ned.toml; figures are those given.
    """

    def answers(frame: pd.DataFrame, modified: str, status: str = "Definitief", **more: Any) -> dict[str, Any]:
        years = frame["period"].tolist()
        measure = "UitgenodigdeVluchtelingen_1"
        rows = [
            {"ID": n, "Geslacht": "T001038", "Leeftijd": "10000  ", "Nationaliteit": "T001059  ",
             "Perioden": f"{year}JJ00", measure: int(value)}
            for n, (year, value) in enumerate(zip(years, frame["value"], strict=True))
        ]  # fmt: skip
        total = {"Geslacht": "T001038", "Leeftijd": "10000  ", "Nationaliteit": "T001059  "}
        sets: dict[str, list[dict[str, object]]] = {
            "TableInfos": [{"ID": 0, "Title": "Asiel", "Identifier": "82025NED", "Modified": f"{modified}T02:00:00"}],
            "DataProperties": [
                *({"ID": n, "Type": "Dimension", "Key": dim, "Title": dim} for n, dim in enumerate(total)),
                {"ID": 3, "Type": "TimeDimension", "Key": "Perioden", "Title": "Perioden"},
                {"ID": 4, "Type": "Topic", "Key": measure, "Title": "Uitgenodigde vluchtelingen"},
            ],
            **{dim: [{"Key": key, "Title": "Totaal"}] for dim, key in total.items()},
            "Perioden": [
                {"Key": f"{year}JJ00", "Title": year, "Status": status if year == years[-1] else "Definitief"}
                for year in years
            ],
            "TypedDataSet": list(rows),
        }
        root = "https://opendata.cbs.nl/ODataFeed/OData/82025NED/$metadata#Cbs.OData.WebAPI."
        told = {
            f"/82025NED/{name}": reply(json.dumps({"odata.metadata": root + name, "value": value}).encode())
            for name, value in sets.items()
        }
        return {**told, **{f"/82025NED/{name}": answer for name, answer in more.items()}}

    return answers


@pytest.fixture
def orders(archived: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    """Orders to leave 2008 to 2025 over all citizenships, without the EU rows of the vintage of 2017."""
    frame = archived(ORDERS)
    return frame[(frame["citizen"] == "TOTAL") & ~frame["geo"].isin(["EU28", "EU27_2007"])].reset_index(drop=True)


@pytest.fixture
def ask(serve: Any, folders: Places, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Pulled]:
    """Pull one dataset from a server with these answers; more arguments go to the client."""

    def asked(dataset: str, answers: Any, server: list[Any] | None = None, **client: Any) -> Pulled:
        running = serve(answers)
        if server is not None:
            server.append(running)
        for name in ("EUROSTAT", "FRONTEX", "CBS", "CBS_V4"):
            monkeypatch.setenv(f"MONITOR_{name}_URL", running.url)
        patience: dict[str, Any] = {"timeout": 2, "retries": 1, "pause": 0, "backoff": 0, **client}
        get = Client(validators=pull.validators(folders), **patience).get
        declared = catalogue.load()
        (found,) = pull.pull([declared.datasets[dataset]], declared, get, folders, NOW, lambda _: None)
        return found

    return asked


@pytest.fixture
def kept(folders: Places) -> Callable[[str], list[str]]:
    """The hashes of what was kept of a dataset, oldest first."""
    return lambda dataset: [r.sha256 for r in snapshots.receipts(dataset, folders.snapshots)]


@pytest.fixture
def quarantined(folders: Places) -> Callable[[str], dict[str, bytes]]:
    """The files of a dataset in quarantine by name."""
    return lambda dataset: {p.name: p.read_bytes() for p in (folders.quarantine / dataset).rglob("*") if p.is_file()}


@pytest.fixture
def environment(folders: Places) -> Callable[..., dict[str, str]]:
    """Settings of a command: publishers at `url`, folders, little patience; more: others."""

    def of(url: str = NOWHERE, **more: str) -> dict[str, str]:
        return {
            **{f"MONITOR_{name}_URL": url for name in ("EUROSTAT", "FRONTEX", "CBS", "CBS_V4")},
            **{f"MONITOR_{name.upper()}": str(folder) for name, folder in vars(folders).items() if folder},
            "MONITOR_HTTP_TIMEOUT": "1", "MONITOR_HTTP_RETRIES": "1", "MONITOR_HTTP_PAUSE": "0",
            "NO_PROXY": "127.0.0.1",
            **more,
        }  # fmt: skip

    return of


@pytest.fixture
def etl(environment: Callable[..., dict[str, str]]) -> Callable[..., Ran]:
    """Run `python -m etl` with these words against the server at `url`."""

    def run(*words: str, url: str = NOWHERE, **more: str) -> Ran:
        return subprocess.run(
            [sys.executable, "-m", "etl", *words],
            env={**os.environ, **environment(url, **more)},
            cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


@pytest.fixture
def here(
    environment: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """The same without a process of its own: exit code and everything printed."""

    def run(*words: str, url: str = NOWHERE, **more: str) -> tuple[int, str]:
        for name, value in environment(url, **more).items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        code = cli.main(words)
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run
