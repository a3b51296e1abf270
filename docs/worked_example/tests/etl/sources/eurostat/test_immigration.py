"""Immigration, read from a few rows of a real file of Eurostat."""

from pathlib import Path
from typing import Any

from etl.payloads import Part
from etl.sources import eurostat

FILE = Path(__file__).parents[3] / "fixtures" / "eurostat" / "sdmx_csv_1.0_tps00176_crlf.csv"


def test_immigration_is_read_as_it_was_published(declared: Any) -> None:
    parsed = eurostat.parse((Part(FILE.name, FILE.read_bytes(), FILE.name),), declared("eurostat.tps00176"))
    cells = parsed.frame.set_index(["geo", "period"])
    assert parsed.vintage == "2024-11-29T11:00:00"
    assert cells.loc[("NL", "2019"), "value"] == 215_756
    assert cells.loc[("UK", "2018"), ["value", "flag"]].to_list() == [603_953, "p"]
