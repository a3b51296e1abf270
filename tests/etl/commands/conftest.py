"""An archive that has faults and is quickly read."""

import shutil
from pathlib import Path

import pytest

from etl.model.places import Places


@pytest.fixture
def archive_of_none(folders: Places, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive without files of figures: a fault in almost every dataset."""
    archive = tmp_path_factory.mktemp("archive")
    for name in ("PROVENANCE.csv", "LEFT_OUT.csv"):
        shutil.copy(folders.archive / name, archive)
    return archive
