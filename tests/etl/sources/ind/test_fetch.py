"""Fetching CBS tables from a local server: both services, paging, padded keys, and what goes wrong."""

import json
from typing import Any

import pandas as pd
import pytest

from etl.fetch.http import Client
from etl.model.errors import SourceError
from etl.payloads import Part
from etl.sources import ind
from tests.etl.sources.ind.of_cbs import DATA, FIXTURES, get


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


def test_as_many_pages_as_are_allowed_are_read_and_a_circle_is_left_at_once(
    cbs: Any, reply: Any, asking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ind, "MOST_PAGES", 2)
    cbs()
    assert len(ind.fetch(asking("ind.83102ned_month"), get)) == 6 + 2
    monkeypatch.setattr(ind, "MOST_PAGES", 20)
    server = cbs(TypedDataSet=reply((FIXTURES / "v3" / "TypedDataSet-1.json").read_bytes()))
    with pytest.raises(SourceError, match=r"page 2 leads back to one already read"):
        ind.fetch(asking("ind.83102ned_month"), get)
    assert len([asked for asked in server.log if asked.path == DATA["v3"]]) == 2


def test_a_next_page_is_known_in_small_letters_too(cbs: Any, reply: Any, asking: Any) -> None:
    pages = [(FIXTURES / "v3" / f"TypedDataSet-{n}.json").read_bytes() for n in (1, 2)]
    link = "https://opendata.cbs.nl/ODataFeed/odata/83102ned/typeddataset?$skiptoken=104"
    first = json.dumps(json.loads(pages[0]) | {"odata.nextLink": link}).encode()
    server = cbs(TypedDataSet=[reply(first), reply(pages[1])])
    assert ind.fetch(asking("ind.83102ned_month"), get)[-1].body == pages[1]
    assert server.log[-1].path == DATA["v3"]
