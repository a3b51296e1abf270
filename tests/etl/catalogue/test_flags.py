"""A flag in words, as it was meant on the day of the figure's vintage."""

import shutil
from pathlib import Path

import pytest

from etl.catalogue.catalogue import load, read
from etl.model.errors import CatalogueError

I_OLD, I_NEW = "see metadata", "value imputed by Eurostat or another receiving agency"


@pytest.mark.parametrize(
    ("flag", "vintage", "words"),
    [
        ("i", "2025-01-26", (I_OLD,)),
        ("i", "2025-01-27T11:00:00", (I_NEW,)),
        ("i", "2025-01", (I_NEW,)),
        ("i", "2024-12", (I_OLD,)),
        ("i", "", (f"until 2025-01-26: {I_OLD}, since: {I_NEW}",)),
        ("bC", "2026-01-01", ("break in time series", "confidential statistical information")),
        ("z", "2026-01-01", ("not applicable",)),
        ("Q", "2026-01-01", ("Q",)),
        ("", "2026-01-01", ()),
    ],
)
def test_a_flag_means_what_it_meant_on_the_day_of_its_vintage(flag: str, vintage: str, words: tuple[str, ...]) -> None:
    assert load().flag_words(flag, vintage, "en") == words


def test_figures_of_two_days_that_stand_together_give_both_meanings() -> None:
    legend = dict(load().flag_legend([("ip", "2024-05-01"), ("i", "2026-05-01")], "nl"))
    assert legend["i"].startswith("tot en met 2025-01-26: zie metadata, daarna: waarde ingevuld")
    assert legend["p"] == "voorlopig"
    assert dict(load().flag_legend([("i", "2024-05-01")], "en"))["i"] == I_OLD
    assert set(legend) == set(load().codes["flags"])


def test_todays_list_of_flags_has_one_meaning_each() -> None:
    codes = load().codes["flags"]
    assert codes["i"].en == I_NEW
    assert codes["s"].en == "Eurostat estimate"
    assert list(codes) == sorted(codes, key=lambda c: (c.isupper(), c))


def test_a_day_that_is_none_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "catalogue"
    shutil.copytree(Path(__file__).parents[3] / "data" / "catalogue", root)
    path = root / "flags.csv"
    path.write_text(path.read_text("utf-8").replace("2025-01-27", "27-01-2025"), "utf-8")
    with pytest.raises(CatalogueError, match=r"flags\.csv: line \d+\.since"):
        read(root)
