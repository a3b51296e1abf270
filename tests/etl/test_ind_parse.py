"""Parsing CBS files: what is on disk in small fixtures, and every way in which an answer can be wrong."""

import csv
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl import archive
from etl.declarations import Dataset
from etl.errors import ContractError
from etl.sources import Part, ind
from etl.vintages import Batch, history

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures" / "ind"
KEYS = ["nationality", "measure", "period"]
Doc = dict[str, Any]


def declared(name: str, **changes: Any) -> Dataset:
    values = tomllib.loads((ROOT / "data" / "catalogue" / "datasets" / f"{name}.toml").read_text("utf-8"))
    return Dataset.model_validate({**values, "id": name, **changes})


def files(api: str = "v3", without: tuple[str, ...] = (), **edit: Callable[[Doc], object]) -> tuple[Part, ...]:
    """The fixture as parts; `edit` changes a file's content by name (TypedDataSet_1 for TypedDataSet-1.json)."""
    parts = []
    for path in sorted((FIXTURES / api).glob("*.json")):
        content = json.loads(path.read_bytes())
        if change := edit.get(path.stem.replace("-", "_")):
            change(content)
        if path.stem not in without:
            parts.append(Part(path.name, json.dumps(content).encode(), f"https://host/table/{path.stem}?x=1"))
    return tuple(parts)


def saved(name: str) -> tuple[Part, ...]:
    return (Part(name, (FIXTURES / name).read_bytes(), name),)


def value(frame: pd.DataFrame, **where: str) -> float:
    for column, code in where.items():
        frame = frame[frame[column] == code]
    assert len(frame) == 1, frame
    return float(frame["value"].iloc[0])


@pytest.mark.parametrize("api", ["v3", "v4"])
@pytest.mark.parametrize(
    ("name", "periods"),
    [
        ("ind.83102ned_month", {"2015-10", "2025-11", "2025-12"}),
        ("ind.83102ned_quarter", {"2022-Q1"}),
        ("ind.83102ned_year", {"2021"}),
    ],
)
def test_only_the_datasets_frequency_is_kept_of_a_mixed_table(api: str, name: str, periods: set[str]) -> None:
    assert set(ind.parse(files(api), declared(name)).frame["period"]) == periods


def test_the_frame_is_tidy() -> None:
    frame = ind.parse(files(), declared("ind.83102ned_quarter")).frame
    assert list(frame.columns) == ["measure", "precision", "period", "value", "flag"]
    assert frame["value"].dtype == "float64"
    assert set(frame["precision"]) == {"rounded_5"}
    assert value(frame, measure="first", period="2022-Q1") == 6485
    assert value(frame, measure="nareis", period="2022-Q1") == 2555


@pytest.mark.parametrize("api", ["v3", "v4"])
def test_missing_stays_missing(api: str) -> None:
    frame = ind.parse(files(api), declared("ind.83102ned_month")).frame
    total = frame[frame["measure"] == "first_and_repeat"]
    assert len(total) == 6
    assert total["value"].isna().all()


@pytest.mark.parametrize("api", ["v3", "v4"])
def test_provisional_periods_carry_the_flag(api: str) -> None:
    frame = ind.parse(files(api), declared("ind.83102ned_month")).frame
    assert dict(frame.groupby("period")["flag"].first()) == {"2015-10": "", "2025-11": "p", "2025-12": "p"}


def test_padded_keys_become_titles_and_the_total_keeps_its_key() -> None:
    yearly = declared("ind.83102ned_month", frequency="A")
    assert set(ind.parse(files(), yearly).frame["nationality"]) == {"Syrisch", "T001059"}


def test_a_nationality_is_called_the_same_in_the_archive_and_in_an_answer() -> None:
    """The archive has keys, an answer of CBS a list with titles: one that had two names would count twice."""
    dataset = declared("ind.80059ned")
    answer = ind.parse(files("80059ned"), dataset).frame
    archived = archive.batches(dataset, ROOT / "data" / "archive")
    both = history([*(Batch(b.frame, "2019-04-30", 1) for b in archived), Batch(answer, "2026-02-16", 2)], KEYS)
    assert set(answer["nationality"]) == {"T001059", "Algerijns", "Chinees", "Syrisch", "NAT9445"}
    totals = both[both["current"] & (both["measure"] == "first_repeat_nareis") & (both["period"] == "2015")]
    before = pd.concat(b.frame[b.frame["period"] == "2015"] for b in archived)
    assert sorted(totals["nationality"]) == sorted(before["nationality"])
    asked = totals[totals["src_last"] == 2]
    assert dict(zip(asked["nationality"], asked["value"], strict=True)) == {
        "T001059": 58880, "Algerijns": 55, "Chinees": 240, "Syrisch": 27710, "NAT9445": 35,
    }  # fmt: skip


def test_every_key_of_the_archive_has_its_name_in_the_datasets_file() -> None:
    """Also those that keep their key, so that a title of CBS's list cannot become a second name."""
    dataset = declared("ind.80059ned")
    with (ROOT / "data" / "archive" / dataset.archive[0].file).open(encoding="utf-8", newline="") as f:
        keys = {row["nationality_key"] for row in csv.DictReader(f)}
    named = dataset.rename.codes["nationality"]
    assert keys <= set(named)
    assert len({named[key] for key in keys}) == len(keys)


def test_the_total_of_83102_leaves_out_family_members() -> None:
    frame = ind.parse(files(), declared("ind.83102ned_month", frequency="A")).frame
    frame = frame[frame["nationality"] == "Syrisch"]
    assert value(frame, measure="first_and_repeat", period="2015") == 18730
    assert value(frame, measure="nareis", period="2015") == 8980


def test_two_keys_with_one_title_stay_apart() -> None:
    def same_title(doc: Doc) -> None:
        for row in doc["value"]:
            row["Title"] = "Anders"

    dataset = declared("ind.83102ned_month", rename={**declared("ind.83102ned_month").rename.model_dump()})
    codes = {"measure": dataset.rename.codes["measure"], "nationality": {}}
    dataset = declared("ind.83102ned_month", rename={"dims": dataset.rename.dims, "codes": codes})
    frame = ind.parse(files(Nationaliteit=same_title), dataset).frame
    assert set(frame["nationality"]) == {"Anders (NAT9326)", "Anders (NAT9444)"}


def test_portal_csv_is_read_with_topics_known_by_title() -> None:
    parsed = ind.parse(saved("82027NED_UntypedDataSet.csv"), declared("ind.82027ned"))
    assert value(parsed.frame, measure="asylum_total", period="2010") == 8680
    assert value(parsed.frame, measure="asylum_humanitarian", period="2011") == 2345
    assert parsed.frame.loc[parsed.frame["measure"] == "single_permit", "value"].isna().all()
    assert parsed.vintage == ""
    assert any("provisional figures are not marked" in w for w in parsed.warnings)
    assert any("no figures for asylum" not in w and "no figures for family_child" in w for w in parsed.warnings)


def test_long_and_wide_statline_exports_are_the_same_table() -> None:
    dataset = declared("ind.83102ned_month")
    long = ind.parse(saved("83102NED_statline_long.csv"), dataset)
    wide = ind.parse(saved("83102NED_statline_wide.csv"), dataset)
    pd.testing.assert_frame_equal(long.frame, wide.frame)
    assert value(long.frame, nationality="Syrisch", measure="nareis", period="2025-12") == 1110
    assert dict(long.frame.groupby("period")["flag"].first()) == {"2015-10": "", "2025-11": "p", "2025-12": "p"}
    assert long.vintage == wide.vintage == "2026-01-31"


def test_statline_exports_and_odata_agree_cell_by_cell() -> None:
    dataset = declared("ind.83102ned_month")
    odata = ind.parse(files(), dataset).frame
    export = ind.parse(saved("83102NED_statline_wide.csv"), dataset).frame
    pd.testing.assert_frame_equal(odata[odata["measure"] == "nareis"].reset_index(drop=True), export)


def drop(doc: Doc, column: str) -> None:
    for row in doc["value"]:
        row.pop(column)


def rename(doc: Doc, old: str, new: str) -> None:
    for row in doc["value"]:
        row[new] = row.pop(old)


def put(column: str, cell: object, row: int = 0) -> Callable[[Doc], object]:
    return lambda doc: doc["value"][row].update({column: cell})


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"TypedDataSet_1": lambda d: rename(d, "NareizigersPersonen_4", "Gezinsleden_4"),
          "TypedDataSet_2": lambda d: rename(d, "NareizigersPersonen_4", "Gezinsleden_4")},
         r"unknown topic 'Gezinsleden_4'; accepted: TotaalAsielverzoeken_1, EersteAsielverzoekenPersonen_2"),
        ({"TypedDataSet_1": lambda d: rename(d, "Nationaliteit", "Herkomst")},
         r"TypedDataSet-1.json, row 1: there is no column 'Nationaliteit'; found: ID, Geslacht"),
        ({"TypedDataSet_1": lambda d: d["value"][3].pop("NareizigersPersonen_4")},
         r"TypedDataSet-1.json, row 4: columns .* differ from the first row's"),
        ({"TypedDataSet_1": put("Perioden", "2015QQ10")}, r"unknown period '2015QQ10'; accepted: yyyyJJ00"),
        ({"TypedDataSet_1": put("Perioden", "2026MM01")}, r"period 2026MM01 is not in the list of Perioden"),
        ({"TypedDataSet_1": put("EersteAsielverzoekenPersonen_2", "veel", 2)},
         r"TypedDataSet-1.json, row 3, EersteAsielverzoekenPersonen_2: 'veel' is not a figure"),
        ({"TypedDataSet_1": put("Nationaliteit", None)}, r"row 1: Nationaliteit is None; expected text"),
        ({"Perioden": put("Status", "Herzien")}, r"Perioden.json, row 1: unknown status 'Herzien'; accepted"),
        ({"TableInfos": put("Identifier", "80059ned")}, r"TableInfos.json: this is table 80059ned, expected 83102NED"),
        ({"TableInfos": put("Modified", "gisteren")}, r"TableInfos.json: Modified is 'gisteren'; expected an ISO date"),
        ({"TypedDataSet_2": lambda d: d.update({"odata.nextLink": "https://host/more"})},
         r"TypedDataSet-2.json: the page that follows is missing"),
        ({"TypedDataSet_1": lambda d: d["value"].append(d["value"][0])},
         r"4 figures stand there twice, first nationality Syrisch, measure \w+, period 2015-10"),
        ({"TypedDataSet_1": lambda d: d.update(value="none")}, r"expected an object with a list named `value`"),
        ({"TypedDataSet_1": lambda d: d.update(value=[{"a": 1}])}, r"columns a: no table, code list or observations"),
        ({"Nationaliteit": lambda d: d.update({"odata.nextLink": "https://host/more"})},
         r"Nationaliteit.json: only the first page of a list"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_with_file_place_and_what_is_accepted(edit: Any, said: str) -> None:
    with pytest.raises(ContractError, match=said):
        ind.parse(files(**edit), declared("ind.83102ned_month"))


@pytest.mark.parametrize(
    ("api", "without", "said"),
    [
        ("v3", ("Perioden",), "the list of Perioden is missing: provisional figures cannot be told"),
        ("v4", ("PeriodenCodes",), "the list of Perioden is missing"),
        ("v3", ("Nationaliteit",), "the list of Nationaliteit is missing"),
        ("v4", ("MeasureCodes",), r"Observations-1.json: measure 'M0001' is in no list of measures \(MeasureCodes\)"),
        ("v3", ("TypedDataSet-1", "TypedDataSet-2"), "no figures of 83102NED in DataProperties.json"),
        ("v3", ("TypedDataSet-2",), "TypedDataSet-1.json: the page that follows is missing"),
    ],
)
def test_a_missing_file_is_named(api: str, without: tuple[str, ...], said: str) -> None:
    with pytest.raises(ContractError, match=said):
        ind.parse(files(api, without), declared("ind.83102ned_month"))


def test_a_figure_with_an_unknown_attribute_is_refused() -> None:
    parts = files("v4", Observations_1=put("ValueAttribute", "Impossible", 1))
    with pytest.raises(ContractError, match=r"Observations-1.json, row 2: ValueAttribute 'Impossible'; accepted: None"):
        ind.parse(parts, declared("ind.83102ned_month"))


def test_totals_are_never_made_by_adding_cells() -> None:
    parts = files(**{f"TypedDataSet_{n}": lambda d: [r.update(Geslacht="3000   ") for r in d["value"]] for n in (1, 2)})
    with pytest.raises(ContractError, match="Geslacht is 3000; accepted: T001038, Totaal mannen en vrouwen"):
        ind.parse(parts, declared("ind.83102ned_month"))


def test_a_table_of_another_frequency_is_refused() -> None:
    with pytest.raises(ContractError, match="no period of frequency Q; found 2015 oktober"):
        ind.parse(saved("83102NED_statline_wide.csv"), declared("ind.83102ned_quarter"))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "x.csv: the file is empty"),
        (b"\x00\x81\x8d", "neither UTF-8 nor Windows-1252"),
        (b"just words", "x.csv, line 1: no columns in 'just words'"),
        (b'"ID";"Perioden"\r\n"0";"2010JJ00";"5"\r\n', "x.csv, line 2: 3 cells, expected 2"),
        (
            b'"ID";"Nationaliteit";"Perioden";"Studie_9"\r\n"0";"T001059  ";"2010JJ00";"   10',
            "x.csv, near line 2: broken CSV",
        ),
        (b'"ID";"ID"\r\n"0";"1"\r\n', "x.csv: a column stands there twice"),
        (
            b'{"value": [{"ID": 1, "Nationaliteit": "T001059", "Perioden": "2010JJ00", "Studie_9": NaN}]}',
            "NaN is not a figure",
        ),
        (b'{"value": [{"ID": 1, "Nationaliteit": "T001059", "Perioden": "2010JJ00"}]}', "no topic among the columns"),
        (b"[]", "expected an object with a list named `value`"),
        (b'{"value": [1]}', "`value` holds something else than objects"),
    ],
)
def test_a_file_that_is_not_of_cbs_is_refused(body: bytes, said: str) -> None:
    with pytest.raises(ContractError, match=said):
        ind.parse((Part("x.csv", body, "x.csv"),), declared("ind.82027ned"))


def test_a_topic_that_is_declared_as_unused_is_left_out() -> None:
    def more(doc: Doc) -> None:
        for row in doc["value"]:
            row["AlleenstaandeMinderjarigen_5"] = 5

    request = {**declared("ind.83102ned_month").request, "unused": ["Alleenstaande minderjarigen"]}
    frame = ind.parse(
        files(TypedDataSet_1=more, TypedDataSet_2=more), declared("ind.83102ned_month", request=request)
    ).frame
    pd.testing.assert_frame_equal(frame, ind.parse(files(), declared("ind.83102ned_month")).frame)


def test_an_empty_last_page_changes_nothing() -> None:
    link = {"odata.nextLink": "https://host/83102NED/TypedDataSet?$skiptoken=2"}
    parts = files(TypedDataSet_2=lambda doc: doc.update(link))
    parts = (*parts, Part("TypedDataSet-3.json", b'{"value": []}', "https://host/83102NED/TypedDataSet?$skiptoken=2"))
    pd.testing.assert_frame_equal(
        ind.parse(parts, declared("ind.83102ned_month")).frame,
        ind.parse(files(), declared("ind.83102ned_month")).frame,
    )
