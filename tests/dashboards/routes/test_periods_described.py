"""The periods and days that the API describes are those that it accepts, and those that its figures have."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.catalogue import catalogue
from etl.release.store import Release

LOOKS_LIKE_ONE = st.from_regex(r"[0-9]{3,5}(-(Q[0-9]|[0-9]{1,2})){0,2}", fullmatch=True)
A = "irregular_arrivals_monthly"


@pytest.fixture(scope="module")
def schemas(site: Any) -> dict[str, dict[str, Any]]:
    """What the description says of each name of a data file's query."""
    described = site.test_client().get("/api/openapi.json").get_json()
    shared = described["components"]["parameters"]
    listed = described["paths"]["/data/{indicator}.csv"]["get"]["parameters"]
    each = [shared[p["$ref"].rpartition("/")[2]] if "$ref" in p else p for p in listed]
    return {p["name"]: p["schema"] for p in each}


def test_every_period_of_a_release_can_be_asked_for_as_described(
    release: Release, schemas: dict[str, dict[str, Any]], recorded: Callable[..., list[dict[str, Any]]]
) -> None:
    periods = {r["period"] for i in catalogue.load().indicators.values() if i.frequency != "D" for r in recorded(i.id)}
    assert {len(p) for p in periods} == {4, 7}
    assert any("Q" in p for p in periods)
    for name in ("from", "to", "base"):
        assert [p for p in sorted(periods) if not re.search(schemas[name]["pattern"], p)] == []


@pytest.mark.parametrize("name", ["from", "to"])
def test_a_period_is_accepted_if_and_only_if_it_is_described(
    client: Any, schemas: dict[str, dict[str, Any]], name: str
) -> None:
    pattern = re.compile(schemas[name]["pattern"])

    @given(LOOKS_LIKE_ONE)
    @settings(max_examples=60, derandomize=True, database=None, deadline=None)
    def check(text: str) -> None:
        assert (client.get(f"/data/{A}.csv", query_string={name: text}).status_code == 200) == bool(
            pattern.search(text)
        )

    check()
    for text in ("2025", "2025-01", "2025-12", "2025-Q1", "2025-Q4"):
        assert pattern.search(text)
    for text in ("2025-00", "2025-13", "2025-Q0", "2025-Q5", "25", "2025-1", "2025-W01", "x2025", "2025-01x"):
        assert not pattern.search(text)
        assert client.get(f"/data/{A}.csv", query_string={name: text}).status_code == 404


def test_a_day_is_described_as_a_day(client: Any, schemas: dict[str, dict[str, Any]]) -> None:
    pattern = re.compile(schemas["as_of"]["pattern"])
    bad = ("2019-10", "2019-13-01", "2019-00-01", "2019-01-00", "2019-01-32", "14-10-2019")
    for text, good in (("2019-10-14", True), ("2026-01-31", True), *((text, False) for text in bad)):
        assert bool(pattern.search(text)) == good
        assert (client.get(f"/data/{A}.csv", query_string={"as_of": text}).status_code == 200) == good


def test_the_pattern_in_a_data_package_fits_every_period_of_the_release(
    client: Any, recorded: Callable[..., list[dict[str, Any]]]
) -> None:
    periods = {r["period"] for i in catalogue.load().indicators for r in recorded(i)}
    assert {len(p) for p in periods} == {4, 7, 10}
    with zipfile.ZipFile(io.BytesIO(client.get("/data/returned.zip").data)) as z:
        fields = json.loads(z.read("datapackage.json"))["resources"][0]["schema"]["fields"]
    [pattern] = [f["constraints"]["pattern"] for f in fields if f["name"] == "period"]
    assert [p for p in sorted(periods) if not re.search(pattern, p)] == []
    assert not any(re.search(pattern, bad) for bad in ("", "25", "2025-13", "2025-Q5", "2025-08-32", "x2025", "2025 "))
