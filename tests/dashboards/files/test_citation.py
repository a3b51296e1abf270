"""How a figure is cited, and the lines of code that open it: run here as they are given."""

import csv
import io
import json
import re
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from typing import Any

import duckdb
import pandas as pd
import pytest
from playwright._impl._driver import compute_driver_executable
from werkzeug.serving import make_server

from dashboards.figures import figure as figures
from dashboards.files import citation
from dashboards.files.citation import Cited
from dashboards.files.snippets import snippets
from dashboards.query.columns import CORE
from dashboards.query.selection import Selection
from etl.catalogue import catalogue
from etl.release import store

CITED = Cited(
    "en",
    "returned",
    "Returns & removals_100%",
    "Netherlands, 2010 to 2016",
    "Eurostat (migr_eirtn)",
    "2026-11-23-d3e056",
    "2026-11-23",
    "https://monitor.example/en/figure/returned?geo=NL&release=2026-11-23-d3e056",
)


def test_a_sentence_names_title_state_release_source_and_address() -> None:
    assert citation.plain(CITED) == (
        "“Returns & removals_100%”, Netherlands, 2010 to 2016. Migration agenda monitor, release 2026-11-23-d3e056 of "
        "23 November 2026. Figures: Eurostat (migr_eirtn). "
        "https://monitor.example/en/figure/returned?geo=NL&release=2026-11-23-d3e056"
    )


def test_apa_puts_the_date_behind_the_author() -> None:
    assert citation.apa(CITED).startswith(
        "Migration agenda monitor. (2026, November 23). Returns & removals_100%: Netherlands, 2010 to 2016 "
        "(Version 2026-11-23-d3e056) [Data set]. "
    )


def test_bibtex_escapes_what_tex_would_run_and_keeps_the_address() -> None:
    entry = citation.bibtex(CITED)
    fields = dict(re.findall(r"^  (\w+) *= \{(.*)\},$", entry, re.MULTILINE))
    assert entry.startswith("@misc{returned_2026_11_23_d3e056,\n")
    assert fields["title"] == r"{Returns \& removals\_100\%: Netherlands, 2010 to 2016}"
    assert fields["url"] == CITED.address
    assert (fields["year"], fields["month"], fields["version"]) == ("2026", "11", "2026-11-23-d3e056")
    assert entry.count("{") == entry.count("}")


def test_dutch_is_cited_in_dutch_with_the_day_of_reading(release: store.Release) -> None:
    chosen = Selection("first_time_applicants", ("EU28",), ("non_eu",), "2014", "2017", "2019-10-14", lang="nl")
    indicator, chosen, series = figures.reading(release, chosen)
    built = release.facts["built_at"]
    made = citation.cited(
        catalogue.load(), indicator, chosen, series, release.inputs, release.id, built, "https://x.example"
    )
    said = citation.plain(made)
    for part in ("“Eerste asielaanvragers”", "2014 tot en met 2017", "zoals bekend op 14 oktober 2019", "release"):
        assert part in said
    assert [name for name, _ in citation.forms(made)] == ["Lopende tekst", "APA", "BibTeX"]


def test_many_places_are_counted_not_cut_off(release: store.Release) -> None:
    chosen = Selection("returned")
    indicator, chosen, series = figures.reading(release, chosen)
    count = sum(len(geo) == 2 for geo in release.choices("returned").geos)
    assert citation.detail(catalogue.load(), indicator, chosen, series).startswith(f"{count} countries and the EU, ")


def test_up_to_three_places_are_named(release: store.Release) -> None:
    chosen = Selection("returned", ("BE", "DE", "NL"), ("all",))
    indicator, chosen, series = figures.reading(release, chosen)
    assert citation.detail(catalogue.load(), indicator, chosen, series).startswith("Belgium, Germany and Netherlands, ")


@pytest.fixture(scope="module")
def address(site: Any) -> Iterator[str]:
    """The site on a port of this machine."""
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def csv_address(address: str) -> str:
    """Frontex's routes, with blanks in their names, flags and missing targets."""
    return f"{address}/data/arrivals_by_route_nationality.csv?geo=Western%20Balkan%20Route&from=2015"


def code(tool: str, url: str) -> str:
    [found] = [s.code for s in snippets(url, "en") if s.id == tool]
    assert url in found
    return found


@pytest.fixture
def expected(client: Any, csv_address: str) -> pd.DataFrame:
    body = client.get(csv_address[csv_address.index("/data/") :]).data
    found = pd.read_csv(io.BytesIO(body), dtype=str, keep_default_na=False)
    found["value"] = pd.to_numeric(found["value"])
    assert len(found) > 50
    return found


def test_the_lines_for_pandas_run(csv_address: str, expected: pd.DataFrame) -> None:
    space: dict[str, Any] = {}
    exec(code("pandas", csv_address), space)
    data = space["data"]
    assert data["value"].tolist() == expected["value"].tolist()
    assert data["period"].tolist() == expected["period"].tolist()
    assert data[["quota", "ceiling"]].isna().all().all()
    assert (data["flag"] == expected["flag"]).all()


def test_the_lines_for_duckdb_run_on_the_file(
    csv_address: str, client: Any, expected: pd.DataFrame, tmp_path: Any
) -> None:
    """The extension that reads addresses cannot be fetched in a test: the same lines read the same file here."""
    path = tmp_path / "x.csv"
    path.write_bytes(client.get(csv_address[csv_address.index("/data/") :]).data)
    sql = code("duckdb", csv_address).replace("INSTALL httpfs; LOAD httpfs;", "").replace(csv_address, str(path))
    with duckdb.connect() as db:
        found = db.execute(sql.strip().rstrip(";"))
        names = [d[0] for d in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert [r["value"] for r in rows] == expected["value"].tolist()
    assert [r["period"] for r in rows] == expected["period"].tolist()
    assert {(r["quota"], r["ceiling"]) for r in rows} == {(None, None)}


def test_the_lines_for_r_run(csv_address: str, expected: pd.DataFrame) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed on this machine")
    script = (
        code("r", csv_address) + 'cat(nrow(data), sum(data$value), class(data$period), sum(is.na(data$quota)), "\\n")'
    )
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True, timeout=60)
    rows, total, kind, missing = done.stdout.split()
    assert (int(rows), float(total), kind, int(missing)) == (
        len(expected), expected["value"].sum(), "character", len(expected),
    )  # fmt: skip


def test_the_lines_for_polars_run(csv_address: str, expected: pd.DataFrame) -> None:
    space: dict[str, Any] = {}
    exec(code("polars", csv_address), space)
    data = space["data"]
    assert data["value"].to_list() == expected["value"].tolist()
    assert data["period"].to_list() == expected["period"].tolist()
    assert data["flag"].to_list() == expected["flag"].tolist()
    assert data["quota"].null_count() == len(expected)


def test_the_formula_for_google_sheets_names_a_small_file_and_how_it_is_written(client: Any, csv_address: str) -> None:
    english, dutch = (next(s.code for s in snippets(csv_address, lang) if s.id == "sheets") for lang in ("en", "nl"))
    address, delimiter, locale = re.fullmatch(r'=IMPORTDATA\("([^"]+)", "(.)", "(\w+)"\)\n', english).groups()
    assert dutch == f'=IMPORTDATA("{address}"; "{delimiter}"; "{locale}")\n'
    assert (delimiter, locale) == (",", "en_US")
    body = client.get(address[address.index("/data/") :]).text
    assert body.split("\r\n")[0].split(delimiter) == list(CORE)


def test_the_address_for_datawrapper_has_a_column_of_numbers_for_each_place(client: Any) -> None:
    [address] = [
        s.code.strip()
        for s in snippets("http://localhost/data/returned.csv?geo=NL,DE&series=all", "en")
        if s.id == "datawrapper"
    ]
    read = pd.read_csv(io.BytesIO(client.get(address[address.index("/data/") :]).data))
    assert list(read.columns[:4]) == ["series_name", "period", "NL", "DE"]
    assert read[["NL", "DE"]].dtypes.map(lambda t: t.kind).isin(["f", "i"]).all()
    assert read["period"].is_monotonic_increasing


def test_the_lines_for_observable_run_in_node(client: Any, csv_address: str, expected: pd.DataFrame) -> None:
    """With the rows that d3.csv would give: objects of texts."""
    body = client.get(csv_address[csv_address.index("/data/") :]).text
    rows = json.dumps(list(csv.DictReader(io.StringIO(body, newline=""))))
    script = f"const d3 = {{csv: (url, each) => {rows}.map(each)}}; let data; {code('observable', csv_address)}"
    script += "; console.log(JSON.stringify(data.map((r) => [r.period, r.value, r.quota])))"
    node, _ = compute_driver_executable()  # the one that Playwright brings
    done = subprocess.run([node], input=script, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == [
        [period, value, None] for period, value in zip(expected["period"], expected["value"], strict=True)
    ]


def test_a_citation_names_the_vintage_and_code_in_a_pinned_file_is_pinned(client: Any, release: store.Release) -> None:
    pinned, live = (client.get(f"/data/returned.zip?geo=NL{more}").data for more in (f"&release={release.id}", ""))
    for body, held in ((pinned, True), (live, False)):
        with zipfile.ZipFile(io.BytesIO(body)) as z:
            readme = z.read("README.md").decode()
        addresses = re.findall(r"http://localhost/data/returned\.csv\?[^\s\"']*", readme)
        assert len(addresses) >= 7
        assert {f"release={release.id}" in address for address in addresses} == {held}
        cite = readme.split("## How to cite")[1].split("##")[0]
        assert cite.count("as of ") >= 3, cite


def test_the_query_for_excel_reads_utf8_and_types_only_numbers() -> None:
    made = code("excel", "https://monitor.example/data/returned.csv?geo=NL")
    assert 'Web.Contents("https://monitor.example/data/returned.csv?geo=NL")' in made
    types = '{{"value", type number}, {"quota", type number}, {"ceiling", type number}}'
    assert f'Table.TransformColumnTypes(Missing, {types}, "en-US")' in made
    assert made.count("(") == made.count(")")
    assert made.count("{") == made.count("}")


def test_an_address_cannot_end_the_text_it_stands_in() -> None:
    evil = "https://x.example/data/a.csv?geo=\"'); DROP TABLE x;\n--\\"
    for snippet in snippets(evil, "nl"):
        assert "%22%27); DROP TABLE x;%0A--%5C" in snippet.code
