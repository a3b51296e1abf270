"""A quoted number as an address has it: of which figure, place, category and period, and how it was printed. Pure.

/en/check?indicator=return_rate&geo=EU28&series=all&period=2018&value=40&about=1
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.query.selection import Known
from etl.catalogue.declarations import Indicator
from etl.model.errors import UnknownValueError
from etl.model.period import ACCEPTED, parse

NAMES = ("indicator", "geo", "series", "period", "value", "about")
LONGEST = 30  # characters of a number


@dataclass(frozen=True)
class QuoteSelection:
    """geo, series: the indicator's own where the address names none; period, value: "" until they are given."""

    indicator: str
    geo: str
    series: str
    period: str = ""
    value: str = ""
    about: bool = False


def quote_selection(state: Mapping[str, str], indicator: Indicator, known: Known) -> QuoteSelection:
    """What is asked of an indicator; UnknownValueError lists what is accepted."""
    geo = _code("geo", state, known.geos, indicator.geo_default)
    series = _code("series", state, known.series, indicator.breakdown.default)
    period, value, about = (state.get(name, "").strip() for name in ("period", "value", "about"))
    if period and parse(period) is None:
        raise UnknownValueError("period", period, (ACCEPTED,))
    if len(value) > LONGEST:
        raise UnknownValueError("value", f"{len(value)} characters", (f"at most {LONGEST} characters",))
    if about not in ("", "0", "1"):
        raise UnknownValueError("about", about, ("0", "1"))
    return QuoteSelection(indicator.id, geo, series, period, value, about == "1")


def _code(name: str, state: Mapping[str, str], known: Sequence[str], own: Sequence[str]) -> str:
    """The code that is asked for; else the first of the indicator's own that has figures, or of all."""
    given = state.get(name)
    if given and given not in known:
        raise UnknownValueError(name, given, tuple(known))
    return given or next((code for code in own if code in known), next(iter(known), ""))
