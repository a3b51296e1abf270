"""A new file explains every key, is refused while places in it are not filled, and is accepted once they are."""

import re
import tomllib
from pathlib import Path

import pytest

from etl.catalogue import blank, catalogue, schema
from etl.catalogue.declarations import Dataset, Declared, Indicator
from etl.catalogue.reading import shape_in
from etl.catalogue.requests import SHAPES
from etl.model.errors import MonitorError

NEW, FILLED_IN = "indicators/first_permits_for_work.toml", "datasets/eurostat.migr_pop1ctz.toml"
INDICATOR = {
    "pillar": "5",
    "datasets": '["eurostat.migr_resfirst"]',
    "unit": '"permits"',
    "decimals": "0",
    "frequency": '"A"',
    "chart": '"line"',
    "geo_default": '["NL"]',
    "default": '["work"]',
    "sql": "",
}
DATASET = {
    "frequency": '"A"',
    "dims": '["geo", "citizen", "unit"]',
    "landing": '"https://ec.europa.eu/eurostat/databrowser/view/migr_pop1ctz"',
    "licence": '"press or third-party page; single figures quoted with source"',
    "lag_days": "365",
    "stale_after_days": "800",
    "since": "2014",
    "high": "1_000_000_000",
}
SQL = """SELECT geo, 'work' AS series, period, value, flag, [src] AS src
FROM   "eurostat.migr_resfirst" WHERE reason = 'EMP' AND citizen = 'TOTAL' AND duration = 'TOTAL'
"""


def fill(path: Path, values: dict[str, str]) -> None:
    """Fill the places of a blank file as a person would: these values, and words for the rest."""
    text = path.read_text("utf-8")
    for key, value in values.items():
        text = re.sub(rf'^{key} = (\["<fill in>"\]|"<fill in>")$', f"{key} = {value}", text, flags=re.M)
    text = text.replace('sql = """\n<fill in>\n', f'sql = """\n{SQL}')
    text = re.sub(r"^#?(labels) = \{\}$", r'\1.work = { en = "work", nl = "werk" }', text, flags=re.M)
    text = re.sub(r'^([a-z_.]+\.(en|nl)) = "<fill in>"$', r'\1 = "Words"', text, flags=re.M)
    path.write_text(text, "utf-8")


def faults(root: Path, file: str) -> dict[str, str]:
    return {f.key: f.actual for f in catalogue.inspect(root).faults if f.file == file}


def test_a_new_indicator_lists_its_unfilled_places_and_nothing_else(copied: Path) -> None:
    assert blank.indicator("first_permits_for_work", copied) == copied / NEW
    assert {f.file for f in catalogue.inspect(copied).faults} == {NEW}
    required = [n for n, f in Indicator.model_fields.items() if f.is_required() and n not in ("id", "breakdown")]
    found = faults(copied, NEW)
    assert set(found.values()) == {"not filled in"}
    assert {re.split(r"[.\[]", key)[0] for key in found} == {*required, "breakdown"}


def test_a_new_indicator_is_accepted_once_its_places_are_filled(copied: Path) -> None:
    fill(blank.indicator("first_permits_for_work", copied), INDICATOR)
    assert catalogue.inspect(copied).faults == ()
    assert catalogue.read(copied).indicators["first_permits_for_work"].sql == SQL


def test_a_new_dataset_lists_its_unfilled_places_and_is_accepted_once_they_are_filled(copied: Path) -> None:
    path = blank.dataset("eurostat.migr_pop1ctz", copied)
    found = faults(copied, FILLED_IN)
    assert set(found.values()) == {"not filled in"}
    assert {"request.since", "contract.high", "dims[1]", "title.nl"} <= set(found)
    fill(path, DATASET)
    assert catalogue.inspect(copied).faults == ()
    assert catalogue.read(copied).datasets["eurostat.migr_pop1ctz"].code == "migr_pop1ctz"


@pytest.mark.parametrize("source", SHAPES)
def test_every_key_of_the_shape_is_in_the_file_with_the_words_that_explain_it(copied: Path, source: str) -> None:
    for path, shape in (
        (blank.dataset(f"{source}.new", copied), Dataset),
        (blank.indicator(f"new_{source}", copied), Indicator),
    ):
        text = path.read_text("utf-8")
        said = " ".join(text.replace("\n# ", " ").split())
        for key, field in keys(shape, SHAPES[source]):  # type: ignore[index]
            assert re.search(rf"^#?(\[+{key}\]+|{key}(\.en)? = )", text, flags=re.M), key
            assert " ".join((field or "").split()) in said, key
        assert text.splitlines()[0] == schema.directive(path.relative_to(copied).as_posix())


def keys(shape: type[Declared], request: type[Declared]) -> list[tuple[str, str | None]]:
    """The keys of a file and of its tables, with what explains them."""
    found = [(n, f.description) for n, f in shape.model_fields.items() if n != "id"]
    tables = [inner for _, f in shape.model_fields.items() if (inner := shape_in(f.annotation))]
    if shape is Dataset:
        tables.append(request)
    return found + [(n, f.description) for t in tables for n, f in t.model_fields.items() if t.__name__ != "Text"]


def test_every_optional_key_can_be_used_by_taking_the_sign_before_it_away(copied: Path) -> None:
    for path in (blank.indicator("new", copied), blank.dataset("eurostat.new", copied)):
        used = re.sub(r"^#(?=\S)", "", path.read_text("utf-8").split("\n", 1)[1], flags=re.M)
        keyed = tomllib.loads(used)
        shape = Indicator if path.stem == "new" else Dataset
        assert set(keyed) == set(shape.model_fields) - {"id"}


@pytest.mark.parametrize("name", ["returned", "Returned", "1st", "a-b", "", "a.b", "../x"])
def test_an_indicator_that_exists_or_is_not_in_lower_snake_case_is_refused(copied: Path, name: str) -> None:
    before = sorted(copied.rglob("*"))
    with pytest.raises(MonitorError, match="Accepted: "):
        blank.indicator(name, copied)
    assert sorted(copied.rglob("*")) == before


@pytest.mark.parametrize("name", ["eurostat.migr_eirtn", "oecd.x", "eurostat", "ind.80059NED", "ind.", "ind.a/b"])
def test_a_dataset_that_exists_or_is_of_no_source_is_refused(copied: Path, name: str) -> None:
    before = sorted(copied.rglob("*"))
    with pytest.raises(MonitorError, match="Accepted: "):
        blank.dataset(name, copied)
    assert sorted(copied.rglob("*")) == before
