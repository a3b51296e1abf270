"""What is counted of requests and answers, as Prometheus reads it. The one import of prometheus_client.

Several processes count into files of one folder, PROMETHEUS_MULTIPROC_DIR, which the server sets before they start;
without it a process counts for itself. Labels take few values: no address of a reader's is one.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass

from prometheus_client import REGISTRY as OWN
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
TYPE = "text/plain; version=0.0.4; charset=utf-8"
STEPS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
KINDS = {
    "data": "data", "figure": "picture", "briefing": "briefing", "briefing.pptx": "briefing",
    "briefing.docx": "briefing", "briefing.pdf": "briefing", "embed": "embed", "feeds": "feed", "api": "api",
    "live": "live", "en": "page",
    "nl": "page", "": "page", "assets": "asset", "_dash-component-suites": "asset", "plotly": "asset",
    "healthz": "health", "readyz": "health", "metrics": "health", "oembed": "oembed",
}  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "OPTIONS")

REQUESTS = Counter("monitor_requests", "Requests that were answered", ("kind", "method", "status"))
SECONDS = Histogram("monitor_request_seconds", "From the request's last byte to the answer's", ("kind",), buckets=STEPS)
KEPT = Counter("monitor_kept_answers_used", "Answers that were there already")
DROPPED = Counter("monitor_requests_dropped", "Requests that were not answered in full", ("why",))
COUNT = Gauge("monitor_kept_answers", "Answers that are kept in memory", multiprocess_mode="livesum")
BYTES = Gauge("monitor_kept_bytes", "Bytes of the answers that are kept in memory", multiprocess_mode="livesum")


def kind_of(path: str) -> str:
    """Which of a few kinds an address is of."""
    return KINDS.get(path.split("/", 2)[1] if "/" in path else "", "other")


def answered(path: str, method: str, status: int, seconds: float) -> None:
    """Count an answer."""
    kind = kind_of(path)
    REQUESTS.labels(kind, method if method in METHODS else "other", str(status)).inc()
    SECONDS.labels(kind).observe(seconds)


def kept() -> None:
    """Count an answer that was there already."""
    KEPT.inc()


def dropped(why: str) -> None:
    """Count a request that was not answered in full: why it was not."""
    DROPPED.labels(why).inc()


def holds(answers: int, size: int) -> None:
    """How many answers this process keeps, and their bytes."""
    COUNT.set(answers)
    BYTES.set(size)


@dataclass(frozen=True)
class Standing:
    """What is not counted but known at the moment: a number for each value of one label."""

    name: str
    help: str
    label: str
    numbers: dict[str, float]


class _Now:
    def __init__(self, known: Iterable[Standing]) -> None:
        self._known = tuple(known)

    def collect(self) -> Iterable[Metric]:
        for each in self._known:
            family = GaugeMetricFamily(each.name, each.help, labels=[each.label])
            for value, number in each.numbers.items():
                family.add_metric([value], number)
            yield family


def text(known: Iterable[Standing]) -> bytes:
    """All that is counted, of all processes, and `known`, in Prometheus's text form."""
    registry = CollectorRegistry()
    registry.register(_Now(known))
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(OWN) + generate_latest(registry)
