"""Every way in which an answer of CBS can be wrong, refused with file, place and what is accepted."""

from collections.abc import Callable
from typing import Any

import pytest

from etl.model.errors import ContractError
from etl.payloads import Part
from etl.sources import ind

Doc = dict[str, Any]


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
        ({"TypedDataSet_1": put("Perioden", "0000JJ00")}, r"unknown period '0000JJ00'; accepted: yyyyJJ00"),
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
def test_a_wrong_answer_is_refused_with_file_place_and_what_is_accepted(
    edit: Any, said: str, declared: Any, files: Any
) -> None:
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
def test_a_missing_file_is_named(api: str, without: tuple[str, ...], said: str, declared: Any, files: Any) -> None:
    with pytest.raises(ContractError, match=said):
        ind.parse(files(api, without), declared("ind.83102ned_month"))


def test_a_figure_with_an_unknown_attribute_is_refused(declared: Any, files: Any) -> None:
    parts = files("v4", Observations_1=put("ValueAttribute", "Impossible", 1))
    with pytest.raises(ContractError, match=r"Observations-1.json, row 2: ValueAttribute 'Impossible'; accepted: None"):
        ind.parse(parts, declared("ind.83102ned_month"))


def test_totals_are_never_made_by_adding_cells(declared: Any, files: Any) -> None:
    parts = files(**{f"TypedDataSet_{n}": lambda d: [r.update(Geslacht="3000   ") for r in d["value"]] for n in (1, 2)})
    with pytest.raises(ContractError, match="Geslacht is 3000; accepted: T001038, Totaal mannen en vrouwen"):
        ind.parse(parts, declared("ind.83102ned_month"))


def test_a_table_of_another_frequency_is_refused(declared: Any, saved: Any) -> None:
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
        (
            b'"ID";"Nationaliteit";"Perioden";"Studie_9"\r\n"0";"T001059  ";"2010JJ00";35',
            "x.csv: cut off: its last line, .*2010JJ00\";35', has no end",
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
def test_a_file_that_is_not_of_cbs_is_refused(body: bytes, said: str, declared: Any) -> None:
    with pytest.raises(ContractError, match=said):
        ind.parse((Part("x.csv", body, "x.csv"),), declared("ind.82027ned"))
