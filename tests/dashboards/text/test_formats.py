"""Figures, periods and dates in words, in both languages."""

import pytest

from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import LANGS, Lang


@pytest.mark.parametrize(
    ("value", "decimals", "en", "nl"),
    [
        (1234.5, 1, "1,234.5", "1.234,5"),
        (1822102, 0, "1,822,102", "1.822.102"),
        (-91.8, 1, "−91.8", "−91,8"),
        (42.65, 1, "42.7", "42,7"),  # halves go away from zero, as publishers round
        (-0.04, 1, "0.0", "0,0"),
        (0, 0, "0", "0"),
    ],
)
def test_numbers_follow_the_language(value: float, decimals: int, en: str, nl: str) -> None:
    assert (formats.number(value, decimals, "en"), formats.number(value, decimals, "nl")) == (en, nl)


def test_a_change_has_a_sign_unless_it_rounds_to_zero() -> None:
    assert [formats.signed(v, 1, "en") for v in (3.14, -27.2, 0.01)] == ["+3.1", "−27.2", "0.0"]


def test_number_and_unit_stay_on_one_line() -> None:
    assert formats.amount(1234, 0, "personen", "nl") == "1.234\u00a0personen"
    assert formats.amount(42.7, 1, "%", "nl") == "42,7%"


def test_compact_numbers_start_at_a_million() -> None:
    assert [formats.compact(v, "en") for v in (500000, 1822102, 2000000)] == [
        "500,000",
        "1.8\u00a0million",
        "2\u00a0million",
    ]
    assert formats.compact(1250000, "nl") == "1,3\u00a0miljoen"


def test_an_axis_of_millions_says_so_at_its_top() -> None:
    assert formats.axis_numbers((0, 500000, 1000000), "", "nl") == ("0", "0,5", "1\u00a0miljoen")
    assert formats.axis_numbers((0, 20, 40), "%", "en") == ("0%", "20%", "40%")
    assert formats.axis_numbers((-1, -0.5, 0), "", "en") == ("−1.0", "−0.5", "0")


@pytest.mark.parametrize(
    ("code", "en", "en_short", "nl", "nl_short"),
    [
        ("2018", "2018", "2018", "2018", "2018"),
        ("2018-Q3", "Q3 2018", "Q3 2018", "3e kwartaal 2018", "3e kw. 2018"),
        ("2018-08", "August 2018", "Aug 2018", "augustus 2018", "aug 2018"),
        ("2018-08-04", "4 August 2018", "4 August 2018", "4 augustus 2018", "4 augustus 2018"),
    ],
)
def test_periods_in_words(code: str, en: str, en_short: str, nl: str, nl_short: str) -> None:
    assert (formats.period(code, "en"), formats.period(code, "en", short=True)) == (en, en_short)
    assert (formats.period(code, "nl"), formats.period(code, "nl", short=True)) == (nl, nl_short)


def test_an_unknown_period_is_refused_with_what_is_accepted() -> None:
    with pytest.raises(ValueError, match=r"2018-H1.*accepted is a year, half-year, quarter"):
        formats.period("2018-H1", "en")


def test_dates_may_be_whole_months_or_not_known() -> None:
    assert [formats.date(d, "nl") for d in ("2026-08-04", "2017-05", "")] == [
        "4 augustus 2026",
        "mei 2017",
        "datum onbekend",
    ]


def test_lists_and_spans() -> None:
    assert formats.join_list(["a", "b", "c"], "en") == "a, b and c"
    assert formats.join_list(["a", "b"], "nl") == "a en b"
    assert formats.span("2009", "2025", "nl") == "2009 tot en met 2025"
    assert formats.span("2025", "2025", "en") == "2025"


@pytest.mark.parametrize("name", sorted(T))
def test_shared_words_take_the_same_values_in_both_languages(name: str) -> None:
    fields = [{p.split("}")[0] for p in T[name][lang].split("{")[1:]} for lang in LANGS]
    assert fields[0] == fields[1]


@pytest.mark.parametrize("lang", LANGS)
def test_the_letter_spoke_and_set_targets_in_different_words(lang: Lang) -> None:
    assert len({T[n][lang] for n in ("reference_line", "quota", "ceiling", "letter_said")}) == 4
