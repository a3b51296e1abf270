"""Pictures of figures: that each says what it shows and whence, in the size asked for, the same bytes each time."""

import struct
import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
from pypdf import PdfReader

from dashboards.charts.alt_text import alt_text
from dashboards.charts.palette import DARK
from dashboards.figures import figure as figures
from dashboards.routes import pictures
from etl.catalogue import catalogue

SVG = "{http://www.w3.org/2000/svg}"
INDICATORS = sorted(catalogue.load().indicators)
LOOK = pictures.PictureSelection("light", "report", 1)
CROWDED = "irregular_arrivals_announced"  # seventeen years, each with two figures


def words_of(svg: bytes) -> str:
    return " ".join(" ".join(found.itertext()) for found in ET.fromstring(svg).iter(f"{SVG}text"))


def pixels(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(("n", "indicator"), list(enumerate(INDICATORS)))
def test_a_picture_says_what_it_shows_and_whence(ask, shown, n: int, indicator: str) -> None:
    lang = ("en", "nl")[n % 2]
    chart = shown(indicator, lang).chart
    svg = ask(f"/figure/{indicator}.svg?lang={lang}").data
    said, joined = words_of(svg), words_of(svg).replace(" ", "")
    assert said.startswith(chart.title[:10])
    for part in (
        chart.title,
        chart.subtitle,
        chart.source,
        chart.release,
        f"monitor.example/{lang}/figure/{indicator}",
    ):
        assert part.replace(" ", "") in joined, part
    for rule in chart.rules if chart.kind != "bullet" else ():
        assert rule.label.replace(" ", "") in joined
    used = {letter for m in chart.marks() for letter in m.flag}
    assert all(f"{letter} {meaning}" in said for letter, meaning in chart.flags if letter in used)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_alt_text_is_in_the_svg_and_in_the_pdf(ask, shown, lang: str) -> None:
    chart = shown("return_rate", lang).chart
    root = ET.fromstring(ask(f"/figure/return_rate.svg?lang={lang}").data)
    assert root.findtext(f"{SVG}title") == chart.title
    assert root.findtext(f"{SVG}desc") == alt_text(chart)
    pdf = PdfReader(BytesIO(ask(f"/figure/return_rate.pdf?lang={lang}").data))
    structure = pdf.root_object["/StructTreeRoot"]["/K"][0]["/K"][0]
    assert structure["/S"] == "/Figure"
    assert structure["/Alt"] == alt_text(chart)
    assert pdf.root_object["/Lang"] == {"en": "en-GB", "nl": "nl-NL"}[lang]
    assert pdf.root_object["/MarkInfo"]["/Marked"] == True  # noqa: E712  a PDF boolean, not Python's
    assert (pdf.metadata.title, pdf.metadata.subject) == (chart.title, chart.subtitle)
    assert chart.release in pdf.metadata["/Keywords"]
    assert chart.source in pdf.pages[0].extract_text().replace("\n", " "), "text of a PDF must stay text"


@pytest.mark.parametrize(
    ("size", "width", "height"), [("slide", 1280, 720), ("social", 1200, 630), ("square", 1080, 1080)]
)
@pytest.mark.parametrize("indicator", ["returned", CROWDED])
def test_presets_have_exactly_their_size(ask, size: str, width: int, height: int, indicator: str) -> None:
    assert pixels(ask(f"/figure/{indicator}.png?size={size}").data) == (width, height)
    root = ET.fromstring(ask(f"/figure/{indicator}.svg?size={size}").data)
    assert (root.get("width"), root.get("height")) == (str(width), str(height))


def test_scale_makes_more_pixels_of_the_same_picture(ask) -> None:
    width, height = pixels(ask("/figure/returned.png").data)
    assert width == 760
    assert pixels(ask("/figure/returned.png?scale=3").data) == (3 * width, 3 * height)
    page = PdfReader(BytesIO(ask("/figure/returned.pdf?scale=2").data)).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (2 * width, 2 * height)


def test_the_dark_theme_is_dark(ask) -> None:
    svg = ask("/figure/returned.svg?theme=dark").text
    assert f'fill="{DARK["surface"]}"' in svg
    assert f'fill="{DARK["surface"]}"' not in ask("/figure/returned.svg").text


def test_no_font_is_named_that_differs_between_machines(ask) -> None:
    svg = ask("/figure/returned.svg").text
    assert pictures.FIXED_FONT in svg
    assert "Segoe" not in svg


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_the_same_figure_gives_the_same_bytes(ask, shown, ending: str) -> None:
    figure = shown("ordered_to_leave")
    assert len({pictures.made(figure, LOOK, ending) for _ in range(3)}) == 1


def test_a_picture_is_not_sent_twice(ask) -> None:
    first = ask("/figure/returned.png?size=social")
    again = ask("/figure/returned.png?size=social", 304, headers={"If-None-Match": first.headers["ETag"]})
    assert again.data == b""
    tags = {
        ask(f"/figure/returned.png?{q}").headers["ETag"] for q in ("", "lang=nl", "theme=dark", "scale=2", "geo=NL")
    }
    assert len(tags) == 5


def test_only_a_pinned_picture_may_be_kept_unasked(ask, release) -> None:
    assert "no-cache" in ask("/figure/returned.svg").headers["Cache-Control"]
    pinned = ask(f"/figure/returned.svg?release={release.id}").headers["Cache-Control"]
    assert pinned == "public, max-age=31536000, immutable"


def test_the_file_is_named_after_what_it_shows(ask, release) -> None:
    answer = ask("/figure/returned.png?geo=NL&from=2015&theme=dark&size=slide&scale=2&lang=nl")
    name = answer.headers["Content-Disposition"]
    assert name.startswith('inline; filename="returned_NL_')
    assert name.endswith(f'_nl_{release.id}_slide_dark_2x.png"')
    assert "from-2015" in name


def test_a_reading_of_the_past_says_so(ask) -> None:
    english, dutch = (words_of(ask(f"/figure/returned.svg?as_of=2019-10-14&lang={lang}").data) for lang in ("en", "nl"))
    assert "as they stood on 14 October 2019" in english
    assert "zoals bekend op 14 oktober 2019" in dutch
    assert "stood on" not in words_of(ask("/figure/returned.svg").data)


def test_a_reading_of_the_past_beside_the_present_does_not_say_that_revisions_are_left_out(ask) -> None:
    for lang, said, not_said in (
        ("en", "as they stood on 14 October 2019, with those of this release beside them", "left out"),
        ("nl", "zoals bekend op 14 oktober 2019, met die van deze release ernaast", "weggelaten"),
    ):
        words = words_of(ask(f"/figure/first_time_applicants.svg?as_of=2019-10-14&beside=now&lang={lang}").data)
        assert said in words
        assert not_said not in words


def test_a_choice_without_figures_says_that_there_are_none(ask) -> None:
    assert "There are no figures for this choice." in words_of(ask("/figure/irregular_arrivals.svg?from=2030").data)


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        ("/figure/nothing.svg", "returned"),
        ("/figure/returned.svg?theme=sepia", "dark"),
        ("/figure/returned.png?size=poster", "slide"),
        ("/figure/returned.png?scale=4", "3"),
        ("/figure/returned.png?scale=1&scale=2", "3"),
        ("/figure/returned.pdf?geo=ATLANTIS", "EU28"),
        ("/figure/returned.pdf?colour=red", "theme"),
        ("/figure/returned.svg?lang=fr", "nl"),
        ("/figure/returned.svg?release=2001-01-01-aaaaaa", "2026-11-23"),
    ],
)
def test_an_unknown_value_is_told_what_is_accepted(ask, address: str, accepted: str) -> None:
    refusal = ask(address, 404).get_json(force=True)
    assert any(value.startswith(accepted) for value in refusal["accepted"]), refusal


def test_an_unknown_kind_of_file_is_not_found(ask) -> None:
    ask("/figure/returned.gif", 404)


def test_every_indicator_has_a_picture_of_every_kind_of_file(ask, release_root) -> None:
    kinds = {}
    for indicator in INDICATORS:
        kinds.setdefault(figures.default_figure(indicator, "en").chart.kind, indicator)
    assert len(kinds) >= 5
    for indicator in kinds.values():
        assert ask(f"/figure/{indicator}.png").mimetype == "image/png"
        assert ask(f"/figure/{indicator}.pdf").data.startswith(b"%PDF-1.")
