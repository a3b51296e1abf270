"""Which files are offered, with their rows and names."""

import pytest

from dashboards.files import offers
from dashboards.query.selection import Selection
from etl.catalogue import catalogue
from etl.catalogue.declarations import Indicator

RELEASE, BUILT = "2026-11-23-d3e056", "2026-11-23T18:58:16+00:00"


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        (Selection("returned"), "returned_en_R.csv"),
        (Selection("returned", ("NL", "DE"), ("all",)), "returned_NL-DE_all_en_R.csv"),
        (Selection("returned", ("NL", "DE", "FR", "BE", "LU")), "returned_5-places_en_R.csv"),
        (Selection("returned", start="2010", end="2016", lang="nl"), "returned_2010-to-2016_nl_R.csv"),
        (Selection("returned", ("NL", "DE", "FR", "BE")), "returned_NL-DE-FR-BE_en_R.csv"),
        (Selection("returned", series=tuple("abcde")), "returned_5-series_en_R.csv"),
        (Selection("returned", start="2010-Q3"), "returned_from-2010-Q3_en_R.csv"),
        (Selection("returned", as_of="2019-10-14"), "returned_as-of-2019-10-14_en_R.csv"),
        (Selection("returned", ("NL",), measure="index", base="2015"), "returned_NL_index-2015_en_R.csv"),
        (Selection("returned", series=('a/b"; x',)), "returned_a-b---x_en_R.csv"),
    ],
)
def test_a_file_name_tells_indicator_filter_and_release(chosen: Selection, name: str) -> None:
    assert offers.file_name(_indicator(), chosen, "R", "csv") == name


def test_what_is_shown_and_all_data_are_offered_with_their_rows() -> None:
    chosen = Selection(
        "returned", ("NL",), ("all",), "2012", as_of="2019-10-14", release="R", lang="nl", shape="ranked"
    )
    shown, full = offers.offers(_indicator(), chosen, 5, 1_234, "R")
    assert (shown.size, full.size) == ("5 rijen", "1.234 rijen")
    assert [d.id for d in shown.downloads] == ["csv", "csv_nl", "xlsx", "parquet", "json", "zip"]
    assert shown.downloads[1].address == (
        "/data/returned.csv?geo=NL&series=all&from=2012&as_of=2019-10-14&release=R&columns=core&lang=nl&dialect=nl"
    )
    assert shown.downloads[1].name == "returned_NL_all_from-2012_as-of-2019-10-14_nl_excel-nl_core_R.csv"
    assert full.downloads[2].address == "/data/returned.xlsx?as_of=2019-10-14&release=R&columns=core&lang=nl"
    assert full.more[0].address == "/data/returned.csv?as_of=2019-10-14&release=R&lang=nl"
    assert full.more[3].address == "/data/returned.csv?as_of=2019-10-14&release=R&columns=core&shape=wide&lang=nl"


def test_one_row_is_told_as_one() -> None:
    one, none = offers.offers(_indicator(), Selection("returned", ("NL",)), 1, 0, "R")
    assert (one.size, none.size) == ("1 row", "0 rows")


def test_a_file_has_no_shape_of_a_picture_and_one_reading() -> None:
    chosen = Selection("returned", ("NL",), as_of="2019-10-14", shape="ranked", beside="now")
    assert offers.address(chosen) == "/data/returned.csv?geo=NL&as_of=2019-10-14"


def test_what_is_compared_keeps_places_and_language_and_no_shape() -> None:
    chosen = Selection("returned", ("NL",), release="x", lang="nl", shape="ranked")
    assert offers.comparison(chosen, "a", "b") == "/data/returned.csv?geo=NL&release=a&lang=nl&compare=b"
    assert offers.comparison(Selection("returned"), "a", "b") == "/data/returned.csv?release=a&compare=b"
    assert offers.comparison(chosen, "a", "a") == ""
    assert offers.comparison(Selection("returned", as_of="2019-10-14"), "a", "b") == ""
    assert offers.comparison(Selection("returned", measure="index"), "a", "b") == ""


def _indicator() -> Indicator:
    return catalogue.load().indicators["returned"]
