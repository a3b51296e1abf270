"""The dataset files of `ind`: valid, with both languages, and in step with the archive."""

import re
from pathlib import Path

import pandas as pd
import pytest

from etl.catalogue.catalogue import load
from etl.formats import cbs_table
from etl.history import archive

ROOT = Path(__file__).parents[4]
LEFT_OUT = {"resettlement_nl_targets.csv": 6}  # figures without a start or without years
DATASETS = {name: dataset for name, dataset in load().datasets.items() if dataset.source == "ind"}


@pytest.mark.parametrize("name", DATASETS)
def test_archived_rows_keep_the_contract_and_have_one_key_each(name: str) -> None:
    dataset = DATASETS[name]
    batches = archive.batches(dataset, ROOT / "data" / "archive")
    for batch in batches:
        frame = batch.frame
        assert not frame.duplicated([*dataset.dims, "period"]).any(), batch.provenance.id
        assert frame["value"].between(dataset.contract.low, dataset.contract.high).all()
        assert (frame["value"] % (dataset.contract.step or 1) == 0).all()
        for dim, accepted in dataset.contract.codes.items():
            assert set(frame[dim]) <= set(accepted), dim
    if batches:
        assert sum(len(b.frame) for b in batches) >= dataset.contract.min_rows


def test_every_archive_row_of_dutch_sources_belongs_to_one_dataset() -> None:
    taken = [(part.file, dataset) for dataset in DATASETS.values() for part in dataset.archive]
    for file in sorted({file for file, _ in taken}):
        rows = len(pd.read_csv(ROOT / "data" / "archive" / file, dtype=str, keep_default_na=False))
        owners = {d.id: d.model_copy(update={"archive": tuple(a for a in d.archive if a.file == file)})
                  for f, d in taken if f == file}.values()  # fmt: skip
        kept = 0
        for dataset in owners:
            batches = archive.batches(dataset, ROOT / "data" / "archive")
            kept += sum(len(b.frame) for b in batches)
        assert kept == rows - LEFT_OUT.get(file, 0), file


@pytest.mark.parametrize("name", [n for n, d in DATASETS.items() if d.live])
def test_live_datasets_can_be_asked_for_and_know_their_measures(name: str) -> None:
    dataset = DATASETS[name]
    asked = cbs_table.ask(dataset)
    assert asked.table == dataset.code
    assert set(dataset.rename.codes["measure"].values()) == set(dataset.contract.codes["measure"])
    assert {*dataset.rename.dims.values(), *asked.constant, "measure"} == set(dataset.dims)


@pytest.mark.parametrize("name", ["ind.dtv_departures", "ind.coa_occupancy", "ind.resettlement_targets"])
def test_figures_of_other_publishers_say_that_they_are_not_of_the_ind(name: str) -> None:
    assert not DATASETS[name].live
    assert re.search("not (by )?the IND", DATASETS[name].title.en)
    assert re.search("niet (door )?de IND", DATASETS[name].title.nl)
