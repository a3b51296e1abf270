"""What is read from the catalogue: labels, claims of an indicator, quotes in the letter."""

import pytest

from etl.catalogue.catalogue import Catalogue, load, quote_span


def test_the_projects_own_catalogue_is_read() -> None:
    found = load()
    assert found.indicators
    assert len(found.claims) == 53
    assert set(found.pillars) == {1, 2, 3, 4, 5, 6}


def test_labels_come_from_the_indicator_first_and_unknown_codes_stay_visible() -> None:
    found: Catalogue = load()
    indicator = found.indicators["irregular_arrivals"]
    assert found.series_label(indicator, "total", "en") == "All routes"
    assert found.series_label(indicator, "total", "nl") == "Alle routes"
    assert found.label("citizenships", "XYZ", "en") == "XYZ"


def test_claims_of_an_indicator_are_those_with_a_variant_from_it() -> None:
    assert "p4_return_rate" in {c.id for c in load().claims_of("return_rate")}
    assert load().claims_of("nothing") == ()


@pytest.mark.parametrize(
    ("quote", "letter", "span"),
    [
        ("een twee", "x een\n  twee y", (2, 12)),
        ("migratieagenda", "de migratie-\nagenda.", (3, 19)),
        ("EU-breed", "het EU-\nbreed is", (4, 13)),
        ("een", "een en een", None),
        ("drie", "een twee", None),
    ],
)
def test_a_quote_is_found_over_line_breaks_and_only_once(quote: str, letter: str, span: tuple[int, int] | None) -> None:
    assert quote_span(quote, letter) == span
