"""Does the site still answer the same bytes? Hashes of every address, written before a move and compared after it.

    python tests/bench/same_bytes.py write FILE [--jobs 2]      before the move
    python tests/bench/same_bytes.py compare FILE [--jobs 2]    after it, on the same release

Asked is everything that the site answers on the current release: every page in both languages (each figure in each of
its views, each statement, each pillar), every data file, picture, embed, briefing and feed of every indicator, every
dataset, the API, and addresses that are refused. The hash covers status, type, file name, language and body, not the
ETag, which follows from our code. A release built anew from the archive, with its clock held still, is compared file by
file as well, its id and fingerprint apart. Exit code 1: something differs; every address that does is named. Nothing is
fetched; the release is only read (MONITOR_WAREHOUSE names another one). 4,096 hashes take 80 seconds on two cores.
"""

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import quote

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

HEADERS = ("Content-Type", "Content-Disposition", "Content-Language", "Access-Control-Allow-Origin", "Location")
VIEWS = ("", "view=table", "view=about", "view=map", "measure=index", "as_of=2019-10-14", "as_of=2019-10-14&beside=now")
DATA = ("csv", "csv?dialect=nl", "xlsx", "parquet", "json", "zip", "csv?as_of=2019-10-14")
PICTURES = ("svg", "svg?theme=dark", "svg?size=social", "svg?shape=map", "png", "pdf")
EMBEDS = ("", "theme=dark", "minimal=1", "interactive=1")
PAGES = (
    *("/", "/letter", "/letter?sort=verdict", "/letter/text", "/explore", "/sources", "/method", "/about", "/glossary"),
    *("/search", "/search?q=return", "/api"),
)
REFUSED = (
    *("/en/figure/none", "/en/none", "/figure/none.svg", "/embed/none", "/briefing/none.pptx", "/feeds/none.atom"),
    *("/data/none.csv", "/data/returned.csv?geo=XX", "/oembed?url=x"),
)
OF_A_PROCESS = re.compile(rb'"end_id": ?"[^"]*"')  # a token that Dash draws anew at each start
ORIGIN = "http://localhost"
HELD_STILL = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def _with(address: str, more: str) -> str:
    """The address with one more part of a query."""
    return f"{address}{'&' if '?' in address else '?'}{more}" if more else address


def _of_indicator(name: str, lang: str) -> Iterator[str]:
    page, own = f"/{lang}/figure/{name}", f"lang={lang}"
    yield from (_with(page, view) for view in VIEWS)
    yield f"{page}/share"
    yield from (_with(f"/data/{name}.{form}", own) for form in DATA)
    yield from (_with(f"/figure/{name}.{form}", own) for form in PICTURES)
    yield from (_with(_with(f"/embed/{name}", own), more) for more in EMBEDS)
    yield _with(f"/api/figure/{name}.json", own)
    yield from (f"/briefing/{name}.{ending}?{own}" for ending in ("pptx", "docx", "pdf"))
    yield f"/oembed?url={quote(f'{ORIGIN}{page}', safe='')}"


def addresses() -> list[str]:
    """Every address to ask, those that take longest first."""
    from dashboards import create_app
    from etl.catalogue import catalogue

    declared, found = catalogue.load(), ["/data/release.zip", "/data/release.zip?lang=nl"]
    for lang in ("en", "nl"):
        for name in declared.indicators:
            found += _of_indicator(name, lang)
        sheets = ("headline", *(f"pillar/{number}" for number in declared.pillars))
        found += [f"/briefing/{name}.{ending}?lang={lang}" for name in sheets for ending in ("pdf", "docx")]
        found += [f"/{lang}{path}" for path in PAGES]
        found += [f"/{lang}/pillar/{n}" for n in range(1, 7)]
        found += [f"/{lang}/letter/{claim}" for claim in declared.claims]
        found += [f"/{lang}/explore?table={table}" for table in (*declared.datasets, *declared.indicators)]
        found += [f"/feeds/{source}.{ending}?lang={lang}" for source in ("all", "eurostat", "frontex", "ind")
                  for ending in ("atom", "json")]  # fmt: skip
        found += [f"/data/dataset/{dataset}.csv?lang={lang}" for dataset in declared.datasets]
    found += ["/", "/api/indicators.json", "/api/claims.json", "/api/openapi.json", "/healthz", *REFUSED]
    found += ["/_dash-dependencies", *_assets(create_app().server.test_client().get("/en/").get_data(as_text=True))]
    return found


def _assets(document: str) -> list[str]:
    """Our own style sheets and scripts that a page names."""
    return sorted(set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', document)))


def _answered(address: str) -> tuple[str, str]:
    """The address and the hash of what it is answered."""
    answer = _client().get(address, headers={"Accept-Language": "en"})
    total = sha256(repr((answer.status_code, [answer.headers.get(name, "") for name in HEADERS])).encode())
    total.update(OF_A_PROCESS.sub(b"", answer.get_data()))
    return address, f"{answer.status_code} {total.hexdigest()[:32]}"


_CLIENTS: list[Any] = []


def _client() -> Any:
    """This process's own client: the site is opened after the fork."""
    if not _CLIENTS:
        from dashboards import create_app

        _CLIENTS.append(create_app().server.test_client())
    return _CLIENTS[0]


def _built() -> Iterator[tuple[str, str]]:
    """The files of a release built now from the archive: their hashes, ids that follow from our code apart."""
    from etl import build
    from etl.catalogue import catalogue
    from etl.model.places import DATA as FOLDER
    from etl.model.places import Places

    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        where = Places(FOLDER / "archive", root / "snapshots", root / "quarantine", root / "warehouse")
        build.build(catalogue.load(), where, HELD_STILL, lambda *_: None)
        folder = next((root / "warehouse" / "releases").glob("[!.]*"))
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".parquet", ".json"):
                body = re.sub(rb'"(id|fingerprint)": ?"[^"]*"', b"", path.read_bytes())
                yield f"built: {path.relative_to(folder).as_posix()}", sha256(body).hexdigest()[:32]


def hashes(jobs: int) -> dict[str, str]:
    """Every address and built file with its hash."""
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:  # a release that was opened does not survive a fork
        found = dict(pool.map(_answered, addresses(), chunksize=4))
    return {**found, **dict(_built())}


def main() -> int:
    """Write the hashes, or name what differs from those written before."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("write", "compare"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args()
    found = hashes(args.jobs)
    if args.what == "write":
        args.file.write_text("".join(f"{value}\t{name}\n" for name, value in sorted(found.items())), "utf-8")
        print(f"{len(found)} hashes written.")
        return 0
    lines = args.file.read_text("utf-8").splitlines()
    before = {name: value for value, name in (line.split("\t", 1) for line in lines)}
    differ = sorted(name for name in before.keys() | found.keys() if before.get(name) != found.get(name))
    for name in differ:
        print(f"differs: {name}  was {before.get(name, 'absent')}, is {found.get(name, 'absent')}")
    print(f"{len(found)} answers and files compared, {len(differ)} differ.")
    return bool(differ)


if __name__ == "__main__":
    sys.exit(main())
