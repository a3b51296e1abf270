"""The HTML document around a page: head, first picture, Dash's hidden root and its scripts. Pure text, no request.

The style is in the document itself, so that the first picture needs no second request; all scripts are deferred, so
that none stands before it.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape

from dashboards.query import urls
from etl.catalogue.declarations import Lang

STYLES = (
    "tokens.css", "site.css", "cards.css", "headline.css", "letter.css", "figure.css", "explore.css", "share.css",
    "find.css", "board.css",
)  # fmt: skip
# Besides monitor.js, which comes last.
OF_EVERY_PAGE = (
    "live.js", "board.js", "lists.js", "tables.js", "share.js", "embed.js", "reading.js", "suggest.js",
    "verify.js",
)  # fmt: skip
SHAPING = {
    "assets": (".css", ".js", ".svg"),
    "dashboards": (".py",),
    "etl": (".py",),
    "data/catalogue": (".toml", ".csv"),
}
# Before the first paint: the theme a reader chose earlier, and that scripts run here.
THEME_SCRIPT = (
    'var e=document.documentElement;e.classList.add("js");'
    f'try{{var t=localStorage.getItem("{urls.NAMESPACE}.theme");'
    'if(t==="dark"||t==="light")e.dataset.theme=t}catch(x){}'
)


@dataclass(frozen=True)
class Head:
    """What a document says about itself. `alternates`: the same page in each language, absolute addresses.

    other_forms: title, media type and address of what else there is of it, such as feeds and oEmbed. social: names and
    contents of Open Graph and card properties.
    """

    lang: Lang
    title: str
    description: str = ""
    canonical: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    other_forms: tuple[tuple[str, str, str], ...] = ()
    social: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DashParts:
    """What Dash needs in a document: its configuration, its script tags, and the address of Plotly's bundle."""

    config: str
    scripts: str
    plotly_url: str


@cache
def style() -> str:
    """Our style sheets as one, without comments."""
    sheets = (urls.ASSETS / name for name in STYLES)
    text = "\n".join(sheet.read_text("utf-8") for sheet in sheets if sheet.exists())
    return re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip()


@cache
def code_version() -> str:
    """Changes with anything of ours that shapes a page, the release apart."""
    digest = sha256()
    for folder, endings in SHAPING.items():
        for path in sorted((urls.ASSETS.parent / folder).rglob("*")):
            if path.suffix in endings:
                digest.update(path.read_bytes())
    return digest.hexdigest()


def theme_script_hash() -> str:
    """The one inline script that we allow, as a Content-Security-Policy names it."""
    return f"'sha256-{b64encode(sha256(THEME_SCRIPT.encode()).digest()).decode()}'"


def document(head: Head, body: str, dash: DashParts | None = None) -> str:
    """The whole document. `body` is finished HTML; without `dash` it stays as it is (error pages)."""
    return (
        f'<!DOCTYPE html>\n<html lang="{head.lang}">\n<head>\n{_head(head)}\n</head>\n<body>\n'
        f'<div id="first-paint">{body}</div>\n{_takeover(dash) if dash else _own_script()}\n</body>\n</html>\n'
    )


def _head(head: Head) -> str:
    lines = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(head.title)}</title>",
        '<meta name="color-scheme" content="light dark">',
        f"<script>{THEME_SCRIPT}</script>",
        f"<style>{style()}</style>",
        f'<link rel="icon" href="{urls.asset("favicon.svg")}" type="image/svg+xml">',
    ]
    if head.description:
        lines.append(f'<meta name="description" content="{escape(head.description)}">')
    if head.canonical:
        lines.append(f'<link rel="canonical" href="{escape(head.canonical)}">')
    lines += [f'<link rel="alternate" hreflang="{lang}" href="{escape(url)}">' for lang, url in head.alternates]
    lines += [
        f'<link rel="alternate" type="{kind}" title="{escape(title)}" href="{escape(url)}">'
        for title, kind, url in head.other_forms
    ]
    lines += [
        f'<meta {"name" if name.startswith("twitter:") else "property"}="{name}" content="{escape(content)}">'
        for name, content in head.social
    ]
    return "\n".join(lines)


def _takeover(dash: DashParts) -> str:
    """Dash's root, hidden until monitor.js shows it. Our script comes last: it starts Dash's renderer."""
    deferred = dash.scripts.replace("<script src=", "<script defer src=")
    deferred += "".join(f'\n<script defer src="{urls.asset(name)}"></script>' for name in OF_EVERY_PAGE)
    source = f'data-plotly="{dash.plotly_url}" src="{urls.asset("monitor.js")}"'
    ours = f'<script id="_dash-renderer" defer {source}></script>'
    return f'<div id="react-entry-point" hidden></div>\n{dash.config}\n{deferred}\n{ours}'


def _own_script() -> str:
    return "".join(f'<script defer src="{urls.asset(name)}"></script>' for name in ("suggest.js", "monitor.js"))


def parts(dash: Mapping[str, str], plotly_url: str) -> DashParts:
    """What `Dash.interpolate_index` is given, as DashParts, without what is nobody's business: Python's version, and an
    address at the vendor that only Dash's developer tools would ask."""
    config = re.sub(r'"(python_version|dash_version_url)":"[^"]*"', r'"\1":""', dash["config"])
    return DashParts(config, dash["scripts"], plotly_url)
