"""The index of a figure: of one base, with all that the figures carry."""

import csv
import io
import re

from dashboards.figures import index
from dashboards.figures.figure import figure
from dashboards.query.selection import Selection
from etl.catalogue import catalogue
from etl.catalogue.declarations import Break, Text
from etl.model.observations import Observation, Series

COUNTS = catalogue.load().indicators["asylum_applicants"]


def test_an_index_is_the_same_on_the_page_and_in_the_file(client, first_response, cells) -> None:
    query = "geo=NL&series=all&measure=index&base=2015"
    page = first_response(f"/en/figure/asylum_applicants?{query}")
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
    made = {p.period: p for p in index.indexed(declared, Series("x", "NL", "all", points), "2015").points}
    assert made["2013"].value is None
    assert made["2014"].flag == "bp"
    assert made["2016"].value is None
    assert (made["2017"].value, made["2017"].flag, made["2017"].kind, made["2017"].src) == (
        150.0,
        "p",
        "derived",
        (1, 2),
    )
    none = index.indexed(declared, Series("x", "NL", "all", points), "2016")
    assert all(p.value is None for p in none.points)


def test_an_index_has_no_line_of_the_letter_and_no_target(release) -> None:
    chosen = Selection("first_time_applicants", ("EU28",), ("non_eu",), measure="index", base="2015")
    made = figure(chosen)
    assert made.chart.rules == ()
    assert made.indicator.reference == ()
    assert "2015 = 100" in made.chart.subtitle


def test_a_rate_has_no_index(client, first_response) -> None:
    page = first_response("/en/figure/return_rate")
    assert 'name="measure"' not in page
    assert client.get("/en/figure/return_rate?measure=index").status_code == 404
    assert client.get("/data/return_rate.csv?measure=index").status_code == 404


def test_every_index_carries_both_figures_flags_inputs_and_the_weaker_provenance(release, recorded) -> None:
    """Of every count of the release, in all its places, against a base in the middle of its span."""
    order = list(catalogue.load().codes["kinds"])  # from the strongest to the weakest
    assert order == ["original", "derived", "transcribed", "quoted"]
    flagged = across = weaker = 0
    for declared in catalogue.load().indicators.values():
        if not index.has_index(declared):
            continue
        for series in release.series(declared.id):
            there = {p.period: p for p in series.points if p.value}
            if not there:
                continue
            base = there[sorted(there)[len(there) // 2]]
            breaks = [
                b.period for b in declared.breaks
                if (not b.geo or series.geo in b.geo) and (not b.series or series.series in b.series)
            ]  # fmt: skip
            for before, made in zip(series.points, index.indexed(declared, series, base.period).points, strict=True):
                apart = any(min(before.period, base.period) < b <= max(before.period, base.period) for b in breaks)
                across += apart
                if before.value is None or apart:
                    assert made.value is None
                    continue
                assert made.value == round(100 * before.value / base.value, 1)
                assert set(made.flag) == set(before.flag) | set(base.flag)
                assert set(made.src) == set(before.src) | set(base.src)
                assert made.vintage == max(before.vintage, base.vintage)
                assert made.kind == max("derived", before.kind, base.kind, key=order.index)
                flagged += made.flag != before.flag
                weaker += made.kind not in ("derived", before.kind)
    assert flagged > 20
    assert across > 3
    assert weaker > 3
