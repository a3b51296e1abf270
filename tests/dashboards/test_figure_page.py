"""The page of a figure: every view of every indicator in both languages, its form, its messages, its index."""

import csv
import io
import re
from dataclasses import replace
from html import unescape

import pytest

from dashboards import measures, revised, shapes
from dashboards.asked import VIEWS
from dashboards.chart_notes import break_label, legend_notes
from dashboards.choices import Selection
from dashboards.figures import figure
from dashboards.related import related
from dashboards.render import plotly
from etl import catalogue
from etl.declarations import Break, Text
from etl.observations import Observation, Series
from etl.store import Revision

INDICATORS = sorted(catalogue.load().indicators)
COUNTS = catalogue.load().indicators["asylum_applicants"]


def first_response(client, path: str) -> str:
    """What is there before any script."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text[-500:])
    return answer.text[: answer.text.index('<div id="react-entry-point"')]


def cells(page: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", page, flags=re.DOTALL)
    return [[unescape(re.sub("<.*?>", "", c)) for c in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", r)] for r in rows]


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_view_is_whole_in_both_languages(client, release, indicator: str) -> None:
    """The first view in both languages, the others in one: they take turns."""
    declared, turn = catalogue.load().indicators[indicator], INDICATORS.index(indicator) % 2
    for lang in ("en", "nl"):
        page = first_response(client, f"/{lang}/figure/{indicator}")
        offered = re.findall(r'<a (?=[^>]*view-link)[^>]*href="([^"]+)"', page)
        assert len(offered) in (len(VIEWS), len(VIEWS) - 1)
        for address in offered:
            is_first = unescape(address) == f"/{lang}/figure/{indicator}"
            if not is_first and lang != ("en", "nl")[turn]:
                continue
            view = page if is_first else first_response(client, unescape(address))
            assert view.count("<h1") == 1
            assert f'<html lang="{lang}">' in view
            assert unescape(view).count(declared.definition[lang]) >= 1
            assert 'aria-current="true"' in view


def test_the_first_response_has_heading_picture_table_source_and_form(client) -> None:
    page = first_response(client, "/en/figure/irregular_arrivals")
    assert "The number of detections fell 25.1%, from 240,101 in 2024 to 179,921 in 2025</h1>" in page
    for part in ("<svg", "<table", "<caption", 'scope="row"', "Source: Frontex", "<form", 'type="checkbox"', "<select"):
        assert part in page, part
    assert ["2025", "179,921"] in cells(page)
    assert "All figures: computed from published figures" in page


@pytest.mark.parametrize("indicator", ["irregular_arrivals", "irregular_arrivals_monthly"])
@pytest.mark.parametrize(
    ("lang", "all_of_them", "one"),
    [("en", "all routes", "Central Mediterranean"), ("nl", "alle routes", "Middellandse")],
)
def test_the_words_above_one_route_do_not_speak_of_all(
    client, indicator: str, lang: str, all_of_them: str, one: str
) -> None:
    asked = f"/figure/{indicator}.svg?lang={lang}&series=Central%20Mediterranean%20Route"
    picture = client.get(asked).text
    assert one in picture
    assert all_of_them not in picture.lower()
    assert all_of_them not in catalogue.load().indicators[indicator].measure[lang]


def test_a_form_of_ticked_boxes_is_the_same_choice_as_a_joined_one(client) -> None:
    ticked = first_response(client, "/en/figure/asylum_applicants?geo=NL&geo=BE&from=2015&to=&as_of=")
    joined = first_response(client, "/en/figure/asylum_applicants?geo=NL,BE&from=2015")
    assert ticked == joined
    assert len(re.findall(r'name="geo" value="(?:NL|BE)" checked', ticked)) == 2
    assert '<option selected value="2015">' in ticked


def test_the_form_keeps_the_view(client) -> None:
    page = first_response(client, "/en/figure/asylum_applicants?view=table")
    assert '<input type="hidden" name="view" value="table">' in page


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("view=pie", "chart"),
        ("geo=XX", "NL"),
        ("shape=pie", "ranked"),
        ("measure=double", "index"),
        ("from=soon", "a year"),
        ("page=0", "1, 2, 3"),
        ("page=²", "1, 2, 3"),
        ("release=never", "2026"),
        ("from=2020&to=2015", "2020"),
    ],
)
def test_an_unknown_value_is_a_404_that_says_what_is_accepted(client, query: str, word: str) -> None:
    answer = client.get(f"/en/figure/asylum_applicants?{query}")
    assert answer.status_code == 404
    assert word in answer.text


def test_an_unknown_indicator_is_a_404(client) -> None:
    assert client.get("/nl/figure/nothing").status_code == 404


def test_words_of_an_address_never_become_markup(client) -> None:
    answer = client.get("/en/figure/asylum_applicants?geo=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in answer.text


def test_an_indicator_without_figures_says_how_to_pull_them(client, release) -> None:
    empty = [i for i in INDICATORS if not release.has(i)]
    assert empty
    for indicator in empty:
        page = first_response(client, f"/en/figure/{indicator}")
        assert "No figures have been pulled" in page
        assert re.search(r"python -m etl pull (eurostat|frontex|ind)", page)
        assert "<form aria-label" not in page


def test_a_choice_without_figures_says_so_and_leads_back(client) -> None:
    page = first_response(client, "/nl/figure/irregular_arrivals?from=2031")
    assert "Voor deze keuze zijn er geen cijfers." in page
    assert 'href="/nl/figure/irregular_arrivals"' in page
    assert "<svg" not in page


def test_the_table_has_every_observation_of_the_choice_in_pages(client, release) -> None:
    address = "/en/figure/first_time_by_citizenship?view=table&geo=NL&series=" + ",".join(
        release.choices("first_time_by_citizenship").series[:120]
    )
    expected = sum(len(s.points) for s in figure(_selection(client, address)).series)
    seen: list[list[str]] = []
    page = first_response(client, address)
    while True:
        seen += [row for row in cells(page) if re.fullmatch(r"20\d\d", row[1])]
        after = re.search(r'href="([^"]+)">Next rows<', page)
        if not after:
            break
        page = first_response(client, unescape(after[1]))
    assert expected > 150
    assert len(seen) == expected


def _selection(client, address: str) -> Selection:
    query = dict(pair.split("=") for pair in address.split("?")[1].split("&"))
    return Selection("first_time_by_citizenship", (query["geo"],), tuple(query["series"].split(",")))


def test_a_card_leads_to_its_figure(client) -> None:
    page = first_response(client, "/nl/")
    assert re.search(r'<h3 [^>]*class="card-title"[^>]*><a href="/nl/figure/irregular_arrivals">', page)


def test_about_shows_the_sql_as_it_runs_and_where_figures_come_from(client) -> None:
    page = unescape(first_response(client, "/en/figure/return_rate?view=about"))
    assert catalogue.load().indicators["return_rate"].sql.strip() in page
    assert re.search(r">[0-9a-f]{64}<", page)
    assert '<a href="/en/letter/p4_return_rate">' in page
    assert 'lang="nl"' in page


def test_replaced_figures_are_listed_with_what_came_instead(client) -> None:
    page = first_response(client, "/en/figure/irregular_arrivals")
    rows = [row for row in cells(page) if row[:1] == ["2024"] and len(row) == 7]
    assert rows
    assert any(row[4].startswith("240,101") and row[3] != row[4] for row in rows)


def test_an_earlier_day_stands_beside_the_present_and_is_named(client) -> None:
    page = first_response(client, "/en/figure/irregular_arrivals?as_of=2025-06-03&beside=now&from=2020")
    assert "as published on 3 June 2025" in page
    row = next(row for row in cells(page) if row[0] == "2024")
    assert {"240,101", "240,021"} <= set(row)
    assert "Irregular border crossings detected</h1>" in page


def test_an_earlier_day_alone_has_nothing_of_later(client) -> None:
    page = first_response(client, "/en/figure/irregular_arrivals?as_of=2025-06-03&from=2020")
    rows = {row[0]: row[1] for row in cells(page[: page.index('id="revisions"')]) if len(row) > 1}
    assert rows["2024"] == "240,021"
    assert "2025" not in rows


def test_a_day_of_which_nothing_is_held_is_not_passed_off_as_one(client) -> None:
    page = first_response(client, "/en/figure/irregular_arrivals?as_of=2012-01-01&beside=now")
    assert "None of these figures is held as of 1 January 2012" in page
    assert "Dashed or hollow" not in page


def test_the_letters_day_is_offered_only_where_an_edition_is_that_old(release) -> None:
    assert revised.days(release.revisions("asylum_applicants"))[-2] == "2019-10-14"
    assert "2019-10-14" not in revised.days(release.revisions("irregular_arrivals"))
    assert revised.days(()) == ()


def test_successors_of_replaced_figures_are_paired_in_order() -> None:
    found = [
        Revision("EU", "total", "2024", 1.0, "p", "2025-01-01", "2025-02-01"),
        Revision("EU", "total", "2024", 2.0, "", "2025-02-01", "2025-03-01"),
        Revision("EU", "total", "2020", 9.0, "", None, None),
    ]
    now = [Series("x", "EU", "total", (Observation("2024", 3.0),))]
    made = revised.changes(found, now, Selection("x", ("EU",), ("total",)))
    assert [(c.period, c.old, c.new) for c in made] == [("2024", 2.0, 3.0), ("2024", 1.0, 2.0), ("2020", 9.0, None)]


def test_an_index_is_the_same_on_the_page_and_in_the_file(client) -> None:
    query = "geo=NL&series=all&measure=index&base=2015"
    page = first_response(client, f"/en/figure/asylum_applicants?{query}")
    file = csv.DictReader(io.StringIO(client.get(f"/data/asylum_applicants.csv?{query}").text.lstrip("\ufeff")))
    in_file = {row["period"]: (float(row["value"]), row["unit"]) for row in file if row["value"]}
    on_page = {r[0]: float(r[1]) for r in cells(page) if re.fullmatch(r"20\d\d", r[0]) and re.match(r"[\d.]+$", r[1])}
    assert on_page["2015"] == 100.0
    assert len(on_page) > 8
    assert {period: value for period, (value, _) in in_file.items()} == on_page
    assert {unit for _, unit in in_file.values()} == {"index (2015 = 100)"}


def test_the_base_of_an_index_may_lie_outside_the_span(release) -> None:
    chosen = Selection("asylum_applicants", ("NL",), ("all",), start="2020", measure="index", base="2015")
    base = release.observation("asylum_applicants", "NL", "all", "2015")
    level = release.observation("asylum_applicants", "NL", "all", "2020")
    assert base is not None
    assert level is not None
    [made] = figure(chosen).series
    assert made.points[0].period == "2020"
    assert made.points[0].value == round(100 * (level.value or 0) / (base.value or 0), 1)


def test_an_index_hides_neither_missing_figures_nor_flags_nor_breaks() -> None:
    points = (
        Observation("2013", 50.0),
        Observation("2014", 80.0, "b"),
        Observation("2015", 100.0, "p", "original", "2016-01", (1,)),
        Observation("2016", None),
        Observation("2017", 150.0, "", "original", "2018-01", (2,)),
    )
    declared = COUNTS.model_copy(update={"breaks": (Break(period="2014", label=Text(en="b", nl="b")),)})
    made = {p.period: p for p in measures.indexed(declared, Series("x", "NL", "all", points), "2015").points}
    assert made["2013"].value is None
    assert made["2014"].flag == "bp"
    assert made["2016"].value is None
    assert (made["2017"].value, made["2017"].flag, made["2017"].kind, made["2017"].src) == (
        150.0,
        "p",
        "derived",
        (1, 2),
    )
    none = measures.indexed(declared, Series("x", "NL", "all", points), "2016")
    assert all(p.value is None for p in none.points)


def test_an_index_has_no_line_of_the_letter_and_no_target(release) -> None:
    chosen = Selection("first_time_applicants", ("EU28",), ("non_eu",), measure="index", base="2015")
    made = figure(chosen)
    assert made.chart.rules == ()
    assert made.indicator.reference == ()
    assert "2015 = 100" in made.chart.subtitle


def test_a_rate_has_no_index(client) -> None:
    page = first_response(client, "/en/figure/return_rate")
    assert 'name="measure"' not in page
    assert client.get("/en/figure/return_rate?measure=index").status_code == 404
    assert client.get("/data/return_rate.csv?measure=index").status_code == 404


@pytest.mark.parametrize(
    ("indicator", "asked", "count", "kind"),
    [
        ("asylum_applicants", "", 2, "line"),
        ("asylum_applicants", "ranked", 2, "ranked"),
        ("asylum_applicants", "small", 4, "multiples"),
        ("arrivals_by_nationality", "", 6, "ranked"),
        ("arrivals_by_nationality", "", 1, "line"),
        ("arrivals_by_nationality", "time", 6, "line"),
        ("irregular_arrivals_monthly", "months", 1, "heatmap"),
        ("asylum_applicants_change", "", 1, "column"),
        ("asylum_applicants_change", "", 5, "line"),
    ],
)
def test_the_picture_fits_the_choice(indicator: str, asked: str, count: int, kind: str) -> None:
    assert shapes.kind(catalogue.load().indicators[indicator], asked, count) == kind


def test_side_by_side_is_one_period_and_names_it(release) -> None:
    chosen = Selection("asylum_applicants", ("NL", "BE", "DE"), ("all",), shape="ranked", end="2019")
    made = figure(chosen).chart
    assert made.subtitle.endswith("2019")
    assert {m.label for m in made.marks()} == {"Netherlands", "Belgium", "Germany"}
    by_hand = release.observation("asylum_applicants", "BE", "all", "2019")
    assert by_hand is not None
    assert next(m.value for m in made.marks() if m.label == "Belgium") == by_hand.value


def test_a_place_without_the_usual_category_shows_one_that_it_has(release) -> None:
    """The Netherlands' resettlement is CBS's by default; Germany has Eurostat's only."""
    made = figure(Selection("resettled", geos=("DE",)))
    assert not made.empty
    assert {s.geo for s in made.series} == {"DE"}


def test_a_break_interrupts_only_the_series_that_it_is_about(release) -> None:
    chosen = Selection("irregular_arrivals_change_by_route", ("EU",), ("Western Balkan Route", "Western African Route"))
    made = figure(chosen).chart
    assert made.breaks
    assert {name for b in made.breaks for name in b.traces} == {"EU Western Balkan Route"}


def test_the_words_of_a_break_name_the_series_that_it_is_about(client, release) -> None:
    some = figure(Selection("first_time_applicants", lang="nl")).chart
    assert [break_label(some, b) for b in some.breaks] == [
        "Europese Unie (28 landen, 2013–2020): vóór 2014 ontbreken leden"
    ]
    every = figure(Selection("employment_rate_by_citizenship")).chart
    assert [break_label(every, b) for b in every.breaks] == ["new rules for the labour force survey"]
    many = figure(Selection("irregular_arrivals_change_by_route", ("EU",))).chart
    assert "b Western Balkans: by 2025 without the Greek land borders" in legend_notes(many)


def test_the_interactive_picture_says_what_the_static_one_says(release) -> None:
    """Newest values, flag letters, missing columns; and words stand on their own period, not on a number."""
    lines = plotly.figure(figure(Selection("first_time_applicants")).chart)
    said = {a["text"]: a["x"] for a in lines["layout"]["annotations"]}
    assert said["<b>669,400 *</b>"] == 2025 - 2008
    assert said["<b>586,235</b>"] == 2018 - 2008
    assert "d" in {letter for t in lines["data"] for letter in t.get("texttemplate", ())}
    columns = plotly.figure(figure(Selection("ordered_to_leave")).chart)
    assert {a["x"] for a in columns["layout"]["annotations"] if a["text"] == "<b>:</b>"} == {2019 - 2010, 2023 - 2010}
    assert columns["layout"]["barmode"] == "overlay"


def test_related_figures_are_by_month_and_per_inhabitant() -> None:
    known = catalogue.load().indicators
    arrivals = {r.indicator.id: r.kind for r in related(known["irregular_arrivals"], known)}
    assert arrivals["irregular_arrivals_monthly"] == "finer"
    first = {r.indicator.id: r.kind for r in related(known["first_time_applicants"], known)}
    assert first["first_time_per_100k"] == "per_100k"


def test_more_than_three_places_are_counted_and_not_half_named(release) -> None:
    chosen = Selection("asylum_applicants", ("NL", "BE", "DE", "FR"), ("all",))
    assert "4 places" in figure(chosen).chart.subtitle
    assert "Netherlands, Belgium and Germany" in figure(replace(chosen, geos=("NL", "BE", "DE"))).chart.subtitle


def test_an_older_release_is_named_as_such(client, release) -> None:
    page = first_response(client, f"/en/figure/irregular_arrivals?release={release.id}")
    assert "which is not the newest" not in page
    assert f'<option selected value="{release.id}">' in page
