"""What readers see while a release is damaged, and that one request never mixes two."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from dashboards import pages
from dashboards.blocks import figure_controls
from etl.model.places import places
from etl.release import bucket, contacts, follow, publish, serving, store

FIRST, SECOND, THIRD = "2026-11-23-aaaaaa", "2026-11-24-bbbbbb", "2026-11-25-cccccc"
ADDRESSES = ("/en/", "/nl/figure/returned", "/data/returned.csv", "/embed/returned", "/figure/returned.svg",
             "/api/claims.json", "/en/letter", "/data/dataset/frontex.ibc_route_month.csv")  # fmt: skip


@pytest.fixture
def root(stocked: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two whole releases, the second one served."""
    found = stocked(FIRST, SECOND)
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(found))
    return found


@pytest.mark.parametrize("how", ["deleted", "cut", "zeros"])
def test_the_last_whole_release_serves_and_pages_and_health_say_why(
    client: Any, root: Path, damage: Any, how: str
) -> None:
    assert client.get("/healthz").json["status"] == "ok"
    assert "is damaged" not in client.get("/en/").text
    damage(root / "releases" / SECOND / "indicators" / "returned.parquet", how)
    serving.forget(SECOND)
    for lang, words in (
        ("en", f"last whole release, {FIRST}, built 23 November 2026"),
        ("nl", f"gave release, {FIRST}"),
    ):
        page = client.get(f"/{lang}/").text
        notice = re.search(r'<p class="notice" role="status">(.*?)</p>', page)
        assert notice, page[:500]
        assert words in notice[1]
        assert f"{SECOND}" in notice[1]
        assert "indicators/returned.parquet" in notice[1]
    assert FIRST in client.get("/data/returned.csv").headers["Content-Disposition"]
    for address in ("/healthz", "/readyz"):
        health = client.get(address)
        assert (health.status_code, health.json["status"], health.json["release"]) == (200, "damaged", FIRST)
        why = "missing" if how == "deleted" else "changed"
        assert health.json["damaged"] == [{"release": SECOND, "file": "indicators/returned.parquet", "why": why}]


@pytest.mark.parametrize("address", ADDRESSES)
def test_damage_found_in_the_middle_of_an_answer_is_not_seen_by_the_reader(
    site: Any, client: Any, root: Path, damage: Any, address: str
) -> None:
    """The look at all files was a moment ago: the damage is found by the reading itself."""
    store.current_id()
    pages._drawn.cache_clear()  # what was drawn of a whole release may be shown again
    site.wsgi_app._kept.clear()  # and what was answered
    for file in (root / "releases" / SECOND).rglob("*.*"):
        if file.name not in ("release.json", "monitor.duckdb"):
            damage(file, "zeros")
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:300]
    assert SECOND not in answer.text or "is damaged" in answer.text or "is beschadigd" in answer.text
    per_request = r'"end_id":"[^"]*"'  # of Dash's configuration
    assert re.sub(per_request, "", client.get(address).text) == re.sub(per_request, "", answer.text)


def test_where_nothing_is_whole_it_is_503_with_a_time_to_come_back(client: Any, root: Path, damage: Any) -> None:
    for release in (FIRST, SECOND):
        damage(root / "releases" / release / "claims.json", "one byte")
    page = client.get("/nl/")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")
    assert f"Release {SECOND} is beschadigd: claims.json is niet meer zoals het gemaakt is." in page.text
    for address in ("/healthz", "/readyz", "/data/returned.csv"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert "claims.json" in answer.text


def test_a_damaged_release_that_an_address_names_is_not_replaced_by_another(
    client: Any, root: Path, damage: Any
) -> None:
    damage(root / "releases" / FIRST / "indicators" / "returned.parquet", "zeros")
    answer = client.get(f"/data/returned.csv?release={FIRST}")
    assert answer.status_code == 503
    assert f"Release {FIRST} is damaged: indicators/returned.parquet" in answer.json["error"]
    assert client.get("/data/returned.csv").status_code == 200
    assert client.get("/healthz").json["status"] == "ok", "the release that is served is whole"


def test_damage_of_what_the_site_does_not_read_is_found_by_readyz(client: Any, root: Path, damage: Any) -> None:
    damage(root / "releases" / SECOND / "monitor.duckdb", "one byte")
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["status"], ready.json["release"]) == (200, "damaged", SECOND)
    assert ready.json["damaged"][0]["file"] == "monitor.duckdb"
    assert client.get("/healthz").json["status"] == "damaged"


def test_a_page_is_of_one_release_while_current_is_switched(
    client: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both the page and what is kept of it: the footer, the file names and every address in it.

    CURRENT names the other release each time that anybody looks.
    """
    look, turns, seen = serving._served, cycle((FIRST, SECOND)), set()

    def switched(there: Path) -> serving.Served:
        publish.make_current(next(turns), there)
        return look(there)

    monkeypatch.setattr(serving, "_served", switched)
    for n in range(5):
        for address in (f"/en/figure/returned?from={1990 + n}", f"/data/returned.csv?from={1990 + n}"):
            answer = client.get(address)
            text = answer.text + answer.headers.get("Content-Disposition", "")
            named = set(re.findall(f"{FIRST}|{SECOND}", re.sub(r"<option.*?</option>", "", text)))
            assert len(named) == 1, address
            seen |= named
    assert seen == {FIRST, SECOND}


def test_a_hold_is_told_by_health(client: Any, root: Path) -> None:
    publish.hold(FIRST, root, datetime(2026, 11, 26))
    assert client.get("/healthz").json["held"] == {"release": FIRST, "since": "2026-11-26T00:00:00"}


def test_the_newest_releases_can_be_chosen_and_an_older_one_stays_where_it_is_asked_for(
    client: Any, stocked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure_controls, "MOST_RELEASES", 2)
    names = ("2026-11-23-aaaaaa", "2026-11-24-bbbbbb", "2026-11-25-cccccc")
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(stocked(*names)))
    options = [f'value="{name}">' in client.get("/en/figure/returned").text for name in names]
    assert options == [False, True, True]
    options = [f'value="{n}">' in client.get(f"/en/figure/returned?release={names[0]}").text for n in names]
    assert options == [True, True, True]


def test_a_bucket_that_is_away_is_said_by_health_and_seen_by_no_reader(
    client: Any, stocked: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in {
        "MONITOR_WAREHOUSE": "s3://monitor/figures", "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ACCESS_KEY_ID": "monitor", "AWS_SECRET_ACCESS_KEY": "secret", "MONITOR_CACHE": str(tmp_path),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(bucket, "ATTEMPTS", 0)
    monkeypatch.setattr(follow, "_known", follow._Known())
    follow.look(places())
    nothing = client.get("/readyz")
    assert (nothing.status_code, nothing.json["status"]) == (503, "no release")
    assert "http://127.0.0.1:9 does not answer for s3://monitor/figures" in nothing.json["bucket"]["message"]
    stocked(THIRD, root=places().warehouse)
    for address in ("/readyz", "/healthz"):
        health = client.get(address)
        assert (health.status_code, health.json["status"], health.json["release"]) == (200, "bucket away", THIRD)
        assert "does not answer" in health.json["bucket"]["message"]
    assert client.get("/en/").status_code == client.get("/data/returned.csv").status_code == 200
    assert 'monitor_bucket_answers{bucket="s3://monitor/figures"} 0.0' in client.get("/metrics").text


def test_two_machines_give_a_page_the_same_tag(
    client: Any, stocked: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Copies of one release differ in times and numbers on disk; else a proxy before both would keep nothing long."""
    tags = []
    for machine in ("one", "two"):
        root = stocked(FIRST, root=tmp_path / machine)
        contacts.note(root, "pull", "ind.82025ned", datetime(2026, 11, 24, tzinfo=UTC), "new")
        monkeypatch.setenv("MONITOR_WAREHOUSE", str(root))
        tags.append([client.get(path).headers["ETag"] for path in ("/en/", "/en/sources", "/data/returned.csv")])
    assert tags[0] == tags[1]


def test_what_is_said_of_other_releases_holds_when_one_of_them_is_taken_away(client: Any, root: Path) -> None:
    """The one that is served stays the same; pages, answers and feeds that were kept are not sent again."""
    asked = ("/en/figure/returned", f"/en/verify?given={FIRST}", "/feeds/all.atom")
    before = [client.get(address) for address in asked]
    assert f'value="{FIRST}"' in before[0].text
    assert 'data-outcome="held"' in before[1].text
    publish.remove(FIRST, root)
    after = [client.get(address) for address in asked]
    assert f'value="{FIRST}"' not in after[0].text
    assert 'data-outcome="not_held"' in after[1].text
    assert all(a.headers["ETag"] != b.headers["ETag"] for a, b in zip(after, before, strict=True))
