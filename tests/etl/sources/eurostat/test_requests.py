"""What Eurostat is asked for: filtered requests, small enough, split when they are not."""

from pathlib import Path
from typing import Any

import pytest

from etl.catalogue.catalogue import ROOT, Dataset
from etl.model.errors import CatalogueError, TooBigError
from etl.sources.eurostat import parse

FIXTURES = Path(__file__).parents[3] / "fixtures" / "eurostat"
CUBE = (FIXTURES / "json_stat_migr_asyappctza.json").read_bytes()
TABLE = "/statistics/1.0/data/migr_asyappctza"
TOO_BIG = b'{"error": [{"status": 413,"id": 413,"label": "EXTRACTION_TOO_BIG: estimated 43032576 rows"}]}'
FAULT = b"<S:Fault><faultcode>413</faultcode><faultstring>EXTRACTION_TOO_BIG: 420709314 rows</faultstring></S:Fault>"


def changed(dataset: Dataset, **request: Any) -> Dataset:
    return dataset.model_copy(update={"request": {**dataset.request, **request}})


def test_one_filtered_request_by_name(asked: Any, reply: Any, declared: Any, figure_of: Any) -> None:
    dataset = declared("eurostat.migr_asyappctza")
    parts, server = asked(dataset, {TABLE: reply(CUBE, headers={"ETag": '"1"', "Content-Type": "application/json"})})
    assert [part.name for part in parts] == ["data.json"]
    assert parts[0].body == CUBE
    assert parts[0].headers == {"etag": '"1"', "content-type": "application/json"}
    assert server.log[0].raw_query == (
        "format=JSON&lang=EN&applicant=TOTAL&applicant=FRST&sex=T&unit=PER&age=TOTAL&sinceTimePeriod=2008"
    )
    assert parts[0].url == f"{server.url}{TABLE}?{server.log[0].raw_query}"
    frame = parse(parts, dataset).frame
    assert figure_of(frame, period="2015", geo="EU28") == 1256610
    assert figure_of(frame, period="2018", geo="EU28") == 586235


def test_a_request_over_the_limit_is_cut_before_it_is_made(asked: Any, reply: Any, declared: Any) -> None:
    dataset = changed(declared("eurostat.migr_asyappctza"), max_cells=150_000)
    parts, server = asked(dataset, {TABLE: reply(CUBE)})
    spans = [(a.query["sinceTimePeriod"], a.query.get("untilTimePeriod")) for a in server.log]
    assert spans == [("2008", "2017"), ("2018", None)]
    assert [part.name for part in parts] == ["data-01.json", "data-02.json"]


def test_quarters_are_cut_by_whole_years(asked: Any, reply: Any, declared: Any) -> None:
    dataset = changed(declared("eurostat.migr_eirtn1"), max_cells=100_000)
    _, server = asked(dataset, {"*": reply(CUBE)})
    spans = [(a.query["sinceTimePeriod"], a.query.get("untilTimePeriod")) for a in server.log]
    assert spans == [("2018-Q1", "2022-Q4"), ("2023-Q1", None)]


@pytest.mark.parametrize(("body", "status"), [(TOO_BIG, 413), (FAULT, 413), (FAULT, 200), (TOO_BIG, 200)])
def test_a_refused_size_is_split_further(asked: Any, reply: Any, declared: Any, body: bytes, status: int) -> None:
    def answer(one: Any) -> Any:
        first, last = int(one.query["sinceTimePeriod"]), int(one.query.get("untilTimePeriod", "2026"))
        return reply(body, status) if last - first >= 9 else reply(CUBE)

    parts, server = asked(declared("eurostat.migr_asyappctza"), {TABLE: answer})
    spans = [(a.query["sinceTimePeriod"], a.query.get("untilTimePeriod")) for a in server.log]
    assert spans == [
        ("2008", None), ("2008", "2017"), ("2008", "2012"), ("2013", "2017"), ("2018", None),
    ]  # fmt: skip
    assert len(parts) == 3


def test_after_periods_the_other_dimensions_are_split(asked: Any, reply: Any, declared: Any) -> None:
    def answer(one: Any) -> Any:
        return reply(TOO_BIG, 413) if one.raw_query.count("applicant=") > 1 else reply(CUBE)

    dataset = changed(declared("eurostat.migr_asyappctza"), since=2026)
    parts, server = asked(dataset, {TABLE: answer})
    assert [one.raw_query.count("applicant=") for one in server.log] == [2, 1, 1]
    assert [one.query["applicant"] for one in server.log[1:]] == ["TOTAL", "FRST"]
    assert len(parts) == 2


def test_what_cannot_be_split_is_too_big(asked: Any, reply: Any, declared: Any) -> None:
    dataset = changed(declared("eurostat.migr_asyappctza"), since=2026, split_by=["time"])
    with pytest.raises(TooBigError, match="EXTRACTION_TOO_BIG: estimated 43032576 rows"):
        asked(dataset, {TABLE: reply(TOO_BIG, 413)})


def test_an_unknown_key_of_a_request_is_named(declared: Any) -> None:
    dataset = changed(declared("eurostat.migr_eiord"), until=2020)
    with pytest.raises(CatalogueError, match=r"eurostat\.migr_eiord\.toml: request\.until.*accepted: dims, keep"):
        parse((), dataset)


def live_ids() -> list[str]:
    paths = sorted((ROOT / "datasets").glob("eurostat.*.toml"))
    return [path.stem for path in paths if "live = false" not in path.read_text("utf-8")]


@pytest.mark.parametrize("dataset_id", live_ids())
def test_every_live_dataset_asks_in_small_pieces(dataset_id: str, asked: Any, reply: Any, declared: Any) -> None:
    dataset = declared(dataset_id)
    parts, server = asked(dataset, {"*": reply(CUBE)})
    assert {one.path for one in server.log} == {f"/statistics/1.0/data/{dataset.code}"}
    assert len(parts) <= 12
    codes = dataset.contract.codes
    sent = {dim: accepted for dim, accepted in dataset.request.get("dims", {}).items() if dim in codes}
    assert all(set(accepted) <= set(codes[dim]) for dim, accepted in sent.items())
