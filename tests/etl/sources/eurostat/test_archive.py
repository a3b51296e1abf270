"""The archive's rows of Eurostat: as in the files it published, each in one dataset, quoted ones apart."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.catalogue.catalogue import ROOT
from etl.history import archive
from etl.payloads import Part
from etl.sources.eurostat import parse

PUBLISHED = Path(__file__).parents[3] / "fixtures" / "eurostat_published"
ARCHIVE = ROOT.parent / "archive"


PAYLOADS: Sequence[tuple[str, str, str]] = (
    ("migr_eiord", "data_explorer_migr_eiord_1_Data.csv", "estat_eiord_2017"),
    ("migr_eiord", "data_explorer_latin1_migr_eiord_allcitizens.csv", "estat_eiord_2017_citizen"),
    ("migr_eirtn", "data_explorer_migr_eirtn_1_Data.csv", "estat_eirtn_2017"),
    ("migr_asyappctza", "sdmx_csv_2.0_migr_asyappctza.csv", "estat_asyappctza_2025-05"),
    ("lfsa_ergan", "sdmx_csv_2.0_lfsa_ergan.csv", "estat_lfsa_ergan_2025-05"),
    ("migr_asytpsm", "sdmx_csv_2.0_migr_asytpsm.csv", "estat_asytpsm_2025-05"),
    ("tps00170", "sdmx_csv_1.0_labels_crlf_tps00170.csv", "estat_tps00170_2025-03-03"),
    ("migr_asyresa", "sdmx_csv_1.0_2021_migr_asyresa.csv", "estat_asyresa_2021-06-10"),
)


@pytest.mark.parametrize(("dataset_id", "name", "provenance"), PAYLOADS)
def test_published_files_say_what_the_archive_says(declared: Any, dataset_id: str, name: str, provenance: str) -> None:
    dataset = declared(f"eurostat.{dataset_id}")
    found = parse((Part(name, (PUBLISHED / name).read_bytes(), name),), dataset).frame
    (kept,) = [b.frame for b in archive.batches(dataset, ARCHIVE) if b.provenance.id == provenance]
    both = kept.merge(found, on=[*dataset.dims, "period"], how="inner", suffixes=("", "_found"), validate="1:1")
    assert len(both) >= 9
    assert (both["value"] == both["value_found"]).all()
    assert (both["flag"] == both["flag_found"]).all()


def quoted_rows(declared: Any, dataset_id: str) -> set[str]:
    return {batch.provenance.provenance for batch in archive.batches(declared(dataset_id), ARCHIVE)}


def test_quoted_and_computed_figures_stand_apart(declared: Any) -> None:
    # rows that others passed on (derived) or that were typed over are the publisher's figures; none is ours
    assert quoted_rows(declared, "eurostat.migr_eirtn") == {"original", "transcribed", "derived"}
    assert quoted_rows(declared, "eurostat.migr_eiord") == {"original", "transcribed"}
    assert quoted_rows(declared, "eurostat.returns_quoted") == {"quoted"}
    assert quoted_rows(declared, "eurostat.asylum_quoted") == {"quoted"}
    for name in ("migr_asyappctza", "migr_asyappctzm", "migr_asydcfstq", "migr_eiord", "migr_eirtn", "migr_resfirst"):
        main = archive.batches(declared(f"eurostat.{name}"), ARCHIVE)
        assert not [b.provenance.id for b in main if b.provenance.id.startswith(("calc_", "quoted_"))]


def every_eurostat_row() -> set[tuple[str, str]]:
    left_out = pd.read_csv(ARCHIVE / "LEFT_OUT.csv", dtype=str)
    found = set()
    files = sorted(ARCHIVE.glob("eurostat_*.csv"))
    for path in files:
        ids = pd.read_csv(path, dtype=str, keep_default_na=False)["provenance_id"].unique()
        found |= {(path.name, str(one)) for one in ids}
    return found - set(zip(left_out["file"], left_out["provenance_id"], strict=True))


def test_every_archived_line_of_eurostat_belongs_to_exactly_one_dataset(declared: Any) -> None:
    claimed: list[tuple[str, str]] = []
    for path in (ROOT / "datasets").glob("eurostat.*.toml"):
        dataset = declared(path.stem)
        files = {part.file: part for part in dataset.archive}
        for name in files:
            lone = dataset.model_copy(update={"archive": (files[name],)})
            claimed += sorted({(name, batch.provenance.id) for batch in archive.batches(lone, ARCHIVE)})
    assert sorted(claimed) == sorted(every_eurostat_row())
