"""Copies of the site with one thing changed for each indicator, and hashes of all forms of its figure. No test itself.

A copy has the same code, the same release under the same id and the same addresses, so that its answers differ only by
what was changed. It is asked in a process of its own, since what a process keeps of a release never changes.

    python -m tests.spoiled      hashes as JSON, of the site in this folder
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from etl.release import whole

ROOT = Path(__file__).parents[1]
FORMS = {
    "page": "/en/figure/{}",
    "svg": "/figure/{}.svg",
    "plotly": "/api/figure/{}.json",
    "embed": "/embed/{}",
    "csv": "/data/{}.csv",
    "json": "/data/{}.json",
    "parquet": "/data/{}.parquet",
    "xlsx": "/data/{}.xlsx",
    "pptx": "/briefing/{}.pptx",
    "docx": "/briefing/{}.docx",
    "feed": "",  # what the feeds say of the indicator, see `_news`
}
OF_A_PROCESS = re.compile(rb'"end_id": ?"[^"]*"')  # a token that Dash draws anew at each start
Hashes = dict[str, dict[str, str]]  # indicator -> form -> hash
Cell = tuple[str, str, str]  # geo, series, period


@dataclass(frozen=True)
class Shown:
    """What a reader sees of an indicator first: the address of that choice, and its last figure.

    forms: those that are asked for.
    """

    state: dict[str, str]
    cell: Cell
    forms: tuple[str, ...]


def hashes(shown: Mapping[str, Shown], client: Any) -> Hashes:
    """Of the site that is imported: the forms that are asked of each indicator."""

    def asked(form: str, indicator: str) -> str:
        if form == "feed":
            return sha256(repr(_news(indicator)).encode()).hexdigest()
        answer = client.get(FORMS[form].format(indicator), query_string=shown[indicator].state)
        assert answer.status_code == 200, (form, indicator, answer.text[:300])
        return sha256(OF_A_PROCESS.sub(b"", answer.get_data())).hexdigest()

    return {name: {form: asked(form, name) for form in each.forms} for name, each in shown.items()}


def _news(indicator: str) -> list[Any]:
    """The entries of the feeds on replaced figures of an indicator; all, though a feed holds the newest only."""
    from dashboards.routes import feeds
    from etl.release import store

    return [
        e
        for e in feeds.news(store.release().id, store.release_ids(), "en", "http://localhost")
        if e.key.startswith(f"{indicator}/")
    ]


def revised(warehouse: Path, indicator: str) -> bool:
    """Whether a figure was replaced on a day that is known, so that the feeds tell of it."""
    current = (warehouse / "CURRENT").read_text("utf-8").strip()
    return bool(
        _replaced(pq.read_table(warehouse / "releases" / current / "indicators" / f"{indicator}.parquet").to_pylist())
    )


def _replaced(rows: list[dict[str, Any]]) -> list[int]:
    """The rows that were replaced on a day that is known, of series that there are today."""
    told = {(r["geo"], r["series"]) for r in rows if r["current"]}
    return [n for n, r in enumerate(rows) if not r["current"] and r["seen_until"] and (r["geo"], r["series"]) in told]


def ask_copy(site: Path, shown: Mapping[str, Shown]) -> "subprocess.Popen[str]":
    """Start asking the copy of the site in a folder; `answered` waits for it."""
    unseal(_release_of(site))
    (site / "shown.json").write_text(json.dumps({i: (s.state, s.cell, s.forms) for i, s in shown.items()}))
    return subprocess.Popen(
        [sys.executable, "-m", "tests.spoiled"], cwd=site, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "MONITOR_WAREHOUSE": str(site / "warehouse"), "PYTHONPATH": str(site)},
    )  # fmt: skip


def answered(asked: "subprocess.Popen[str]") -> Hashes:
    """What `ask_copy` was answered."""
    out, _ = asked.communicate()
    assert asked.returncode == 0
    found: Hashes = json.loads(out.splitlines()[-1])
    return found


def copy_of_site(warehouse: Path, site: Path) -> Path:
    """Code and catalogue as they are, and the current release; `site` is the folder of the copy."""
    for part in ("etl", "dashboards", "data/catalogue"):
        shutil.copytree(ROOT / part, site / part)
    (site / "tests").mkdir()
    shutil.copy2(__file__, site / "tests")
    for part in ("assets", "data/archive"):
        (site / part).symlink_to(ROOT / part)
    current = (warehouse / "CURRENT").read_text("utf-8").strip()
    shutil.copytree(warehouse / "releases" / current, site / "warehouse" / "releases" / current)
    shutil.copy2(warehouse / "CURRENT", site / "warehouse")
    return site


def _release_of(site: Path) -> Path:
    return next((site / "warehouse" / "releases").iterdir())


def change_row(
    site: Path, indicator: str, cell: Cell, change: Callable[[dict[str, object]], dict[str, object]]
) -> None:
    """Rewrite the row that stands for a cell of an indicator; without one, what was replaced last."""
    path = _release_of(site) / "indicators" / f"{indicator}.parquet"
    table = pq.read_table(path)
    rows = table.to_pylist()
    gone = [(rows[n]["seen_until"], rows[n]["period"], n) for n in _replaced(rows)]
    gone.sort(key=lambda g: (rows[g[2]]["geo"], rows[g[2]]["series"]))  # of many on a day, the feeds name the first
    here = [n for n, r in enumerate(rows) if r["current"] and (r["geo"], r["series"], r["period"]) == cell]
    [at] = here if any(cell) else [max(gone, key=lambda g: g[:2])[2]]
    rows[at] = {**rows[at], **change(rows[at])}
    pq.write_table(pa.Table.from_pylist(rows, table.schema), path)


def unseal(folder: Path) -> None:
    """Let a release be one of before there were hashes: its digest would stand in every file, whatever was changed."""
    facts = folder / whole.FACTS
    said = json.loads(facts.read_text("utf-8"))
    facts.unlink()  # it may be linked elsewhere
    facts.write_text(json.dumps({n: v for n, v in said.items() if n not in (whole.FILES, whole.SEAL)}), "utf-8")


def seal(folder: Path) -> None:
    """Let a release that was changed on purpose be whole again: the hashes of its files as they are now."""
    facts = folder / whole.FACTS
    said = json.loads(facts.read_text("utf-8"))
    facts.unlink()  # it may be linked elsewhere
    facts.write_text(json.dumps(whole.sealed({**said, whole.FILES: whole.hashes(folder)})), "utf-8")


def other_value(site: Path, indicator: str, cell: Cell) -> None:
    """Half as much again and seven."""
    change_row(site, indicator, cell, lambda r: {"value": round(float(str(r["value"] or 0)) * 1.5 + 7)})


def other_flag(site: Path, indicator: str, cell: Cell) -> None:
    """Provisional; estimated where it was that already."""
    change_row(site, indicator, cell, lambda r: {"flag": "e" if "p" in str(r["flag"]) else "p"})


def other_provenance(site: Path, indicator: str, cell: Cell) -> None:
    """The same bytes of the same publishers, but all quoted by others; transcribed where one of them was quoted."""
    path = _release_of(site) / "inputs.parquet"
    table = pq.read_table(path)
    inputs = {r["id"]: r for r in table.to_pylist()}

    def changed(row: dict[str, object]) -> dict[str, object]:
        src = row["src"]
        assert isinstance(src, list)
        word = "transcribed" if any(inputs[n]["provenance"] == "quoted" for n in src) else "quoted"
        new = list(range(max(inputs) + 1, max(inputs) + 1 + len(src)))
        inputs.update({n: {**inputs[old], "id": n, "provenance": word} for n, old in zip(new, src, strict=True)})
        return {"src": new, "src_first": new}

    change_row(site, indicator, cell, changed)
    pq.write_table(pa.Table.from_pylist(list(inputs.values()), table.schema), path)


def other_making(site: Path, indicator: str, cell: Cell) -> None:
    """Computed here where it was passed on, passed on where it was computed here."""
    change_row(site, indicator, cell, lambda r: {"computed": not r["computed"]})


def other_unit(site: Path, indicator: str, cell: Cell) -> None:
    """Another unit of the code list, one that no indicator has."""
    path = site / "data" / "catalogue" / "indicators" / f"{indicator}.toml"
    declared, n = re.subn(r'(?m)^unit\s*=\s*".*"$', 'unit = "spoiled"', path.read_text("utf-8"))
    assert n == 1, indicator
    path.write_text(declared, "utf-8")
    units = site / "data" / "catalogue" / "units.csv"
    if "spoiled" not in (text := units.read_text("utf-8")):
        units.write_text(f"{text}spoiled,other things,andere dingen\n", "utf-8")


CHANGES: Mapping[str, Callable[[Path, str, Cell], None]] = {
    "value": other_value,
    "flag": other_flag,
    "provenance": other_provenance,
    "making": other_making,
    "unit": other_unit,
}


if __name__ == "__main__":
    from dashboards import create_app

    read = json.loads(Path("shown.json").read_text())
    wanted = {i: Shown(state, tuple(cell), tuple(forms)) for i, (state, cell, forms) in read.items()}
    print(json.dumps(hashes(wanted, create_app().server.test_client())))
