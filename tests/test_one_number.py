"""One number followed all the way: a cell of a Frontex workbook, snapshot, store, indicator, CSV, card and SVG.

The workbook holds the nine routes of the archive's newest vintage, in the layout of August 2026, with one cell changed
so that the number occurs nowhere else. Another holds those of 3 June 2025, with the numbers that Frontex published.
"""

import csv
import hashlib
import html
import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl import build
from etl.catalogue import catalogue
from etl.catalogue.catalogue import Catalogue
from etl.fetch import pull, snapshots
from etl.model.places import DATA, Places
from etl.payloads import Part
from etl.release import store
from tests.frontex_workbook import archived_months, own_workbook

ROUTES = "frontex.ibc_route_month"
WORKBOOK = "Monthly_detections_of_IBC_2026_11_03.xlsx"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CELL = ("Central Mediterranean Route", "2025-12")
MORE = 7


@dataclass(frozen=True)
class Followed:
    """What was put in at one end. cell: in the workbook; total: of 2025 over all routes."""

    body: bytes
    cell: int
    total: int
    places: Places


def headline_only() -> Catalogue:
    """What the headline page shows, with workbooks of nine rows accepted; other claims lose their variants."""
    whole = catalogue.load()
    shown = {n: i for n, i in whole.indicators.items() if i.headline or n == "irregular_arrivals_monthly"}
    used = {d for i in shown.values() for d in i.datasets}
    datasets = {n: d for n, d in whole.datasets.items() if n in used}
    datasets[ROUTES] = datasets[ROUTES].model_copy(update={"request": {"min_rows": 9}})
    claims = {
        c.id: c if {v.indicator for v in c.variant} <= set(shown) else c.model_copy(update={"variant": ()})
        for c in whole.claims.values()
    }
    return replace(whole, indicators=shown, datasets=datasets, claims=claims)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    """The own workbook pulled and a release built of it; MONITOR_WAREHOUSE names it meanwhile."""
    root = tmp_path_factory.mktemp("one_number")
    places = Places(DATA / "archive", root / "snapshots", root / "quarantine", root / "warehouse")
    months = archived_months()
    months.loc[CELL[0], CELL[1]] += MORE
    body, declared = own_workbook(months), headline_only()
    part = Part("ibc.xlsx", body, f"https://www.frontex.europa.eu/assets/{WORKBOOK}")
    found = pull.accept(declared.datasets[ROUTES], (part,), declared, places, NOW)
    assert found.outcome == "new", found.message
    build.build(declared, places, NOW, lambda *_: None)
    year = [p for p in months.columns if p.startswith("2025")]
    patch = pytest.MonkeyPatch()
    patch.setenv("MONITOR_WAREHOUSE", str(places.warehouse))
    yield Followed(body, int(months.loc[CELL[0], CELL[1]]), int(months[year].to_numpy().sum()), places)
    patch.undo()


@pytest.fixture
def client(followed: Followed) -> Any:
    """A client of the site on that release."""
    from dashboards import create_app

    return create_app().server.test_client()


def rows(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def test_the_workbook_is_kept_as_a_snapshot_byte_for_byte(followed: Followed) -> None:
    (receipt,) = snapshots.receipts(ROUTES, followed.places.snapshots)
    assert receipt.vintage == "2026-11-03"
    (part,) = snapshots.load(receipt, followed.places.snapshots)
    assert part.body == followed.body


def test_the_store_holds_the_cell_and_cites_the_workbook(followed: Followed) -> None:
    release = store.release(root=followed.places.warehouse)
    found = release.observation("irregular_arrivals_monthly", "EU", *CELL)
    assert found
    assert found.value == followed.cell
    (source,) = [release.inputs[i] for i in found.src]
    assert source.snapshot == hashlib.sha256(followed.body).hexdigest()
    assert (source.provenance, source.vintage, source.obtained_from[-len(WORKBOOK) :]) == (
        "original",
        "2026-11-03",
        WORKBOOK,
    )


def test_the_edition_before_can_still_be_read(followed: Followed) -> None:
    release = store.release(root=followed.places.warehouse)
    for as_of, value in (("2026-11-02", followed.total - MORE), ("2026-11-03", followed.total), ("", followed.total)):
        found = release.observation("irregular_arrivals", "EU", "total", "2025", as_of)
        assert found
        assert found.value == value


SPOILED: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], str]] = {
    "unknown route": (
        lambda m: m.rename(index={"Other": "Lunar Route"}),
        "sheet Detections_of_IBC, cell A8: found 'Lunar Route'; accepted: Black Sea Route, Central Mediterranean Route",
    ),
    "negative count": (lambda m: m.mask(m.index.to_series() == "Other", -1), "sheet Detections_of_IBC, cell D8: found"),
    "a month missing": (
        lambda m: m.drop(columns="2024-05"), "sheet Detections_of_IBC, cell GF2: found 'JUN2024'; accepted: MAY2024",
    ),
    "last month backwards": (
        lambda m: m[m.columns[:-2]], "last period is 2026-04, but the last good data reach 2026-06: it went backwards",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILED)
def test_a_workbook_with_one_thing_wrong_is_quarantined_and_the_good_one_stays(
    followed: Followed, tmp_path: Path, what: str
) -> None:
    spoil, message = SPOILED[what]
    body, dataset = own_workbook(spoil(archived_months())), headline_only().datasets[ROUTES]
    before = snapshots.receipts(ROUTES, followed.places.snapshots)
    part = Part("ibc.xlsx", body, f"https://www.frontex.europa.eu/assets/{WORKBOOK}")
    places = replace(followed.places, quarantine=tmp_path)
    found = pull.accept(dataset, (part,), catalogue.load(), places, NOW)
    assert found.outcome == "refused"
    assert message in found.message
    assert snapshots.receipts(ROUTES, followed.places.snapshots) == before
    [folder] = (tmp_path / ROUTES).glob("20261123T120000Z-*")
    assert (folder / "ibc.xlsx").read_bytes() == body
    assert message in (folder / "why.txt").read_text("utf-8")


def test_the_csv_has_the_number_with_its_origin(followed: Followed, client: Any) -> None:
    (row,) = rows(client.get("/data/irregular_arrivals.csv?series=total&from=2025&to=2025"))
    assert row["value"] == str(followed.total)
    assert row["snapshot"].split("; ")[0] == hashlib.sha256(followed.body).hexdigest()
    assert (row["vintage"], row["provenance"], row["period"]) == ("2026-11-03", "computed", "2025")
    assert row["input_provenance"] == "original", "the year is the sum of its months, made here"
    (month,) = rows(client.get(f"/data/irregular_arrivals_monthly.csv?series={CELL[0]}&from={CELL[1]}&to={CELL[1]}"))
    assert month["value"] == str(followed.cell)


@pytest.mark.parametrize(("lang", "mark"), [("en", ","), ("nl", ".")])
def test_the_card_shows_the_number_in_the_readers_language(
    followed: Followed, client: Any, lang: str, mark: str
) -> None:
    page = client.get(f"/{lang}/pillar/1").get_data(as_text=True)
    card = page[page.index('id="irregular_arrivals"') :]
    card = card[: card.index("</article>")]
    number = f"{followed.total:,}".replace(",", mark)
    value = re.search(r'class="kpi-value"[^>]*>([^<]+)<', card)
    assert value
    assert html.unescape(value[1]) == number
    assert number in card[card.index("<table") :]
    assert "2026" in card


@pytest.mark.parametrize(("lang", "mark"), [("en", ","), ("nl", ".")])
def test_the_pictures_say_the_number(followed: Followed, client: Any, lang: str, mark: str) -> None:
    """Both in the page and as a file of its own."""
    number = f"{followed.total:,}".replace(",", mark)
    page = client.get(f"/{lang}/pillar/1").get_data(as_text=True)
    card = page[page.index('id="irregular_arrivals"') :]
    drawn = re.search(r"<svg.*?</svg>", card, re.DOTALL)
    assert drawn
    assert number in html.unescape(drawn[0])
    file = client.get(f"/figure/irregular_arrivals.svg?lang={lang}")
    assert (file.status_code, file.mimetype) == (200, "image/svg+xml")
    assert number in html.unescape(file.get_data(as_text=True))


def test_the_workbook_of_june_2025_reaches_the_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On an archive without the later vintages, whose months go further."""
    archive = tmp_path / "archive"
    shutil.copytree(DATA / "archive", archive)
    name = "frontex_ibc_route_month.csv"
    lines = (archive / name).read_text("utf-8").splitlines(keepends=True)
    early = [line for n, line in enumerate(lines) if n == 0 or ",2025-01-07," in line]
    (archive / name).write_text("".join(early), "utf-8")
    places = Places(archive, tmp_path / "snapshots", tmp_path / "quarantine", tmp_path / "warehouse")
    body, whole = own_workbook(archived_months("2025-06-03"), "03JUN25"), headline_only()
    part = Part("ibc.xlsx", body, "https://www.frontex.europa.eu/assets/Monthly_detections_of_IBC_2025_06_03.xlsx")
    found = pull.accept(whole.datasets[ROUTES], (part,), whole, places, NOW)
    assert (found.outcome, found.vintage) == ("new", "2025-06-03"), found.message
    kept = {n: whole.indicators[n] for n in ("irregular_arrivals",)}
    small = replace(whole, indicators=kept, datasets={ROUTES: whole.datasets[ROUTES]}, claims={})
    build.build(small, places, NOW, lambda *_: None)
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(places.warehouse))
    from dashboards import create_app

    found_rows = rows(create_app().server.test_client().get("/data/irregular_arrivals.csv?series=total&from=2015"))
    values = {row["period"]: row["value"] for row in found_rows}
    assert (values["2015"], values["2018"], values["2024"]) == ("1822102", "149036", "240021")
    assert {row["snapshot"] for row in found_rows} == {hashlib.sha256(body).hexdigest()}
    assert "2025" not in values, "four months are not a year"
