"""`python -m etl probe`: what tables look like today against what is declared, from a few kB each."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.model.places import Places
from etl.release import contacts

FIXTURES = Path(__file__).parents[2] / "fixtures"
RETURNS, RESETTLED = "eurostat.migr_eirtn", "ind.82025ned"
LANDING = "/what-we-do/monitoring-and-risk-analysis/migratory-map/"
TABLE = "/statistics/1.0/data/migr_eirtn"
DIMS = {
    "freq": {"A": "Annual"}, "citizen": {"TOTAL": "Total", "ASI": "Asia", "AF": "Afghanistan"},
    "c_dest": {"TOTAL": "Total", "THRD": "Third country"}, "age": {"TOTAL": "Total", "Y_LT18": "Less than 18 years"},
    "sex": {"T": "Total", "F": "Females"}, "unit": {"PER": "Person"}, "geo": {"NL": "Netherlands", "EL": "Greece"},
}  # fmt: skip


def structure(dims: dict[str, dict[str, str]], code: str = "MIGR_EIRTN") -> bytes:
    """An answer at `time=1900`: every dimension and code, no figure."""
    told = {
        dim: {"category": {"index": {c: n for n, c in enumerate(codes)}, "label": codes}} for dim, codes in dims.items()
    }
    return json.dumps({
        "version": "2.0", "class": "dataset", "source": "ESTAT", "updated": "2026-09-03T11:00:00+0200", "value": {},
        "id": [*dims, "time"], "size": [*(len(codes) for codes in dims.values()), 0],
        "dimension": {**told, "time": {"category": {"index": {}, "label": {}}}},
        "extension": {"id": code, "annotation": [{"type": "OBS_PERIOD_OVERALL_LATEST", "title": "2025"}]},
    }).encode()  # fmt: skip


def told(folders: Places, dataset: str = RETURNS) -> tuple[str, str]:
    found = contacts.last(folders.warehouse, "probe", dataset)
    assert found is not None
    return found.outcome, found.details["told"]


def test_a_table_as_declared_is_the_same_and_is_asked_for_its_structure_only(
    here: Callable[..., tuple[int, str]], serve: Any, reply: Any, folders: Places
) -> None:
    server = serve({TABLE: reply(structure(DIMS))})
    code, said = here("probe", RETURNS, url=server.url)
    assert code == 0, said
    assert re.search(rf"{RETURNS} +│ same +│ 2025", said)
    assert [a.raw_query for a in server.log] == ["format=JSON&lang=EN&time=1900"]
    assert told(folders) == ("same", "")
    assert not folders.snapshots.exists()


@pytest.mark.parametrize(
    ("change", "outcome", "what"),
    [
        ({"citizen": {**DIMS["citizen"], "QQ": "Nowhere"}}, "new code", "citizen QQ"),
        ({"geo": {**DIMS["geo"], "EU30": "EU of thirty"}}, "new code", "geo EU30"),
        ({"c_dest": {"TOTAL": "Total", "TRD": "Other"}}, "gone", "c_dest Third country"),
        ({"form": {"TOTAL": "Total", "X": "Enforced"}}, "new dimension", "form TOTAL, X"),
        ({"citizen": None}, "gone", "citizen"),
        ({"sex": None}, "same", ""),
    ],
)
def test_what_is_not_as_declared_is_named(
    here: Callable[..., tuple[int, str]], serve: Any, reply: Any, folders: Places, change: Any, outcome: str, what: str
) -> None:
    dims = {dim: codes for dim, codes in {**DIMS, **change}.items() if codes}
    server = serve({TABLE: reply(structure(dims))})
    code, said = here("probe", RETURNS, url=server.url)
    assert code == (0 if outcome == "same" else 4)
    assert re.search(rf"{RETURNS} +│ {outcome}", said), said
    found, words = told(folders)
    assert found == outcome
    assert what in words


def test_codes_that_nobody_asks_for_are_new_only_against_the_probe_before(
    here: Callable[..., tuple[int, str]], serve: Any, reply: Any, folders: Places
) -> None:
    server = serve({TABLE: reply(structure(DIMS))})
    here("probe", RETURNS, url=server.url)
    server.answers[TABLE] = [reply(structure({**DIMS, "sex": {**DIMS["sex"], "NAP": "Not applicable"}}))]
    assert here("probe", RETURNS, url=server.url)[0] == 4
    assert told(folders) == ("new code", "sex NAP")
    assert here("probe", RETURNS, url=server.url)[0] == 0, "said once"


def test_another_table_under_the_address_and_an_error_are_not_answered(
    here: Callable[..., tuple[int, str]], serve: Any, reply: Any, folders: Places
) -> None:
    server = serve({TABLE: [reply(structure(DIMS, "MIGR_EIORD")), reply(b"gone", 404)]})
    code, said = here("probe", RETURNS, url=server.url)
    assert code == 4
    assert "this is table migr_eiord; expected is migr_eirtn" in said
    assert here("probe", RETURNS, url=server.url)[0] == 4
    assert told(folders)[0] == "not answered"


def test_of_cbs_the_columns_and_the_keys_of_filters_are_compared(
    here: Callable[..., tuple[int, str]], serve: Any, reply: Any, cbs_82025: Any, archived: Any, folders: Places
) -> None:
    answers = cbs_82025(archived(RESETTLED), "2026-10-30")
    server = serve(answers)
    code, said = here("probe", RESETTLED, url=server.url)
    assert code == 0, said
    assert re.search(rf"{RESETTLED} +│ same +│ 2026-10-30", said)
    assert {p.rsplit("/", 1)[1] for p in server.paths()} == {"TableInfos", "DataProperties", "Geslacht", "Leeftijd"}
    columns = answers["/82025NED/DataProperties"].body.replace(b"UitgenodigdeVluchtelingen_1", b"Hervestigd_7")
    columns = columns.replace(b"Uitgenodigde vluchtelingen", b"Hervestigden")
    server.answers["/82025NED/DataProperties"] = [reply(columns)]
    assert here("probe", RESETTLED, url=server.url)[0] == 4
    assert told(folders, RESETTLED) == ("gone", "measure invited; measure Hervestigd_7")


def test_one_page_tells_the_day_of_the_newest_workbook_for_every_dataset(
    here: Callable[..., tuple[int, str]], serve: Any, reply: Any
) -> None:
    server = serve({LANDING: reply(b'<a href="/assets/Monthly_detections_of_IBC_2026_11_04.xlsx">November</a>')})
    code, said = here("probe", "frontex", url=server.url)
    assert code == 0
    assert len(re.findall(r"frontex\.\w+ +│ same +│ 2026-11-04", said)) == 3
    assert server.paths() == [LANDING]


def test_without_network_one_sentence_and_the_last_probe_stays(
    here: Callable[..., tuple[int, str]], serve: Any, reply: Any, folders: Places
) -> None:
    here("probe", RETURNS, url=serve({TABLE: reply(structure(DIMS))}).url)
    code, said = here("probe", RETURNS, MONITOR_HTTP_RETRIES="0")
    assert code == 3
    assert "No network: none of the 1 tables could be asked for." in said
    assert told(folders) == ("same", "")
