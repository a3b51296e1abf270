"""What every form of a file says beside its figures: unit, title, inputs and columns, as the catalogue declares them.

The catalogue's files are read here as they lie, without the code under test.
"""

import csv
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from dashboards.figures.figure import default_figure
from dashboards.files.snippets import snippets
from dashboards.query import urls
from etl.catalogue import catalogue
from etl.catalogue.catalogue import ROOT

INDICATORS = tuple(catalogue.load().indicators)
Ask = Callable[[str, str, str], bytes]


@cache
def declared(indicator: str) -> dict[str, Any]:
    """The indicator's own file."""
    return tomllib.loads((ROOT / "indicators" / f"{indicator}.toml").read_text("utf-8"))


@cache
def words(code_list: str) -> dict[str, dict[str, str]]:
    """A code list: code -> en, nl."""
    with (ROOT / f"{code_list}.csv").open(encoding="utf-8", newline="") as f:
        return {row["code"]: row for row in csv.DictReader(f)}


def language_of(indicator: str) -> str:
    """Half of the indicators are asked in English, half in Dutch."""
    return "en" if INDICATORS.index(indicator) % 2 else "nl"


@pytest.fixture(scope="module")
def taken(site: Any, release_root: Path) -> Ask:
    """A form of an indicator's default figure."""
    client = site.test_client()

    @cache
    def ask(indicator: str, ending: str, lang: str) -> bytes:
        state = default_figure(indicator, "en").chosen.state()
        answer = client.get(urls.data(indicator, {**state, "lang": lang}, ending))
        assert answer.status_code == 200
        return answer.data

    return ask


def cover(body: bytes, sheet: int = 0) -> dict[str, str]:
    """The named rows of a sheet of words."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    rows = book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)
    return {str(row[0]): str(row[1]) for row in rows if len(row) > 1 and row[0] and row[1]}


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_form_names_the_unit_that_the_indicator_declares(taken: Ask, indicator: str) -> None:
    lang, own = language_of(indicator), declared(indicator)
    unit = words("units")[own["unit"]][lang]
    rows = list(csv.DictReader(io.StringIO(taken(indicator, "csv", lang).decode("utf-8"), newline="")))
    assert {r["unit"] for r in rows} <= {unit}
    assert cover(taken(indicator, "xlsx", lang))[{"en": "Unit", "nl": "Eenheid"}[lang]] == unit
    cube = json.loads(taken(indicator, "json", lang))
    assert cube["dimension"]["indicator"]["category"]["unit"] == {
        indicator: {"label": unit, "decimals": own["decimals"]}
    }
    assert cube["role"]["metric"] == ["indicator"]
    schema = pq.read_schema(io.BytesIO(taken(indicator, "parquet", lang)))
    assert schema.metadata[b"unit"].decode() == unit
    with zipfile.ZipFile(io.BytesIO(taken(indicator, "zip", lang))) as z:
        head = z.read("README.md").decode().split("\n## ")[0]
    assert f"{own['measure'][lang]} ({unit})." in head


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_form_names_title_definition_and_caveat(taken: Ask, indicator: str) -> None:
    lang, own = language_of(indicator), declared(indicator)
    texts = [own[name][lang] for name in ("title", "measure", "definition", "caveat")]
    metadata = pq.read_schema(io.BytesIO(taken(indicator, "parquet", lang))).metadata
    assert [metadata[name].decode() for name in (b"title", b"measure", b"definition", b"caveat")] == texts
    cube = json.loads(taken(indicator, "json", lang))
    assert [cube["label"], *cube["note"][:3]] == texts
    book = CalamineWorkbook.from_filelike(io.BytesIO(taken(indicator, "xlsx", lang)))
    on_cover = {str(c) for row in book.get_sheet_by_index(0).to_python() for c in row}
    assert set(texts) <= on_cover
    with zipfile.ZipFile(io.BytesIO(taken(indicator, "zip", lang))) as z:
        readme, package = z.read("README.md").decode(), json.loads(z.read("datapackage.json"))
    assert all(text in readme for text in texts)
    assert all(text in package["resources"][0]["description"] for text in texts[1:])


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_form_names_the_inputs_of_its_own_figures_and_no_others(
    taken: Ask, release_root: Path, indicator: str
) -> None:
    """Dataset, provenance and hash of the bytes: on the notes of the workbook, in the cube, in the README."""
    figure = default_figure(indicator, "en")
    used = [figure.release.inputs[n] for n in sorted({n for s in figure.series for p in s.points for n in p.src})]
    lang = language_of(indicator)
    cube = json.loads(taken(indicator, "json", lang))
    told = {x for origin in cube["extension"]["origins"] for x in origin["snapshot"].split("; ") if x}
    assert told == {x.snapshot for x in used}
    book = CalamineWorkbook.from_filelike(io.BytesIO(taken(indicator, "xlsx", lang)))
    lines = [" ".join(map(str, row)) for row in book.get_sheet_by_index(1).to_python()]
    listed = [line for line in lines if re.search(r"sha256 [0-9a-f]{64}$", line)]
    assert len(listed) == len(used)
    for x in used:
        [line] = [line for line in listed if x.snapshot in line and x.dataset in line and x.obtained_from in line][:1]
        assert f"; {x.kind}; " in line


def test_flags_provenance_and_columns_are_explained_where_they_occur_and_only_there(taken: Ask) -> None:
    seen = set()
    for indicator in INDICATORS:
        lang = language_of(indicator)
        body = taken(indicator, "csv", lang).decode("utf-8")
        rows = list(csv.DictReader(io.StringIO(body, newline="")))
        letters = {letter for r in rows for letter in r["flag"]}
        kinds = {r["provenance"] for r in rows}
        metadata = pq.read_schema(io.BytesIO(taken(indicator, "parquet", lang))).metadata
        for name, there, code_list in ((b"flags", letters, "flags"), (b"kinds", kinds, "kinds")):
            lines = metadata.get(name, b"").decode().splitlines()
            assert sorted(lines) == sorted(f"{code}: {words(code_list)[code][lang]}" for code in there), indicator
        seen |= letters | kinds
    assert len(seen) > 6


def test_every_column_of_a_file_is_described_under_its_own_name(taken: Ask) -> None:
    schema = pq.read_schema(io.BytesIO(taken("returned", "parquet", "en")))
    header = taken("returned", "csv", "en").decode("utf-8").split("\r\n")[0].split(",")
    assert schema.names == header == list(words("columns"))
    for name in header:
        assert schema.field(name).metadata[b"description"].decode() == words("columns")[name]["en"]


def test_an_index_names_its_own_unit_in_every_form(client: Any) -> None:
    query = {"geo": "NL", "series": "all", "measure": "index", "base": "2015"}
    unit = "index (2015 = 100)"
    get = {end: client.get(urls.data("asylum_applicants", query, end)).data for end in ("xlsx", "json", "parquet")}
    assert cover(get["xlsx"])["Unit"] == unit
    cube = json.loads(get["json"])
    assert cube["dimension"]["indicator"]["category"]["unit"]["asylum_applicants"] == {"label": unit, "decimals": 1}
    assert pq.read_schema(io.BytesIO(get["parquet"])).metadata[b"unit"].decode() == unit


def test_the_lines_for_r_and_excel_type_the_columns_that_hold_numbers_in_the_file(client: Any) -> None:
    """R takes a type for each column by its place: one column more, and it would read text as a number."""
    header = client.get("/data/returned.csv").text.split("\r\n")[0].split(",")
    numbers = ["value", "target"]
    code = {s.id: s.code for s in snippets("https://monitor.example/data/returned.csv", "en")}
    [count] = re.findall(r'^types <- rep\("character", (\d+)\)$', code["r"], flags=re.MULTILINE)
    assert int(count) == len(header)
    [places] = re.findall(r'^types\[c\(([\d, ]+)\)\] <- "numeric"', code["r"], flags=re.MULTILINE)
    assert [header[int(n) - 1] for n in places.split(", ")] == numbers
    assert re.findall(r'\{"(\w+)", type number\}', code["excel"]) == numbers
    assert re.findall(r"TRY_CAST\((\w+) AS DOUBLE\) AS (\w+)", code["duckdb"]) == [(n, n) for n in numbers]
