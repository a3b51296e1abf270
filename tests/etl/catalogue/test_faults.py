"""Faults in several files of a copy of the project's catalogue: all are said, and none hides another."""

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.catalogue import catalogue
from etl.catalogue.catalogue import ROOT, load
from etl.model.errors import CatalogueError, Fault

ARRIVALS = "indicators/irregular_arrivals.toml"
ORDERS = "datasets/eurostat.migr_eiord.toml"
RATE = "indicators/return_rate.toml"
TITLE = 'nl = "Gedetecteerde irreguliere grensoverschrijdingen"\n'


def test_a_fault_in_one_file_hides_none_in_another(spoil: Callable[..., None], copied: Path) -> None:
    spoil(ARRIVALS, "[title]", "[title")
    spoil(ORDERS, 'licence = "', 'licence = "New ')
    spoil(RATE, 'unit           = "percent"', 'unit = "per cent"\ncolour = 3')
    spoil("claims/pillar_5.toml", 'geo       = "NL"', 'geo = "NLD"')
    spoil("units.csv", "persons,persons,personen", "persons,persons,")
    found = [f"{f.file}: {f.key}" for f in catalogue.inspect(copied).faults]
    assert sorted(found) == [
        "claims/pillar_5.toml: claim[p5_study_apps].variant[applications].geo",
        "datasets/eurostat.migr_eiord.toml: licence",
        "indicators/irregular_arrivals.toml: ",
        "indicators/return_rate.toml: colour",
        "indicators/return_rate.toml: unit",
        "units.csv: line 3.nl",
    ]


@pytest.mark.parametrize(
    "name",
    [
        ARRIVALS,
        ORDERS,
        "claims/pillar_1.toml",
        "pillars.toml",
        "glossary.toml",
        "geo.csv",
        "units.csv",
        "licences.csv",
        "dimensions.csv",
    ],
)
def test_what_cannot_be_read_is_one_fault_and_makes_no_others(copied: Path, name: str) -> None:
    (copied / name).write_bytes(b"\xff\xfe = [")
    [fault] = catalogue.inspect(copied).faults
    assert (fault.file, fault.key) == (name, "")


def test_a_code_list_that_is_not_there_is_one_fault(copied: Path) -> None:
    (copied / "geo.csv").unlink()
    [fault] = catalogue.inspect(copied).faults
    assert str(fault).startswith("geo.csv: cannot be read: ")


def test_all_faults_stop_the_reading_one_line_each(spoil: Callable[..., None], copied: Path) -> None:
    spoil(ARRIVALS, TITLE, "")
    spoil("units.csv", "persons,persons,personen", "persons,persons,")
    with pytest.raises(CatalogueError) as e:
        catalogue.read(copied)
    assert [f.file for f in e.value.faults] == [ARRIVALS, "units.csv"]
    assert str(e.value) == "\n".join(map(str, e.value.faults))


def test_a_fault_is_a_sentence() -> None:
    assert str(Fault("a.toml", "b.c", "'x' is not known", "y, z")) == "a.toml: b.c: 'x' is not known; accepted: y, z"
    assert str(Fault("a.toml", "", "not valid TOML")) == "a.toml: not valid TOML"


def test_the_projects_own_catalogue_has_no_fault() -> None:
    assert catalogue.inspect(ROOT).faults == ()
    assert catalogue.read(ROOT) == load()
