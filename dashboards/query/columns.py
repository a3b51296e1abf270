"""Which columns a data file has, under which names, and in which shape: `columns=`, `shape=wide`, `names=nl`. Pure.

What each column means stands in data/catalogue/columns.csv. Here are only their names, in the order of the file.
"""

from dataclasses import dataclass

from dashboards.query import parameters as p
from dashboards.query.parameters import Query
from etl.catalogue.declarations import Text

COLUMNS = (
    "indicator", "title", "geo", "geo_name", "series", "series_name", "period", "value", "unit", "flag", "flag_meaning",
    "provenance", "input_provenance", "quota", "quota_name", "ceiling", "ceiling_name", "source", "dataset", "vintage",
    "snapshot", "release", "as_of", "licence", "caveat", "about",
)  # fmt: skip
CORE = ("geo", "geo_name", "series", "series_name", "period", "value", "unit", "flag", "provenance")
DUTCH = dict(zip(COLUMNS, (
    "indicator", "titel", "gebied", "gebied_naam", "reeks", "reeks_naam", "periode", "waarde", "eenheid", "vlag",
    "vlag_betekenis", "herkomst", "herkomst_invoer", "quotum", "quotum_naam", "plafond", "plafond_naam", "bron",
    "dataset", "versie_bron", "momentopname", "release", "peildatum", "licentie", "kanttekening", "toelichting",
), strict=True))  # fmt: skip
LONG, WIDE, WIDE_PLACES = "long", "wide", "wide_places"
ALL_COLUMNS = p.Parameter(
    "columns",
    Text(
        en="core: codes, names, period, value, unit, flag, provenance; full: all; or names of columns with commas.",
        nl="core: codes, namen, periode, waarde, eenheid, vlag, herkomst; full: alles; of kolomnamen met komma’s.",
    ),
    listed=COLUMNS,
    values=("core", "full"),
)
SHAPE = p.Parameter(
    "shape",
    Text(
        en="wide: a column for each period; wide_places: for each place. Shapes of charts change nothing in a file.",
        nl="wide: een kolom per periode; wide_places: per plaats. Grafiekvormen doen niets in een bestand.",
    ),
    (*p.SHAPE.values, LONG, WIDE, WIDE_PLACES),
)
NAMES = p.Parameter("names", Text(en="nl: Dutch names of columns.", nl="nl: Nederlandse kolomnamen."), ("en", "nl"))
COMPARE = p.Parameter(
    "compare",
    Text(
        en="Id of another release: what differs between release and it (was, is, difference, revised on).",
        nl="Id van een andere release: wat er verschilt tussen release en deze (was, is, verschil, herzien op).",
    ),
)
OF_TABLES = (*(each for each in p.CHOICE if each.name != "shape"), SHAPE, ALL_COLUMNS, NAMES)
DATA = {
    "csv": (*OF_TABLES, p.DIALECT, COMPARE),
    "xlsx": OF_TABLES,
    **dict.fromkeys(("parquet", "json", "zip"), p.CHOICE),
}


@dataclass(frozen=True)
class FileLayout:
    """How the rows of a file lie: columns in their order, LONG or one of the wide shapes, Dutch names or not."""

    columns: tuple[str, ...] = COLUMNS
    shape: str = LONG
    dutch: bool = False

    def state(self) -> dict[str, str]:
        """The layout as names and values of an address; what goes without saying is left out."""
        named = {COLUMNS: "", CORE: "core"}.get(self.columns, ",".join(self.columns))
        return {
            "columns": named,
            "shape": "" if self.shape == LONG else self.shape,
            "names": "nl" if self.dutch else "",
        }

    @property
    def label(self) -> str:
        """What tells it apart in the name of a file; "" for all columns of a long file."""
        columns = {COLUMNS: "", CORE: "core"}.get(self.columns, f"{len(self.columns)}-columns")
        shape = "" if self.shape == LONG else self.shape.replace("_", "-")
        return "_".join(part for part in (columns, shape, "names-nl" if self.dutch else "") if part)

    def name(self, column: str) -> str:
        """What a column is called in the file."""
        return DUTCH[column] if self.dutch else column


SLIM, FULL = FileLayout(CORE), FileLayout()


def places(*columns: str) -> list[int]:
    """Where columns stand in a row that has all of them."""
    return [COLUMNS.index(column) for column in columns]


def layout(query: Query) -> FileLayout:
    """The layout that an address asks for; UnknownValueError lists what is accepted."""
    wanted, shape = ALL_COLUMNS.one(query), SHAPE.one(query)
    columns = {"": COLUMNS, "full": COLUMNS, "core": CORE}.get(wanted) or tuple(dict.fromkeys(wanted.split(",")))
    return FileLayout(columns, shape if shape in (WIDE, WIDE_PLACES) else LONG, NAMES.one(query) == "nl")


def without_layout(query: Query) -> dict[str, list[str]]:
    """What of `query` chooses figures: without the names that are read here."""
    layouts = {
        ALL_COLUMNS.name,
        NAMES.name,
        COMPARE.name,
        *([SHAPE.name] if SHAPE.one(query) not in p.SHAPE.values else []),
    }
    return {name: list(values) for name, values in query.items() if name not in layouts}
