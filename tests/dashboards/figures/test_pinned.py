"""Embeds and pages that hold to a release or a day are honest about what changed since."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboards.figures import pinned
from dashboards.figures.pinned import Changed
from etl.catalogue import catalogue
from etl.model.observations import Observation, Series
from etl.release import store

OLDER = "2026-11-22-0older"


@pytest.fixture
def older(release_root: Path) -> Any:
    """The same release under an older id, its figures those before Eurostat's or Frontex's last revisions."""
    current = store.release(root=release_root)
    folder = release_root / "releases" / OLDER
    if not folder.exists():
        folder.mkdir()
        for path in current.folder.iterdir():
            (folder / path.name).symlink_to(path)
    yield OLDER
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def test_a_pinned_embed_says_that_nothing_changed_where_nothing_did(client, release: store.Release) -> None:
    page = client.get(f"/embed/returned?release={release.id}").text
    assert "This is the newest release." in page
    assert re.search(r"None of the \d+ values shown has been revised", page)


def test_a_pinned_embed_says_that_a_newer_release_exists(client, older: str, release: store.Release) -> None:
    page = client.get(f"/embed/returned?release={older}").text
    assert f"A newer release exists ({release.id} of 23 November 2026)" in page
    assert f"/en/figure/returned?release={older}" in page


def test_a_reading_of_the_past_says_which_values_were_revised(client, release: store.Release) -> None:
    page = client.get("/embed/irregular_arrivals?as_of=2026-01-01").text
    count, of = re.search(r"(\d+) of the (\d+) values shown ha", page).groups()
    then = release.series("irregular_arrivals", *_shown(release), as_of="2026-01-01")
    now = release.series("irregular_arrivals", *_shown(release))
    since = pinned.changed_since(then, now)
    assert (len(since.changed), since.shown) == (int(count), int(of))
    assert int(count) > 0
    assert "Which values changed" in page


def _shown(release: store.Release) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from dashboards.figures import figure as figures

    chosen = figures.default_figure("irregular_arrivals", "en").chosen
    return chosen.geos, chosen.series


def test_what_changed_since_is_values_flags_and_withdrawals_and_not_what_was_added() -> None:
    def series(*points: Observation) -> tuple[Series, ...]:
        return (Series("returned", "NL", "TOTAL", points),)

    same, other = Observation("2019", 10.0), Observation("2020", 5.0)
    then = series(same, other, Observation("2021", 7.0, "p"), Observation("2022", 8.0))
    now = series(same, replace(other, value=6.0), Observation("2021", 7.0), Observation("2023", 9.0))
    since = pinned.changed_since(then, now)
    assert since.changed == (
        Changed("NL", "TOTAL", "2022", 8.0, "", None, ""),
        Changed("NL", "TOTAL", "2021", 7.0, "p", 7.0, ""),
        Changed("NL", "TOTAL", "2020", 5.0, "", 6.0, ""),
    )
    assert (since.shown, since.added) == (4, 1)


@pytest.mark.parametrize("lang", catalogue.LANGS)
def test_a_pinned_page_says_as_of_when_it_stands_and_which_values_changed_since_and_how(client, lang: str) -> None:
    page = client.get(f"/{lang}/figure/irregular_arrivals?as_of=2026-01-01").text
    note = re.search(r'<div id="since">.*?</table>', page, flags=re.DOTALL)[0]
    said = {"en": ("as of 1 January 2026", "have since been revised"), "nl": ("1 januari 2026", "sindsdien herzien")}
    assert all(part in note for part in said[lang])
    rows = re.findall("<tr>(.*?)</tr>", note)
    assert len(rows) > 1
    assert all(len(re.findall("<t[dh]", row)) == 5 for row in rows)


def test_a_page_pinned_to_a_release_says_whether_a_newer_one_exists_and_a_live_page_says_nothing(
    client, older: str, release: store.Release
) -> None:
    page = client.get(f"/en/figure/returned?release={older}").text
    assert f"Release {older}" in page
    assert f"A newer release exists ({release.id} of 23 November 2026)" in page
    assert re.search(r"None of the \d+ values shown has been revised since", page)
    assert 'id="since"' not in client.get("/en/figure/returned").text
