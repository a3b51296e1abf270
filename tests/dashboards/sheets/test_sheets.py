"""Fact sheets: Word, PDF and page say the same; one tagged page each; what changed since a release is what differs."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from dashboards.query.sheet import HEADLINE, Ending, SheetSelection
from dashboards.sheets import clocks, content, pdf, sheet
from dashboards.sheets.content import FactSheet
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang
from etl.letter.claims import LETTER_DATE
from etl.release import store, whole
from etl.release.store import Release

HOST = "http://localhost"
ALL = (HEADLINE, 1, 2, 3, 4, 5, 6)


def address(number: int, ending: str, query: str) -> str:
    return f"/briefing/{f'pillar/{number}' if number else 'headline'}.{ending}?{query}"


@cache
def said(number: int, lang: Lang, held: Release, ending: Ending = "pdf", **chosen: str) -> FactSheet:
    before = store.release(chosen["since_release"]) if "since_release" in chosen else None
    return sheet.sheet(SheetSelection(number, lang, **chosen), ending, held, catalogue.load(), HOST, before)


def plain(text: str) -> str:
    """Without spaces, line ends and schemes, which each form has in its own way."""
    return re.sub(r"\s+|https?://", "", text)


def text_of_word(body: bytes) -> str:
    paper = Document(BytesIO(body))
    return "".join(t.text or "" for t in paper.element.body.iter(qn("w:t")))


def elements(node: Any) -> list[Any]:
    """Every element of a PDF's tag tree, in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if not isinstance(node, dict):
        return [e for each in node for e in elements(each)] if isinstance(node, list) else []
    return [node, *(elements(node["/K"]) if "/K" in node else [])]


@pytest.mark.parametrize(
    ("number", "lang"), [(0, "nl"), (1, "nl"), (2, "en"), (3, "nl"), (4, "en"), (5, "nl"), (6, "en")]
)
def test_both_forms_say_every_word_of_the_sheet_on_one_page(
    client: Any, release: Release, number: int, lang: Lang
) -> None:
    for ending in ("pdf", "docx"):
        want = said(number, lang, release, ending)
        answer = client.get(address(number, ending, f"lang={lang}"))
        assert answer.status_code == 200
        if ending == "pdf":
            reader = PdfReader(BytesIO(answer.data))
            assert len(reader.pages) == 1
            text = reader.pages[0].extract_text()
        else:
            text = text_of_word(answer.data)
        missing = [line for line in content.lines(want) if plain(line) not in plain(text)]
        assert missing == []


def test_the_sheet_of_the_headline_figures_says_what_the_first_screen_says(client: Any, release: Release) -> None:
    lang: Lang = "nl"
    page = plain(unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", "", client.get(f"/{lang}/").text, flags=re.DOTALL)))
    c, made = catalogue.load(), said(HEADLINE, lang, release)
    for f, row in zip(clocks.headline_figures(release, c, lang), made.figures, strict=True):
        value, unit, _ = clocks.newest(f, c, lang)
        assert row.newest.startswith(value + unit)
        assert plain(f.name(lang)) in page
        assert plain(value + unit) in page
        if f.letter:
            assert row.said.startswith(clocks.said(f.letter, lang)[0])
            assert plain(clocks.said(f.letter, lang)[0]) in page
        for number, definition in clocks.again(f, c, lang)[:2]:
            assert plain(number + definition) in page
    assert len(made.figures) == 7
    assert len(made.statements) == 6


@pytest.mark.parametrize("number", [n for n in ALL if n])
def test_the_sheet_of_a_pillar_says_what_its_page_says(client: Any, release: Release, number: int) -> None:
    page = plain(unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", "", client.get(f"/en/pillar/{number}").text)))
    made = said(number, "en", release)
    for row in made.figures:
        assert plain(re.split(r"[ (\u00a0]", row.newest)[0]) in page, row
    assert len(made.statements) == sum(c.pillar == number for c in catalogue.load().claims.values())
    for s in made.statements:
        assert plain(s.verdict.split(".")[0]) in page
    assert f'href="/briefing/pillar/{number}.docx"' in client.get(f"/en/pillar/{number}").text


def test_an_observation_is_no_target_and_a_quota_has_its_status(release: Release) -> None:
    kinds = {c.id: c.kind for c in catalogue.load().claims.values()}
    declared = catalogue.load().indicators
    for number in (HEADLINE, 4, 5):
        for row in said(number, "en", release).figures:
            claim = declared[row.id].headline_claim
            if claim is None:
                assert row.target == "no target"
            elif kinds[claim] == "observation":
                assert row.target == "no target: an observation"
            else:
                assert row.target.startswith("Quota, ")


@pytest.mark.parametrize(("lang", "tag"), [("en", "en-GB"), ("nl", "nl-NL")])
def test_the_pdf_is_tagged_and_says_its_title_language_and_release(
    client: Any, release: Release, lang: Lang, tag: str
) -> None:
    reader = PdfReader(BytesIO(client.get(address(4, "pdf", f"lang={lang}&release={release.id}")).data))
    root, made = reader.trailer["/Root"], said(4, lang, release, release=release.id)
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert str(root["/Lang"]).lower() == tag.lower()
    assert reader.metadata is not None
    assert reader.metadata.title == made.title
    assert reader.metadata.creation_date == made.made
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert made.origin in unescape(xmp)
    assert str(release.facts["seal"]) in made.origin
    tags = [e.get("/S") for e in elements(root["/StructTreeRoot"]["/K"])]
    assert tags.count("/H1") == 1
    assert tags.count("/Table") == 2
    assert tags.count("/TH") == len(made.figure_head) + len(made.statement_head)
    figures = [e for e in elements(root["/StructTreeRoot"]["/K"]) if e.get("/S") == "/Figure"]
    assert [e["/Alt"] for e in figures] == [c.alt for c in made.charts]


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_pinned_sheet_has_the_same_bytes_and_may_be_kept(client: Any, release: Release, ending: str) -> None:
    asked = address(5, ending, f"lang=nl&release={release.id}")
    first, second = client.get(asked), client.get(asked)
    assert first.data == second.data
    assert "max-age" in first.headers["Cache-Control"]
    assert f"fact-sheet_pillar-5_nl_{release.id}.{ending}" in first.headers["Content-Disposition"]
    assert client.get(asked, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_signs_of_the_typesetter_are_printed_as_they_are(release: Release) -> None:
    odd = r'#panic("x") $x$ *a* _b_ <c> @d \e ] `f` {"g"} [h] // i = j'
    made = replace(said(2, "en", release), lead=odd, title=odd)
    reader = PdfReader(BytesIO(pdf.pdf(made)))
    assert plain(reader.pages[0].extract_text()).count(plain(odd)) == 2


@pytest.mark.parametrize(
    ("asked", "accepted"),
    [
        ("/briefing/pillar/7.pdf", "/briefing/pillar/6.pdf"),
        ("/briefing/pillar/4.pdf?geo=NL", "since"),
        ("/briefing/headline.docx?since=2026-01-01-ffffff", LETTER_DATE),
        ("/briefing/headline.docx?since=%0D%C2%9E%25%0B", LETTER_DATE),
        ("/briefing/headline.pdf?release=none", "2026-11-"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(client: Any, asked: str, accepted: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == 404
    assert accepted in answer.text


def since(made: FactSheet) -> list[str]:
    return [line.text for line in made.since]


def test_since_a_day_the_places_of_two_unions_are_told_apart(release: Release) -> None:
    told = since(said(4, "en", release))
    assert told[0] == "Return rate, EU: then 41.4% (2018, EU28), now 32.1% (2025, EU27)."
    assert "Verdicts computed from figures are the same with the figures of then and of now." in told
    of_arrivals = since(said(1, "en", release))
    assert "No figure of then is held to check statements 1.1 and 1.2 with." in of_arrivals
    assert since(said(2, "nl", release)) == [
        "Dit blad heeft geen cijfers, en geen oordeel dat uit cijfers is berekend."
    ]


def altered(folder: Path) -> None:
    """Make a release one of before: another newest return rate, a revised one, a year missing, another verdict."""
    path = folder / "indicators" / "return_rate.parquet"
    table = pq.read_table(path)
    here = pc.equal(table["geo"], "EU27_2020")
    newest = pc.and_(here, pc.equal(table["period"], "2025"))
    revised = pc.and_(pc.and_(here, pc.equal(table["series"], "all")), pc.equal(table["period"], "2018"))
    values = pc.if_else(revised, pc.add(table["value"], 1.0), table["value"])
    table = table.set_column(table.schema.get_field_index("value"), "value", values).filter(pc.invert(newest))
    path.unlink()
    pq.write_table(pa.table(table), path)
    claims = json.loads((folder / "claims.json").read_text("utf-8"))
    for claim in claims:
        claim["verdict"] = "differs" if claim["id"] == "p4_orders" else claim["verdict"]
    (folder / "claims.json").unlink()
    (folder / "claims.json").write_text(json.dumps(claims), "utf-8")
    facts = json.loads((folder / "release.json").read_text("utf-8"))
    facts[whole.FILES] |= {n: whole.digest(folder / n) for n in ("indicators/return_rate.parquet", "claims.json")}
    (folder / "release.json").unlink()
    (folder / "release.json").write_text(json.dumps(whole.sealed(facts), indent=2), "utf-8")


def test_since_a_release_what_differs_is_told_and_nothing_else(
    client: Any, stocked: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = stocked("2026-11-23-aaaaaa", "2026-11-24-bbbbbb", "2026-11-25-cccccc")
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(root))
    altered(root / "releases/2026-11-23-aaaaaa")
    release = store.release(root=root)
    made = said(4, "en", release, since_release="2026-11-23-aaaaaa")
    assert made.since_title.startswith("What changed since release 2026-11-23-aaaaaa of 2")
    newest, revised, same, counts, every, verdict = since(made)
    assert re.fullmatch(r"Return rate, EU: newest was [\d.]+% \(2024\), is 32.1% \(2025\)\.", newest)
    was, now = map(float, re.findall(r"([\d.]+)%", revised))
    assert round(was - now, 1) == 1.0
    assert revised.startswith("Return rate, EU, European Union (27 countries, without the UK), all returns, 2018: was ")
    assert same.startswith("Newest figure not changed: Orders to leave, EU; ")
    assert re.fullmatch(r"All figures under these titles: \d new, 1 with another value or flag, 0 no.+", counts)
    assert " 0 new" not in counts
    assert made.since[4].link.startswith(f"{HOST}/data/return_rate.csv?release=2026-11-23-aaaaaa&compare=2026-11-25-c")
    assert every.startswith("Every difference as a file, here of")
    assert verdict.startswith("Statement 4.2: not reproduced by the figures → ")
    quiet = since(said(4, "nl", release, since_release="2026-11-24-bbbbbb"))
    assert len(quiet) == 3
    assert quiet[1].startswith("Alle cijfers onder deze titels: 0 nieuw, 0 met")
    assert since(said(4, "en", release, since_release=release.id)) == [
        "This sheet is of that release: nothing changed."
    ]
    pinned = "/briefing/pillar/4.pdf?release=2026-11-23-aaaaaa&since=2026-11-24-bbbbbb"
    assert client.get(pinned).status_code == 404, "a later release is none that could have changed"


def test_sheets_are_linked_from_the_pages_that_they_are_of(client: Any) -> None:
    for page, number in (("/nl/", HEADLINE), ("/nl/pillar/2", 2), ("/nl/figure/return_rate/share", 4)):
        assert f'href="{address(number, "pdf", "lang=nl")}"' in client.get(page).text
    for words in ("fact sheet", "factsheet", "feitenblad", "one pager"):
        assert "/briefing/headline.pdf" in client.get("/nl/search", query_string={"q": words}).text, words
