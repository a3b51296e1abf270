"""What a few files say beside their figures, word for word, as a person accepted it; `scripts/golden` accepts a change.

Cover, notes and formats of a workbook, a cube, the metadata of Parquet, README and descriptions in a zip. They are
chosen so that each kind of thing is in one: targets, flags, breaks, a line of the letter, months, an index, the past,
sources without a day, no figure at all.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from dashboards.figures import replacements
from dashboards.files import changes
from dashboards.files.verified import HeldRelease, sentence, verified
from dashboards.query.verify import file_mark
from dashboards.routes import release_file
from etl.catalogue import catalogue
from etl.catalogue.catalogue import LANGS
from etl.release.store import Release
from tests.accepted import compare, nothing_left_over

ACCEPTED = Path(__file__).with_name("accepted")
CHOICES = {
    "quota": ("resettlement_quota", "lang=en"),
    "breaks": ("returned", "geo=NL,EU28&series=all&from=2016&lang=nl"),
    "past": ("return_rate", "geo=EU28&series=all&to=2018&as_of=2019-10-14&lang=en&release={release}"),
    "elsewhere": ("return_rate", "geo=NL&series=all&from=2024&lang=en"),
    "index": ("returned", "geo=NL,EU27_2020&series=all&measure=index&base=2019&from=2018&lang=nl"),
    "routes": ("arrivals_by_route_nationality", "geo=Western Balkan Route&series=Syria,Iraq&from=2024&lang=en"),
    "quarters": ("recognition_rate_quarterly", "geo=NL&from=2025-Q3&lang=nl"),
    "mixed": ("nl_sources_compared", "from=2024&lang=en"),
    "nothing": ("returned", "geo=NL&from=1990&to=1991&lang=nl"),
    "months": ("irregular_arrivals_monthly", "series=total,Black Sea Route&from=2025-11&lang=en"),
}
LAYOUTS = {
    "months": "&columns=core&shape=wide", "index": "&columns=core&names=nl", "breaks": "&columns=core",
    "mixed": "&shape=wide", "elsewhere": "&shape=wide_places&names=nl", "past": "&columns=period,value,flag",
}  # fmt: skip
DRAWN = ("quota", "months")  # workbooks of which heights, widths, letters and lines are accepted too
APART = ("changes", "release", "verified")
A, B = (HeldRelease(f"2026-11-2{n}-aaaaa{n}", f"2026-11-2{n}T12:00:00+00:00", str(n) * 64) for n in (3, 4))
GIVEN = (
    B.id, A.id, B.digest, A.digest, f"release {B.id} sha256:{B.digest}", f"release {A.id} sha256:{B.digest}",
    "2020-01-02-abcdef", "f" * 64, "40%",
)  # fmt: skip
ROWS = 5  # of the sheet with the figures: the rest is held to the release by other tests


def workbook(body: bytes) -> Iterator[str]:
    """Its sheets, cell by cell; of the figures the first rows, and how they are shown and printed."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    words, notes, data = book
    for sheet in (words, notes, data):
        yield f"[{sheet.title}] {sheet.dimensions}"
        for row in sheet.iter_rows(max_row=ROWS if sheet is data else None):
            yield " | ".join("" if c.value is None else f"{c.value}" for c in row)
    yield " | ".join(f"{c.number_format}" for c in data[2])
    yield " | ".join(f"{name} {d.width:g}" for name, d in data.column_dimensions.items())
    yield f"{data.print_area} {data.print_title_cols} {data.print_title_rows}"
    for name in ("title", "subject", "creator", "category", "keywords", "description", "created"):
        yield f"{name}: {getattr(book.properties, name)}"
    yield from (f"{p.name}: {p.value}" for p in book.custom_doc_props.props)


def drawn(body: bytes) -> Iterator[str]:
    """How a workbook looks: its styles, and its sheets without what the cells hold, of the figures the first rows."""
    with zipfile.ZipFile(io.BytesIO(body)) as z:
        for part in ("xl/styles.xml", *(f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3))):
            xml = re.sub("<v>.*?</v>", "", z.read(part).decode("utf-8"))
            xml = re.sub(f'<row r="(?![1-{ROWS}]").*?</row>', "", xml) if part.endswith("3.xml") else xml
            yield f"[{part}]"
            yield re.sub(r"><(?!/?c\b|/row)", ">\n<", xml)


def parquet(body: bytes) -> Iterator[str]:
    schema = pq.read_schema(io.BytesIO(body))
    yield from (f"{name.decode()}: {text.decode()}" for name, text in schema.metadata.items())
    for field in schema:
        yield f"{field.name} {field.type} {field.nullable} {(field.metadata or {}).get(b'description', b'').decode()}"


def unzipped(body: bytes) -> Iterator[str]:
    """Of the rows, which name the release, the digest is left out: it is another for each."""
    with zipfile.ZipFile(io.BytesIO(body)) as z:
        [rows] = [sha256(z.read(part)).hexdigest() for part in z.infolist() if part.filename.endswith(".csv")]
        for part in z.infolist():
            yield f"[{part.filename}] {part.date_time}"
            if not part.filename.endswith(".csv"):
                yield z.read(part).decode("utf-8").replace(rows, "DIGEST")


def cube(body: bytes) -> Iterator[str]:
    yield json.dumps(json.loads(body), ensure_ascii=False, indent=1)


@pytest.mark.parametrize("name", CHOICES)
def test_what_a_file_says_is_what_was_accepted(client: Any, release: Release, name: str) -> None:
    indicator, query = CHOICES[name][0], CHOICES[name][1].format(release=release.id)
    said = []
    for ending, lines in (("xlsx", workbook), ("json", cube), ("parquet", parquet), ("zip", unzipped)):
        more = LAYOUTS.get(name, "") if ending == "xlsx" else ""
        answer = client.get(f"/data/{indicator}.{ending}?{query}{more}")
        assert answer.status_code == 200, answer.text[:300]
        said += [f"== {ending} {answer.headers['Content-Disposition']}", *lines(answer.data)]
        if ending == "xlsx" and name in DRAWN:
            said += drawn(answer.data)
    hold(name, said, release)


def hold(name: str, said: list[str], release: Release) -> None:
    """Held to what was accepted, without what is another for each release."""
    text = "\n".join(said).replace(release.facts["seal"], "SEAL") + "\n"
    text = text.replace(release.id, "RELEASE").replace(release.id.replace("-", "_"), "RELEASE")
    compare(ACCEPTED / f"{name}.txt", text)


def test_what_a_whole_release_says_is_what_was_accepted(of_few: Release) -> None:
    """Its README and its package; the rows and the statements are held to the release by other tests."""
    said = []
    for path, content in release_file.files(of_few, "nl", "https://monitor.example"):
        said.append(f"[{path}]")
        if path in ("README.md", "datapackage.json"):
            said.append(re.sub("sha256:[0-9a-f]{64}", "sha256:DIGEST", content.decode("utf-8")))
    hold("release", said, of_few)


def test_what_the_list_of_revisions_says_is_what_was_accepted(client: Any, release: Release) -> None:
    said = client.get("/data/changes.csv?since=2026-09-01&source=eurostat&lang=nl").text.splitlines()
    hold("changes", [said[0], *said[1::25]], release)


def test_a_revised_figure_names_every_statement_that_quotes_it(release: Release) -> None:
    c, [first, *_] = catalogue.load(), replacements.every(release, catalogue.load(), "", "2019-10-14")
    quoting = {first.cell: ("p4_return_rate", "p4_orders")}
    rows = changes.change_rows((first, replace(first, period="1999")), quoting, c, "en", release.id, "https://x")
    assert [row.statements for row in rows] == ["p4_return_rate; p4_orders", ""]


def test_what_is_said_of_a_file_that_somebody_holds_is_what_was_accepted(release: Release) -> None:
    said = []
    for oldest in (A, replace(A, digest="")):
        for given in GIVEN:
            answer = verified(file_mark(given), (oldest, B), B.id)
            said.append(f"{given}: {answer.outcome} {answer.release} {answer.current.id} {answer.same_digest}")
            said += [sentence(answer, lang) for lang in LANGS]
    hold("verified", said, release)


def test_no_accepted_file_is_left_over() -> None:
    nothing_left_over(ACCEPTED, (*CHOICES, *APART))
