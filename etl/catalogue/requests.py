"""What a dataset asks of its source: the shape of [request], one for each source; their modules say what is done."""

from typing import Any, Literal, TypeVar

from etl.catalogue import reading
from etl.catalogue.datasets import Dataset, SourceName
from etl.catalogue.texts import Declared
from etl.model.errors import CatalogueError, Fault

D = TypeVar("D", bound=Declared)


class EurostatRequest(Declared):
    """What of a table is asked of Eurostat's dissemination API."""

    dims: dict[str, tuple[str, ...]] = {}
    """Dimension -> codes; sent. One code that a table does not have makes Eurostat refuse the whole request (400)."""
    keep: dict[str, tuple[str, ...]] = {}
    """Dimension -> codes; not sent: rows with others are left out on reading. For codes that may not exist."""
    set: dict[str, str] = {}
    """Dimension -> code, for a dimension of ours that the publisher's table does not have."""
    since: int
    """First year asked for."""
    sizes: dict[str, int] = {}
    """Dimension -> length of its code list, for those not in dims; only to estimate the cost of a request."""
    split_by: tuple[str, ...] = ("time",)
    """What to cut along when a request is too large, in this order: time, or a dimension in dims."""
    max_cells: int = 400_000
    """Most cells per request. Up to 500,000 Eurostat answers at once; above 5,000,000 it refuses."""


class CbsRequest(Declared):
    """What of a table is asked of Statistics Netherlands (CBS)."""

    api: Literal["v3", "v4"]
    """Version of CBS's OData service."""
    table: str = ""
    """Id of the table; the dataset's code where it is not given."""
    time: str = "Perioden"
    """Name of the period column."""
    filters: dict[str, tuple[str, ...]] = {}
    """Dimension -> code, then other spellings in exports: only these rows are asked for and kept."""
    titles: tuple[str, ...] = ()
    """Dimensions written with the title of their code list (Syrisch) instead of their key (NAT9444)."""
    unused: tuple[str, ...] = ()
    """Topics that are known and not kept; one that is neither renamed nor here stops the dataset."""
    constant: dict[str, str] = {}
    """Dimension -> text, the same in every row."""


class FrontexRequest(Declared):
    """What of Frontex's workbook is taken."""

    min_rows: int
    """Fewest rows of the workbook."""


SHAPES: dict[SourceName, type[Declared]] = {
    "eurostat": EurostatRequest, "frontex": FrontexRequest, "ind": CbsRequest,
}  # fmt: skip


def faults(dataset: Dataset) -> list[Fault]:
    """What is wrong with a request; a dataset that is not pulled needs none."""
    if not dataset.live and not dataset.request:
        return []
    return reading.shaped(SHAPES[dataset.source], dataset.request, f"datasets/{dataset.id}.toml", "request")[1]


def request(dataset: Dataset, shape: type[D], **defaults: Any) -> D:
    """The request of a dataset; CatalogueError naming every key that is wrong."""
    given = {**defaults, **dataset.request}
    value, wrong = reading.shaped(shape, given, f"datasets/{dataset.id}.toml", "request")
    if wrong or value is None:
        raise CatalogueError(*wrong)
    return value
