"""Frontex: monthly detections of illegal border-crossing, one workbook for several datasets.

https://www.frontex.europa.eu/what-we-do/monitoring-and-risk-analysis/migratory-map/   (MONITOR_FRONTEX_URL: the host)

Finds the newest workbook that the page links to and never makes up a date. Unifies route names and nationalities by
the dataset's `rename`, then adds up to the dataset's own dimensions: sums are exact, and a sum with a missing cell is
missing. Rows that Frontex prints under different labels and that are one to us (`Kosovo` and `Kosovo*`, seen in 2026;
an old and a new name of a route) are added up with a sentence; the same label twice, or the same figures under both,
is refused. Keeps every nationality, drops no route, judges no revision.
The keys of [request] are those of `etl.catalogue.requests.FrontexRequest`.
"""

import html
import logging
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import pandas as pd

from etl.catalogue.catalogue import Dataset, code_list
from etl.catalogue.requests import FrontexRequest, request
from etl.formats import days, ibc_workbook
from etl.formats.ibc_workbook import IbcSheet, clean, refused
from etl.model.errors import CatalogueError, ContractError, Fault
from etl.model.period import complete_years, period
from etl.model.settings import base
from etl.payloads import Answer, Get, Parsed, Part, Structure

log = logging.getLogger(__name__)

PAGE, WORKBOOK = "page.html", "ibc.xlsx"
KEYS = ("route", "border_type", "nationality")
LINK = re.compile(r"""["']\s*([^"'<>\s\[\]]+\.xlsx(?:[?#][^"'<>\s\[\]]*)?)\s*["']""", re.IGNORECASE)
FILE = re.compile(r"(?:monthly_)?detections_of_ibc_(?=20\d\d)[^/]*\.xlsx", re.IGNORECASE)
HTML = "text/html, */*;q=0.5"
MARKS = re.compile(r"\((?:[*^†‡§¹²³]+|\d)\)|[*^†‡§¹²³]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, */*;q=0.5"


def fetch(dataset: Dataset, get: Get) -> tuple[Part, ...]:
    """The newest workbook; where the page links to none, the page itself, so that `parse` refuses it and it is kept."""
    publisher = _publisher(dataset)
    root = base("FRONTEX", publisher)
    page = get(root + urlsplit(dataset.landing).path, accept=HTML)
    try:
        link = newest_link(page.body, page.url)
    except ContractError as e:
        log.info("%s: %s", dataset.id, e)
        return (_part(PAGE, page),)
    if _host(link) == _host(publisher) and root != publisher:
        link = root + urlsplit(link).path
    return (_part(WORKBOOK, get(link, accept=XLSX)),)


def newest_link(page: bytes, url: str) -> str:
    """Address of the workbook with the newest day in its name; ContractError where there is none or two of that day."""
    text = re.sub(r"<!--.*?-->", "", page.decode("utf-8", "replace"), flags=re.DOTALL)
    links = {html.unescape(address) for address in LINK.findall(text)}
    dated: dict[str, set[str]] = {}
    for link in links:
        name = _file_name(link)
        if FILE.fullmatch(name) and (day := days.in_name(name)):
            dated.setdefault(day, set()).add(urljoin(url, link))
    if not dated:
        others = ", ".join(sorted(links)[:5]) or "no link to any .xlsx file"
        raise ContractError(f"{url}: found {others}; accepted: a link to Monthly_detections_of_IBC_YYYY_MM_DD.xlsx.")
    newest = sorted(dated[max(dated)])
    if len(newest) > 1:
        raise ContractError(f"{url}: found {' and '.join(newest)}; accepted: one workbook of the newest day.")
    return newest[0]


def parse(parts: tuple[Part, ...], dataset: Dataset) -> Parsed:
    """The counts of one workbook by the dataset's dimensions, per month or per full calendar year.

    ContractError names file, sheet and cell. A year without all twelve months is left out.
    """
    if len(parts) != 1:
        names = ", ".join(_file_name(p.url) for p in parts) or "nothing"
        raise ContractError(f"{dataset.id}: found {names}; accepted: one workbook, the newest.")
    (part,) = parts
    if part.name == PAGE:
        raise ContractError(
            f"{newest_link(part.body, part.url)} is linked but was not fetched; accepted: the workbook."
        )
    sheet = ibc_workbook.read(part.body, _file_name(part.url) or part.name, request(dataset, FrontexRequest).min_rows)
    wide, merged = _wide(sheet, dataset)
    return Parsed(_tidy(wide, dataset), sheet.vintage, (*sheet.warnings, *merged), whole=True)


def structure(dataset: Dataset, get: Get) -> Structure:
    """The day of the newest workbook on the page; what is in it is only known once it is fetched (1.5 MB)."""
    page = get(base("FRONTEX", _publisher(dataset)) + urlsplit(dataset.landing).path, accept=HTML, fresh=True)
    return Structure({}, {}, newest=days.in_name(_file_name(newest_link(page.body, page.url))))


def _publisher(dataset: Dataset) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(dataset.landing))


def alone(parts: tuple[Part, ...], dataset: Dataset) -> tuple[tuple[Part, ...], ...]:
    """Each workbook by itself."""
    return tuple((part,) for part in parts)


def _part(name: str, answer: Answer) -> Part:
    kept = ("etag", "last-modified", "content-type")
    return Part(name, answer.body, answer.url, {k: v for k, v in answer.headers.items() if k in kept})


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _file_name(url: str) -> str:
    return PurePosixPath(unquote(re.split("[?#]", url, maxsplit=1)[0])).name


def _wide(sheet: IbcSheet, dataset: Dataset) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Counts by route, border type and nationality (index) and month, and sentences about labels that are one to us.

    ContractError where a route is not known, or where the same printed key stands there twice.
    """
    codes = dataset.rename.codes
    routes = _routes(sheet, codes.get("route", {}))
    nationalities = {_bare(old): new for old, new in codes.get("nationality", {}).items()}
    printed: dict[tuple[str, str, str], int] = {}
    keys = []
    for row in sheet.rows:
        label = (row.route.casefold(), row.border_type, row.nationality)
        if label in printed:
            labels = " | ".join((row.route, *label[1:]))
            accepted = f"each key once; it is in row {printed[label]} already"
            raise refused(f"{sheet.file}, sheet {sheet.name}", f"A{row.number}", labels, accepted)
        printed[label] = row.number
        nationality = _bare(row.nationality)
        keys.append((routes[row.route.casefold()], row.border_type, nationalities.get(nationality, nationality)))
    wide = pd.DataFrame(sheet.counts, pd.MultiIndex.from_tuples(keys, names=KEYS), list(sheet.months))
    merged = _merged(sheet, keys)
    return wide.groupby(level=list(KEYS)).sum(skipna=False), merged


def _merged(sheet: IbcSheet, keys: list[tuple[str, str, str]]) -> tuple[str, ...]:
    """A sentence for each pair of labels of which rows are added up."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for n, key in enumerate(keys):
        rows.setdefault(key, []).append(n)
    where, said = f"{sheet.file}, sheet {sheet.name}", {}
    for same in (numbers for numbers in rows.values() if len(numbers) > 1):
        one = [sheet.rows[n] for n in same]
        labels = " and ".join(dict.fromkeys(f"{r.route}, {r.nationality}" for r in one))
        counts = sheet.counts[same]
        if (counts[0] == counts[1:]).all() and counts.any():
            repeated = f"{labels}: equal figures under labels that are one here"
            raise refused(
                where, f"A{one[-1].number}", repeated, f"each figure once; row {one[0].number} has them already"
            )
        said[labels] = f"{where}: {labels} are two rows there and one nationality and route here: added up."
    return tuple(said.values())


def _routes(sheet: IbcSheet, renamed: Mapping[str, str]) -> dict[str, str]:
    """Printed name in small letters -> our name; ContractError naming every route that is not known."""
    routes = {name.casefold(): name for name in code_list("routes")}
    routes |= {old.casefold(): new for old, new in renamed.items()}
    unknown = {row.route: row.number for row in reversed(sheet.rows) if row.route.casefold() not in routes}
    if unknown:
        accepted = ", ".join(sorted(set(routes.values())))
        at, names = f"A{min(unknown.values())}", ", ".join(sorted(unknown))
        raise refused(f"{sheet.file}, sheet {sheet.name}", at, names, accepted)
    return routes


def _bare(nationality: str) -> str:
    """The label without the marks of its footnotes: `Kosovo*`, `Palestine^`, `Kosovo (1)`, `Kosovo†`."""
    return clean(MARKS.sub("", nationality))


def _tidy(wide: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    dims = list(dataset.dims)
    if not set(dims) <= set(KEYS) or dataset.frequency not in ("A", "M"):
        declared, accepted = (
            f"dims {dims}, frequency {dataset.frequency}",
            f"some of {', '.join(KEYS)}, frequency A or M",
        )
        raise CatalogueError(Fault(f"datasets/{dataset.id}.toml", "dims", declared, accepted))
    if dims != list(KEYS):
        wide = wide.groupby(level=dims).sum(skipna=False)
    if dataset.frequency == "A":
        whole = complete_years(list(wide.columns))
        year = pd.Series([str(period(month).year) for month in wide.columns], index=wide.columns)
        full = year.isin([str(y) for y in whole])
        wide = wide.loc[:, full].T.groupby(year[full]).sum(skipna=False).T
    return wide.sort_index().reset_index().melt(id_vars=dims, var_name="period").assign(flag="")
