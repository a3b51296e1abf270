"""GET /data/dataset/<id>.csv   rows of a dataset as the explore page chooses them, each with flag and provenance

Names of dimensions (codes, joined by commas or repeated), from, to, as_of, sort narrow and order it, as on the page;
lang (en, nl) chooses the words; release (an id) the release. Bytes are the same for the same address and release.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from flask import Flask, Response, request

from dashboards.explore import dimensions
from dashboards.explore import table as explore
from dashboards.files import rows
from dashboards.query import parameters, pieces
from dashboards.query.selection import language, safe_code
from dashboards.routes import requested
from dashboards.text import formats
from dashboards.web import tagged_file
from etl.catalogue import catalogue
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang
from etl.model.errors import TooManyError, UnknownValueError
from etl.model.observations import Input, TableRow
from etl.model.period import within
from etl.release import store

ENDS = ("period", "value", "flag", "flag_meaning", "provenance", "source", "dataset", "vintage", "snapshot",
        "release", "as_of", "licence")  # fmt: skip


def add_routes(server: Flask) -> None:
    """The rows of one dataset."""

    @server.get("/data/dataset/<dataset_id>.csv")
    def dataset_file(dataset_id: str) -> Response:
        release_id = parameters.RELEASE.one(request.args.to_dict(flat=False))
        release = store.release(release_id)
        dims = _dims(release, dataset_id)
        query = requested.query(parameters.DATASET, dims)
        lang = language(query, "en")
        chosen = _asked(release, dataset_id, dims, {n: v for n, v in query.items() if n not in ("lang", "release")})
        _check_rows(release, chosen)
        name = "".join(ch if ch.isalnum() else "_" for ch in dataset_id)
        part = "_selection" if chosen.narrows else ""
        as_of = f"_as-of-{chosen.as_of}" if chosen.as_of else ""
        file = tagged_file.File(
            f"{name}{part}{as_of}_{lang}_{release.id}.csv",
            "text/csv; header=present",
            lang,
            (release.id, "dataset", repr(chosen)),
            pinned=bool(release_id),
            inline=False,
        )
        return tagged_file.answer(file, lambda: csv_bytes(release, chosen, lang))


def _dims(release: store.Release, dataset_id: str) -> tuple[str, ...]:
    known = catalogue.load().datasets
    if dataset_id not in known:
        raise UnknownValueError("Dataset", dataset_id, tuple(known))
    return tuple(release.tables.dims(dataset_id))


def _asked(
    release: store.Release, dataset_id: str, dims: Sequence[str], query: Mapping[str, Sequence[str]]
) -> explore.TableSelection:
    for parameter in parameters.DATASET:
        parameter.one(query)
    state = {name: ",".join(v for v in values if v) for name, values in query.items()}
    return explore.ask(dataset_id, state, dims, lambda dim: release.tables.codes(dataset_id, dim))


def _check_rows(release: store.Release, chosen: explore.TableSelection) -> None:
    """Count before anything is read as a whole; one period after the other only where it is too much."""

    def count(start: str, end: str) -> int:
        return release.tables.count(chosen.table, chosen.filters, start, end, chosen.as_of)

    if (every := count(chosen.start, chosen.end)) > pieces.LIMITS["rows"]:
        periods = within(release.tables.periods(chosen.table), chosen.start, chosen.end)
        pieces.check_rows(each for p in periods for each in [p] * count(p, p))
        raise TooManyError("rows", every, pieces.LIMITS["rows"], ())


def csv_bytes(release: store.Release, chosen: explore.TableSelection, lang: Lang) -> bytes:
    """The rows as RFC 4180: codes as the publisher has them, names beside those that have a code list."""
    c, dims = catalogue.load(), release.tables.dims(chosen.table)
    named = tuple(d for d in dims if dimensions.code_list(d, c))
    table_rows = release.tables.dataset(
        chosen.table, chosen.filters, chosen.start, chosen.end, chosen.as_of, explore.SORTS[chosen.sort]
    )

    @lru_cache(maxsize=4096)  # most cells of a column are alike
    def name(dim: str, code: str) -> str:
        return dimensions.code(dim, code, c, lang)

    @lru_cache(maxsize=4096)
    def end(flag: str, vintage: str, provenance: str, source: int) -> tuple[str, ...]:
        return _end(flag, vintage, provenance, release.inputs[source], c, lang)

    def cells(row: TableRow) -> tuple[str | float | None, ...]:
        codes, p = dict(zip(dims, row.codes, strict=True)), row.point
        names = (name(d, codes[d]) for d in named)
        *first, licence = end(p.flag, p.vintage, p.provenance.figure, p.src[0])
        return (*map(safe_code, row.codes), *names, p.period, p.value, *first, release.id, chosen.as_of, licence)

    return rows.csv_of((*dims, *(f"{d}_name" for d in named), *ENDS), map(cells, table_rows))


def _end(flag: str, vintage: str, provenance: str, source: Input, c: Catalogue, lang: Lang) -> tuple[str, ...]:
    licence = rows.first_term(c.label("licences", source.licence, lang))
    publisher = formats.publisher(source.publisher, lang)
    meaning = rows.flag_meaning(c, flag, vintage, lang)
    return flag, meaning, provenance, publisher, source.dataset, vintage, source.snapshot, licence
