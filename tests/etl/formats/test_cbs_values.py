"""How CBS writes periods, cells, topics and statuses."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.formats import cbs_values

YEARS = st.integers(1900, 2099)


@given(YEARS)
def test_year_keys_and_titles_mean_the_year(year: int) -> None:
    for written in (f"{year}JJ00", str(year), f" {year} ", f"{year}*", f"{year}**"):
        found = cbs_values.period(written)
        assert (found.frequency, found.text) == ("A", str(year))
        assert found.marked == written.endswith("*")


@given(YEARS, st.integers(1, 4), st.sampled_from(["", "*", " *", "**"]))
def test_quarter_keys_and_titles_mean_the_same_quarter(year: int, quarter: int, mark: str) -> None:
    for written in (
        f"{year}KW{quarter:02d}",
        f"{year}  {quarter}e  kwartaal{mark}",
        f"{quarter}e kwartaal {year}{mark}",
    ):
        found = cbs_values.period(written)
        assert (found.frequency, found.text) == ("Q", f"{year}-Q{quarter}")


@given(YEARS, st.integers(1, 12), st.sampled_from(["", "*", "  "]))
def test_month_keys_and_titles_mean_the_same_month(year: int, month: int, mark: str) -> None:
    for written in (f"{year}MM{month:02d}", f"{year}  {cbs_values.MONTHS[month - 1]}{mark}"):
        found = cbs_values.period(written)
        assert (found.frequency, found.text) == ("M", f"{year}-{month:02d}")
        assert found.marked == written.endswith("*")


@pytest.mark.parametrize("written", ["2023HJ01", "2023SJ00", "2023W101", "2023W413", "2023X000"])
def test_kinds_of_period_that_we_do_not_publish_are_known_but_other(written: str) -> None:
    assert cbs_values.period(written).frequency == "other"


def test_a_bare_date_is_a_day() -> None:
    assert cbs_values.period("20230101") == cbs_values.CbsPeriod("D", "2023-01-01")


@pytest.mark.parametrize(
    "written",
    ["", "2023JJ01", "2023KW00", "2023KW05", "2023MM00", "2023MM13", "2023QQ01", "20230231", "2023 brumaire", "23JJ00",
     "tot en met 2023", "2023/2024", "5e kwartaal 2023", "٢٠٢٣"],
)  # fmt: skip
def test_other_periods_are_refused_with_what_is_accepted(written: str) -> None:
    with pytest.raises(ValueError, match=r"day is out of range|accepted: yyyyJJ00"):
        cbs_values.period(written)


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_refused(written: str) -> None:
    try:
        found = cbs_values.period(written)
    except ValueError:
        return
    assert found.text[:4].isdigit()


@given(st.integers(-(10**9), 10**9), st.integers(0, 12))
def test_padded_text_and_number_are_the_same_figure(figure: int, width: int) -> None:
    assert cbs_values.number(f"{figure:>{width}}") == cbs_values.number(figure) == figure


@pytest.mark.parametrize("cell", [None, "", "   ", ".", "       .", "x"])
def test_missing_is_not_zero(cell: str | None) -> None:
    assert math.isnan(cbs_values.number(cell))


@pytest.mark.parametrize(
    "cell", ["-", "1.234.567", "1 234", "12*", "1e3", "nan", "inf", "٣", math.nan, math.inf, True, [], {"a": 1}]
)
def test_anything_else_is_refused_and_never_zero(cell: object) -> None:
    with pytest.raises(ValueError, match="is not a figure; accepted: digits"):
        cbs_values.number(cell)


@given(st.text(max_size=10))
def test_any_text_is_a_figure_missing_or_refused(cell: str) -> None:
    try:
        found = cbs_values.number(cell)
    except ValueError:
        return
    assert math.isnan(found) == (cell.strip() in cbs_values.MISSING)


def test_provisional_statuses_get_the_flag() -> None:
    assert [cbs_values.flag(s) for s in ("Definitief", "Voorlopig", "NaderVoorlopig", "Nader voorlopig")] == [
        "",
        "p",
        "p",
        "p",
    ]
    for unknown in ("Herzien", "", None):
        with pytest.raises(ValueError, match=r"unknown status .* accepted: Definitief"):
            cbs_values.flag(unknown)


@pytest.mark.parametrize(
    ("topic_id", "title"),
    [
        ("EersteAsielverzoekenPersonen_2", "Eerste asielverzoeken (personen)"),
        ("TotaalAsielverzoekenEnNareizigers_1", "Totaal asielverzoeken en nareizigers"),
        ("KenniswerkerBlueCard_11", "Kenniswerker / Blue Card"),
    ],
)
def test_a_topic_has_one_name_whatever_its_place_number(topic_id: str, title: str) -> None:
    assert cbs_values.topic_name(topic_id) == cbs_values.topic_name(title)


def test_the_two_totals_of_cbs_have_different_names() -> None:
    assert cbs_values.topic_name("TotaalAsielverzoeken_1") != cbs_values.topic_name(
        "TotaalAsielverzoekenEnNareizigers_1"
    )
