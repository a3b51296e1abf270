"""The archive: every row has a kind and a source; nothing that is not declared passes."""

import hashlib
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from etl.catalogue.catalogue import Dataset, load
from etl.catalogue.declarations import Correction
from etl.history import archive, archived
from etl.model.errors import CatalogueError, ContractError
from etl.model.observations import Input
from etl.model.places import DATA
from etl.model.provenance import WEAKEST_LAST

ARCHIVE = DATA / "archive"
RESETTLED, FILE = "ind.82025ned", "cbs_82025ned_resettled.csv"


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


def test_every_line_says_of_which_provenance_its_figures_are_and_where_they_came_from() -> None:
    lines = archive.provenance(ARCHIVE)
    assert {line.provenance for line in lines.values()} == set(WEAKEST_LAST)
    assert all(line.publisher and line.obtained_from for line in lines.values())


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


def faults_of(copy: Path, **part: object) -> list[str]:
    return [str(fault) for fault in archive.read(declared(**part), copy)[1]]


def test_an_input_says_all_that_the_list_says_of_its_origin(copy: Path) -> None:
    edit(copy / "PROVENANCE.csv", "/82025NED,,,", "/82025NED,c0ffee,,")
    (batch,) = archive.batches(load().datasets[RESETTLED], copy)
    assert archive.as_input(batch, "ind", 7) == Input(
        id=7, dataset=RESETTLED, source="ind", provenance="quoted", vintage="",
        snapshot=hashlib.sha256((copy / FILE).read_bytes()).hexdigest(), provenance_id="cbs_82025ned",
        publisher="Statistics Netherlands (CBS)", obtained_from="https://cbs.nl/nl-nl/cijfers/detail/82025NED",
        licence="CBS open data, CC BY 4.0, cite CBS (source agency IND)", origin_sha256="c0ffee",
    )  # fmt: skip


def test_a_batch_has_the_columns_of_its_dataset_and_knows_where_its_rows_stand() -> None:
    """Two files, in the order in which the dataset names them; within one by provenance line, then by day."""
    dataset = load().datasets["eurostat.returns_quoted"]
    found = archive.batches(dataset, ARCHIVE)
    order = [(batch.file, batch.provenance.id, batch.vintage) for batch in found]
    files = [part.file for part in dataset.archive]
    assert order == sorted(order, key=lambda batch: (files.index(batch[0]), *batch[1:]))
    assert {file for file, _, _ in order} == set(files)
    for batch in found:
        assert batch.dataset == dataset.id
        assert list(batch.frame) == [*dataset.dims, "period", "value", "flag"]
        assert list(batch.frame.index) == list(range(len(batch.frame)))
        rows = (ARCHIVE / batch.file).read_text("utf-8").splitlines()
        assert {rows[line - 1].rsplit(",", 1)[1] for line in batch.lines} == {batch.provenance.id}


def test_names_of_columns_in_the_file_are_kept_where_they_are_others(copy: Path) -> None:
    """The column of figures may be called otherwise too, and is said so where a figure is none."""
    (batch,) = archive.batches(load().datasets[RESETTLED], copy)
    assert batch.columns == {"period": "TIME_PERIOD"}
    assert list(batch.lines) == list(range(2, 18))
    edit(copy / FILE, ",value,", ",amount,")
    assert faults_of(copy) == [
        f"{FILE}: value: no such column; accepted: geo, TIME_PERIOD, measure, amount, flag, vintage, provenance_id"
    ]
    columns = {"TIME_PERIOD": "period", "amount": "value"}
    assert faults_of(copy, columns=columns) == []
    edit(copy / FILE, ",695,", ",many,")
    assert faults_of(copy, columns=columns) == [f"{FILE}: line 2: amount: 'many'; accepted: a number or nothing"]


def test_what_can_be_read_is_read_beside_what_cannot(copy: Path) -> None:
    """Each text that is no figure, and each provenance that is not known, once with all its lines."""
    for old, new in ((",695,", ",many,"), (",370,", ",,"), (",540,", ",many,"), (",790,", ",more,")):
        edit(copy / FILE, old, new)
    for line in ("2010,invited refugees,430,,,", "2012,invited refugees,430,,,"):
        edit(copy / FILE, f"{line}cbs_82025ned", f"{line}hearsay")
    (batch,), faults = archive.read(load().datasets[RESETTLED], copy)
    assert list(map(str, faults)) == [
        f"{FILE}: lines 2, 5: value: 'many'; accepted: a number or nothing",
        f"{FILE}: line 8: value: 'more'; accepted: a number or nothing",
        f"{FILE}: lines 4, 6: provenance_id: provenance 'hearsay' is not in PROVENANCE.csv; "
        "accepted: an id of PROVENANCE.csv",
    ]
    assert list(batch.frame["period"])[:5] == ["2008", "2009", "2011", "2013", "2014"]
    assert batch.frame["value"].isna().tolist()[:5] == [True, True, True, False, True]
    assert batch.frame["value"].dtype == "float64"


def test_a_file_that_is_not_there_hides_no_fault_of_the_next(copy: Path) -> None:
    dataset = declared()
    both = dataset.model_copy(update={"archive": (declared(file="no.csv").archive[0], *dataset.archive)})
    edit(copy / FILE, ",695,", ",many,")
    batches, faults = archive.read(both, copy)
    assert [fault.file for fault in faults] == [f"datasets/{RESETTLED}.toml", FILE]
    assert len(batches) == 1


def test_provenance_that_is_none_is_said_and_its_rows_are_not_read(copy: Path) -> None:
    edit(copy / "PROVENANCE.csv", "82025NED,quoted", "82025NED,guessed")
    batches, faults = archive.read(load().datasets[RESETTLED], copy)
    assert batches == []
    assert [str(fault) for fault in faults] == [
        "PROVENANCE.csv: cbs_82025ned: provenance 'guessed'; accepted: original, derived, transcribed, quoted"
    ]


def test_a_list_without_its_columns_is_said_for_each_and_nothing_is_read(copy: Path) -> None:
    edit(copy / "PROVENANCE.csv", "publisher,publisher_url,obtained_from", "by,publisher_url,place")
    batches, faults = archive.read(load().datasets[RESETTLED], copy)
    assert batches == []
    assert [fault.key for fault in faults] == ["publisher", "obtained_from"]
    assert faults[0].accepted.startswith("id, dataset, provenance, by, publisher_url, place, ")


def test_a_dataset_takes_the_rows_that_it_names_with_the_codes_that_it_calls_otherwise() -> None:
    """Of the table of departures some categories; of detections names that are given to one country."""
    departures = load().datasets["ind.dtv_departures"]
    (part,) = departures.archive
    taken = archive.chosen(ARCHIVE / part.file, part)
    assert set(taken["category"]) == set(part.where["category"])
    whole = archive.file_rows(ARCHIVE / part.file)
    assert len(taken) == whole["category"].isin(part.where["category"]).sum()
    assert taken["provenance_id"].nunique() > 1
    one = part.model_copy(update={"provenance_id": ("dtv_departures_01",)})
    assert set(archive.chosen(ARCHIVE / part.file, one)["provenance_id"]) == {"dtv_departures_01"}
    (batch,) = archive.batches(load().datasets["frontex.ibc_nationality_part"], ARCHIVE)
    assert {"Türkiye"} <= set(batch.frame["nationality"])
    assert not {"Turkey"} & set(batch.frame["nationality"])


def test_what_a_dataset_says_of_its_file_must_be_there(copy: Path) -> None:
    """Columns that it chooses by, drops or names otherwise, each where it is missing; a code of a missing column."""
    accepted = "geo, TIME_PERIOD, measure, value, flag, vintage, provenance_id"
    found = faults_of(copy, where={"scope": ("x",)}, columns={"day": "period"}, drop=("geo", "url"))
    assert found == [f"{FILE}: {column}: no such column; accepted: {accepted}" for column in ("scope", "day", "url")]
    [fault] = faults_of(copy, drop=(), set={})
    assert fault == (
        f"datasets/{RESETTLED}.toml: rename.codes: {FILE} has no column nationality; accepted: "
        "geo, period, measure, value, flag, vintage, provenance_id"
    )
    [fault] = faults_of(copy, provenance_id=("cbs_82025ned", "nobody", "me"))
    assert fault == f"datasets/{RESETTLED}.toml: archive.provenance_id: {FILE} has no rows of me, nobody"
    [fault] = faults_of(copy, drop=())
    assert fault == (
        f"datasets/{RESETTLED}.toml: archive: {FILE}: columns ['geo'] are missing or not mapped; "
        "accepted: flag, measure, nationality, period, provenance_id, value, vintage"
    )


def test_a_file_that_was_changed_since_it_was_read_is_read_anew(copy: Path) -> None:
    assert archive.file_rows(copy / FILE)["value"][0] == "695"
    edit(copy / FILE, ",695,", ",700,")
    os.utime(copy / FILE, (0, 0))
    assert archive.file_rows(copy / FILE)["value"][0] == "700"


def test_lines_are_named_up_to_five_and_the_others_counted() -> None:
    assert archive.lines(pd.Index([4])) == "line 4"
    assert archive.lines(pd.Index([4, 5, 9, 12, 15])) == "lines 4, 5, 9, 12, 15"
    assert archive.lines(pd.RangeIndex(2, 1240)) == "lines 2, 3, 4, 5, 6 and 1,233 more"


def test_archived_rows_are_numbered_from_the_first_of_their_dataset_and_dated_by_their_vintage(copy: Path) -> None:
    """A month counts from its last day. What was wrong at the source is corrected; batches and inputs go together."""
    assert archived.first_numbers(["a", "b", "c"]) == {"a": 1, "b": 10_001, "c": 20_001}
    edit(copy / FILE, "2008,invited refugees,695,,,", "2008,invited refugees,695,,2019-05,")
    correction = Correction.model_validate({
        "where": {"period": "2009"}, "expect": 370, "value": 375, "url": "https://www.cbs.nl/",
        "reason": {"en": "misprint", "nl": "drukfout"},
    })  # fmt: skip
    dataset = load().datasets[RESETTLED].model_copy(update={"correction": (correction,)})
    found = archived.checked(dataset, copy, 41, load())
    assert [(i.id, i.source, i.vintage) for i in found.inputs] == [(41, "ind", ""), (42, "ind", "2019-05")]
    assert [(batch.seen, batch.input) for batch in found.batches] == [("", 41), ("2019-05-31", 42)]
    assert found.batches[0].frame["value"].tolist()[:2] == [375, 430]
    now = found.history.set_index("period")
    assert now.loc["2008", ["value", "seen_from", "src"]].tolist() == [695, "2019-05-31", 42]
    assert now.loc["2009", ["value", "flag", "src"]].tolist() == [375, "r", 41]


def test_archived_rows_that_break_their_contract_stop(copy: Path) -> None:
    """But for how many there are: an archive need not have all rows and periods."""
    edit(copy / FILE, "NL,2009,invited refugees,370,,,cbs_82025ned\n", "")
    assert len(archived.checked(load().datasets[RESETTLED], copy, 1, load()).batches[0].frame) == 15
    edit(copy / FILE, ",695,", ",696,")
    with pytest.raises(ContractError, match="values must be multiples of 5"):
        archived.checked(load().datasets[RESETTLED], copy, 1, load())
