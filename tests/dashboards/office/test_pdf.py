"""A board or a figure as PDF: the words of the Word document, tagged, its pictures with their text alternatives."""

import re
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from dashboards.charts.alt_text import alt_text

BOARD = "figure=return_rate?geo=NL%26title=Terug%20*nu*%20%23x&figure=ind_first_by_nationality_monthly&lang=nl"


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def read(ask: Any, address: str) -> tuple[PdfReader, str]:
    reader = PdfReader(BytesIO(ask(address).data))
    footer = re.compile(r"^.* · Release .* · (Page|Pagina) \d+$", re.MULTILINE)
    return reader, plain("".join(footer.sub("", page.extract_text()) for page in reader.pages))


def tags_of(node: Any) -> list[Any]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tag for each in node for tag in tags_of(each)]
    return [node, *tags_of(node.get("/K", []))] if isinstance(node, dict) else []


@pytest.mark.parametrize("path", [f"/briefing.{{}}?{BOARD}", "/briefing/resettlement_quota.{}?lang=en"])
def test_the_pdf_says_what_the_word_document_says(ask: Any, path: str) -> None:
    paper = Document(BytesIO(ask(path.format("docx")).data))
    reader, text = read(ask, path.format("pdf"))
    marks = (
        "Letters, signs and lines",
        "Letters, tekens en lijnen",
    )  # of a native chart there, of our own picture here
    words = [p.text for p in paper.paragraphs if p.style.name != "Caption" and not p.text.startswith(marks)]
    words += [p.text.partition(". ")[2] for p in paper.paragraphs if p.style.name == "Caption"]
    words += ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in paper.element.body.iter(qn("w:tc"))]
    missing = [w for w in words if plain(w.replace(".docx?", ".pdf?")) not in text]
    assert missing == []
    assert reader.metadata is not None
    assert reader.metadata.title == paper.core_properties.title


def test_it_is_tagged_with_its_language_and_has_the_digest_of_its_release(ask: Any, shown: Any, release: Any) -> None:
    reader, _ = read(ask, f"/briefing/return_rate.pdf?lang=nl&release={release.id}")
    root = reader.trailer["/Root"]
    assert str(root["/Lang"]).lower() == "nl-nl"
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert f"release {release.id} sha256:{release.facts['seal']}" in xmp
    tags = tags_of(root["/StructTreeRoot"]["/K"])
    drawn = [t["/Alt"] for t in tags if t.get("/S") == "/Figure" and "/Alt" in t]
    assert drawn == [alt_text(shown("return_rate", "nl").chart)]
    assert sum(t.get("/S") == "/TH" for t in tags) >= 5


def test_the_board_offers_it_beside_the_deck(client: Any) -> None:
    page = client.get("/en/board?figure=return_rate").text
    assert 'href="/briefing.pdf?lang=en&amp;figure=return_rate"' in page
    assert 'href="/briefing/return_rate.pdf?lang=nl"' in client.get("/nl/figure/return_rate/share").text
    assert 'href="/briefing/return_rate.pdf' in client.get("/en/figure/return_rate").text
