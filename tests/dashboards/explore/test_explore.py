"""The explore page and the CSV of a dataset's rows: counts and filters against the archive, refusals, pivots."""

import csv
import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from dashboards.explore import dimensions
from dashboards.explore import table as explore
from dashboards.text import formats
from etl.catalogue import catalogue
from etl.model.errors import UnknownValueError
from etl.model.observations import Observation, TableRow
from etl.model.places import DATA
from etl.release import store

NATIONALITIES = "frontex.ibc_nationality_year"
LARGEST = "eurostat.migr_asyappctza_citizens"
LANGS = ("en", "nl")


def archive(name: str) -> list[dict[str, str]]:
    with (DATA / "archive" / name).open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


@pytest.fixture
def body(client: Any) -> Callable[[str], str]:
    def read(address: str, status: int = 200) -> str:
        answer = client.get(address)
        assert answer.status_code == status, answer.text[:300]
        return str(answer.text)

    return read


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("table", [NATIONALITIES, LARGEST, "returned", "ind.coa_occupancy", "frontex.ibc"])
def test_every_kind_of_table_can_be_read_in_both_languages(body: Any, lang: str, table: str) -> None:
    assert f'lang="{lang}"' in body(f"/{lang}/explore?table={table}")


def test_every_dataset_and_indicator_of_the_release_has_a_page(body: Any, release: store.Release) -> None:
    tables = [p.stem for folder in ("datasets", "indicators") for p in (release.folder / folder).glob("*.parquet")]
    assert len(tables) > 60
    for table in tables:
        assert "<h1>" in body(f"/en/explore?table={table}")


def test_every_code_of_every_dataset_has_a_name_in_both_languages(release: store.Release) -> None:
    declared, unnamed = catalogue.load(), {}
    for d in declared.datasets.values():
        assert all(dimensions.dim(name, declared, "nl") != name for name in d.dims), d.id
        for name in d.dims:
            held = {
                *release.tables.codes(d.id, name),
                *d.contract.codes.get(name, ()),
                *d.rename.codes.get(name, {}).values(),
            }
            if found := declared.nameless(name, held):
                unnamed[d.id, name] = found
    assert unnamed == {}


def test_every_place_and_series_of_every_indicator_has_a_name_in_both_languages(release: store.Release) -> None:
    declared, unnamed = catalogue.load(), {}
    for i in declared.indicators.values():
        known = release.choices(i.id)
        named = {*i.breakdown.labels, *declared.codes.get(i.breakdown.code_list or "", {})}
        found = (set(known.geos) - set(declared.codes["geo"])) | (set(known.series) - named)
        if found:
            unnamed[i.id] = sorted(found)
    assert unnamed == {}


@pytest.mark.parametrize(
    ("table", "lang", "said"),
    [("ind.82027ned", "nl", "gezin: minderjarig kind"), ("ind.82027ned", "en", "family: minor child"),
     ("frontex.published_totals", "nl", "schatting in de pers"),
     ("ind.resettlement_targets", "nl", "gelezen in het document zelf"),
     ("ind.resettlement_targets", "nl", "31 december 2019"), ("ind.80059ned", "en", "Former Soviet Union (group)")],
)  # fmt: skip
def test_codes_stand_in_the_readers_language(body: Any, table: str, lang: str, said: str) -> None:
    assert said in body(f"/{lang}/explore?table={table}")


def test_every_name_belongs_to_a_dimension_that_is_shown() -> None:
    assert {code.partition(":")[0] for code in catalogue.load().codes["values"]} <= set(catalogue.load().dimensions)


def test_rows_of_a_nationality_are_those_of_the_archive(client: Any, release_root: Any) -> None:
    answer = client.get(f"/data/dataset/{NATIONALITIES}.csv?nationality=Syria&from=2015&to=2016")
    found = {
        (r["route"], r["border_type"], r["period"]): float(r["value"]) for r in csv.DictReader(io.StringIO(answer.text))
    }
    wanted = {
        (r["route"], r["border_type"], r["year"]): float(r["value"])
        for r in archive("frontex_ibc_nationality_year.csv")
        if r["nationality"] == "Syria" and r["year"] in ("2015", "2016")
    }
    assert found == wanted
    assert len(found) > 5


def test_the_page_counts_the_rows_of_the_choice_and_of_the_table(body: Any) -> None:
    rows = archive("frontex_ibc_nationality_year.csv")
    syria = [r for r in rows if r["nationality"] == "Syria"]
    assert f"{len(syria)} rows of {len(rows):,}" in body(f"/en/explore?table={NATIONALITIES}&nationality=Syria")


def test_the_highest_value_comes_first_when_asked(release: store.Release) -> None:
    top = max(float(r["value"]) for r in archive("frontex_ibc_nationality_year.csv") if r["value"])
    assert release.tables.dataset(NATIONALITIES, {}, order=[("value", True)], limit=1)[0].point.value == top


def test_pages_of_a_table_neither_repeat_nor_lose_a_row(release: store.Release) -> None:
    pages = [release.tables.dataset(NATIONALITIES, {}, limit=1000, offset=n) for n in range(0, 7000, 1000)]
    keys = [(r.codes, r.point.period) for page in pages for r in page]
    assert len(keys) == len(set(keys)) == release.tables.count(NATIONALITIES, {})


def test_a_reading_of_a_day_uses_the_edition_of_that_day(release: store.Release) -> None:
    """Vintages of the routes in the archive are of 6 July 2018, 3 June 2025 and 4 August 2026, among others."""
    asked = {"route": ["Western African Route"]}
    days = {
        d: release.tables.dataset("frontex.ibc_route_month", asked, as_of=d)
        for d in ("2025-06-10", "2019-01-01", "2018-07-05")
    }
    assert max(r.point.vintage for r in days["2025-06-10"]) == "2025-06-03"
    assert {r.point.vintage for r in days["2019-01-01"]} == {"2018-07-06"}
    assert days["2018-07-05"] == ()


@pytest.mark.parametrize(
    "query",
    ["table=nope", "nationality=Atlantis", "citizen=SY", "from=yesterday", "as_of=2019", "page=0",
     "rows=nope", "rows=route&columns=route", "sort=value", "page=x"],
)  # fmt: skip
def test_what_is_not_known_is_refused_with_what_is(body: Any, query: str) -> None:
    body(f"/en/explore?{query}" if "table" in query else f"/en/explore?table={NATIONALITIES}&{query}", 404)


@pytest.mark.parametrize("text", ["value; DROP TABLE x", '"', "1) OR (1=1", "route--", "../inputs"])
def test_sql_in_names_and_values_finds_nothing(client: Any, release: store.Release, text: str) -> None:
    for query in ({"sort": text}, {"route": text}, {text: "1"}, {"from": text}):
        assert client.get(f"/data/dataset/{NATIONALITIES}.csv", query_string=query).status_code == 404
    with pytest.raises(UnknownValueError):
        release.tables.dataset(NATIONALITIES, {text: ["1"]})
    with pytest.raises(UnknownValueError):
        release.tables.dataset(NATIONALITIES, {}, order=[(text, False)])
    with pytest.raises(UnknownValueError):
        release.tables.dataset(text, {})
    assert release.tables.count(NATIONALITIES, {"route": [text]}) == 0


def test_a_csv_of_a_dataset_that_does_not_exist_is_404(client: Any, release_root: Any) -> None:
    answer = client.get("/data/dataset/frontex.nope.csv")
    assert answer.status_code == 404
    assert NATIONALITIES in answer.json["accepted"]


def test_a_choice_without_figures_says_so(body: Any) -> None:
    assert "There are no figures for this choice" in body(f"/en/explore?table={NATIONALITIES}&as_of=2010-01-01")


def test_a_table_that_is_not_held_stands_apart_and_says_where_it_is(body: Any) -> None:
    page = body("/nl/explore?table=frontex.ibc")
    assert "Van deze tabel hebben wij geen cijfers." in page
    assert f'href="{catalogue.load().datasets["frontex.ibc"].landing}"' in page
    assert page.index('value="frontex.ibc"') > page.index('label="Niet hier aanwezig; bij de uitgever"')


def row(*codes: str, period: str, value: float | None) -> TableRow:
    return TableRow(codes, Observation(period, value))


def test_a_pivot_moves_figures_and_adds_none_up() -> None:
    found = [row("A", "x", period="2016", value=1), row("A", "x", period="2015", value=None)]
    made = explore.pivot(explore.TableSelection("t", rows="d", columns="period"), ("d", "e"), found)
    assert made.columns == ("2015", "2016")
    assert made.cells["A", "2015"].value is None
    found.append(row("A", "y", period="2016", value=2))
    refused = explore.pivot(explore.TableSelection("t", rows="d", columns="period"), ("d", "e"), found)
    assert refused.in_the_way == ("e",)
    assert not refused.cells


def test_a_pivot_that_would_add_up_is_explained(body: Any) -> None:
    assert "Choose one value for" in body(f"/en/explore?table={NATIONALITIES}&rows=route")


def test_few_figures_of_one_period_are_bars_and_few_series_are_lines(body: Any) -> None:
    sea = f"/en/explore?table={NATIONALITIES}&border_type=Sea"
    bars = body(f"{sea}&nationality=Bangladesh&from=2024&to=2024")
    assert 'aria-label="Ranked bar chart: ' in bars
    assert 'aria-label="Line chart' in body(f"{sea}&nationality=Bangladesh&route=Central+Mediterranean+Route")
    pivot = body(f"{sea}&nationality=Bangladesh,Syria&route=Central+Mediterranean+Route&rows=nationality")
    assert 'aria-label="Line chart' in pivot
    assert '<th scope="row">Bangladesh</th>' in pivot


def test_the_sign_of_a_series_stands_once_behind_its_name_here_too(body: Any) -> None:
    drawn = body("/en/explore?table=first_time_applicants&geo=EU27_2020,EU28&series=all").partition("explore-result")[2]
    assert "\u00a0‡</text>" in drawn
    assert ">‡</text>" not in drawn


@pytest.mark.parametrize(("lang", "said"), [("en", "A chart is drawn of"), ("nl", "Een grafiek wordt getekend van")])
def test_where_nothing_is_drawn_the_page_says_what_would_be(body: Any, lang: str, said: str) -> None:
    shown = body(f"/{lang}/explore?table={NATIONALITIES}&from=2024&to=2024")
    assert said in shown
    assert "<svg" not in shown.partition("explore-result")[2]


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_code_of_a_table_keeps_its_small_letters_where_a_choice_begins_with_it(client: Any, lang: str) -> None:
    page = client.get(f"/{lang}/explore?table=eurostat.returns_quoted").text
    assert "migr_eiord1: " in page
    assert "Migr_" not in page


def test_explore_opens_on_every_table_and_what_each_holds(body: Any, release: store.Release) -> None:
    shown, declared = body("/en/explore"), catalogue.load()
    tables = {**declared.datasets, **declared.indicators}
    rows = dict(re.findall(r'<tr><th scope="row"><a href="/en/explore\?table=([^"]+)">(.*?)</tr>', shown))
    held = {t for t in tables if release.tables.coverage(t).rows}
    assert set(rows) == held
    assert 'class="explore-form"' not in shown
    for name in sorted(held)[::9]:
        c = release.tables.coverage(name)
        cells = re.findall(r"<td[^>]*>(.*?)</td>", rows[name])
        assert (cells[0], cells[2], cells[3]) == (
            formats.period(c.last, "en"), formats.period(c.first, "en"), formats.number(c.rows, 0, "en")
        ), name  # fmt: skip


@pytest.mark.parametrize("page", ["explore", "explore?table=eurostat.migr_eiord", "sources"])
def test_words_in_the_place_of_a_tables_code_are_not_shown_as_one(body: Any, page: str) -> None:
    """They are English in the catalogue; titles say the same in both languages."""
    shown, codes = body(f"/nl/{page}"), {d.code for d in catalogue.load().datasets.values()}
    inside = set(re.findall(r"\(([^()]*)\)|<code>([^<]*)</code>", shown))
    here = codes & {text for pair in inside for text in pair}
    assert {"migr_eiord", "83102NED"} <= here
    assert [code for code in here if re.search("[A-Za-z] [a-z]", code)] == []


def test_one_read_of_all_tables_says_the_same_as_one_of_each(release: store.Release) -> None:
    every = release.overview.coverages()
    for name in (NATIONALITIES, "eurostat.migr_eiord", "returned", "coa_occupancy", "irregular_arrivals_monthly"):
        assert every[name] == release.tables.coverage(name), name


def test_tables_are_found_by_their_words_and_code_in_either_language(body: Any) -> None:
    assert 'table=eurostat.migr_eiord"' in body("/en/explore?q=migr_eiord")
    found = body("/en/explore?q=nationaliteit grens")
    assert 'table=eurostat.migr_eiord"' not in found
    assert "No table fits these words." in body("/en/explore?q=xyzzy")


def test_tables_that_are_not_held_stand_apart_with_a_way_to_the_publisher(body: Any, not_pulled: store.Release) -> None:
    before, _, apart = body("/en/explore").partition('id="not-held"')
    empty = [d for d in catalogue.load().datasets if not not_pulled.tables.coverage(d).rows]
    assert empty
    for name in empty:
        assert f'table={name}"' not in before
        assert catalogue.load().datasets[name].landing in html.unescape(apart)
