"""Asking a server on this machine in Eurostat's place, and reading the files in tests/fixtures/eurostat."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.catalogue.catalogue import Dataset
from etl.fetch.http import Client
from etl.payloads import Parsed, Part
from etl.sources import eurostat
from etl.sources.eurostat import fetch, parse

FIXTURES = Path(__file__).parents[3] / "fixtures" / "eurostat"


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were asked for, none of which is made."""
    pauses: list[float] = []
    monkeypatch.setattr(eurostat, "sleep", pauses.append)
    monkeypatch.setattr(eurostat, "today", lambda: date(2026, 11, 23))
    return pauses


@pytest.fixture
def asked(serve: Any, monkeypatch: pytest.MonkeyPatch, slept: list[float]) -> Callable[..., Any]:
    """Serve `answers`, fetch `dataset` from there; returns (parts, server). Errors come through."""

    def run(dataset: Dataset, answers: Any, server: list[Any] | None = None) -> tuple[tuple[Part, ...], Any]:
        running = serve(answers)
        if server is not None:
            server.append(running)
        monkeypatch.setenv("MONITOR_EUROSTAT_URL", running.url + "/")
        client = Client(timeout=2, retries=1, pause=0, backoff=0)
        return fetch(dataset, client.get), running

    return run


@pytest.fixture(scope="session")
def parsed(declared: Callable[..., Dataset]) -> Callable[..., Parsed]:
    """Files of the fixtures as a dataset reads them: `parsed("migr_eirtn", "data_explorer_migr_eirtn.csv")`."""

    def read(dataset_id: str, *names: str) -> Parsed:
        parts = tuple(Part(name, (FIXTURES / name).read_bytes(), name) for name in names)
        return parse(parts, declared(f"eurostat.{dataset_id}"))

    return read
