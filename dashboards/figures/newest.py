"""The newest figures of an indicator: which of its series reaches furthest, and what stands there. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.model.observations import Observation, Series
from etl.model.period import newest as newest_period


@dataclass(frozen=True)
class Newest:
    """The newest figure of one series."""

    geo: str
    series: str
    point: Observation


def newest(series: Sequence[Series]) -> tuple[Newest, ...]:
    """The newest figure of the first series that reaches furthest, then those of the others for the same period."""
    held = [(s, point) for s in series if (point := last(s)) is not None]
    if not held:
        return ()
    period = newest_period(point.period for _, point in held)
    return tuple(Newest(s.geo, s.series, point) for s, point in held if point.period == period)


def last(series: Series) -> Observation | None:
    """The last observation that has a value."""
    return next((p for p in reversed(series.points) if p.value is not None), None)
