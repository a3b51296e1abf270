"""What tests of the letter read: the catalogue, and every statement with its outcome in a real release."""

import pytest

from dashboards.letter.statements import Statement, statements
from etl.catalogue import catalogue
from etl.catalogue.catalogue import Catalogue
from etl.release.store import Release


@pytest.fixture
def declared() -> Catalogue:
    return catalogue.load()


@pytest.fixture
def stated(declared: Catalogue, release: Release) -> tuple[Statement, ...]:
    return statements(declared, release.claims)
