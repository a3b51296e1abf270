"""What an address may carry: trackers are left out, case is folded, everything else is refused; one declaration."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboards.query import parameters, pieces
from dashboards.query.selection import codes
from dashboards.routes import description
from etl.model.errors import UnknownValueError

ADDRESSES = (
    "/data/returned.csv?geo=NL", "/data/returned.json?geo=NL", "/data/dataset/frontex.ibc_nationality_year.csv?to=2010",
    "/figure/returned.svg?geo=NL", "/embed/returned?geo=NL", "/api/figure/returned.json?geo=NL",
    "/feeds/ind.atom?lang=nl",
    "/briefing/returned.docx?geo=NL", "/briefing.docx?figure=returned?geo=NL", "/en/figure/returned?geo=NL",
    "/api/indicators.json?", "/oembed?url=http%3A%2F%2Flocalhost%2Fen%2Ffigure%2Freturned",
)  # fmt: skip
TRACKERS = (
    "utm_source=x&utm_medium=mail&fbclid=1&gclid=2&mc_cid=3&mc_eid=4&msclkid=5&UTM_Campaign=y&gad_campaignid=6&wt_mc=7"
    "&WT.mc_id=8&si=9&rdt_cid=a&epik=b&__s=c&ns_mchannel=d&ck_subscriber_id=e&sfnsn=f&trk=g&cmpid=h"
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_trackers_hang_on_a_link_changes_nothing(client: Any, address: str) -> None:
    plain, tracked = client.get(address), client.get(f"{address}&{TRACKERS}")
    assert (plain.status_code, tracked.status_code) == (200, 200)
    assert tracked.headers["ETag"] == plain.headers["ETag"]
    assert tracked.data == plain.data or address.startswith("/en/")  # Dash numbers its parts anew each time


def test_a_tracker_on_an_address_inside_an_address_is_left_out_too(client: Any) -> None:
    page = "http%3A%2F%2Flocalhost%2Fen%2Ffigure%2Freturned%3Futm_source%3Dx%26fbclid%3D1"
    assert client.get(f"/oembed?url={page}").status_code == 200
    assert client.get("/briefing.docx?figure=returned?geo=NL%26utm_source=x").status_code == 200


@pytest.mark.parametrize(
    "address", [*ADDRESSES[:9], "/en/figure/return_rate?geo=NL", "/nl/letter?pillar=1", "/en/method?lang=en"]
)
def test_any_other_unknown_name_is_still_refused_and_named(client: Any, address: str) -> None:
    answer = client.get(f"{address}&country=NL")
    assert answer.status_code == 404
    assert "country" in answer.text


def test_no_parameter_of_ours_has_the_name_of_a_tracker() -> None:
    assert not [p.name for r in description.routes() for p in r.query if parameters.is_tracking(p.name)]


@pytest.mark.parametrize(
    ("folded", "plain"),
    [
        ("/data/returned.csv?geo=nl,de&series=ALL&lang=NL", "/data/returned.csv?geo=NL,DE&series=all&lang=nl"),
        ("/data/ind_quarterly.csv?geo=nl&from=2024-q1", "/data/ind_quarterly.csv?geo=NL&from=2024-Q1"),
        ("/data/irregular_arrivals.csv?series=BLACK SEA ROUTE", "/data/irregular_arrivals.csv?series=Black Sea Route"),
        ("/figure/returned.svg?theme=DARK&size=Slide&geo=nl", "/figure/returned.svg?theme=dark&size=slide&geo=NL"),
        ("/embed/returned?geo=nl&theme=Dark", "/embed/returned?geo=NL&theme=dark"),
        ("/en/figure/returned?geo=nl", "/en/figure/returned?geo=NL"),
    ],
)  # fmt: skip
def test_case_does_not_count(client: Any, folded: str, plain: str) -> None:
    one, other = client.get(folded), client.get(plain)
    assert (one.status_code, other.status_code) == (200, 200)
    if "/data/" in plain or plain.startswith("/figure"):
        assert one.headers["ETag"] == other.headers["ETag"]
        assert one.data == other.data
    assert one.headers.get("Content-Disposition") == other.headers.get("Content-Disposition")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/data/returned.csv?geo=NL, DE", "/data/returned.csv?geo=NL,DE"),
        ("/data/ind_quarterly.csv?geo=NL&from=2024Q1", "/data/ind_quarterly.csv?geo=NL&from=2024-Q1"),
        ("/data/returned.csv?geo=NL&from=2015-H1", "/data/returned.csv?geo=NL&from=2015-S1"),
    ],
)
def test_what_others_write_otherwise_is_understood(client: Any, written: str, meant: str) -> None:
    one, other = client.get(written), client.get(meant)
    assert (one.status_code, other.status_code) == (200, 200)
    assert one.data == other.data


@pytest.mark.parametrize(("code", "ours"), [("GR", "EL"), ("gb", "UK"), ("EU27", "EU27_2020")])
def test_a_code_of_another_list_is_refused_with_ours_before_all_others(client: Any, code: str, ours: str) -> None:
    answer = client.get(f"/api/figure/returned.json?geo={code}")
    assert (answer.status_code, answer.get_json()["accepted"][0]) == (404, ours)


@pytest.mark.parametrize(
    "address",
    [
        "/data/returned.csv?as_of={}",
        "/figure/returned.svg?as_of={}",
        "/en/figure/returned?as_of={}",
        "/en/changes?since={}",
    ],
)
def test_a_day_to_come_is_refused(client: Any, address: str) -> None:
    answer = client.get(address.format("2199-12-31"))
    assert answer.status_code == 404
    assert "up to today" in answer.text
    assert client.get(address.format("2026-11-01")).status_code == 200


def test_today_is_asked_for_wherever_it_has_begun() -> None:
    """Fourteen hours before UTC it is a day later for half of the time; nobody is a whole day ahead."""
    furthest = datetime.now(UTC) + timedelta(hours=14)
    assert parameters.AS_OF.read(f"{furthest:%Y-%m-%d}") == f"{furthest:%Y-%m-%d}"
    with pytest.raises(UnknownValueError):
        parameters.AS_OF.read(f"{furthest + timedelta(days=1, minutes=1):%Y-%m-%d}")


@pytest.mark.usefixtures("clock_far_east")
def test_today_is_the_same_on_a_machine_with_another_clock() -> None:
    test_today_is_asked_for_wherever_it_has_begun()


def test_codes_that_differ_in_case_alone_are_kept_apart() -> None:
    known = ("Other", "other", "NL")
    assert codes("series", {"series": ["other,Other,nl"]}, known) == ("other", "Other", "NL")
    with pytest.raises(UnknownValueError):
        codes("series", {"series": ["xx"]}, known)


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        *(("GET", address, 200) for address in ADDRESSES),
        ("GET", "/api/claims.json", 200), ("GET", "/healthz", 200), ("GET", "/api/openapi.json", 200),
        ("GET", "/data/nothing.csv", 404), ("GET", "/embed/returned?theme=pink", 404), ("GET", "/figure/x.svg", 404),
        ("GET", "/nothing", 404), ("POST", "/data/returned.csv", 405), ("OPTIONS", "/data/returned.csv", 200),
        ("GET", f"/data/returned.csv?geo={'x' * 9000}", 414),
    ],
)  # fmt: skip
def test_every_public_answer_can_be_read_from_other_sites(client: Any, method: str, address: str, status: int) -> None:
    answer = client.open(address, method=method, headers={"Origin": "https://paper.example"})
    assert answer.status_code == status
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_what_only_the_sites_own_script_asks_is_not_opened_to_others(client: Any) -> None:
    assert "Access-Control-Allow-Origin" not in client.get("/_dash-layout").headers


def test_the_limits_of_a_request_are_published(client: Any) -> None:
    paths = client.get("/api/openapi.json").get_json()["paths"]
    most = {p["name"]: p["schema"].get("maxItems") for p in paths["/briefing.pptx"]["get"]["parameters"] if "name" in p}
    assert most["figure"] == parameters.MOST_FIGURES
    assert client.get("/api/openapi.json").get_json()["info"]["x-limits"] == pieces.LIMITS
    for path in ("/data/{indicator}.csv", "/data/dataset/{dataset}.csv"):
        assert f"{parameters.MOST_ROWS} rows" in paths[path]["get"]["responses"]["422"]["description"]
    [geo] = [p for p in paths["/data/{indicator}.csv"]["get"]["parameters"] if p.get("name") == "geo"]
    assert geo["schema"]["x-most"] == parameters.MOST_CODES
    for lang in ("en", "nl"):
        assert re.search(rf"\b{parameters.MOST_CODES}\b", client.get(f"/{lang}/api").text)
