"""Eurostat: statistics of the EU, asked from its dissemination API, or read from a file that a person downloaded.

Asks for   <base>/statistics/1.0/data/<table>?format=JSON&lang=EN&<dimension>=<code>…&sinceTimePeriod=…
Base       https://ec.europa.eu/eurostat/api/dissemination (MONITOR_EUROSTAT_URL)
Why JSON   filters go by name: an SDMX key goes by place, and Eurostat has changed the order of dimensions in a table
           (migr_asyappctza between 2025-05 and 2026-09). JSON-stat also carries date, sizes, codes with their labels
           and the flags of empty cells. Files in the other formats are read as well, see `etl.formats.eurostat`.

The keys of a dataset's `request` are those of `etl.catalogue.requests.EurostatRequest`.
"""

import logging
import math
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from etl.catalogue.catalogue import Dataset
from etl.catalogue.requests import EurostatRequest
from etl.catalogue.requests import request as request_of
from etl.formats import json_stat
from etl.formats.eurostat import tables
from etl.formats.unify import unify
from etl.model.errors import ContractError, SourceError, StatusError, TooBigError
from etl.model.settings import base, setting
from etl.payloads import Answer, Get, Parsed, Part, Structure, message

API = "https://ec.europa.eu/eurostat/api/dissemination"
YEAR = {"A": ("{0}", "{0}"), "Q": ("{0}-Q1", "{0}-Q4"), "M": ("{0}-01", "{0}-12"), "D": ("{0}-01-01", "{0}-12-31")}
PER_YEAR = {"A": 1, "Q": 4, "M": 12, "D": 366}
NOTHING = b"No results found"
HEADERS = ("etag", "last-modified", "content-type")
polls = 40
POLL_PAUSE = 15.0  # seconds; MONITOR_EUROSTAT_POLL
sleep = time.sleep
today = date.today
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Slice:
    """One request: codes per dimension and the years from `first` to `last`; `last` None is open."""

    dims: dict[str, tuple[str, ...]]
    first: int
    last: int | None = None


def fetch(dataset: Dataset, get: Get) -> tuple[Part, ...]:
    """The table in as many answers as its size needs; raises SourceError where Eurostat does not answer."""
    request = request_of(dataset, EurostatRequest)
    answers: list[Answer] = []
    waiting = [Slice(request.dims, request.since)]
    while waiting:
        one = waiting.pop(0)
        if _cost(one, request, dataset) > request.max_cells and (halves := _halves(one, request)):
            waiting[:0] = halves
            continue
        try:
            answers.append(_asked(one, dataset, get))
        except TooBigError as e:
            if not (halves := _halves(one, request)):
                raise
            log.info("%s: %s: cut in two", dataset.id, e)
            waiting[:0] = halves
    with_figures = [answer for answer in answers if not _is_empty(answer)]  # the newest year may have no figures yet
    return tuple(_parts(with_figures or answers))


def parse(parts: tuple[Part, ...], dataset: Dataset) -> Parsed:
    """The observations of all parts; raises ContractError naming file, place, what was found and what is accepted."""
    request = request_of(dataset, EurostatRequest)
    frames, dates = [], []
    warnings: list[str] = []
    for part in parts:
        with part.open() as stream:
            pieces = tables(stream, part.name)
            table = unify(pieces, dataset, {**request.dims, **request.keep}, request.set, part.name)
        frames.append(table.frame)
        dates.append(table.updated)
        warnings += table.said
    if not frames:
        raise ContractError(f"{dataset.id}: no file; expected is at least one.")
    whole = pd.concat(frames, ignore_index=True)
    keys = [*dataset.dims, "period"]
    twice = whole[whole.duplicated(keys)]
    if len(twice):
        place = ", ".join(f"{key}={twice.iloc[0][key]}" for key in keys)
        raise ContractError(f"{dataset.id}: {len(twice)} observations stand there twice, first {place}.")
    return Parsed(whole, _vintage(dates, dataset), tuple(warnings))


def structure(dataset: Dataset, get: Get) -> Structure:
    """Dimensions and codes of the table: asked at a time without figures, the answer is a few kB."""
    request = request_of(dataset, EurostatRequest)
    url = f"{base('EUROSTAT', API)}/statistics/1.0/data/{dataset.code}"
    answer = get(url, [("format", "JSON"), ("lang", "EN"), ("time", "1900")], accept="application/json", ok=(400, 413))
    code, dims, newest = json_stat.structure(_unless_refused(answer).body, answer.url)
    if code and code != dataset.code.lower():
        raise ContractError(f"{answer.url}: this is table {code}; expected is {dataset.code}.")
    codes = {}
    for printed, labels in dims.items():
        dim = dataset.rename.dims.get(printed, printed)
        renames = dataset.rename.codes.get(dim, {})
        codes[dim] = tuple(renames.get(c) or renames.get(label) or c for c, label in labels.items())
    named = {"freq": (dataset.frequency,), **request.dims, **request.keep}
    declared = {dim: named.get(dim, ()) for dim in (*dataset.dims, *named)}
    if "geo" in declared:  # a list of places says what may come, not what must
        declared["geo"] = tuple(code for code in declared["geo"] if code in codes.get("geo", ()))
    optional = (*request.set, *(dim for dim in named if dim not in dataset.dims))
    return Structure(codes, declared, optional, newest)


def alone(parts: tuple[Part, ...], dataset: Dataset) -> tuple[tuple[Part, ...], ...]:
    """Each file by itself: every one of Eurostat's formats says all that is needed to read it."""
    return tuple((part,) for part in parts)


def _vintage(dates: list[str], dataset: Dataset) -> str:
    """The date of all parts, "" where one has none; raises ContractError where they differ: vintages do not mix."""
    known = sorted(set(dates) - {""})
    if len(known) > 1:
        raise ContractError(f"{dataset.id}: files of {' and '.join(known)}; expected are files of one date.")
    return known[0] if known and "" not in dates else ""


def _cost(one: Slice, request: EurostatRequest, dataset: Dataset) -> int:
    """Cells that a request may match: the product over its dimensions, as Eurostat counts."""
    years = max(1, (one.last or today().year) - one.first + 1)
    listed = {dim: len(codes) for dim, codes in one.dims.items()}
    return math.prod({**request.sizes, **listed}.values()) * years * PER_YEAR[dataset.frequency]


def _halves(one: Slice, request: EurostatRequest) -> list[Slice]:
    """Two slices that together are `one`, along the first of `split_by` that can still be cut; none where none can."""
    for along in request.split_by:
        last = one.last or today().year
        if along == "time" and last > one.first:
            middle = (one.first + last) // 2
            return [replace(one, last=middle), replace(one, first=middle + 1)]
        codes = one.dims.get(along, ())
        if len(codes) > 1:
            cut = len(codes) // 2
            return [replace(one, dims={**one.dims, along: half}) for half in (codes[:cut], codes[cut:])]
    return []


def _asked(one: Slice, dataset: Dataset, get: Get) -> Answer:
    """One answer; waits where Eurostat prepares it, raises TooBigError where it wants a smaller request."""
    url = f"{base('EUROSTAT', API)}/statistics/1.0/data/{dataset.code}"
    first, last = YEAR[dataset.frequency]
    params = [("format", "JSON"), ("lang", "EN")]
    params += [(dim, code) for dim, codes in one.dims.items() for code in codes]
    params.append(("sinceTimePeriod", first.format(one.first)))
    if one.last is not None:
        params.append(("untilTimePeriod", last.format(one.last)))
    answer = get(url, params, accept="application/json", ok=(400, 413))
    pause = setting("EUROSTAT_POLL", POLL_PAUSE)
    for _ in range(polls):
        if not _is_waiting(answer):
            return _unless_refused(answer)
        log.info("%s: Eurostat prepares the answer; asking again in %g s", dataset.id, pause)
        sleep(pause)
        key = re.search(rb"<(?:\w+:)?id>\s*([\w-]+)\s*</", answer.body)
        answer = (
            _collected(key[1].decode(), get, answer) if key else get(url, params, ok=(413,), fresh=True, again=True)
        )
    raise SourceError(f"{answer.url}: Eurostat was still preparing the answer after {polls * pause:g} seconds.")


def _is_waiting(answer: Answer) -> bool:
    """JSON: ASYNCHRONOUS_RESPONSE as an error under 413 or a warning under 200. SDMX: a queued id and its status."""
    head = answer.body[:20_000].lstrip()
    if head[:1] == b"{":
        return len(answer.body) < 20_000 and "ASYNCHRONOUS_RESPONSE" in message(head)
    return head[:1] == b"<" and re.search(rb"<(?:\w+:)?status>\s*(SUBMITTED|PROCESSING)", head) is not None


def _collected(key: str, get: Get, before: Answer) -> Answer:
    """The data of a queued request once its status is AVAILABLE, `before` while it is not ready."""
    root = f"{base('EUROSTAT', API)}/1.0/async"
    status = re.search(rb"<(?:\w+:)?status>\s*([A-Z_]+)\s*</", get(f"{root}/status/{key}", fresh=True, again=True).body)
    state = status[1].decode() if status else "no status"
    if state == "AVAILABLE":
        return get(f"{root}/data/{key}", fresh=True, again=True)
    if state in ("SUBMITTED", "PROCESSING"):
        return before
    raise SourceError(f"{root}/status/{key}: {state}; expected is SUBMITTED, PROCESSING or AVAILABLE.")


def _is_empty(answer: Answer) -> bool:
    """Nothing matches: `No results found` under 400, or a JSON-stat table with a dimension of no length."""
    if answer.status == 400:
        return NOTHING in answer.body
    return len(answer.body) < 20_000 and re.search(rb'"size"\s*:\s*\[[^\]]*\b0\b', answer.body) is not None


def _unless_refused(answer: Answer) -> Answer:
    """`answer`, or TooBigError where it says EXTRACTION_TOO_BIG, in JSON or as a SOAP fault, under 413 or 200.

    StatusError for a 400, unless nothing matches. Other answers under 200 that are not data are left to `parse`, so
    that they end in quarantine with their reason.
    """
    if answer.status == 400 and NOTHING not in answer.body:
        raise StatusError(f"{answer.url}: HTTP 400: {message(answer.body) or 'Bad Request'}.")
    if answer.status == 413 or (len(answer.body) < 20_000 and b"EXTRACTION_TOO_BIG" in answer.body):
        raise TooBigError(f"{answer.url}: {message(answer.body) or 'HTTP 413'}.")
    return answer


def _parts(answers: list[Answer]) -> Iterator[Part]:
    for n, answer in enumerate(answers, 1):
        start = answer.body[:200].lstrip()
        ending = "csv.gz" if start[:2] == b"\x1f\x8b" else {b"{": "json", b"<": "xml"}.get(start[:1], "csv")
        number = f"-{n:02d}" if len(answers) > 1 else ""
        kept = {name: answer.headers[name] for name in HEADERS if name in answer.headers}
        yield Part(f"data{number}.{ending}", answer.body, answer.url, kept)
