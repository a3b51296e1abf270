"""The catalogue refuses what it does not understand, with file, key and what is accepted."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.catalogue import catalogue
from etl.catalogue.catalogue import ROOT, Catalogue, load, quote_span
from etl.model.errors import CatalogueError

Spoil = Callable[[str, str, str], str]
IRREGULAR, ORDERS = "indicators/irregular_arrivals.toml", "datasets/eurostat.migr_eiord.toml"


@pytest.fixture
def spoiled(tmp_path: Path) -> Spoil:
    """The error of a copy of the catalogue in which `old` in one file is now `new`."""

    def read(name: str, old: str, new: str) -> str:
        root = tmp_path / "catalogue"
        shutil.copytree(ROOT, root)
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(CatalogueError) as e:
            catalogue.read(root)
        return str(e.value)

    return read


def test_the_projects_own_catalogue_is_read() -> None:
    found = load()
    assert found.indicators
    assert len(found.claims) == 53
    assert set(found.pillars) == {1, 2, 3, 4, 5, 6}


def test_an_unknown_key_is_named_with_those_accepted(spoiled: Spoil) -> None:
    message = spoiled(IRREGULAR, "pillar         = 1", "pillar = 1\ncolour = 3")
    assert message.startswith("indicators/irregular_arrivals.toml: colour: ")
    assert "accepted keys: id, pillar, " in message


def test_a_missing_language_is_named(spoiled: Spoil) -> None:
    message = spoiled(IRREGULAR, 'nl = "Gedetecteerde irreguliere grensoverschrijdingen"\n', "")
    assert message.startswith("indicators/irregular_arrivals.toml: title.nl: Field required")


def test_a_wrong_value_is_named_with_those_accepted(spoiled: Spoil) -> None:
    message = spoiled(IRREGULAR, 'chart          = "line"', 'chart = "pie"')
    assert message.startswith("indicators/irregular_arrivals.toml: chart: Input should be 'line', 'column'")


def test_broken_toml_is_named(spoiled: Spoil) -> None:
    assert spoiled(IRREGULAR, "[title]", "[title").startswith("indicators/irregular_arrivals.toml: not valid TOML: ")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (IRREGULAR, '"frontex.ibc_route_month"]', '"frontex.nothing"]', "no such dataset: frontex.nothing"),
        (IRREGULAR, '"detections"', '"apples"', "no such unit: apples"),
        (IRREGULAR, '["EU"]', '["ZZ"]', "no such geo: ZZ"),
        (IRREGULAR, 'default   = ["total"]', 'default = ["sum"]', "no such series label: sum"),
        (IRREGULAR, '"p1_irregular_vs_2015"', '"p1_nothing"', "no such claim: p1_nothing"),
        (ORDERS, 'source = "eurostat"', 'source = "ind"', "source is ind, but the file's name says otherwise"),
        (ORDERS, 'source = "eurostat"', 'source = "oecd"', "source: Input should be 'eurostat', 'frontex' or 'ind'"),
    ],
)  # fmt: skip
def test_what_a_file_refers_to_must_exist(spoiled: Spoil, name: str, old: str, new: str, message: str) -> None:
    assert spoiled(name, old, new).startswith(f"{name}: {message}")


def test_a_claim_must_quote_the_letter(spoiled: Spoil) -> None:
    quote = load().claims["p1_irregular_vs_2015"].quote_nl
    message = spoiled("claims/pillar_1.toml", quote, "Er is niets gedaald")
    assert message == "claims: p1_irregular_vs_2015: quote_nl must occur exactly once in letter.txt"


def test_a_claim_declared_twice_is_named(spoiled: Spoil) -> None:
    found = [c.id for c in load().claims.values() if c.pillar == 1][:2]
    message = spoiled("claims/pillar_1.toml", f'"{found[1]}"', f'"{found[0]}"')
    assert message == f"claims/pillar_1.toml: claim {found[0]} is declared twice"


def test_a_claim_may_only_use_indicators_that_exist(spoiled: Spoil) -> None:
    message = spoiled("claims/pillar_1.toml", 'indicator = "irregular_arrivals_change"', 'indicator = "nothing"')
    assert message.endswith("no such indicator: nothing")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [('"ind_applications"', '"ind_aplications"', "no such series of study_permits_change: ind_aplications"),
     ('geo       = "NL"', 'geo = "NLD"', "no such geo: NLD")],
)  # fmt: skip
def test_a_variant_may_only_name_a_place_and_a_series_that_are_declared(
    spoiled: Spoil, old: str, new: str, what: str
) -> None:
    message = spoiled("claims/pillar_5.toml", old, new)
    assert message == f"claims: p5_study_apps: variant applications: {what}"


def test_a_code_that_stands_twice_in_a_list_is_an_error(spoiled: Spoil) -> None:
    line = next(x for x in (ROOT / "units.csv").read_text("utf-8").splitlines() if x.startswith("persons,"))
    assert spoiled("units.csv", line, f"{line}\n{line}") == "units.csv: a code stands there twice"


def test_a_code_without_a_name_is_an_error(spoiled: Spoil) -> None:
    assert spoiled("units.csv", "persons,persons", "persons,").startswith("units.csv line ")


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
