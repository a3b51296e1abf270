"""Eurostat as a source: small enough requests, patience with queued answers, and one table whatever the form."""

import json
import math
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl import archive
from etl.catalogue import ROOT, Dataset
from etl.errors import CatalogueError, ContractError, SourceError, TooBigError
from etl.http import Client
from etl.sources import Parsed, Part, eurostat
from etl.sources.eurostat import fetch, parse

FIXTURES = Path(__file__).parents[1] / "fixtures" / "eurostat"
SHARED = Path(__file__).parents[2].parent / "shared" / "payloads" / "eurostat"
ARCHIVE = ROOT.parent / "archive"
CUBE = (FIXTURES / "json_stat_migr_asyappctza.json").read_bytes()
TABLE = "/statistics/1.0/data/migr_asyappctza"
WAIT = b'{"error": [{"status": 413,"id": 413,"label": "ASYNCHRONOUS_RESPONSE. Please try again later."}]}'
WARNING = b'{"warning":{"status":413,"label":"ASYNCHRONOUS_RESPONSE. Please try again later."}}'
TOO_BIG = b'{"error": [{"status": 413,"id": 413,"label": "EXTRACTION_TOO_BIG: estimated 43032576 rows"}]}'
FAULT = b"<S:Fault><faultcode>413</faultcode><faultstring>EXTRACTION_TOO_BIG: 420709314 rows</faultstring></S:Fault>"
QUEUED = b"<e:Envelope><e:Body><s:syncResponse><queued><id>98de-05</id><status>%s</status></queued></s:syncResponse>"


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


def changed(dataset: Dataset, **request: Any) -> Dataset:
    return dataset.model_copy(update={"request": {**dataset.request, **request}})


def parsed(declared: Any, dataset_id: str, *names: str) -> Parsed:
    parts = tuple(Part(name, (FIXTURES / name).read_bytes(), name) for name in names)
    return parse(parts, declared(f"eurostat.{dataset_id}"))


def value(frame: pd.DataFrame, period: str, **codes: str) -> float:
    rows = frame[frame["period"] == period]
    for dim, code in codes.items():
        rows = rows[rows[dim] == code]
    assert len(rows) == 1
    return float(rows["value"].iloc[0])


# fetch


def test_one_filtered_request_by_name(asked: Any, reply: Any, declared: Any) -> None:
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
    assert value(frame, "2015", geo="EU28") == 1256610
    assert value(frame, "2018", geo="EU28") == 586235


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


@pytest.mark.parametrize(("body", "status"), [(WAIT, 413), (WARNING, 200)])
def test_a_queued_answer_is_waited_for(
    asked: Any, reply: Any, declared: Any, slept: list[float], body: bytes, status: int
) -> None:
    queue = [reply(body, status), reply(body, status), reply(CUBE)]
    parts, server = asked(declared("eurostat.migr_asyappctza"), {TABLE: queue})
    assert parts[0].body == CUBE
    assert len({one.raw_query for one in server.log}) == 1
    assert slept == [eurostat.POLL_PAUSE] * 2


def test_the_pause_before_asking_again_is_set_by_environment(
    asked: Any, reply: Any, declared: Any, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_EUROSTAT_POLL", "2.5")
    asked(declared("eurostat.migr_asyappctza"), {TABLE: [reply(WAIT, 413), reply(CUBE)]})
    assert slept == [2.5]
    monkeypatch.setenv("MONITOR_EUROSTAT_POLL", "often")
    with pytest.raises(SourceError, match="MONITOR_EUROSTAT_POLL is 'often'; accepted is a number of 0 or more"):
        asked(declared("eurostat.migr_asyappctza"), {TABLE: reply(CUBE)})


def test_waiting_ends(asked: Any, reply: Any, declared: Any, slept: list[float]) -> None:
    with pytest.raises(SourceError, match=r"still preparing the answer after 600 seconds"):
        asked(declared("eurostat.migr_asyappctza"), {TABLE: reply(WAIT, 413)})
    assert len(slept) == eurostat.polls


def test_an_sdmx_queue_is_asked_for_its_status_and_then_for_the_data(asked: Any, reply: Any, declared: Any) -> None:
    answers = {
        TABLE: reply(QUEUED % b"SUBMITTED"),
        "/1.0/async/status/98de-05": [reply(QUEUED % b"PROCESSING"), reply(QUEUED % b"AVAILABLE")],
        "/1.0/async/data/98de-05": reply((FIXTURES / "sdmx_csv_2.0_migr_asyappctza.csv").read_bytes()),
    }
    dataset = declared("eurostat.migr_asyappctza")
    parts, server = asked(dataset, answers)
    status, data = "/1.0/async/status/98de-05", "/1.0/async/data/98de-05"
    assert server.paths() == [TABLE, status, status, data]
    assert parts[0].name == "data.csv"
    assert value(parse(parts, dataset).frame, "2015", geo="NL") == 44970


def test_an_expired_queue_is_an_error(asked: Any, reply: Any, declared: Any) -> None:
    answers = {TABLE: reply(QUEUED % b"SUBMITTED"), "/1.0/async/status/98de-05": reply(QUEUED % b"EXPIRED")}
    with pytest.raises(SourceError, match="EXPIRED; expected is SUBMITTED, PROCESSING or AVAILABLE"):
        asked(declared("eurostat.migr_asyappctza"), answers)


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b'{"error": [{"status": 404, "label": "NOT_A_DATASET is not available."}]}', 404, "HTTP 404: NOT_A_DATASET"),
        (
            b"<S:Fault><faultcode>150</faultcode><faultstring>Semantic</faultstring></S:Fault>",
            400,
            "HTTP 400: Semantic",
        ),
    ],
)
def test_a_refusal_is_a_source_error(
    asked: Any, reply: Any, declared: Any, body: bytes, status: int, says: str
) -> None:
    with pytest.raises(SourceError, match=rf"{TABLE}\?.*{says}"):
        asked(declared("eurostat.migr_asyappctza"), {TABLE: reply(body, status)})


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "the file is empty; accepted is SDMX-CSV"),
        (b" \n", "the file is empty"),
        (b"<html><head><title>Technical difficulties</title></head></html>", "page or message.*Technical difficulties"),
        (b'{"error": [{"status": 400, "id": 100, "label": "No results found"}]}', "No results found"),
        (b"<S:Fault><faultcode>150</faultcode><faultstring>Semantic</faultstring></S:Fault>", "'Semantic'"),
        (CUBE[:900], "not valid JSON, perhaps cut off"),
    ],
)
def test_an_answer_that_is_not_data_breaks_the_contract(
    asked: Any, reply: Any, declared: Any, body: bytes, says: str
) -> None:
    dataset = declared("eurostat.migr_asyappctza")
    parts, _ = asked(dataset, {TABLE: reply(body)})
    with pytest.raises(ContractError, match=rf"^{parts[0].name}: .*{says}"):
        parse(parts, dataset)


def test_an_unknown_key_of_a_request_is_named(declared: Any) -> None:
    dataset = changed(declared("eurostat.migr_eiord"), until=2020)
    with pytest.raises(CatalogueError, match=r"eurostat\.migr_eiord\.toml: request\.until.*accepted keys: dims, keep"):
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


# parse


@pytest.mark.parametrize("name", ["one_table.sdmx1.csv", "one_table.sdmx2.csv", "one_table.tsv", "one_table.json"])
def test_a_table_is_the_same_whatever_form_a_person_downloaded(declared: Any, name: str) -> None:
    found, expected = (parsed(declared, "lfsa_ergan", n).frame for n in (name, "one_table.sdmx1.csv"))
    keys = ["geo", "period"]
    pd.testing.assert_frame_equal(
        found.sort_values(keys, ignore_index=True), expected.sort_values(keys, ignore_index=True)
    )
    assert list(found) == ["freq", "unit", "sex", "age", "citizen", "geo", "period", "value", "flag"]
    assert math.isnan(value(found, "2016", geo="RO"))


def test_dates_come_from_the_payload(declared: Any) -> None:
    assert parsed(declared, "lfsa_ergan", "one_table.json").vintage == "2025-04-24T23:00:00"
    assert parsed(declared, "lfsa_ergan", "one_table.sdmx1.csv").vintage == "2025-04-24T23:00:00"
    assert parsed(declared, "lfsa_ergan", "one_table.tsv").vintage == ""


def test_old_names_of_dimensions_and_codes_are_unified(declared: Any) -> None:
    frame = parsed(declared, "migr_asyappctza", "sdmx_csv_2.0_migr_asyappctza.csv").frame
    assert set(frame["applicant"]) == {"TOTAL"}
    assert "asyl_app" not in frame
    assert value(frame, "2015", geo="NL") == 44970
    frame = parsed(declared, "migr_eirtn", "data_explorer_migr_eirtn.csv").frame
    assert set(frame["freq"]) == {"A"}
    assert value(frame, "2015", geo="EU28", c_dest="TOTAL") == 227975
    assert value(frame, "2015", geo="EU28", c_dest="Third country") == 196190
    assert math.isnan(value(frame, "2014", geo="AT", c_dest="Third country"))


def test_labels_become_codes(declared: Any) -> None:
    frame = parsed(declared, "tps00170", "sdmx_csv_1.0_labels_tps00170_crlf.csv").frame
    assert set(frame["geo"]) == {"CZ", "NL", "EU27_2020"}
    assert set(frame["reason"]) == {"TOTAL"}
    frame = parsed(declared, "migr_eiord", "data_explorer_latin1_migr_eiord.csv").frame
    assert value(frame, "2015", geo="EU28", citizen="NA") == 85
    assert value(frame, "2015", geo="EU28", citizen="CI") == 3370


def test_an_unknown_label_is_named(declared: Any) -> None:
    body = (FIXTURES / "sdmx_csv_1.0_labels_tps00170_crlf.csv").read_bytes().replace(b"Czechia", b"Bohemia")
    with pytest.raises(ContractError, match=r"me\.csv: geo holds labels.*'Bohemia' has no code"):
        parse((Part("me.csv", body, "me.csv"),), declared("eurostat.tps00170"))


def test_a_code_is_known_by_its_label_where_the_label_is_all_that_was_seen(declared: Any) -> None:
    cube = json.loads((FIXTURES / "one_table.json").read_text("utf-8"))
    cube["id"] = ["freq", "unit", "sex", "age", "c_dest", "geo", "time"]
    cube["extension"]["id"] = "MIGR_EIRTN"
    dims = cube["dimension"]
    dims["unit"]["category"] = {"index": {"PER": 0}, "label": {"PER": "Person"}}
    dims["age"]["category"] = {"index": {"TOTAL": 0}, "label": {"TOTAL": "Total"}}
    dims["c_dest"] = {
        "category": {"index": {"TOTAL": 0, "X_3C": 1}, "label": {"TOTAL": "Total", "X_3C": "Third country"}}
    }
    dataset = declared("eurostat.migr_eirtn").model_copy(update={"dims": ("freq", "c_dest", "unit", "geo")})
    frame = parse((Part("data.json", json.dumps(cube).encode(), "u"),), dataset).frame
    assert set(frame["c_dest"]) == {"Third country"}


def test_rows_that_the_dataset_does_not_hold_are_left_out_aloud(declared: Any) -> None:
    found = parsed(declared, "migr_asyresa", "sdmx_csv_1.0_2021_migr_asyresa.csv")
    assert len(found.frame) == 10
    assert found.warnings == ("sdmx_csv_1.0_2021_migr_asyresa.csv: 5 rows left out, sex F.",)


def csv(header: str, *rows: str, code: str = "MIGR_EIORD") -> bytes:
    lines = ["DATAFLOW,LAST UPDATE," + header, *(f"ESTAT:{code}(1.0),11/05/23 11:00:00,{row}" for row in rows)]
    return ("\n".join(lines) + "\n").encode()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (csv("freq,citizen,unit,geo,TIME_PERIOD,OBS_VALUE", "A,TOTAL,PER,NL,2015,5", code="MIGR_EIRTN"),
         "this is table migr_eirtn; expected is migr_eiord"),
        (csv("freq,citizen,unit,TIME_PERIOD,OBS_VALUE", "A,TOTAL,PER,2015,5"),
         "dimension geo is missing; found freq, citizen, unit"),
        (csv("freq,citizen,sex,unit,geo,TIME_PERIOD,OBS_VALUE", "A,TOTAL,F,PER,NL,2015,5"),
         "sex is F; this dataset needs T"),
        (csv("freq,citizen,form,unit,geo,TIME_PERIOD,OBS_VALUE", "A,TOTAL,X,PER,NL,2015,5", "A,TOTAL,Y,PER,NL,2016,5"),
         "dimension form is not one of .*; found X, Y"),
        (csv("freq,citizen,form,unit,geo,TIME_PERIOD,OBS_VALUE", "A,TOTAL,X,PER,NL,2015,5"),
         "dimension form is not one of .*; found X"),
        (csv("freq,citizen,unit,geo,TIME_PERIOD,OBS_VALUE", "M,TOTAL,PER,NL,2015-01,5"),
         "freq is M; this dataset needs A"),
        (csv("citizen,unit,geo,TIME_PERIOD,OBS_VALUE", "TOTAL,PER,NL,2015-01,5"), "period 2015-01; accepted"),
        (csv("freq,citizen,unit,geo,TIME_PERIOD,OBS_VALUE", "A,TOTAL,PER,NL,2015,5", "A,TOTAL,PER,NL,2015,10"),
         "1 observations stand there twice, first freq=A, citizen=TOTAL, unit=PER, geo=NL, period=2015"),
    ],
)  # fmt: skip
def test_a_shape_that_the_dataset_does_not_accept_is_refused(declared: Any, body: bytes, says: str) -> None:
    with pytest.raises(ContractError, match=says):
        parse((Part("me.csv", body, "me.csv"),), declared("eurostat.migr_eiord"))


def test_a_new_dimension_with_only_a_total_changes_nothing(declared: Any) -> None:
    body = csv("freq,citizen,form,unit,geo,TIME_PERIOD,OBS_VALUE", "A,NA,TOTAL,PER,NL,2015,5")
    frame = parse((Part("me.csv", body, "me.csv"),), declared("eurostat.migr_eiord")).frame
    assert value(frame, "2015", citizen="NA") == 5


def test_parts_of_different_dates_do_not_mix(declared: Any) -> None:
    one = csv("freq,citizen,unit,geo,TIME_PERIOD,OBS_VALUE", "A,TOTAL,PER,NL,2015,5")
    other = one.replace(b"2015", b"2016").replace(b"11/05/23", b"12/05/23")
    with pytest.raises(
        ContractError, match="2023-05-11T11:00:00 and 2023-05-12T11:00:00; expected are files of one date"
    ):
        parse((Part("1.csv", one, "1"), Part("2.csv", other, "2")), declared("eurostat.migr_eiord"))


def test_population_says_which_table_it_is_from(declared: Any) -> None:
    body = csv("freq,unit,age,sex,geo,TIME_PERIOD,OBS_VALUE", "A,NR,TOTAL,T,NL,2025,18044027", code="DEMO_PJAN")
    frame = parse((Part("me.csv", body, "me.csv"),), declared("eurostat.population")).frame
    assert list(frame.iloc[0]) == ["A", "demo_pjan", "NL", "2025", 18044027.0, ""]


PAYLOADS: Sequence[tuple[str, str, str]] = (
    ("migr_eiord", "data_explorer_migr_eiord_1_Data.csv", "estat_eiord_2017"),
    ("migr_eiord", "data_explorer_latin1_migr_eiord_allcitizens.csv", "estat_eiord_2017_citizen"),
    ("migr_eirtn", "data_explorer_migr_eirtn_1_Data.csv", "estat_eirtn_2017"),
    ("migr_asyappctza", "sdmx_csv_2.0_migr_asyappctza.csv", "estat_asyappctza_2025-05"),
    ("lfsa_ergan", "sdmx_csv_2.0_lfsa_ergan.csv", "estat_lfsa_ergan_2025-05"),
    ("migr_asytpsm", "sdmx_csv_2.0_migr_asytpsm.csv", "estat_asytpsm_2025-05"),
    ("tps00170", "sdmx_csv_1.0_labels_crlf_tps00170.csv", "estat_tps00170_2025-03-03"),
    ("migr_asyresa", "sdmx_csv_1.0_2021_migr_asyresa.csv", "estat_asyresa_2021-06-10"),
)


@pytest.mark.parametrize(("dataset_id", "name", "provenance"), PAYLOADS)
def test_published_files_say_what_the_archive_says(declared: Any, dataset_id: str, name: str, provenance: str) -> None:
    if not (SHARED / name).exists():
        pytest.skip(f"the payload {name} is not beside this repository")
    dataset = declared(f"eurostat.{dataset_id}")
    found = parse((Part(name, (SHARED / name).read_bytes(), name),), dataset).frame
    (kept,) = [b.frame for b in archive.batches(dataset, ARCHIVE) if b.provenance.id == provenance]
    both = kept.merge(found, on=[*dataset.dims, "period"], how="left", suffixes=("", "_found"), validate="1:1")
    assert (both["value"] == both["value_found"]).all()
    assert (both["flag"] == both["flag_found"]).all()


def quoted_rows(declared: Any, dataset_id: str) -> set[str]:
    return {batch.provenance.kind for batch in archive.batches(declared(dataset_id), ARCHIVE)}


def test_quoted_and_computed_figures_stand_apart(declared: Any) -> None:
    assert quoted_rows(declared, "eurostat.migr_eirtn") == {"original"}
    assert quoted_rows(declared, "eurostat.migr_eiord") == {"original"}
    assert quoted_rows(declared, "eurostat.returns_quoted") == {"quoted"}
    assert quoted_rows(declared, "eurostat.asylum_quoted") == {"quoted"}
    main = archive.batches(declared("eurostat.migr_asyappctza"), ARCHIVE)
    assert not [b.provenance.id for b in main if b.provenance.id.startswith(("calc_", "quoted_"))]


def every_eurostat_row() -> set[tuple[str, str]]:
    files = [path for path in ARCHIVE.glob("eurostat_*.csv") if not path.name.endswith("_check.csv")]
    found = set()
    for path in files:
        ids = pd.read_csv(path, dtype=str, keep_default_na=False)["provenance"].unique()
        found |= {(path.name, str(one)) for one in ids}
    return found


def test_every_archived_line_of_eurostat_belongs_to_exactly_one_dataset(declared: Any) -> None:
    claimed: list[tuple[str, str]] = []
    for path in (ROOT / "datasets").glob("eurostat.*.toml"):
        dataset = declared(path.stem)
        files = {part.file: part for part in dataset.archive}
        for name in files:
            lone = dataset.model_copy(update={"archive": (files[name],)})
            claimed += sorted({(name, batch.provenance.id) for batch in archive.batches(lone, ARCHIVE)})
    assert sorted(claimed) == sorted(every_eurostat_row())
