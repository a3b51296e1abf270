"""The style of the page in a frame: its rules, the colours it uses, and what many pieces of its picture share."""

import re
from collections import Counter
from collections.abc import Collection
from functools import cache

from dashboards.charts.palette import THEMES
from dashboards.embed.code import BREAK
from dashboards.query import urls
from dashboards.query.embed import EmbedOptions

# Attributes of a picture that a style sheet may give as well; those with a length need a unit there.
LOOKS = re.compile(
    r"(?: (?:fill|stroke|stroke-width|stroke-dasharray|stroke-linejoin|paint-order|fill-opacity|text-anchor"
    r'|font-weight|font-size)="[^"]*")+(?=[ />])'
)
PATH_DATA = r' d="([^"]*)"'
PATHS = re.compile(r'(<path d="[^"]*" class="(p\d+)"/>)(?:<path d="[^"]*" class="\2"/>)+')
PATH = re.compile(r'<path d="([^"]*)" class="(p\d+)"/>')
ROUND = re.compile(r"(a[\d.]+ [\d.]+ 0) 1 (0) ?")  # flags of an arc need nothing between them and what follows
TEXTS = re.compile(r'(<text x="[^"]*" y="[^"]*" class="(p\d+)">[^<]*</text>)(?:<text[^>]* class="\2">[^<]*</text>)+')
TEXT_AT = re.compile(r"<text x=(-?[\d.]+) y=(-?[\d.]+)")  # words may stand half a pixel off; bars and lines may not
QUOTED = re.compile(r' (x|y|class)="(-?[\d.]+|p\d+)"(?=[ >])')  # HTML, which the page is, needs no quotes there


def style(options: EmbedOptions, body: str) -> str:
    """The style of the page, with the colours of its theme that the page uses and no others."""
    rules = _rules().replace("520px", f"{BREAK}px")
    used = sorted(set(re.findall(r"var\(--([\w-]+)\)", rules + body)))

    def colours(theme: str) -> str:
        held = THEMES["dark" if theme == "dark" else "light"]
        return f":root{{color-scheme:{theme};" + "".join(f"--{n}:{held[n]};" for n in used if n in held) + "}"

    if options.theme == "auto":
        return f"{colours('light')}@media (prefers-color-scheme:dark){{{colours('dark')}}}{rules}"
    return colours(options.theme) + rules


def with_classes(picture: str) -> tuple[str, str]:
    """The picture with what makes many of its pieces look alike said once, and the style rules that say it."""
    whole = "".join(re.findall("<svg[^>]*>", picture))  # has a class already, and keeps its attributes
    often = [a for a, n in Counter(LOOKS.findall(picture)).items() if n > 1 and len(a) > 14 and a not in whole]
    names = {attributes: f"p{n}" for n, attributes in enumerate(often)}
    shorter = LOOKS.sub(lambda m: f' class="{names[m[0]]}"' if m[0] in names else m[0], picture)
    rules = {name: _rule(attributes) for attributes, name in names.items()}
    strokes = {name for name, rule in rules.items() if rule.startswith("fill:none;")}
    shorter = shorter.replace(' xmlns="http://www.w3.org/2000/svg"', "")  # HTML knows what an svg is
    return _together(shorter, strokes), "".join(f".{name}{{{rule}}}" for name, rule in rules.items())


def _together(picture: str, strokes: Collection[str]) -> str:
    """Strokes that follow one another as one path where they look alike; other such pieces in a group of their look."""

    def one(match: re.Match[str]) -> str:
        if match[2] in strokes:
            return f'<path d="{"".join(re.findall(PATH_DATA, match[0]))}" class="{match[2]}"/>'
        return match[0]

    def grouped(match: re.Match[str]) -> str:
        look = f' class="{match[2]}"'
        return f"<g{look}>{match[0].replace(look, '')}</g>"

    def rounded(match: re.Match[str]) -> str:
        return f"<text x={float(match[1]):.0f} y={float(match[2]):.0f}"

    shorter = PATH.sub(r'<path class=\2 d="\1"/>', TEXTS.sub(grouped, PATHS.sub(one, picture)))
    return TEXT_AT.sub(rounded, QUOTED.sub(r" \1=\2", ROUND.sub(r"\1 1\2", shorter)))


def _rule(attributes: str) -> str:
    pairs = re.findall(r'([\w-]+)="([^"]*)"', attributes)
    return ";".join(f"{name}:{value}px" if name == "font-size" else f"{name}:{value}" for name, value in pairs)


@cache
def _rules() -> str:
    text = (urls.ASSETS / "embed.css").read_text("utf-8")
    return re.sub(r"\s*\n\s*", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
