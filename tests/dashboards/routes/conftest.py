"""Files that are made for these addresses are kept apart."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True, scope="module")
def kept_apart(kept: Path) -> None:
    """Whatever a test asks for, nothing is written into the folder of the site."""
