"""The archive: every row has a kind and a source; nothing that is not declared passes."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from etl.catalogue.catalogue import Dataset, load
from etl.history import archive, archive_use
from etl.model.errors import CatalogueError
from etl.model.places import DATA
from etl.model.provenance import WEAKEST_LAST

ARCHIVE = DATA / "archive"
RESETTLED = "ind.82025ned"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The archive files of one dataset, to be changed."""
    for name in ("PROVENANCE.csv", "cbs_82025ned_resettled.csv"):
        shutil.copy(ARCHIVE / name, tmp_path / name)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def declared(**part: object) -> Dataset:
    dataset = load().datasets[RESETTLED]
    return dataset.model_copy(update={"archive": (dataset.archive[0].model_copy(update=part),)})


def test_every_batch_says_of_which_provenance_its_figures_are_and_where_they_came_from() -> None:
    found = Counter()
    for dataset in load().datasets.values():
        for batch in archive.batches(dataset, ARCHIVE):
            found[batch.provenance.provenance] += len(batch.frame)
            assert batch.provenance.publisher
            assert batch.provenance.obtained_from
            assert len(batch.sha256) == 64
    assert set(found) == set(WEAKEST_LAST)


def test_every_row_of_the_archive_is_used_by_a_dataset_or_says_why_not() -> None:
    archive_use.check_use(load().datasets.values(), ARCHIVE)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """The whole archive, to be changed."""
    return Path(shutil.copytree(ARCHIVE, tmp_path / "archive"))


def test_rows_whose_provenance_no_dataset_names_are_an_error_naming_them_all(whole: Path) -> None:
    edit(whole / "eurostat_migr_eiord.csv", ",estat_eiord_2017\n", ",calc_ours\n")
    edit(whole / "dtv_departures.csv", ",gedwongen,", ",verdwenen,")
    with pytest.raises(CatalogueError) as e:
        archive_use.check_use(load().datasets.values(), whole)
    said = [str(fault) for fault in e.value.faults]
    assert said[0].startswith("dtv_departures.csv: line 2: provenance_id: 1 rows of 'dtv_departures_01' belong to no ")
    assert "; accepted: for category 'verdwenen': one of the " in said[0]
    assert said[1].startswith("eurostat_migr_eiord.csv: line ")
    assert "provenance_id: 1 rows of 'calc_ours' belong to no dataset; accepted: its id in" in said[1]


def test_a_line_that_leaves_nothing_out_is_an_error_too(whole: Path) -> None:
    with (whole / "LEFT_OUT.csv").open("a", encoding="utf-8") as f:
        f.write("coa_occupancy.csv,nl_coa_01,kept for later\n")
    with pytest.raises(CatalogueError, match=r"LEFT_OUT\.csv: coa_occupancy\.csv, nl_coa_01: datasets take all"):
        archive_use.check_use(load().datasets.values(), whole)


def test_leaving_out_needs_a_reason(whole: Path) -> None:
    edit(whole / "LEFT_OUT.csv", 'nl_res_01,"no start printed: left to words"', "nl_res_01,")
    with pytest.raises(CatalogueError, match="rows of 'nl_res_01' belong to no dataset"):
        archive_use.check_use(load().datasets.values(), whole)


def test_rows_carry_the_archive_values_unchanged(copy: Path) -> None:
    (batch,) = archive.batches(load().datasets[RESETTLED], copy)
    figures = batch.frame.set_index("period")["value"]
    assert figures["2008"] == 695
    assert figures["2010"] == 430
    assert (batch.vintage, batch.provenance.id, batch.provenance.provenance) == ("", "cbs_82025ned", "quoted")


def test_an_empty_cell_is_missing_and_not_zero(copy: Path) -> None:
    edit(copy / "cbs_82025ned_resettled.csv", ",695,", ",,")
    (batch,) = archive.batches(load().datasets[RESETTLED], copy)
    assert batch.frame.set_index("period")["value"].isna()["2008"]


def test_a_word_in_place_of_a_figure_stops(copy: Path) -> None:
    edit(copy / "cbs_82025ned_resettled.csv", ",695,", ",many,")
    with pytest.raises(CatalogueError, match=r"cbs_82025ned_resettled\.csv: .*'many'.*accepted: a number or nothing"):
        archive.batches(load().datasets[RESETTLED], copy)


def test_a_provenance_that_is_not_known_stops(copy: Path) -> None:
    edit(copy / "PROVENANCE.csv", "quoted", "guessed")
    with pytest.raises(CatalogueError, match="provenance 'guessed'; accepted: original, derived, transcribed, quoted"):
        archive.provenance(copy)


def test_a_row_without_provenance_stops(copy: Path) -> None:
    edit(copy / "cbs_82025ned_resettled.csv", "cbs_82025ned\n", "hearsay\n")
    with pytest.raises(CatalogueError, match="provenance 'hearsay' is not in PROVENANCE"):
        archive.batches(load().datasets[RESETTLED], copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    with pytest.raises(CatalogueError, match=r"ind\.82025ned\.toml: archive\.file: there is no other\.csv"):
        archive.batches(declared(file="other.csv"), copy)


def test_a_provenance_line_without_rows_is_named(copy: Path) -> None:
    with pytest.raises(CatalogueError, match=r"cbs_82025ned_resettled\.csv has no rows of nobody"):
        archive.batches(declared(provenance_id=("nobody",)), copy)


def test_a_column_that_is_not_mapped_is_named(copy: Path) -> None:
    with pytest.raises(CatalogueError, match=r"columns \['geo'\] are missing or not mapped"):
        archive.batches(declared(drop=()), copy)
