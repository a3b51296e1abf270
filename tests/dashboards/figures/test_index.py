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
from etl.model.provenance import ORIGINAL, Provenance

MANY = 80
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
        Observation("2015", 100.0, "p", ORIGINAL, "2016-01", (1,)),
        Observation("2016", None),
        Observation("2017", 150.0, "", ORIGINAL, "2018-01", (2,)),
    )
    declared = COUNTS.model_copy(update={"breaks": (Break(period="2014", label=Text(en="b", nl="b")),)})
    made = {p.period: p for p in index.indexed(declared, Series("x", "NL", "all", points), "2015").points}
    assert made["2013"].value is None
    assert made["2014"].flag == "bp"
    assert made["2016"].value is None
    assert (made["2017"].value, made["2017"].flag, made["2017"].provenance, made["2017"].src) == (
        150.0,
        "p",
        Provenance("original", computed=True),
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
    """Of every count of the release, in many of its places, against a base in the middle of its span."""
    order = ["original", "derived", "transcribed", "quoted"]  # from the strongest to the weakest
    assert [*order, "computed"] == list(catalogue.load().codes["provenances"])
    flagged = across = weaker = 0
    for declared in catalogue.load().indicators.values():
        if not index.has_index(declared):
            continue
        every = release.series(declared.id)
        for series in every[:: 1 + len(every) // MANY]:
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
                inputs = max(before.provenance.inputs, base.provenance.inputs, key=order.index)
                assert made.provenance == Provenance(inputs, computed=True)
                flagged += made.flag != before.flag
                weaker += made.provenance.inputs != before.provenance.inputs
    assert flagged > 20
    assert across > 3
    assert weaker > 3


def _series(*values: float | None, geo: str = "NL", first: int = 2013) -> Series:
    points = tuple(Observation(str(first + n), value) for n, value in enumerate(values))
    return Series("asylum_applicants", geo, "all", points)


def test_without_a_choice_the_base_is_the_first_period_in_which_all_series_have_a_figure_above_0() -> None:
    here, there = _series(None, 0.0, 0.5, 100.0, 120.0), _series(9.0, 9.0, None, 11.0, 12.0, geo="DE")
    assert index.base_period("", (here,)) == "2015"
    assert index.base_period("", (here, there)) == "2016"
    assert index.base_period("2017", (here, there)) == "2017"
    assert index.base_period("", (here, _series(None, None, geo="DE"))) == ""
    assert index.base_period("", ()) == ""


def test_an_index_has_the_words_of_its_figures_and_no_lines_in_their_unit() -> None:
    quota = catalogue.load().indicators["resettlement_quota"]
    lines = catalogue.load().indicators["ordered_to_leave"].reference
    assert quota.target
    assert lines
    made = index.as_index(quota.model_copy(update={"reference": lines}), "2018")
    assert (made.target, made.reference, made.unit, made.decimals) == ((), (), "index (2018 = 100)", index.DECIMALS)
    for lang in ("en", "nl"):
        assert quota.measure[lang] in made.measure[lang]
        assert quota.definition[lang] in made.definition[lang]
        assert made.definition[lang] != quota.definition[lang]
        assert "2018" in made.measure[lang]
        assert "2018" in made.definition[lang]


def test_figures_that_are_no_index_stay_as_they_are() -> None:
    series = (_series(1.0, 2.0),)
    assert index.in_measure(COUNTS, series, Selection("asylum_applicants")) == (COUNTS, series)


def test_an_index_is_cut_at_both_ends() -> None:
    made = index.cut(_series(1.0, 2.0, 3.0, 4.0), "2014", "2015")
    assert [p.period for p in made.points] == ["2014", "2015"]
    assert [p.period for p in index.cut(_series(1.0, 2.0), "", "2013").points] == ["2013"]


def test_an_index_needs_a_base_above_0_and_heeds_breaks_of_its_own_place_and_category_alone() -> None:
    def values(*counts: float | None, base: str = "2013", breaks: tuple[Break, ...] = ()) -> list[float | None]:
        made = index.indexed(COUNTS.model_copy(update={"breaks": breaks}), _series(*counts), base)
        return [p.value for p in made.points]

    assert values(1.0, 2.0, None) == [100.0, 200.0, None]
    assert values(0.0, 2.0) == values(-1.0, 2.0) == values(1.0, 2.0, base="1999") == [None, None]
    for geo, series, apart in (
        ((), (), True), (("NL",), ("all",), True), (("DE",), ("all",), False), (("NL",), ("non_eu",), False),
        (("DE",), (), False),
    ):  # fmt: skip
        one = Break(period="2014", geo=geo, series=series, label=Text(en="x", nl="x"))
        assert values(1.0, 2.0, breaks=(one,)) == [100.0, None if apart else 200.0]
