"""What a table of CBS looks like without its figures: dimensions, measures, and the keys that a request filters by.

Compared are the measures that a dataset declares and the keys that it names; other keys of a list (ages, nationalities)
come and go and are not looked at.
"""

from collections.abc import Callable

from etl.catalogue.catalogue import Dataset
from etl.catalogue.requests import CbsRequest
from etl.formats import cbs_odata, cbs_values
from etl.formats.cbs_odata import Document
from etl.payloads import Structure

KINDS = {"v3": ("Dimension", "TimeDimension", "GeoDimension", "GeoDetail"), "v4": ()}


def structure(dataset: Dataset, ask: CbsRequest, read: Callable[[str], Document]) -> Structure:
    """The structure, from the sets that `read` gives by name; ContractError where one cannot be read."""
    v3 = ask.api == "v3"
    about, columns = read("TableInfos" if v3 else "Properties"), read("DataProperties" if v3 else "MeasureCodes")
    if v3:
        dims = [str(row["Key"]).strip() for row in columns.rows if row["Type"] in KINDS["v3"]]
        topics = [(str(row["Key"]), str(row["Title"])) for row in columns.rows if row["Type"] == "Topic"]
    else:
        dims = [str(row["Identifier"]).strip() for row in read("Dimensions").rows]
        topics = [(str(row["Identifier"]), str(row["Title"])) for row in columns.rows]
    codes: dict[str, tuple[str, ...]] = {dim: () for dim in dims}
    codes["measure"] = _measures(topics, dataset, ask)
    for dim, (key, *_) in ((d, accepted) for d, accepted in ask.filters.items() if d in dims):
        listed = cbs_odata.titles(read(dim if v3 else f"{dim}Codes"))
        codes[dim] = (key,) if key in listed else ()
    declared: dict[str, tuple[str, ...]] = {dim: () for dim in (ask.time, *dataset.rename.dims)}
    declared |= {dim: accepted[:1] for dim, accepted in ask.filters.items()}
    declared["measure"] = tuple(dict.fromkeys(dataset.rename.codes.get("measure", {}).values()))
    modified = about.rows[0].get("ObservationsModified") or about.rows[0].get("Modified")
    return Structure(codes, declared, newest=str(modified or ""))


def _measures(topics: list[tuple[str, str]], dataset: Dataset, ask: CbsRequest) -> tuple[str, ...]:
    """Our measure of each topic; a topic that is not known is itself, one that is known and not kept is left out."""
    known = {cbs_values.topic_name(t): m for t, m in dataset.rename.codes.get("measure", {}).items()}
    unused = {cbs_values.topic_name(topic) for topic in ask.unused}
    chosen = []
    for names in topics:
        bare = [cbs_values.topic_name(name) for name in names]
        measures = [known[name] for name in bare if name in known]
        if measures or not unused.intersection(bare):
            chosen.append(measures[0] if measures else names[0])
    return tuple(dict.fromkeys(chosen))
