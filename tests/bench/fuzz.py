"""20,000 strange requests over all addresses, names, headers and bodies: none may be answered 500, or take a second.

    python tests/bench/fuzz.py [--count 20000] [--seed 1]

Asks the app in this process, so that each answer's time is the processor's and a traceback is seen in the log. Prints
how often each status came, the slowest, and every fault; ends with 1 where there is one.
"""

import argparse
import json
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[2]))

from app import app, server

SLOWEST = 1.0  # seconds of the processor, whatever is asked
NAMES = (
    "geo", "series", "from", "to", "as_of", "release", "lang", "measure", "base", "shape", "beside", "theme", "size",
    "scale", "dialect", "view", "page", "q", "table", "rows", "columns", "sort", "figure", "url", "format", "maxwidth",
    "minimal", "interactive", "kind", "v", "pillar", "verdict", "c_birth", "age", "sex", "citizen", "unit",
)  # fmt: skip
TEXTS = (
    "", "NL", "NL,BE,DE", "EU27_2020", "2015", "2019-10-14", "2025-Q3", "2025-08", "now", "index", "map", "small",
    "0", "-1", "1", "9" * 5000, "1e309", "NaN", "\x00", "\x1b[31m", "../../etc/passwd", "' OR 1=1 --", '";--', "<b>",
    "%s%n", "{{7*7}}", "${x}", "\u202e", "\U0001f600", "é" * 300, "a" * 3000, ",", "," * 2000, "NL," * 700, "*", "[]",
    "en", "nl", "de", "table", "time", "absolute", "dark", "social", "3", "http://[", "https://localhost/en/figure/returned",
    "\r\nX: y", "\u0000", "٣", "2019-13-45", "0000-00-00", "9999-12-31", "2026-02-30", "total", "TOTAL", "all",
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {}, {"Accept-Encoding": "br, zstd;q=x, gzip;q=-1"},
    {"If-None-Match": '"' + "x" * 2000 + '"'}, {"Range": "bytes=0-5"},
    {"Range": "bytes=9-1,a-"}, {"Accept-Language": "x" * 900}, {"Accept-Language": "nl;q=a,en;q=1.5"}, {"Host": "a b"},
    {"Host": "x" * 300}, {"Host": ""}, {"If-Modified-Since": "yesterday"}, {"Content-Type": "multipart/form-data"},
    {"X-Forwarded-Proto": "gopher"}, {"Cookie": "a=b; " * 300}, {"Accept-Encoding": "zstd"}, {"If-None-Match": "*"},
    {"Content-Length": "5"}, {"Accept": "\x7f"}, {"Referer": "javascript:1"},
)  # fmt: skip
DASH = "/_dash-update-component"
CALL: Any = {
    "output": ".._pages_content.children..._pages_store.data..",
    "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
    "inputs": [{"id": "_pages_location", "property": "pathname", "value": "/en/"},
               {"id": "_pages_location", "property": "search", "value": ""}],
    "changedPropIds": ["_pages_location.pathname"],
}  # fmt: skip


LIKELY = {
    "geo": ("NL", "NL,BE,DE", "EU27_2020"), "series": ("all", "total"), "from": ("2015", "2025-08"), "to": ("2024",),
    "as_of": ("2019-10-14", "2026-02-03"), "lang": ("en", "nl"), "measure": ("index", "absolute"), "base": ("2015",),
    "shape": ("map", "table", "small"), "beside": ("now", "1"), "theme": ("dark",), "size": ("social",), "page": ("2",),
    "scale": ("3",), "dialect": ("nl",), "view": ("table", "map", "about"), "table": ("returned", "frontex.ibc"),
    "sort": ("newest", "highest"), "rows": ("geo", "route"), "columns": ("period", "core"), "pillar": ("1", "4"),
    "q": ("return", "syria", "powerpoint"), "since": ("2020-01-01",), "figure": ("/en/figure/returned?geo=NL",),
}  # fmt: skip


class Fuzz:
    """Requests drawn from a seed. Most know which names their address takes, as pages refuse all others."""

    def __init__(self, seed: int) -> None:
        from dashboards import pages
        from etl.catalogue import catalogue

        self.draw, c = random.Random(seed), catalogue.load()
        self.ids = [*c.indicators, *c.datasets, *c.claims, "all", "eurostat", "ind", "1", "9", "nothing", "%00", "é"]
        rules = [str(r) for r in app.server.url_map.iter_rules() if "_dash-component" not in str(r)]
        rules += [f"/{lang}{p.path}" for lang in ("en", "nl", "xx") for p in pages.pages()]
        self.paths = [*rules, "/", "//", "/en", "/..", "/en/../../etc/passwd", "/data/", "/embed/", "/assets/../app.py"]
        described = server.test_client().get("/api/openapi.json").get_json()["paths"].items()
        self.known = [(path.replace("{", "<").replace("}", ">"), _names(said["get"])) for path, said in described]
        self.of = {"indicator": [*c.indicators], "dataset": [*c.datasets], "claim": [*c.claims], "pillar": "123456",
                   "source": ["all", "eurostat", "ind", "frontex"]}  # fmt: skip
        for live in ("", "/live"):
            self.known += [(f"{live}/{lang}{p.path}", p.accepts) for lang in ("en", "nl") for p in pages.pages()]
        endings = ("csv", "xlsx", "parquet", "json", "zip", "svg", "png", "pdf", "atom", "exe", "")
        self.endings = (*endings, "pptx", "docx")

    def path(self, pattern: str = "") -> str:
        """An address, its parts filled in."""
        out, rest = "", pattern or self.draw.choice(self.paths)
        while "<" in rest:
            before, _, after = rest.partition("<")
            part, _, rest = after.partition(">")
            ids = self.of.get(part, self.ids) if self.draw.random() < 0.6 else self.ids
            value = self.draw.choice(self.endings if "ending" in part else ids)
            if self.draw.random() < 0.1:
                value = quote(self.draw.choice(TEXTS)[:200], safe="")
            out += before + value
        return out + rest

    def query(self, names: Sequence[str] = NAMES) -> str:
        """Names and values."""
        chosen = [self.draw.choice(names) for _ in range(self.draw.choice((0, 1, 1, 2, 3, 8)))] if names else []
        return "&".join(f"{n}={quote(self.value(n), safe=',')}" for n in chosen)

    def value(self, name: str) -> str:
        """One that the name takes, or any."""
        return self.draw.choice(LIKELY[name]) if name in LIKELY and self.draw.random() < 0.6 else self.text()

    def text(self) -> str:
        """A value, now and then changed."""
        value = self.draw.choice(TEXTS)
        if value and self.draw.random() < 0.2:
            at = self.draw.randrange(len(value))
            value = value[:at] + chr(self.draw.randrange(1, 0xD7FF)) + value[at + 1 :]
        return value[:7000]

    def body(self) -> bytes:
        """A call of Dash's, something in it changed; or what is no call at all."""
        if self.draw.random() < 0.2:
            return self.draw.choice((b"", b"{", b"[" * 60_000, b"\xff\xfe", b"null", b'{"output": 1}', b"1" * 70_000))
        call = json.loads(json.dumps(CALL))
        call["inputs"][0]["value"] = self.draw.choice((self.path(), self.text(), None, 5, [], {}))
        call["inputs"][1]["value"] = self.draw.choice((f"?{self.query()}", self.text(), None, 5))
        if self.draw.random() < 0.3:
            call[self.draw.choice([*call])] = self.draw.choice((None, [], {}, "x", 1, [[]], [{}], {"id": []}))
        return json.dumps(call).encode()

    def request(self) -> dict[str, Any]:
        """A request for the app's test client."""
        headers = dict(self.draw.choice(HEADERS))
        if self.draw.random() < 0.15:
            return {"path": DASH, "method": "POST", "data": self.body(), "headers": headers,
                    "content_type": "application/json"}  # fmt: skip
        if self.draw.random() < 0.6:
            pattern, names = self.draw.choice(self.known)
            return {"path": self.path(pattern), "method": "GET", "query_string": self.query(names), "headers": headers}
        method = self.draw.choice(("GET",) * 12 + ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"))
        return {"path": self.path(), "method": method, "query_string": self.query(), "headers": headers}


def _names(described: Any) -> tuple[str, ...]:
    """The names of a query that the site's own description has."""
    return tuple(p["name"] for p in described.get("parameters", ()) if p.get("in") == "query")


class Seen(logging.Handler):
    """What goes to the log with a traceback."""

    def __init__(self) -> None:
        super().__init__()
        self.tracebacks: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        if record.exc_info:
            self.tracebacks.append(self.format(record))


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    seen, fuzz, client = Seen(), Fuzz(args.seed), server.test_client()
    logging.getLogger().addHandler(seen)
    server.logger.addHandler(seen)
    client.get("/en/")
    counts, faults, slowest = Counter[int](), list[str](), (0.0, "")
    for n in range(args.count):
        asked = fuzz.request()
        told = f"{n}: {asked['method']} {asked['path'][:120]}?{asked.get('query_string', '')[:200]} {asked['headers']}"
        begun = time.thread_time()
        try:
            with client.open(**asked) as answer:
                status, _ = answer.status_code, answer.get_data()
        except Exception as e:  # whatever it is, it is a fault
            faults.append(f"{told}: {e!r}")
            continue
        taken = time.thread_time() - begun
        counts[status] += 1
        slowest = max(slowest, (taken, told))
        if status >= 500 and status != 501:
            faults.append(f"{told}: {status}")
        if taken > SLOWEST:
            faults.append(f"{told}: {taken:.1f} s")
    for status, count in sorted(counts.items()):
        print(f"{status}: {count:,}")
    print(f"slowest: {slowest[0]:.2f} s {slowest[1]}\ntracebacks: {len(seen.tracebacks)}\nfaults: {len(faults)}")
    for fault in (*faults[:20], *seen.tracebacks[:3]):
        print(fault)
    return 1 if faults or seen.tracebacks else 0


if __name__ == "__main__":
    sys.exit(main())
