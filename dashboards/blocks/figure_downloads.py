"""What can be had of a figure: data with row counts, pictures, briefings; and the figures that are akin to it."""

from collections.abc import Sequence
from html import escape

from dash import html

from dashboards.blocks import aria
from dashboards.figures.related import Related
from dashboards.files.offers import Offer
from dashboards.query import urls
from dashboards.query.selection import Selection
from dashboards.text import formats
from dashboards.web.raw_html import Whole
from etl.catalogue.declarations import Lang, Text

DOWNLOADS = Text(en="Downloads", nl="Downloads")
MORE = Text(en="{label}, other forms", nl="{label}, andere vormen")
MORE_HOLDS = Text(
    en="All columns also have the title, the flags in words, quota and ceiling, source, dataset, version, hash, "
    "release, terms and caveat of each row. CSV and Excel above have codes, names, period, value, unit, flag and "
    "provenance.",
    nl="Alle kolommen hebben ook titel, vlaggen in woorden, quotum en plafond, bron, dataset, versie, hash, release, "
    "voorwaarden en kanttekening van elke rij. CSV en Excel hierboven hebben codes, namen, periode, waarde, eenheid, "
    "vlag en herkomst.",
)
PICTURE = Text(en="Image", nl="Afbeelding")
SHARE = Text(en="Share", nl="Delen")
SHARE_LINK = Text(en="Embed, link or cite this figure", nl="Dit cijfer insluiten, linken of citeren")
TABLES = Text(en="In a table of your own", nl="In een eigen tabel")
EXPLORE = Text(en="Filter or pivot all rows", nl="Alle rijen filteren of draaien")
BRIEFING = Text(en="For a briefing", nl="Voor een notitie")
SUBSCRIBE = Text(en="Subscribe to news of this figure", nl="Abonneren op nieuws over dit cijfer")
FEEDS = (("atom", "Atom"), ("json", "JSON Feed"))
PICTURES = (("svg", "SVG"), ("png", "PNG"), ("pdf", "PDF"))
BRIEFINGS = (("pptx", "PowerPoint"), ("docx", "Word"), ("pdf", "PDF"))
RELATED = Text(en="Related figures", nl="Verwante cijfers")
KINDS = {
    "per_100k": Text(en="per 100,000 inhabitants", nl="per 100.000 inwoners"),
    "finer": Text(en="in shorter periods", nl="in kortere perioden"),
    "coarser": Text(en="in longer periods", nl="in langere perioden"),
    "change": Text(en="as change", nl="als verandering"),
    "other": Text(en="of the same figures", nl="van dezelfde cijfers"),
}


def downloads(offers: Sequence[Offer], shown: Selection, lang: Lang) -> html.Section:
    """Every form of the figure, each with what is in it; pictures and briefings only of what is shown."""
    state = {**shown.state(), "lang": "" if lang == "en" else lang}
    rows = []
    for offer in offers:
        rows.append(_row(f"{offer.label} ({offer.size})", [(d.address, d.label) for d in offer.downloads]))
        more = MORE[lang].format(label=formats.sentence_case(offer.label))
        rows.append(_row(more, [(d.address, d.label) for d in offer.more], MORE_HOLDS[lang]))
    rows.append(_row(PICTURE[lang], [(urls.picture(shown.indicator, e, state), name) for e, name in PICTURES]))
    rows.append(_row(BRIEFING[lang], [(urls.briefing(shown.indicator, e, state), name) for e, name in BRIEFINGS]))
    share = (urls.share(lang, shown.indicator, shown.state()), SHARE_LINK[lang])
    rows.append(_row(SHARE[lang], [share]))
    subscribe = [(urls.feed_of("figure", shown.indicator, end, lang), name) for end, name in FEEDS]
    rows.append(_row(SUBSCRIBE[lang], subscribe))
    rows.append(_row(TABLES[lang], [(urls.explore(lang, {"table": shown.indicator}), EXPLORE[lang])]))
    return html.Section(
        [html.H2(DOWNLOADS[lang], id="downloads"), html.Dl(rows, className="downloads")],
        **aria(labelledby="downloads"),
    )


def related_list(related: Sequence[Related], lang: Lang) -> html.Section:
    """Links to akin figures, each with what it is to this one."""
    items = [
        html.Li([html.A(r.indicator.title[lang], href=urls.figure(lang, r.indicator.id)), f" ({KINDS[r.kind][lang]})"])
        for r in related
    ]
    return html.Section(
        [html.H2(RELATED[lang], id="related"), html.Ul(items, className="plain-list")], **aria(labelledby="related")
    )


def _row(name: str, links: Sequence[tuple[str, str]], note: str = "") -> Whole:
    """Written as text, as sixty components are slow to make; every word is escaped here."""
    of = formats.sentence_case(name)
    made = "".join(
        f'<li><a aria-label="{escape(f"{label}: {of}")}" href="{escape(address)}">{escape(label, quote=False)}</a></li>'
        for address, label in links
    )
    below = f'<p class="note">{escape(note, quote=False)}</p>' if note else ""
    term = escape(name, quote=False)
    return Whole("div", f'<div><dt>{term}</dt><dd><ul class="download-list">{made}</ul>{below}</dd></div>')
