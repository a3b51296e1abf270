"""What is wrong in archived rows is said of each row, in the order of the file, so that a person finds it there."""

from dataclasses import replace

import pandas as pd
import pytest

from etl.catalogue.catalogue import Dataset, load
from etl.history import archive, archive_rows
from etl.model.period import ACCEPTED
from etl.model.places import DATA

RESETTLED, FILE = "ind.82025ned", "cbs_82025ned_resettled.csv"
Cells = dict[int, object]


@pytest.fixture(scope="module")
def batch() -> archive.ArchiveBatch:
    """Invited refugees of 2008 to 2023, lines 2 to 17 of the file."""
    (whole,) = archive.batches(load().datasets[RESETTLED], DATA / "archive")
    return whole


def edited(batch: archive.ArchiveBatch, **columns: Cells) -> archive.ArchiveBatch:
    """The batch with other cells: column -> line of the file -> what stands there."""
    frame = batch.frame.copy()
    for column, cells in columns.items():
        for line, cell in cells.items():
            frame.loc[batch.lines == line, column] = cell
    return replace(batch, frame=frame)


def said(batch: archive.ArchiveBatch, **contract: object) -> list[str]:
    dataset = load().datasets[RESETTLED]
    return [str(f) for f in archive_rows.faults(batch, of(dataset, **contract), load(), ())]


def of(dataset: Dataset, **contract: object) -> Dataset:
    return dataset.model_copy(update={"contract": dataset.contract.model_copy(update=contract)})


def test_rows_as_they_stand_have_no_fault_and_every_period_of_them_is_one(batch: archive.ArchiveBatch) -> None:
    assert said(batch) == []
    assert archive_rows.only_periods(batch)
    assert not archive_rows.only_periods(edited(batch, period={4: "2O10"}))


def test_a_code_and_a_flag_are_said_with_the_lines_in_which_they_stand(batch: archive.ArchiveBatch) -> None:
    wrong = edited(batch, measure={3: "asked", 5: "asked"}, flag={7: "z", 9: "p"}, period={6: "2O12"})
    assert said(wrong) == [
        f"{FILE}: lines 3, 5: measure: 'asked' is not known; accepted: invited",
        f"{FILE}: line 7: flag: 'z'; accepted: p",
        f"{FILE}: line 6: TIME_PERIOD: '2O12'; accepted: {ACCEPTED}",
    ]
    assert said(edited(batch, flag={9: "p"}), flags="")[0] == f"{FILE}: lines 9, 17: flag: 'p'; accepted: nothing"
    assert said(edited(batch, flag={9: "z"}), flags="bp") == [f"{FILE}: line 9: flag: 'z'; accepted: b, p"]


def test_nothing_is_known_from_a_list_that_is_empty_or_has_faults_of_its_own() -> None:
    """Places of resettled persons, of which two are none: said only where the list of places can be relied on."""
    dataset, catalogue = load().datasets["eurostat.tps00195"], load()
    (whole,) = archive.batches(dataset, DATA / "archive")
    wrong = edited(whole, geo={2: "OZ", 3: "XX"})
    [first, second] = archive_rows.faults(wrong, dataset, catalogue, ())
    assert (first.key, first.actual) == ("line 2: geo", "'OZ' is not known")
    assert second.accepted.startswith(f"one of the {len(catalogue.codes['geo'])} in geo.csv")
    assert list(archive_rows.faults(wrong, dataset, catalogue, ("geo",))) == []
    empty = replace(catalogue, codes={**catalogue.codes, "geo": {}})
    assert list(archive_rows.faults(wrong, dataset, empty, ())) == []


def test_of_many_wrong_values_five_are_named_and_the_others_counted(batch: archive.ArchiveBatch) -> None:
    five = edited(batch, value={line: float(-line) for line in range(2, 7)})
    assert said(five, step=None) == [f"{FILE}: lines 2, 3, 4, 5, 6: value: -2, -3, -4, -5, -6; accepted: 0 to 10,000"]
    seven = edited(batch, value={line: float(-line) for line in range(2, 9)})
    [fault] = said(seven, step=None)
    assert fault.endswith(": value: -2, -3, -4, -5, -6 and 2 more; accepted: 0 to 10,000")
    assert said(edited(batch, value={2: 696.0})) == [f"{FILE}: line 2: value: 696; accepted: multiples of 5"]


def test_an_observation_that_stands_twice_with_two_figures_is_said_in_words_of_the_file(
    batch: archive.ArchiveBatch,
) -> None:
    """In the order of the file, newest first here; what codes and periods say is the observation, not its figure."""
    wrong = edited(batch, period={2: "2023", 4: "2012"}, value={2: 10.0})
    lines = {str(p): line for p, line in zip(batch.frame["period"], batch.lines, strict=True)}
    dims = "nationality=T001059, measure=invited"
    assert said(wrong) == [
        f"{FILE}: lines 2, {lines['2023']}: the same observation: {dims}, TIME_PERIOD=2023; accepted: each once",
        f"{FILE}: lines 4, {lines['2012']}: the same observation: {dims}, TIME_PERIOD=2012; accepted: each once",
    ]


def test_of_many_observations_that_stand_twice_twenty_are_named_and_the_others_counted(
    batch: archive.ArchiveBatch,
) -> None:
    """The sixteen rows of the table for two nationalities, 32 observations, the first so many of them twice."""
    both = pd.concat([batch.frame, batch.frame.assign(nationality="NAT9491")], ignore_index=True)

    def twice(many: int) -> list[str]:
        frame = pd.concat([both, both.head(many)], ignore_index=True)
        return said(replace(batch, frame=frame, lines=frame.index + 2))

    assert len(twice(20)) == 20
    *named, rest = twice(23)
    assert len(named) == 20
    assert rest == f"{FILE}: 3 more observations stand there twice; accepted: each once"
