"""Fetching CBS tables from a local server: both services, paging, padded keys, and what goes wrong."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.catalogue.declarations import Dataset
from etl.fetch.http import Client
from etl.model.errors import CatalogueError, ClosedError, ContractError, NoNetworkError, SourceError
from etl.payloads import Part
from etl.sources import ind

FIXTURES = Path(__file__).parents[3] / "fixtures" / "ind"
BASES = {"v3": "MONITOR_CBS_URL", "v4": "MONITOR_CBS_V4_URL"}
DATA = {"v3": "/83102NED/TypedDataSet", "v4": "/83102NED/Observations"}


@pytest.fixture
def asking(declared: Callable[..., Dataset]) -> Callable[..., Dataset]:
    """A dataset of the catalogue with another request: `asking("ind.83102ned_month", api="v4")`."""
    return lambda name, **request: declared(name, request={**declared(name).request, **request})


@pytest.fixture
def cbs(serve: Any, reply: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A server with the files of fixtures/ind/<api>; a path may be given another answer."""

    def start(api: str = "v3", **other: Any) -> Any:
        folder, data = FIXTURES / api, DATA[api].rsplit("/", 1)[1]
        answers = {f"/83102NED/{p.stem}": reply(p.read_bytes()) for p in folder.glob("*.json") if "-" not in p.stem}
        answers[DATA[api]] = [reply((folder / f"{data}-{n}.json").read_bytes()) for n in (1, 2)]
        server = serve({**answers, **{f"/83102NED/{entity}": answer for entity, answer in other.items()}})
        monkeypatch.setenv(BASES[api], server.url)
        return server

    return start


def get(*args: Any, **kwargs: Any) -> Any:
    return Client(retries=0, pause=0).get(*args, **kwargs)


@pytest.mark.parametrize("api", ["v3", "v4"])
def test_all_pages_are_read_from_the_given_base_although_links_name_cbs(cbs: Any, api: str, asking: Any) -> None:
    server = cbs(api)
    parts = ind.fetch(asking("ind.83102ned_month", api=api), get)
    assert [p.name for p in parts if p.name.startswith("page")] == ["page-001.json", "page-002.json"]
    assert len({p.name for p in parts}) == len(parts)
    pages = [asked for asked in server.log if asked.path == DATA[api]]
    assert len(pages) == 2
    assert "$filter" in pages[0].query
    assert {"v3": "$skiptoken=104", "v4": "$skip=20"}[api] in pages[1].raw_query.replace("%24", "$")


@pytest.mark.parametrize("api", ["v3", "v4"])
def test_what_was_fetched_is_parsed_to_the_published_figures(cbs: Any, api: str, asking: Any) -> None:
    cbs(api)
    dataset = asking("ind.83102ned_month", api=api)
    parsed = ind.parse(ind.fetch(dataset, get), dataset)
    frame = parsed.frame.set_index(["nationality", "measure", "period"])
    assert frame.loc[("Syrisch", "first", "2025-12"), "value"] == 305
    assert frame.loc[("Syrisch", "nareis", "2025-12"), "flag"] == "p"
    assert frame.loc[("Syrisch", "first", "2015-10"), "flag"] == ""
    assert len(frame) == 2 * 3 * 4
    assert parsed.vintage == "2026-01-30T02:00:00"
    assert parsed.warnings == ()


def test_both_services_give_the_same_table(cbs: Any, asking: Any) -> None:
    frames = []
    for api in ("v3", "v4"):
        cbs(api)
        dataset = asking("ind.83102ned_month", api=api)
        frames.append(ind.parse(ind.fetch(dataset, get), dataset).frame)
    pd.testing.assert_frame_equal(*frames)


def test_keys_are_asked_for_with_the_padding_of_the_code_list(cbs: Any, asking: Any) -> None:
    server = cbs()
    ind.fetch(asking("ind.83102ned_quarter"), get)
    asked = next(a.query["$filter"] for a in server.log if a.path == DATA["v3"])
    assert asked == (
        "Geslacht eq 'T001038' and Leeftijd eq '10000  ' and Nationaliteit eq 'T001059  ' "
        "and substringof('KW',Perioden)"
    )


def test_v4_keys_are_asked_for_without_padding(cbs: Any, asking: Any) -> None:
    server = cbs("v4")
    ind.fetch(asking("ind.83102ned_year", api="v4"), get)
    asked = next(a.query["$filter"] for a in server.log if a.path == DATA["v4"])
    assert asked == (
        "Geslacht eq 'T001038' and Leeftijd eq '10000' and Nationaliteit eq 'T001059' and contains(Perioden,'JJ')"
    )


def test_no_request_is_conditional(cbs: Any, asking: Any) -> None:
    server = cbs()
    client = Client(retries=0, pause=0, validators=lambda url: {"etag": '"1"'})
    ind.fetch(asking("ind.83102ned_month"), client.get)
    assert not any("if-none-match" in asked.headers for asked in server.log)


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


def test_what_a_table_looks_like_is_read_from_its_lists_asked_anew(cbs: Any, asking: Any) -> None:
    server = cbs()
    known: list[tuple[str, Any, dict[str, Any]]] = []

    def noted(url: str, params: Any = (), **how: Any) -> Any:
        known.append((url, tuple(params), how))
        return get(url, params, **how)

    found = ind.structure(asking("ind.83102ned_quarter"), noted)
    lists = ("TableInfos", "DataProperties", "Geslacht", "Leeftijd", "Nationaliteit")
    assert known == [(f"{server.url}/83102NED/{name}", (("$format", "json"),), {"fresh": True}) for name in lists]
    assert (found.codes["Geslacht"], found.declared["Geslacht"]) == (("T001038",), ("T001038",))
    assert found.newest == "2026-01-30T02:00:00"


@pytest.mark.parametrize("api", ["v3", "v4"])
def test_each_service_is_asked_for_its_own_sets_and_each_answer_keeps_what_matters(
    cbs: Any, reply: Any, api: str, asking: Any
) -> None:
    """In this order: what the table is, its lists, its figures. Only the first page is asked for by name."""
    name = {"v3": "TableInfos", "v4": "Properties"}[api]
    headers = {"ETag": '"1"', "Last-Modified": "yesterday", "Content-Type": "application/json", "X-Cache": "HIT"}
    server = cbs(api, **{name: reply((FIXTURES / api / f"{name}.json").read_bytes(), headers=headers)})
    known: list[tuple[str, tuple[str, ...], dict[str, Any]]] = []

    def noted(url: str, params: Any = (), **how: Any) -> Any:
        known.append((url.removeprefix(server.url).partition("?")[0], tuple(k for k, _ in params), how))
        return get(url, params, **how)

    parts = ind.fetch(asking("ind.83102ned_month", api=api), noted)
    ending, form = {"v3": ("", ("$format",)), "v4": ("Codes", ())}[api]
    sets = {"v3": ("TableInfos", "DataProperties"), "v4": ("Properties", "MeasureCodes")}[api]
    dims = [asked.rpartition("/")[2] for asked, _, _ in known[2:-2]]
    assert known[:-2] == [(f"/83102NED/{entity}", form, {"fresh": True}) for entity in (*sets, *dims)]
    assert set(dims) == {f"{dim}{ending}" for dim in ("Perioden", "Geslacht", "Leeftijd", "Nationaliteit")}
    how = {"ok": (500,), "fresh": True}
    assert known[-2:] == [(DATA[api], (*form, "$filter"), how), (DATA[api], (), how)]
    assert [p.name for p in parts] == [*(f"{n}.json" for n in (*sets, *dims)), "page-001.json", "page-002.json"]
    assert parts[0].headers == {"etag": '"1"', "last-modified": "yesterday", "content-type": "application/json"}
    assert parts[0].url.startswith(f"{server.url}/83102NED/{name}")


def test_a_publisher_that_hangs_up_is_told_with_what_helps(asking: Any) -> None:
    def closed(*_: Any, **__: Any) -> Any:
        raise ClosedError("https://opendata.cbs.nl closed the connection.")

    with pytest.raises(ClosedError) as e:
        ind.fetch(asking("ind.83102ned_month"), closed)
    assert str(e.value) == (
        "https://opendata.cbs.nl closed the connection. CBS does so for hours or days at a time: ask later, or let "
        "`python -m etl refresh` ask for hours."
    )


def test_files_of_a_person_are_read_each_with_the_lists_beside_it_and_pages_together(asking: Any) -> None:
    folder, own = FIXTURES / "v3", asking("ind.83102ned_month")

    def part(name: str, body: bytes | None = None) -> Part:
        return Part(name, body if body is not None else (folder / name).read_bytes(), name)

    lists = tuple(part(f"{name}.json") for name in ("Geslacht", "Nationaliteit"))
    first, last = part("TypedDataSet-1.json"), part("TypedDataSet-2.json")
    other, broken = Part("other.json", last.body, "other.json"), part("cut.json", b"{")
    assert ind.alone((*lists, last), own) == ((*lists, last),)
    assert ind.alone((last, *lists, other), own) == ((*lists, last), (*lists, other))
    assert ind.alone((first, last, *lists), own) == ((*lists, first, last),)
    assert ind.alone((broken, last), own) == ((last,), (broken,))
    assert ind.alone((broken, last, other), own) == ((last,), (other,), (broken,))
    assert ind.alone((broken,), own) == ((broken,),)
