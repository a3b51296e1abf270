"""No row of the archive is lost without a word: a dataset takes it, or a list says why not; none stands there twice."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from etl.catalogue.catalogue import Dataset, load
from etl.history import archive_use
from etl.model.errors import CatalogueError
from etl.model.places import DATA

ARCHIVE = DATA / "archive"
DEPARTURES, RESETTLED, TARGETS = "dtv_departures.csv", "cbs_82025ned_resettled.csv", "resettlement_nl_targets.csv"
TAKERS = ("ind.dtv_departures", "ind.dtv_cases", "ind.82025ned", "ind.resettlement_targets")


@dataclass(frozen=True)
class Part:
    """Three files of the archive, to be changed, with what LEFT_OUT.csv says of them; the datasets that take them."""

    root: Path
    datasets: tuple[Dataset, ...]

    def edit(self, name: str, old: str, new: str, count: int = 1) -> None:
        text = (self.root / name).read_text("utf-8")
        assert old in text
        (self.root / name).write_text(text.replace(old, new, count), "utf-8")

    def again(self, name: str, *lines: int) -> None:
        """Write some lines of a file once more at its end."""
        rows = (self.root / name).read_text("utf-8").splitlines()
        (self.root / name).write_text("\n".join([*rows, *(rows[line - 1] for line in lines), ""]), "utf-8")

    def said(self) -> list[str]:
        try:
            archive_use.check_use(self.datasets, self.root)
        except CatalogueError as e:
            return [str(fault) for fault in e.faults]
        return []


@pytest.fixture
def part(tmp_path: Path) -> Part:
    for name in ("PROVENANCE.csv", "routes.csv", DEPARTURES, RESETTLED, TARGETS):
        shutil.copy(ARCHIVE / name, tmp_path / name)
    heading, *lines = (ARCHIVE / "LEFT_OUT.csv").read_text("utf-8").splitlines()
    kept = [heading, *(line for line in lines if line.startswith(TARGETS)), ""]
    (tmp_path / "LEFT_OUT.csv").write_text("\n".join(kept), "utf-8")
    return Part(tmp_path, tuple(load().datasets[name] for name in TAKERS))


def test_every_row_of_the_archive_is_used_by_a_dataset_or_says_why_not(part: Part) -> None:
    archive_use.check_use(load().datasets.values(), ARCHIVE)
    assert part.said() == []
    assert replace(part, datasets=(*part.datasets, *part.datasets)).said() == []  # two may take the same row


def test_rows_whose_provenance_no_dataset_names_are_said_with_their_lines_and_what_would_take_them(part: Part) -> None:
    """A category that no dataset takes is told from those that one does; rows that one takes are not among them."""
    part.edit(DEPARTURES, ",gedwongen,", ",verdwenen,")
    part.edit(TARGETS, ",2019-10-14,resettlement_03\n", ",,hearsay\n", 2)
    accepted = sorted({c for d in part.datasets[:2] for a in d.archive for c in a.where["category"]})
    assert part.said() == [
        f"{DEPARTURES}: line 2: provenance_id: 1 rows of 'dtv_departures_01' belong to no dataset; accepted: for "
        f"category 'verdwenen': one of the {len(accepted)} in archive.where, such as gedwongen; or its id in "
        "archive.provenance_id of a dataset, or a reason in LEFT_OUT.csv",
        f"{TARGETS}: lines 11, 12: provenance_id: 2 rows of 'hearsay' belong to no dataset; accepted: its id in "
        "archive.provenance_id of a dataset, or a reason in LEFT_OUT.csv",
    ]


def test_of_values_that_no_dataset_takes_five_are_named(part: Part) -> None:
    for n in range(1, 7):
        part.edit(DEPARTURES, ",gedwongen,", f",{n},")
    [fault] = part.said()
    assert "for category '1', '2', '3', '4', '5': one of the " in fault


def test_what_a_dataset_would_take_is_said_for_each_column_by_which_it_chooses(part: Part) -> None:
    """Where none chooses rows of the file, nothing is said of columns."""
    targets = part.datasets[-1]
    (archive,) = targets.archive
    narrow = archive.model_copy(update={"where": {"scope": ("total",), "kind": ("realised",)}})
    datasets = (*part.datasets[:2], targets.model_copy(update={"archive": (narrow,)}))
    faults = replace(part, datasets=datasets).said()
    assert faults[0].endswith(
        "16 rows of 'cbs_82025ned' belong to no dataset; accepted: its id in archive.provenance_id of a dataset, or a "
        "reason in LEFT_OUT.csv"
    )
    [fault] = [fault for fault in faults if "rows of 'resettlement_03'" in fault]
    scopes = "for scope 'national_framework', 'turkey_1to1': total; or "
    assert f"accepted: for kind 'ceiling', 'quota': realised; or {scopes}its id" in fault


def test_leaving_out_needs_a_reason_and_a_line_that_leaves_nothing_out_is_an_error_too(part: Part) -> None:
    part.edit("LEFT_OUT.csv", 'nl_res_01,"no start printed: left to words"', "nl_res_01,")
    with (part.root / "LEFT_OUT.csv").open("a", encoding="utf-8") as f:
        f.write(f"{RESETTLED},cbs_82025ned,kept for later\n{DEPARTURES},nobody,nothing\n")
    unexplained, *idle = part.said()
    assert "rows of 'nl_res_01' belong to no dataset" in unexplained
    assert idle == [
        f"LEFT_OUT.csv: {RESETTLED}, cbs_82025ned: datasets take all of these rows, or there are none",
        f"LEFT_OUT.csv: {DEPARTURES}, nobody: datasets take all of these rows, or there are none",
    ]


def test_a_file_that_cannot_be_read_is_said_once_and_hides_no_other(part: Part) -> None:
    """What LEFT_OUT.csv says of it is not called idle."""
    part.edit(TARGETS, "provenance_id", "source")
    part.edit(DEPARTURES, ",gedwongen,", ",verdwenen,")
    part.edit(RESETTLED, "vintage", "day")
    assert [fault[: fault.index(":")] for fault in part.said()] == [DEPARTURES, RESETTLED, TARGETS]
    part.edit(RESETTLED, "day", "vintage")
    part.again(RESETTLED, 3)
    part.edit(DEPARTURES, "vintage", "day")
    part.edit(TARGETS, "vintage,source", "vintage,provenance_id")
    part.again(TARGETS, 3)
    twice = list(archive_use.same_rows(part.root))
    assert [fault.file for fault in twice] == [RESETTLED, TARGETS]
    assert twice[0].key == "lines 3, 18"


def test_rows_that_stand_there_twice_as_they_are_are_said_in_the_order_of_the_file(part: Part) -> None:
    assert list(archive_use.same_rows(part.root)) == []
    part.edit(RESETTLED, "NL,2009,", "NL,2029,")
    part.again(RESETTLED, 5, 3, 5)
    part.again(DEPARTURES, 2)
    part.edit(RESETTLED, "2014,", "2008,")  # another figure of the same year is not the same row
    assert [str(fault) for fault in archive_use.same_rows(part.root)] == [
        f"{RESETTLED}: lines 3, 19: the same row; accepted: each once",
        f"{RESETTLED}: lines 5, 18, 20: the same row; accepted: each once",
        f"{DEPARTURES}: lines 2, {len((part.root / DEPARTURES).read_text('utf-8').splitlines())}: the same row; "
        "accepted: each once",
    ]


def test_of_many_rows_that_stand_twice_twenty_are_said(part: Part) -> None:
    part.again(DEPARTURES, *range(2, 24))
    assert len(list(archive_use.same_rows(part.root))) == 20
