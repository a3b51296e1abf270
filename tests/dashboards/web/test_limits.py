"""What one request may send: refused with a sentence, quickly, and never with 500."""

import csv
import io
import re
import time
from html import unescape
from typing import Any

import pytest

from dashboards.query import pieces
from dashboards.query.parameters import MOST_FIGURES
from dashboards.query.selection import MOST_CODES, codes
from etl.model.errors import UnknownValueError
from tests.visits import DASH, visit


@pytest.mark.parametrize(
    "address",
    [
        f"/data/returned.csv?geo={','.join(['NL'] * 1300)}",
        f"/data/returned.csv?{'&'.join(['geo=NL'] * 700)}",
        f"/en/search?q={'+'.join(['returned'] * 800)}",
        f"/en/letter?q={'+'.join(['returned'] * 800)}",
        f"/nl/search?q={'x' * 3000}",
        f"/data/returned.csv?release={'x' * 300}",
        "/data/returned.csv?release=%00",
        f"/en/figure/returned?release={'../' * 40}",
        f"/data/dataset/eurostat.migr_eiord.csv?geo={','.join(['NL'] * 1300)}",
        f"/en/explore?table=eurostat.migr_eiord&page={'9' * 5000}",
        f"/en/figure/returned?view=table&page={'9' * 5000}",
        "/api/figure/applicants_per_100k.json?shape=map",
        f"/briefing.pptx?figure=returned?geo={','.join(['NL'] * 1300)}",
    ],
    ids=lambda address: address[:40],
)
def test_too_much_of_anything_is_refused_with_a_sentence_that_is_short(client: Any, address: str) -> None:
    started = time.perf_counter()
    answer = client.get(address)
    assert time.perf_counter() - started < 3.0  # it was 5 to 19 s
    assert answer.status_code in (404, 422)
    said = answer.json["error"] if answer.is_json else answer.text
    assert ("at most" if answer.status_code == 422 else "not known") in said or "niet bekend" in said
    assert "x" * 130 not in said
    assert "9" * 130 not in said


@pytest.mark.parametrize(
    ("pathname", "search", "status"),
    [
        (None, "", 400),
        ("", "", 400),
        ("en", "", 400),
        ("/en/", None, 200),
        ("/en/explore", f"?table=eurostat.migr_eiord&page={'9' * 5000}", 404),
        ("/en/figure/returned", f"?view=table&page={'9' * 5000}", 404),
        ("/en/search", f"?q={'word+' * 1300}", 404),
        ("/en/figure/returned", f"?geo={'NL,' * 5000}", 422),
    ],
)
def test_what_dash_is_sent_is_held_to_the_same(client: Any, pathname: object, search: object, status: int) -> None:
    answer = client.post(DASH, json=visit(pathname, search))
    assert (answer.status_code, answer.is_json) == (status, True)


def test_an_address_without_an_end_is_refused(client: Any) -> None:
    answer = client.get("/data/returned.csv?geo=" + "NL," * 5000)
    assert answer.status_code == 414
    assert answer.json["error"] == "This address is longer than the 8,000 characters that are read."
    assert "8.000 tekens" in client.get("/nl/search?q=" + "x" * 9000).text


class Endless:
    """A body sent in pieces without an end; it counts what was read of it."""

    def __init__(self) -> None:
        self.read_so_far = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "all of it was asked for at once"
        self.read_so_far += size
        assert self.read_so_far < 1_000_000, "it is read on and on"
        return b"x" * size

    readline = read


@pytest.mark.parametrize("path", [DASH, "/healthz", "/en/", "/data/returned.csv"])
def test_a_body_in_pieces_is_cut_off(client: Any, path: str) -> None:
    body = Endless()
    answer = client.post(
        path, headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True, "wsgi.input": body},
    )  # fmt: skip
    assert answer.status_code in (405, 413)
    assert answer.headers["Connection"] == "close"
    assert body.read_so_far <= 70_000


def test_a_body_that_says_how_long_it_is_is_not_read_at_all(client: Any) -> None:
    answer = client.post(DASH, data=b"x" * 64_001, content_type="application/json")
    assert (answer.status_code, answer.json["error"]) == (413, "More was sent than the 64 kB that are read.")


def test_codes_may_hold_commas_and_are_read_in_one_go() -> None:
    known = ("a", "b", "a,b", "c,d,e", "NL")
    assert codes("x", {"x": ["a,b,NL", "c,d,e,a", "NL,,a"]}, known) == ("a,b", "NL", "c,d,e", "a")
    with pytest.raises(UnknownValueError, match="'c'"):
        codes("x", {"x": ["a,c,d"]}, known)
    assert codes("x", {"x": ["NL," * MOST_CODES]}, known) == ("NL",)
    with pytest.raises(UnknownValueError, match=f"at most {MOST_CODES} codes"):
        codes("x", {"x": ["NL," * MOST_CODES, "NL"]}, known)


def test_every_series_of_every_indicator_may_be_asked_for_at_once(client: Any, release: Any) -> None:
    """The caps are above what there is."""
    for indicator in release.facts["indicators"]:
        known = release.choices(indicator)
        assert max(len(known.geos), sum(1 + s.count(",") for s in known.series)) <= MOST_CODES


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def values(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(value for name, value in row.items() if name != "about")  # which holds the file's own address


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/data/returned_by_citizenship.csv?lang=nl", 3000),
        ("/data/dataset/eurostat.migr_eiord.csv?from=2012&to=2020", 3000),
    ],
)
def test_more_rows_than_one_answer_holds_are_offered_in_parts_that_make_the_whole(
    client: Any, monkeypatch: pytest.MonkeyPatch, address: str, most: int
) -> None:
    monkeypatch.setitem(pieces.LIMITS, "rows", most)
    answer = client.get(f"{address}&utm_source=x")
    assert answer.status_code == 422
    assert f"rows; one answer holds at most {most:,}. The same in parts:" in answer.json["error"]
    parts = [client.get(part) for part in answer.json["smaller"]]
    assert len(parts) > 1
    assert {part.status_code for part in parts} == {200}
    assert max(len(rows_of(part.text)) for part in parts) <= most
    monkeypatch.undo()
    whole = rows_of(client.get(address).text)
    in_parts = [values(row) for part in parts for row in rows_of(part.text)]
    assert sorted(in_parts) == sorted(values(row) for row in whole)


def test_a_period_that_is_too_much_by_itself_asks_for_fewer_places(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pieces.LIMITS, "rows", 10)
    told = client.get("/data/returned_by_citizenship.csv?from=2016&to=2016").json
    assert told["error"].endswith("one answer holds at most 10. Please ask for fewer places or series.")
    assert "smaller" not in told


def test_more_figures_than_a_file_holds_are_offered_in_parts(client: Any, release: Any) -> None:
    names = list(release.facts["indicators"])[: MOST_FIGURES + 5]
    query = "&".join(f"figure={name}" for name in (*names, "returned?geo=NL"))
    answer = client.get(f"/briefing.pptx?lang=nl&{query}")
    assert answer.status_code == 422
    parts = re.findall(r'href="(/briefing[^"]*)"', answer.text)
    asked = [name for part in parts for name in re.findall(r"figure=([^&]+)", unescape(part))]
    assert asked == [*names, "returned?geo=NL"]
    assert all("lang=nl" in part for part in parts)


def test_the_largest_figure_and_dataset_are_below_the_limit(release: Any) -> None:
    """As files that a reader can take today, whole."""
    tables = [p.stem for p in (release.folder / "datasets").glob("*.parquet")]
    counts = [release.tables.count(table, {}) for table in tables]
    assert max(counts) * 1.5 < pieces.LIMITS["rows"]
    assert sum(len(s.points) for s in release.series("first_time_by_citizenship")) * 1.5 < pieces.LIMITS["rows"]
