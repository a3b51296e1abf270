"""How high the page in a frame is at a width, from its own text, picture and style. Pure; no browser.

Sizes are those of assets/embed.css. Widths of text are those of Liberation Sans, with SLACK for other fonts, so that a
frame that no script can resize is rather a line too high than one too low. A test holds it to a browser.
"""

import re
from functools import lru_cache
from html import unescape

from dashboards.charts.svg.scale import wrap
from dashboards.embed.code import BREAK, PADDING

ROOT, BODY, NOTE, PINNED, TITLE, HEADING = 16.0, 15.0, 13.0, 14.0, 19.2, 16.8  # pixels, the root's first
LINE, TITLE_LINE, GAP, PICTURE_GAP, SUMMARY_GAP = 1.45, 1.25, 6.4, 8.0, 9.6
PINNED_SIDES, PINNED_GAP = 22.2, 12.8
SLACK = 1.06  # Segoe UI and Roboto are narrower, Arial is as wide
CODE_WIDTHS = (320, 400, 480, 519, 520, 600, 699, 700, 760)
TWO_FROM, COLUMN_GAP = 700, 24  # of `dashboards.embed.board`
MOST = {"narrow": 420, "only": 480, "wide": 760}
SECTION = re.compile("<section>(.*?)</section>", re.DOTALL)  # a figure of a board
BLOCKS = re.compile(r'<(h1|h2|p|summary)(?: class="?([\w ]+?)"?)?>(.*?)</\1>', re.DOTALL)
DRAWN = re.compile(r'<div class=(narrow|wide|only)><svg[^>]*?width="?(\d+)"? height="?(\d+)"?')


def height(page: str, width: int) -> int:
    """Pixels that a finished page of a figure or a board takes in a frame of that width, its folds closed."""
    body = page[page.index("<main>") :]
    inside = width - 2 * PADDING
    beside = 2 if '<div class="two">' in body and width >= TWO_FROM else 1
    each = (inside - (beside - 1) * COLUMN_GAP) / beside
    sections = [_part(section, width, each) for section in SECTION.findall(body)]
    rows = (max(sections[n : n + beside]) for n in range(0, len(sections), beside))
    return round(_part(SECTION.sub("", body), width, inside) + sum(rows) + 2 * PADDING + 0.5)


def _part(body: str, width: int, inside: float) -> float:
    parts = [_text(tag, look, text, inside) for tag, look, text in _blocks(body)]
    return sum(parts) + _picture(body, width, inside)


@lru_cache(maxsize=8)  # a page is measured at several widths
def _blocks(body: str) -> tuple[tuple[str, str, str], ...]:
    """Elements with words: name, class, text."""
    return tuple((tag, look or "", _plain(text)) for tag, look, text in BLOCKS.findall(body))


def height_for_code(page: str) -> int:
    """The height that is enough at each of the usual widths, for a frame as wide as its column."""
    return max(height(page, width) for width in CODE_WIDTHS)


def _plain(markup: str) -> str:
    return unescape(re.sub("<.*?>", "", markup)).strip()


def _text(tag: str, look: str, text: str, inside: float) -> float:
    if look == "unseen" or not text:
        return 0.0
    if tag == "h1":
        return len(wrap(text, inside / SLACK, TITLE, True)) * TITLE * TITLE_LINE
    if tag == "h2":
        return len(wrap(text, inside / SLACK, HEADING, True)) * HEADING * TITLE_LINE + ROOT
    if tag == "summary":
        return len(wrap(text, (inside - ROOT) / SLACK, NOTE)) * NOTE * LINE + SUMMARY_GAP
    size = {"note": NOTE, "pinned": PINNED}.get(look, BODY)
    room = inside - (PINNED_SIDES if look == "pinned" else 0)
    padding = PINNED_GAP if look == "pinned" else 0.0
    return len(wrap(text, room / SLACK, size)) * size * LINE + GAP + padding


def _picture(body: str, width: int, inside: float) -> float:
    drawn = {kind: (int(w), int(h)) for kind, w, h in DRAWN.findall(body)}
    kind = "only" if "only" in drawn else "wide" if width >= BREAK else "narrow"
    if kind not in drawn:
        return 0.0
    own_width, own_height = drawn[kind]
    return PICTURE_GAP + own_height * min(inside, MOST[kind]) / own_width
