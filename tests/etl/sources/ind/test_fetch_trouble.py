"""Fetching CBS tables where something goes wrong: each is refused in a sentence, and what came is kept."""

import json
from typing import Any

import pytest

from etl.model.errors import CatalogueError, ClosedError, ContractError, NoNetworkError, SourceError
from etl.payloads import Part
from etl.sources import ind
from tests.etl.sources.ind.of_cbs import FIXTURES, get


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example/odata/80059ned/TypedDataSet?$skiptoken=1",
        "https://opendata.cbs.nl/ODataFeed/odata/83102NED/Perioden?$skiptoken=1",
        "https://opendata.cbs.nl/ODataFeed/odata/83102NED/TypedDataSet",
    ],
)
def test_a_next_page_of_something_else_is_refused(cbs: Any, reply: Any, link: str, asking: Any) -> None:
    page = json.loads((FIXTURES / "v3" / "TypedDataSet-1.json").read_bytes()) | {"odata.nextLink": link}
    cbs(TypedDataSet=reply(json.dumps(page).encode()))
    with pytest.raises(SourceError, match="accepted is a page of 83102NED/TypedDataSet"):
        ind.fetch(asking("ind.83102ned_month"), get)


def test_pages_that_lead_in_a_circle_are_left(cbs: Any, reply: Any, asking: Any) -> None:
    cbs(TypedDataSet=reply((FIXTURES / "v3" / "TypedDataSet-1.json").read_bytes()))
    with pytest.raises(SourceError, match="leads back to one already read"):
        ind.fetch(asking("ind.83102ned_month"), get)


def test_a_table_that_is_broken_at_cbs_is_named_so(cbs: Any, reply: Any, asking: Any) -> None:
    cbs(TypedDataSet=reply(b'{"odata.error": {"message": {"value": "Invalid column name \'New0\'."}}}', 500))
    with pytest.raises(SourceError, match=r"83102NED/TypedDataSet.* broken at CBS.*New0"):
        ind.fetch(asking("ind.83102ned_month"), get)


def test_another_server_error_says_what_cbs_said(cbs: Any, reply: Any, asking: Any) -> None:
    cbs(TypedDataSet=reply(b"Service under repair", 500))
    with pytest.raises(SourceError, match="HTTP 500: Service under repair"):
        ind.fetch(asking("ind.83102ned_month"), get)


def test_an_unknown_table_is_a_source_error(cbs: Any, asking: Any) -> None:
    cbs()
    with pytest.raises(SourceError, match=r"99999NED.*404"):
        ind.fetch(asking("ind.83102ned_month", table="99999NED"), get)


def test_no_network_is_said_so(monkeypatch: pytest.MonkeyPatch, asking: Any) -> None:
    monkeypatch.setenv("MONITOR_CBS_URL", "http://127.0.0.1:9")
    with pytest.raises(NoNetworkError):
        ind.fetch(asking("ind.83102ned_month"), get)


@pytest.mark.parametrize(
    ("entity", "body", "said"),
    [
        ("Geslacht", b"<!DOCTYPE html><html><body>Storing</body></html>", "Geslacht.json: HTML or XML, expected JSON"),
        ("TypedDataSet", b"<html></html>", "page-001.json: HTML or XML, expected JSON"),
        (
            "TypedDataSet",
            b'{"value": [{"ID": 1, "Geslacht": "T0',
            r"page-001.json, line 1, column \d+: not complete JSON",
        ),
        ("Perioden", b"", "Perioden.json: the file is empty"),
    ],
)
def test_an_unreadable_answer_is_kept_and_refused_by_name(
    cbs: Any, reply: Any, entity: str, body: bytes, said: str, asking: Any
) -> None:
    cbs(**{entity: reply(body)})
    dataset = asking("ind.83102ned_month")
    parts = ind.fetch(dataset, get)
    assert parts[-1].body == body
    with pytest.raises(ContractError, match=said):
        ind.parse(parts, dataset)


def test_a_cut_second_page_is_refused_by_name(cbs: Any, reply: Any, asking: Any) -> None:
    pages = [(FIXTURES / "v3" / f"TypedDataSet-{n}.json").read_bytes() for n in (1, 2)]
    cbs(TypedDataSet=[reply(pages[0]), reply(pages[1][:-40])])
    dataset = asking("ind.83102ned_month")
    with pytest.raises(ContractError, match=r"page-002.json, line \d+, column \d+: not complete JSON"):
        ind.parse(ind.fetch(dataset, get), dataset)


def test_a_code_that_the_list_lacks_names_the_accepted_ones(cbs: Any, asking: Any) -> None:
    cbs()
    dataset = asking("ind.83102ned_month", filters={"Geslacht": ["T009999"]})
    with pytest.raises(
        ContractError, match=r"Geslacht.json: Geslacht has no code 'T009999'; accepted: T001038, 3000, 4000"
    ):
        ind.fetch(dataset, get)


def test_an_unknown_key_of_the_request_is_a_catalogue_error(asking: Any) -> None:
    with pytest.raises(
        CatalogueError, match=r"ind.83102ned_month.toml: request.topics: unknown key; accepted: api, table"
    ):
        ind.fetch(asking("ind.83102ned_month", topics=["x"]), get)
    with pytest.raises(CatalogueError, match=r"request\.api"):
        ind.parse((Part("a.json", b"{}", "a.json"),), asking("ind.83102ned_month", api="v5"))


def test_a_publisher_that_hangs_up_is_told_with_what_helps(asking: Any) -> None:
    def closed(*_: Any, **__: Any) -> Any:
        raise ClosedError("https://opendata.cbs.nl closed the connection.")

    with pytest.raises(ClosedError) as e:
        ind.fetch(asking("ind.83102ned_month"), closed)
    assert str(e.value) == (
        "https://opendata.cbs.nl closed the connection. CBS does so for hours or days at a time: ask later, or let "
        "`python -m etl refresh` ask for hours."
    )


def test_of_what_cbs_said_300_bytes_are_told_in_whatever_encoding(cbs: Any, reply: Any, asking: Any) -> None:
    cbs(TypedDataSet=reply(b"x" * 299 + b"\xe9" + b"y" * 9, 500))
    with pytest.raises(SourceError, match=f": HTTP 500: {'x' * 299}\ufffd$"):
        ind.fetch(asking("ind.83102ned_month"), get)


@pytest.mark.parametrize("count", [0, 41])
def test_of_the_codes_of_a_list_forty_are_named(cbs: Any, reply: Any, asking: Any, count: int) -> None:
    doc = json.loads((FIXTURES / "v3" / "Geslacht.json").read_bytes())
    names = [f"K{n:02d}" for n in range(count)]
    doc["value"] = [{**doc["value"][0], "Key": name, "Title": name} for name in names]
    cbs(Geslacht=reply(json.dumps(doc).encode()))
    with pytest.raises(ContractError) as e:
        ind.fetch(asking("ind.83102ned_quarter"), get)
    assert str(e.value).endswith(f"Geslacht has no code 'T001038'; accepted: {', '.join(names[:40]) or 'nothing'}")
