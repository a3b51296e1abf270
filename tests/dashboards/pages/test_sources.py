"""The sources page: every dataset, its coverage, what is due, and the publishers side by side."""

import csv
import re
import shutil
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dashboards import freshness
from etl.catalogue import catalogue
from etl.model.observations import Coverage, Input
from etl.model.places import DATA
from etl.release import contacts, store


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_dataset_is_told_with_licence_and_address(client: Any, release_root: Any, lang: str) -> None:
    text = client.get(f"/{lang}/sources").text
    for d in catalogue.load().datasets.values():
        assert f'id="{d.id}"' in text
        assert d.landing.replace("&", "&amp;") in text
    assert ("Why sources differ" if lang == "en" else "Waarom bronnen verschillen") in text


@pytest.mark.parametrize(("lang", "said"), [("en", "version: "), ("nl", "versie: ")])
def test_each_dataset_is_a_fold_that_its_address_opens(client: Any, release_root: Any, lang: Any, said: str) -> None:
    """A browser opens a fold around the named place, so the id is inside it, and not in its summary."""
    shown = client.get(f"/{lang}/sources").text
    folds = re.findall(r'<details class="source-entry"><summary>(.*?)</summary><div id="([^"]+)">', shown)
    assert {name for _, name in folds} == set(catalogue.load().datasets)
    brief = dict((name, summary) for summary, name in folds)["frontex.ibc_nationality_year"]
    assert "2024" in brief
    assert said in brief
    for source in ("eurostat", "frontex", "ind"):
        count = sum(d.source == source for d in catalogue.load().datasets.values())
        assert re.search(rf'href="#{source}">[^<]*: {count} datasets<', shown)


def test_every_licence_has_words_in_both_languages(release: store.Release) -> None:
    found = {d.licence for d in catalogue.load().datasets.values()} | {i.licence for i in release.inputs.values()}
    listed = catalogue.load().codes["licences"]
    assert found <= set(listed)
    assert all(listed[text]["en"] != listed[text]["nl"] for text in found)


@pytest.mark.parametrize(
    "address", ["/nl/sources", "/data/return_rate.csv?lang=nl", "/data/dataset/eurostat.migr_eirtn.csv?lang=nl"]
)
def test_terms_of_use_are_dutch_in_dutch(client: Any, release_root: Any, address: str) -> None:
    shown = client.get(address).text
    assert "Eurostat: hergebruik toegestaan met bronvermelding (Besluit 2011/833/EU van de Commissie)" in shown
    assert "reuse authorised" not in shown


def test_three_publishers_of_one_year_stand_side_by_side(client: Any, release_root: Any) -> None:
    """First requests of 2017: IND 14,716, CBS 16,145 (archive ind_asylum_annual.csv), Eurostat 16,090."""
    with (DATA / "archive" / "ind_asylum_annual.csv").open(encoding="utf-8", newline="") as f:
        printed = {
            r["publisher"]: r["value"] for r in csv.DictReader(f) if (r["year"], r["measure"]) == ("2017", "first")
        }
    assert printed["IND"] == "14716"
    text = client.get("/en/sources").text
    assert "2017</th><td>14,716</td><td>16,145</td><td>16,090" in text.replace('<td class="num">', "<td>")


def test_coverage_is_what_the_archive_has(release: store.Release) -> None:
    with (DATA / "archive" / "frontex_ibc_nationality_year.csv").open(encoding="utf-8", newline="") as f:
        years = [r["year"] for r in csv.DictReader(f)]
    found = release.tables.coverage("frontex.ibc_nationality_year")
    assert (found.rows, found.first, found.last) == (len(years), min(years), max(years))


def test_an_old_edition_is_called_old_and_the_next_figures_are_dated() -> None:
    dataset = catalogue.load().datasets["eurostat.migr_asyappctza"]
    used = Input(1, dataset.id, "eurostat", "original", "2024-01-01", "", "", "Eurostat", "", "")
    told = freshness.facts(dataset, Coverage(9, 9, "2008", "2023", (1,)), [used], date(2026, 1, 1))
    assert (told.next, told.due, told.age, told.stale) == ("2024", "2025-03-31", 731, True)
    fresh = freshness.facts(dataset, Coverage(9, 9, "2008", "2023", (1,)), [used], date(2024, 2, 1))
    assert not fresh.stale


@pytest.mark.parametrize(
    ("lang", "pull", "probe"),
    [
        ("en", "Figures last requested</dt><dd>27 November 2026, 11:20 UTC: new figures, version of 3 September 2026",
         "Structure last requested</dt><dd>27 November 2026, 11:25 UTC: new codes: citizen QQ"),
        ("nl", "Cijfers voor het laatst opgevraagd</dt><dd>27 november 2026, 11:20 UTC: nieuwe cijfers, versie van "
         "3 september",
         "Opbouw voor het laatst opgevraagd</dt><dd>27 november 2026, 11:25 UTC: nieuwe codes: citizen QQ"),
    ],
)  # fmt: skip
def test_the_last_pull_and_probe_are_told_without_a_new_release(
    client: Any, release_root: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, lang: str, pull: str, probe: str
) -> None:
    root = shutil.copytree(release_root, tmp_path / "warehouse")
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(root))
    before = client.get(f"/{lang}/sources")
    noon = datetime(2026, 11, 27, 11, 20, tzinfo=UTC)
    name = "eurostat.migr_eiord"
    contacts.note(root, "pull", name, noon, "new", vintage="2026-09-03T11:00:00", changes="")
    contacts.note(root, "probe", name, noon.replace(minute=25), "new code", told="citizen QQ")
    after = client.get(f"/{lang}/sources", headers={"If-None-Match": before.headers["ETag"]})
    shown = after.text.replace("\u00a0", " ")
    assert pull not in before.text
    assert pull in shown
    assert probe in shown


def test_a_note_that_is_damaged_counts_as_none(release_root: Any, tmp_path: Any) -> None:
    contacts.note(tmp_path, "pull", "x.y", datetime(2026, 11, 27, tzinfo=UTC), "new")
    assert contacts.last(tmp_path, "pull", "x.y") == contacts.Contact("2026-11-27T00:00:00+00:00", "new", {})
    (tmp_path / "contacts" / "x.y.pull.json").write_text("{", "utf-8")
    assert contacts.last(tmp_path, "pull", "x.y") is None
    assert contacts.last(tmp_path, "probe", "x.y") is None
