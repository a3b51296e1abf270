"""The README.md inside a zip, for a reader who opens it months later. Pure Markdown in the language of the export."""

from collections.abc import Iterable, Sequence

from dashboards.files import citation
from dashboards.files.description import FileDescription, Pairs
from dashboards.files.snippets import Snippet
from dashboards.files.workbook import origins
from dashboards.text import formats
from dashboards.text.file_messages import L
from dashboards.text.messages import T


def readme(a: FileDescription, files: Pairs, ways: Sequence[Snippet]) -> str:
    """Everything that the cover and notes of the workbook say, and how to open the live data. files: name, meaning."""
    lang = a.lang
    built = L["built"][lang].format(date=formats.date(a.built_at, lang))
    release = [(T["release"][lang], f"{a.release}, {built}"), *([(L["digest"][lang], a.digest)] if a.digest else [])]
    source = [(T["source"][lang], a.source), (L["newest_vintage"][lang], formats.vintage(a.vintage, lang, a.undated))]
    addresses = [(L["permalink"][lang], a.pinned), (L["live"][lang], a.live), (L["this_file"][lang], a.file)]
    past = [L["reading_past"][lang]] if a.as_of else []
    parts = [
        f"# {a.title}", f"{a.measure} ({a.unit}).", a.definition, f"**{T['caveat'][lang]}:** {a.caveat}",
        *_section(L["citation"][lang], [citation.plain(a.cited), citation.apa(a.cited)]),
        f"```bibtex\n{citation.bibtex(a.cited)}```",
        *_section(L["selection"][lang], [_list([*a.selection, (L["rows"][lang], a.size)])]),
        *_section(T["address"][lang], [_list((name, f"<{address}>") for name, address in addresses)]),
        *_section(T["source"][lang], [_list([*source, *release])]),
        *_section(T["licence"][lang], [_bullets(a.licences)]),
        *_section(L["how_to_read"][lang], [L["reading_csv"][lang], L["missing"][lang], *past]),
        *_section(L["files"][lang], [_list((f"`{name}`", what) for name, what in files)]),
        *_section(L["columns"][lang], [_list((f"`{name}`", what) for name, what in a.columns)]),
        *_section(L["flags"][lang], [_list((f"`{x}`", what) for x, what in a.flags) or L["no_flags"][lang]]),
        *_section(L["breaks"][lang], [_list(a.breaks) or L["no_breaks"][lang]]),
        *_section(L["provenances"][lang], [_list((f"`{x}`", what) for x, what in a.provenances)]),
        *_section(L["lines"][lang], [_list(a.lines)]),
        *_section(T["what_this_counts"][lang], [_list(a.counts)]),
        *_section(L["open_with"][lang], [opening(ways)]),
        *_section(L["origins"][lang], [_list(origins(a))]),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def opening(ways: Sequence[Snippet]) -> str:
    """The snippets, each under its name."""
    return "\n\n".join(f"### {w.name}\n\n{w.how}\n\n```{w.syntax}\n{w.code}```" for w in ways)


def release_readme(abouts: Sequence[FileDescription], ways: Sequence[Snippet]) -> str:
    """README of a whole release: its indicators with measure, caveat and terms. Not for an empty list."""
    first = abouts[0]
    lang, built = first.lang, formats.date(first.built_at, first.lang)
    files = [
        ("datapackage.json", L["file_package"][lang]),
        ("release.json", L["file_release"][lang]),
        ("claims.json", L["file_claims"][lang]),
    ]
    names = {a.indicator.id: f"**{a.title}.** {a.measure} ({a.unit}). {a.caveat} {a.cited.source}" for a in abouts}
    parts = [
        f"# {L['release_title'][lang]}",
        L["release_intro"][lang].format(id=first.release, date=built),
        *_section(L["how_to_read"][lang], [L["reading_csv"][lang], L["missing"][lang]]),
        *_section(L["files"][lang], [_list((f"`{name}`", what) for name, what in files)]),
        *_section(L["sheet_data"][lang], [_list((f"`data/{i}.csv`", text) for i, text in names.items())]),
        *_section(L["columns"][lang], [_list((f"`{name}`", what) for name, what in first.columns)]),
        *_section(L["citation"][lang], [_bullets(citation.plain(a.cited) for a in abouts)]),
        *_section(T["licence"][lang], [_bullets(dict.fromkeys(note for a in abouts for note in a.licences))]),
        *_section(L["open_with"][lang], [opening(ways)]),
    ]
    return "\n\n".join(parts) + "\n"


def _section(heading: str, paragraphs: Sequence[str]) -> list[str]:
    """A heading with what stands below it; nothing at all where that is nothing."""
    return [f"## {heading}", *paragraphs] if any(paragraphs) else []


def _list(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"* {name}: {text}" for name, text in pairs)


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"* {text}" for text in items)
