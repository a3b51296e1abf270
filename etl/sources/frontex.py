"""Frontex: monthly detections of illegal border-crossing, one workbook for several datasets.

https://www.frontex.europa.eu/what-we-do/monitoring-and-risk-analysis/migratory-map/   (MONITOR_FRONTEX_URL: the host)

Finds the newest workbook that the page links to and never makes up a date. Unifies route names and nationalities by
the dataset's `rename`, then adds up to the dataset's own dimensions: sums are exact, and a sum with a missing cell is
missing. Keeps every nationality, drops no route, judges no revision.
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
from etl.formats.ibc_workbook import Row, Sheet, clean, refused
from etl.model.errors import CatalogueError, ContractError, Fault
from etl.model.period import complete_years, period
from etl.model.settings import base
from etl.payloads import Answer, Get, Parsed, Part

log = logging.getLogger(__name__)

PAGE, WORKBOOK = "page.html", "ibc.xlsx"
KEYS = ("route", "border_type", "nationality")
LINK = re.compile(r"""["']\s*([^"'<>\s\[\]]+\.xlsx(?:[?#][^"'<>\s\[\]]*)?)\s*["']""", re.IGNORECASE)
FILE = re.compile(r"(?:monthly_)?detections_of_ibc_(?=20\d\d)[^/]*\.xlsx", re.IGNORECASE)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, */*;q=0.5"


def fetch(dataset: Dataset, get: Get) -> tuple[Part, ...]:
    """The newest workbook; where the page links to none, the page itself, so that `parse` refuses it and it is kept."""
    publisher = "{0.scheme}://{0.netloc}".format(urlsplit(dataset.landing))
    root = base("FRONTEX", publisher)
    page = get(root + urlsplit(dataset.landing).path, accept="text/html, */*;q=0.5")
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
    links = {html.unescape(found) for found in LINK.findall(text)}
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
    return Parsed(_tidy(_wide(sheet, dataset), dataset), sheet.vintage, sheet.warnings, whole=True)


def _part(name: str, answer: Answer) -> Part:
    kept = ("etag", "last-modified", "content-type")
    return Part(name, answer.body, answer.url, {k: v for k, v in answer.headers.items() if k in kept})


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _file_name(url: str) -> str:
    return PurePosixPath(unquote(re.split("[?#]", url, maxsplit=1)[0])).name


def _wide(sheet: Sheet, dataset: Dataset) -> pd.DataFrame:
    """Counts by route, border type and nationality (index) and month; ContractError where a key stands there twice."""
    codes = dataset.rename.codes
    routes = {name.casefold(): name for name in code_list("routes")}
    routes |= {old.casefold(): new for old, new in codes.get("route", {}).items()}
    nationalities = {_bare(old): new for old, new in codes.get("nationality", {}).items()}
    seen: dict[tuple[str, str, str], int] = {}
    for row in sheet.rows:
        nationality = _bare(row.nationality)
        key = (_route(row, routes, sheet), row.border_type, nationalities.get(nationality, nationality))
        if key in seen:
            found, accepted = " | ".join(key), f"each key once; it is in row {seen[key]} already"
            raise refused(f"{sheet.file}, sheet {sheet.name}", f"A{row.number}", found, accepted)
        seen[key] = row.number
    return pd.DataFrame(sheet.counts, pd.MultiIndex.from_tuples(list(seen), names=KEYS), list(sheet.months))


def _route(row: Row, routes: Mapping[str, str], sheet: Sheet) -> str:
    found = routes.get(row.route.casefold())
    if found is None:
        accepted = ", ".join(sorted(set(routes.values())))
        raise refused(f"{sheet.file}, sheet {sheet.name}", f"A{row.number}", row.route, accepted)
    return found


def _bare(nationality: str) -> str:
    """The label without the marks of its footnotes: `Kosovo*`, `Palestine^`."""
    return clean(re.sub(r"[*^]", "", nationality))


def _tidy(wide: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    dims = list(dataset.dims)
    if not set(dims) <= set(KEYS) or dataset.frequency not in ("A", "M"):
        found, accepted = f"dims {dims}, frequency {dataset.frequency}", f"some of {', '.join(KEYS)}, frequency A or M"
        raise CatalogueError(Fault(f"datasets/{dataset.id}.toml", "dims", found, accepted))
    if dims != list(KEYS):
        wide = wide.groupby(level=dims).sum(skipna=False)
    if dataset.frequency == "A":
        whole = complete_years(list(wide.columns))
        year = pd.Series([str(period(month).year) for month in wide.columns], index=wide.columns)
        full = year.isin([str(y) for y in whole])
        wide = wide.loc[:, full].T.groupby(year[full]).sum(skipna=False).T
    frame = wide.sort_index().reset_index().melt(id_vars=dims, var_name="period", value_name="value")
    return frame.assign(period=frame["period"].astype(str), value=frame["value"].astype("float64"), flag="")
