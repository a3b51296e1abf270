"""What differs between two releases, as a CSV: what a figure was, what it is, the difference, when revised. Pure.

A figure that is only in one of them has an empty cell on the other side. A figure without a value is empty too; its
flag tells the two apart. Nothing is computed but the difference of two figures of one unit.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dashboards.figures.revisions import Replaced
from dashboards.files import rows
from dashboards.query.selection import safe_code
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang
from etl.model.observations import Observation, Series
from etl.model.period import period as in_time

Key = tuple[str, str, str]  # geo, series, period


class FigureDifference(NamedTuple):
    """One figure that is not what it was. difference: is - was, None where one of them is missing.

    revised_on: the first day on which the earlier figure no longer stood, as its publisher dates it; "" if not known.
    """

    geo: str
    geo_name: str
    series: str
    series_name: str
    period: str
    was: float | None
    was_flag: str
    now: float | None
    now_flag: str
    difference: float | None
    unit: str
    revised_on: str
    release: str
    compare: str


HEADER = tuple({"now": "is", "now_flag": "is_flag"}.get(name, name) for name in FigureDifference._fields)


def differences(
    before: Sequence[Series],
    after: Sequence[Series],
    replaced: Iterable[Replaced],
    releases: tuple[str, str],
    indicator: Indicator,
    c: Catalogue,
    lang: Lang,
) -> Iterator[FigureDifference]:
    """Every figure whose value or flag is another one. replaced: of the later release; releases: ids of both."""
    old, new = _cells(before), _cells(after)
    days = {(r.geo, r.series, r.period, r.value, r.flag): r.seen_until or "" for r in replaced}
    unit = c.label("units", indicator.unit, lang)
    for key in sorted({**old, **new}, key=lambda key: (key[0], key[1], in_time(key[2]))):
        was, now = old.get(key), new.get(key)
        if _said(was) == _said(now):
            continue
        geo, name, period = key
        value, later = (was.value if was else None), (now.value if now else None)
        yield FigureDifference(
            safe_code(geo), c.label("geo", geo, lang), safe_code(name), c.series_label(indicator, name, lang), period,
            value, was.flag if was else "", later, now.flag if now else "",
            None if value is None or later is None else round(later - value, 6),
            unit, days.get((*key, value, was.flag), "") if was else "", *releases,
        )  # fmt: skip


def _cells(series: Sequence[Series]) -> dict[Key, Observation]:
    return {(s.geo, s.series, p.period): p for s in series for p in s.points}


def _said(point: Observation | None) -> tuple[float | None, str] | None:
    return (point.value, point.flag) if point else None


def csv_bytes(changes: Iterable[FigureDifference], dialect: str) -> bytes:
    """The differences as CSV in a dialect of `dashboards.files.rows.DIALECTS`."""
    return rows.csv_of(HEADER, tuple(changes), rows.DIALECTS[dialect])
