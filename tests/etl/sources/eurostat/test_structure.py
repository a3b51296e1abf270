"""What a table looks like today, from an answer without figures; and what goes beside the figures of an answer."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from etl.catalogue.catalogue import Dataset
from etl.catalogue.requests import EurostatRequest
from etl.catalogue.requests import request as request_of
from etl.model.errors import ContractError, StatusError, TooBigError
from etl.payloads import Answer, Parsed, Part, Structure
from etl.sources import eurostat

URL = "https://publisher.example/api/statistics/1.0/data/migr_eirtn"
DIMS = {
    "freq": {"A": "Annual"}, "citizen": {"TOTAL": "Total", "AF": "Afghanistan"},
    "c_dest": {"TOTAL": "Total", "THRD": "Third country"}, "age": {"TOTAL": "Total"}, "sex": {"T": "Total"},
    "unit": {"PER": "Person"}, "geo": {"NL": "Netherlands", "EL": "Greece"},
}  # fmt: skip


def body(code: str = "MIGR_EIRTN", **dims: dict[str, str]) -> bytes:
    """An answer at `time=1900`."""
    told = {
        d: {"category": {"index": {c: n for n, c in enumerate(codes)}, "label": codes}} for d, codes in dims.items()
    }
    return json.dumps({
        "class": "dataset", "id": [*dims, "time"], "size": [*(len(codes) for codes in dims.values()), 0], "value": {},
        "dimension": {**told, "time": {"category": {"index": {}, "label": {}}}},
        "extension": {"id": code, "annotation": [{"type": "OBS_PERIOD_OVERALL_LATEST", "title": "2025"}]},
    }).encode()  # fmt: skip


class Publisher:
    """One answer to every address, and what was asked how."""

    def __init__(self, content: bytes, status: int = 200) -> None:
        self.content, self.status, self.log = content, status, list[tuple[Any, ...]]()

    def get(self, url: str, params: Sequence[tuple[str, str]] = (), **how: Any) -> Answer:
        self.log.append((url, list(params), how))
        return Answer(url, self.status, {}, self.content)


@pytest.fixture(autouse=True)
def _address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_EUROSTAT_URL", "https://publisher.example/api/")
    monkeypatch.setattr(eurostat, "today", lambda: date(2026, 11, 23))


@pytest.fixture
def returns(declared: Callable[..., Dataset]) -> Dataset:
    return declared("eurostat.migr_eirtn")


def test_dimensions_and_codes_are_told_in_our_names_beside_those_that_must_be_there(returns: Dataset) -> None:
    publisher = Publisher(body(**DIMS))
    own = returns.model_copy(update={"request": {**returns.request, "dims": {"sex": ["T"], "geo": ["NL", "XX"]}}})
    assert eurostat.structure(own, publisher.get) == Structure(
        codes={**{d: tuple(codes) for d, codes in DIMS.items()}, "c_dest": ("TOTAL", "Third country")},
        declared={"freq": ("A",), "citizen": (), "c_dest": ("TOTAL", "Third country"), "unit": ("PER",),
                  "geo": ("NL",), "sex": ("T",)},
        optional=("sex",),
        newest="2025",
    )  # fmt: skip
    asked = [("format", "JSON"), ("lang", "EN"), ("time", "1900")]
    assert publisher.log == [(URL, asked, {"accept": "application/json", "ok": (400, 413)})]


def test_a_dimension_of_exports_has_the_name_that_it_has_here(returns: Dataset) -> None:
    """Its codes too, whether the publisher prints the code or the label."""
    dims = {**DIMS, "indic_mg": {"TOTAL": "Total", "X": "Third country"}}
    del dims["c_dest"]
    told = eurostat.structure(returns, Publisher(body(**dims)).get)
    assert told.codes["c_dest"] == ("TOTAL", "Third country")
    assert "indic_mg" not in told.codes


def test_what_is_set_here_is_optional_there(declared: Callable[..., Dataset]) -> None:
    own = declared("eurostat.migr_eirtn")
    own = own.model_copy(update={"request": {**own.request, "set": {"c_dest": "TOTAL"}}})
    assert eurostat.structure(own, Publisher(body(**DIMS)).get).optional == ("c_dest", "sex", "age")


def test_another_table_and_a_refusal_are_no_structure(returns: Dataset) -> None:
    with pytest.raises(ContractError, match=f"^{URL}: this is table migr_eiord; expected is migr_eirtn.$"):
        eurostat.structure(returns, Publisher(body("MIGR_EIORD", **DIMS)).get)
    assert eurostat.structure(returns, Publisher(body("", **DIMS)).get).newest == "2025"
    with pytest.raises(StatusError, match=f"^{URL}: HTTP 400: Bad Request.$"):
        eurostat.structure(returns, Publisher(b"", 400).get)
    with pytest.raises(TooBigError, match=f"^{URL}: HTTP 413.$"):
        eurostat.structure(returns, Publisher(b"", 413).get)


def test_each_file_is_read_by_itself(returns: Dataset) -> None:
    parts = tuple(Part(name, b"", name) for name in ("a.csv", "b.csv"))
    assert eurostat.alone(parts, returns) == ((parts[0],), (parts[1],))


@pytest.mark.parametrize(
    ("content", "name"),
    [(b" {}", "data.json"), (b"\n<xml/>", "data.xml"), (b"\x1f\x8b.", "data.csv.gz"), (b"DATAFLOW", "data.csv"),
     (b"", "data.csv"), (b" " * 200 + b"{}", "data.csv"), (b" " * 199 + b"{}", "data.json")],
)  # fmt: skip
def test_an_answer_is_kept_under_the_ending_of_its_format(returns: Dataset, content: bytes, name: str) -> None:
    [part] = eurostat.fetch(returns, Publisher(content).get)
    assert (part.name, part.body) == (name, content)
    assert part.url == URL


def test_what_is_asked_of_a_year_that_is_closed_has_its_end(returns: Dataset) -> None:
    request = {**returns.request, "dims": {"sex": ["T"], "geo": ["NL", "BE"]}, "since": 2024, "max_cells": 1_600}
    own, publisher = returns.model_copy(update={"request": request}), Publisher(b"{}")
    eurostat.fetch(own, publisher.get)
    first = publisher.log[0]
    assert first == (
        URL,
        [("format", "JSON"), ("lang", "EN"), ("sex", "T"), ("geo", "NL"), ("geo", "BE"), ("sinceTimePeriod", "2024"),
         ("untilTimePeriod", "2025")],
        {"accept": "application/json", "ok": (400, 413)},
    )  # fmt: skip


def test_the_cells_of_a_request_are_the_product_of_its_codes_and_periods(returns: Dataset) -> None:
    request = request_of(returns, EurostatRequest)
    own = eurostat.Slice({"sex": ("T",), "geo": ("NL", "BE")}, 2020, 2022)
    assert eurostat._cost(own, request, returns) == 200 * 2 * 2 * 3
    for frequency, periods in (("Q", 12), ("M", 36), ("D", 1098)):
        other = returns.model_copy(update={"frequency": frequency})
        assert eurostat._cost(own, request, other) == 200 * 2 * 2 * periods
    assert eurostat._cost(eurostat.Slice(own.dims, 2099, 2098), request, returns) == 200 * 2 * 2


def test_without_a_file_there_is_nothing_to_read(returns: Dataset) -> None:
    with pytest.raises(ContractError, match=r"^eurostat\.migr_eirtn: no file; expected is at least one\.$"):
        eurostat.parse((), returns)


@pytest.mark.parametrize(
    ("dates", "vintage"),
    [(["2026-08-04", "2026-08-04"], "2026-08-04"), (["2026-08-04", ""], ""), (["", ""], ""), ([], "")],
)
def test_the_date_of_several_files_is_that_of_all_of_them(returns: Dataset, dates: list[str], vintage: str) -> None:
    assert eurostat._vintage(dates, returns) == vintage


def test_files_of_two_dates_are_not_mixed(returns: Dataset) -> None:
    with pytest.raises(ContractError, match="files of 2025-01-01 and 2026-08-04; expected are files of one date"):
        eurostat._vintage(["2026-08-04", "", "2025-01-01"], returns)


def test_where_files_hold_the_same_observation_the_first_is_named(parsed: Callable[..., Parsed]) -> None:
    name = "json_stat_migr_asyappctza.json"
    with pytest.raises(ContractError) as e:
        parsed("migr_asyappctza", name, name)
    assert str(e.value).startswith("eurostat.migr_asyappctza: ")
    assert " observations stand there twice, first freq=A, " in str(e.value)
    assert "geo=" in str(e.value)
    assert ", period=" in str(e.value)


def test_every_year_is_asked_once_however_often_a_request_is_cut(returns: Dataset) -> None:
    """Answers without figures are left out where others have some, and kept where none has."""
    request = {**returns.request, "dims": {"sex": ["T"], "geo": ["NL", "BE"]}, "since": 2019, "max_cells": 800}
    own, years = returns.model_copy(update={"request": request}), [str(y) for y in range(2019, 2027)]

    def fetched(*empty: str) -> list[str]:
        """The years of which an answer is kept; `empty`: those without figures."""
        asked: list[str] = []

        def get(url: str, params: Sequence[tuple[str, str]] = (), **_: Any) -> Answer:
            year = dict(params)["sinceTimePeriod"]
            asked.append(year)
            return Answer(f"{url}?{year}", 400, {}, eurostat.NOTHING) if year in empty else Answer(year, 200, {}, b"{}")

        parts = eurostat.fetch(own, get)
        assert asked == years
        return [part.url[-4:] for part in parts]

    assert fetched() == years
    assert fetched("2020", "2026") == ["2019", "2021", "2022", "2023", "2024", "2025"]
    assert fetched(*years) == years


def test_rows_of_several_files_are_numbered_through(declared: Callable[..., Dataset]) -> None:
    files = [f"unit,citizen,sex,age,geo\\time\t{year} \nPER,TOTAL,T,TOTAL,NL\t5 \n".encode() for year in (2015, 2016)]
    parts = tuple(Part(f"{n}.tsv", content, f"{n}.tsv") for n, content in enumerate(files))
    frame = eurostat.parse(parts, declared("eurostat.migr_eiord")).frame
    assert frame.index.tolist() == [0, 1]
    assert frame["period"].tolist() == ["2015", "2016"]


@pytest.mark.parametrize(
    ("dims", "span", "halves"),
    [
        ({"geo": ("NL",)}, (2019, 2022), [((2019, 2020), ("NL",)), ((2021, 2022), ("NL",))]),
        ({"geo": ("NL",)}, (2025, None), [((2025, 2025), ("NL",)), ((2026, None), ("NL",))]),
        ({"geo": ("NL", "BE", "DE")}, (2026, None), [((2026, None), ("NL",)), ((2026, None), ("BE", "DE"))]),
        ({"geo": ("NL", "BE")}, (2020, 2020), [((2020, 2020), ("NL",)), ((2020, 2020), ("BE",))]),
        ({"geo": ("NL",)}, (2026, None), []),
        ({"sex": ("F", "M")}, (2026, None), []),
    ],
)
def test_a_request_is_cut_in_two_along_time_and_then_along_what_may_be_cut(
    returns: Dataset, dims: dict[str, tuple[str, ...]], span: tuple[int, int | None], halves: list[Any]
) -> None:
    own = returns.model_copy(update={"request": {**returns.request, "split_by": ["time", "geo"]}})
    found = eurostat._halves(eurostat.Slice(dims, *span), request_of(own, EurostatRequest))
    assert [((half.first, half.last), half.dims["geo"]) for half in found] == halves
