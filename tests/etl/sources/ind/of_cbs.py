"""Where the answers of CBS lie, and a client that asks once."""

from pathlib import Path
from typing import Any

from etl.fetch.http import Client

FIXTURES = Path(__file__).parents[3] / "fixtures" / "ind"
BASES = {"v3": "MONITOR_CBS_URL", "v4": "MONITOR_CBS_V4_URL"}
DATA = {"v3": "/83102NED/TypedDataSet", "v4": "/83102NED/Observations"}


def get(*args: Any, **kwargs: Any) -> Any:
    return Client(retries=0, pause=0).get(*args, **kwargs)
