"""The tray: that figures survive the way into an address and back, and that what cannot be read is refused."""

from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from docx import Document
from pptx import Presentation

from dashboards.query import briefing
from dashboards.query.selection import Selection
from etl.model.errors import UnknownValueError

THREE = "/briefing.pptx?lang=nl&figure=returned?geo=NL%26from=2015&figure=return_rate&figure=irregular_arrivals"


def titles(deck: bytes) -> list[str]:
    return [slide.shapes.title.text for slide in Presentation(BytesIO(deck)).slides]


@pytest.mark.parametrize(
    "chosen",
    [
        Selection("returned"),
        Selection("returned", ("NL", "DE"), ("all",), "2015", "2018", "2019-10-14", "2026-11-23-1a2b3c"),
        Selection("coa_occupancy", series=("a, b & c+d=#1%",)),
        Selection("returned", geos=("NL",), measure="index", base="2015"),
    ],
)
def test_a_figure_comes_back_from_the_address_as_it_went_in(chosen: Selection) -> None:
    address = briefing.address([chosen, Selection("return_rate")], "docx", "nl")
    query = parse_qs(urlsplit(address).query)
    first, second = briefing.items(query["figure"])
    assert (first.indicator, second.indicator) == (chosen.indicator, "return_rate")
    assert {name: ",".join(values) for name, values in first.query.items()} == chosen.state()
    assert query["lang"] == ["nl"]


def test_the_address_stays_readable() -> None:
    address = briefing.address([Selection("returned", ("NL",), start="2015")], "pptx", "nl", "r1")
    assert address == "/briefing.pptx?lang=nl&release=r1&figure=returned?geo=NL%26from=2015"


def test_a_title_of_the_reader_survives_and_heads_the_slide(ask) -> None:
    (item,) = briefing.items(["returned?geo=NL&title=Terug%20%26%20weg"])
    assert (item.title, item.query) == ("Terug & weg", {"geo": ("NL",)})
    assert briefing.items([item.text]) == (item,)
    address = briefing.file([item.text], "pptx", "nl")
    assert titles(ask(address).data)[1] == "Terug & weg"


def test_a_figure_put_in_twice_is_there_once() -> None:
    assert len(briefing.items(["returned", "return_rate", "returned"])) == 2


def test_a_release_for_all_yields_to_a_figures_own() -> None:
    first, second = briefing.items(["returned", "returned?release=b"], "a")
    assert (first.query["release"], second.query["release"]) == (("a",), ("b",))


@pytest.mark.parametrize(
    "values",
    [
        [],
        [""],
        [f"i{n}" for n in range(21)],
        ["returned?colour=red"],
        ["returned?lang=nl"],
        [f"returned?title={'x' * 81}"],
    ],
)
def test_a_tray_that_cannot_be_read_is_refused(values: list[str]) -> None:
    with pytest.raises(UnknownValueError):
        briefing.items(values)


def test_three_figures_make_a_deck_of_three_and_opening_and_sources(ask, shown) -> None:
    deck = ask(THREE).data
    slides = Presentation(BytesIO(deck)).slides
    assert len(slides) == 5
    notes = [s.notes_slide.notes_text_frame.text for s in slides if s.has_notes_slide]
    for indicator, text in zip(("returned", "return_rate", "irregular_arrivals"), notes, strict=False):
        assert f"/nl/figure/{indicator}?" in text
    opening = "\n".join(s.text_frame.text for s in slides[0].placeholders)
    for indicator in ("returned", "return_rate", "irregular_arrivals"):
        assert shown(indicator, "nl").chart.title in opening
    assert titles(deck)[-1] == "Bronnen, releases en gebruiksvoorwaarden"


def test_the_deck_names_the_address_at_which_it_is_made_again(ask, release) -> None:
    deck = Presentation(BytesIO(ask(THREE).data))
    text = deck.slides[-1].notes_slide.notes_text_frame.text
    address = text.split("https://monitor.example", 1)[1]
    assert f"release={release.id}" in address
    assert ask(address).data == ask(THREE).data


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        ("/briefing.pptx", "returned"),
        ("/briefing.pptx?figure=nothing", "returned"),
        ("/briefing.docx?figure=returned?geo=ATLANTIS", "EU28"),
        ("/briefing.docx?figure=returned%26geo=NL", "returned"),
        ("/briefing.docx?figure=returned&geo=NL", "figure"),
        ("/briefing.docx?figure=returned&lang=fr", "nl"),
        ("/briefing.docx?figure=returned&release=1&release=2", "one value"),
        ("/briefing/irregular_arrivals.pptx?size=slide", "geo"),
        ("/briefing/nothing.docx", "returned"),
    ],
)
def test_what_a_briefing_cannot_be_made_of_is_told(ask, address: str, accepted: str) -> None:
    refusal = ask(address, 404).get_json(force=True)
    assert any(value.startswith(accepted) for value in refusal["accepted"]), refusal


NOTHING = [
    ("recognition_rate", "We hold no figures for this indicator."),
    ("irregular_arrivals?from=2030", "There are no figures for this choice."),
]


@pytest.mark.parametrize(("entry", "sentence"), NOTHING)
def test_a_figure_without_figures_says_so_and_takes_none_of_the_others_away(
    not_pulled, ask, shown, entry, sentence
) -> None:
    figure = shown(entry.partition("?")[0])
    address = f"figure={entry}&figure=returned&lang=en"
    deck = Presentation(BytesIO(ask(f"/briefing.pptx?{address}").data))
    empty, full = deck.slides[1], deck.slides[2]
    assert empty.shapes.title.text == figure.chart.title
    assert [s.text_frame.text for s in empty.shapes if s.has_text_frame and sentence in s.text_frame.text]
    assert not any(s.has_chart for s in empty.shapes)
    assert figure.indicator.definition.en in empty.notes_slide.notes_text_frame.text
    assert any(s.has_chart for s in full.shapes)
    paper = Document(BytesIO(ask(f"/briefing.docx?{address}").data))
    text = [p.text for p in paper.paragraphs]
    assert any(sentence in t for t in text)
    assert figure.indicator.definition.en in text
    assert len(paper.inline_shapes) == 1
    assert any(t.startswith("Figure\u00a01. ") for t in text)


def test_a_briefing_is_not_sent_twice(ask, release) -> None:
    first = ask(THREE)
    assert first.headers["Content-Disposition"] == f'attachment; filename="briefing_3-figures_{release.id}_nl.pptx"'
    assert ask(THREE, 304, headers={"If-None-Match": first.headers["ETag"]}).data == b""
    assert ask(THREE.replace("pptx", "docx")).headers["ETag"] != first.headers["ETag"]
