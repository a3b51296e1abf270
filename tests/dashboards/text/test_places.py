"""Places are counted in a word for what they are."""

import pytest

from dashboards.text.places import counted


@pytest.mark.parametrize(
    ("codes", "en", "nl"),
    [
        (("DE", "FR", "NL", "XK"), "4 countries", "4 landen"),
        (("DE", "NL", "EU27_2020", "EU28"), "2 countries and the EU", "2 landen en de EU"),
        (("NL", "EU27_2020", "EU28"), "1 country and the EU", "1 land en de EU"),
        (("Western Balkan Route", "Circular Route from Albania to Greece"), "2 routes", "2 routes"),
        (("EU", "Western Balkan Route"), "2 places", "2 plaatsen"),
        (("DE", "NL", "EFTA"), "3 places", "3 plaatsen"),
        (("EU27_2020", "EU28"), "2 places", "2 plaatsen"),
    ],
)
def test_only_countries_are_called_countries(codes: tuple[str, ...], en: str, nl: str) -> None:
    assert (counted(codes, "en"), counted(codes, "nl")) == (en, nl)
