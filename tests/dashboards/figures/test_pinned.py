"""Embeds and pages that hold to a release or a day are honest about what changed since."""

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboards.figures import pinned
from dashboards.figures.pinned import Changed
from etl.catalogue import catalogue
from etl.model.observations import Observation, Series
from etl.release import store
from tests.spoiled import seal

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


def _with_rows(release_root: Path, indicator: str, release_id: str, changed: Any) -> Path:
    """A copy of the current release in which the rows of one indicator are others."""
    current = store.release(root=release_root)
    folder = release_root / "releases" / release_id
    shutil.copytree(current.folder, folder)
    path = folder / "indicators" / f"{indicator}.parquet"
    table = pq.read_table(path)
    pq.write_table(pa.Table.from_pylist(changed(table.to_pylist()), table.schema), path)
    seal(folder)
    return folder


def test_a_pinned_embed_counts_what_came_after_it_apart_from_what_was_revised_or_withdrawn(
    client, release_root: Path, release: store.Release
) -> None:
    """The older release lacks the newest two years of the Netherlands, has one other value and one year more."""

    def changed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        mine = [r for r in rows if r["current"] and (r["geo"], r["series"]) == ("NL", "all")]
        *_, revised, _, _ = mine
        before = {**mine[0], "period": str(int(mine[0]["period"]) - 1), "value": 41.0}
        kept = [r for r in rows if r is not revised and r not in mine[-2:]]
        return [*kept, {**revised, "value": 43.0}, before]

    folder = _with_rows(release_root, "asylum_applicants", "2026-11-21-00rows", changed)
    try:
        page = client.get(f"/embed/asylum_applicants?geo=NL&series=all&release={folder.name}").text
        dutch = client.get(f"/embed/asylum_applicants?geo=NL&series=all&lang=nl&release={folder.name}").text
        now = {p.period: p for s in release.series("asylum_applicants", ("NL",), ("all",)) for p in s.points}
    finally:
        shutil.rmtree(folder)
    shown = len(now) - 2 + 1
    assert f"2 of the {shown} values shown have since been revised. 2 values have been added." in page
    assert f"2 van de {shown} getoonde waarden zijn sindsdien herzien. Er zijn 2 waarden bij gekomen." in dutch
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in re.findall(r"<tr>(.*?)</tr>", page)]
    first, third_last = str(min(int(p) for p in now) - 1), sorted(now)[-3]
    told = {row[0]: row[3:] for row in rows if len(row) == 5 and row[0] in (first, third_last)}
    was = now[third_last]
    assert told[first] == ["41", "not available"]
    assert told[third_last][0] == " ".join(["43", *was.flag])
    assert told[third_last][1] == " ".join([f"{was.value:,.0f}", *was.flag])


@pytest.mark.parametrize(
    ("changed", "added", "en", "nl"),
    [
        (0, 0, "None of the 9 values shown has been revised since.", "Geen van de 9 getoonde waarden is herzien."),
        (1, 1, "1 of the 9 values shown has since been revised. 1 value has been added.",
         "1 van de 9 getoonde waarden is sindsdien herzien. Er is 1 waarde bij gekomen."),
        (3, 0, "3 of the 9 values shown have since been revised.",
         "3 van de 9 getoonde waarden zijn sindsdien herzien."),
    ],
)  # fmt: skip
def test_one_value_is_told_as_one_and_nothing_added_is_not_told(changed: int, added: int, en: str, nl: str) -> None:
    each = Changed("NL", "TOTAL", "2020", 5.0, "", 6.0, "")
    since = pinned.Since(9, (each,) * changed, added)
    for lang, told in (("en", en), ("nl", nl)):
        _, *rest = pinned.since_sentences(since, "b", "2026-11-23", "a", lang)
        assert " ".join(rest) == told


def test_where_a_figure_stands_is_said_with_its_release_and_the_day_of_reading() -> None:
    assert pinned.standing("2026-11-23-1a2b", "2026-11-23", "", "en") == "Release 2026-11-23-1a2b (23 November 2026)."
    assert pinned.standing("2026-11-23-1a2b", "2026-11-23", "2019-10-14", "nl") == (
        "Release 2026-11-23-1a2b (23 november 2026); stand van 14 oktober 2019."
    )


def test_the_table_of_changes_names_each_in_the_language_of_the_page() -> None:
    whole = catalogue.load()
    changed = Changed("NL", "all", "2024", 1234.0, "p", None, "c"), Changed("DE", "all", "2023", None, "", 5.0, "")
    made = pinned.changes(pinned.Since(50, changed), whole.indicators["asylum_applicants"], whole, "nl")
    assert made is not None
    assert made.caption == "Sindsdien veranderde waarden, de nieuwste perioden eerst; 2 van 2 getoond"
    assert [row[1] for row in made.rows] == ["Nederland", "Duitsland"]
    assert [row[0] for row in made.rows] == ["2024", "2023"]
    assert made.rows[0][2] == whole.series_label(whole.indicators["asylum_applicants"], "all", "nl")
    assert [row[3:] for row in made.rows] == [("1.234 p", "niet beschikbaar"), ("niet beschikbaar", "5")]


def test_only_the_newest_changes_are_listed_and_how_many_there_are_is_said() -> None:
    whole, many = catalogue.load(), pinned.MOST_CHANGES + 2
    changed = tuple(Changed("NL", "all", f"{2100 - n}", 1.0, "", 2.0, "") for n in range(many))
    made = pinned.changes(pinned.Since(90, changed), whole.indicators["asylum_applicants"], whole, "en")
    assert made is not None
    assert (len(made.rows), made.rows[-1][0]) == (pinned.MOST_CHANGES, str(2101 - pinned.MOST_CHANGES))
    assert f"; {pinned.MOST_CHANGES} of {many} shown" in made.caption
    assert pinned.changes(pinned.Since(90), whole.indicators["asylum_applicants"], whole, "en") is None


def test_a_value_that_is_gone_is_a_change_to_nothing() -> None:
    then = Series("returned", "NL", "all", (Observation("2019", 5.0, "p"),))
    since = pinned.changed_since((then,), ())
    assert since == pinned.Since(1, (Changed("NL", "all", "2019", 5.0, "p", None, ""),))
