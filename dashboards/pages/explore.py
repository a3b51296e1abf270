"""Explore: any dataset or indicator of the release, its rows filtered, ordered, turned, drawn, and taken along."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks import explore_result as result
from dashboards.blocks.age_badge import NAMES
from dashboards.blocks.explore_catalogue import (
    HeldTable,
    TableGroup,
    catalogue_form,
    count_line,
    group_table,
    not_held_list,
)
from dashboards.blocks.explore_form import TableChoices, row_form, table_form
from dashboards.explore import table as explore
from dashboards.explore.table import DEFAULT, PER_PAGE, TableSelection
from dashboards.explore.words import TableNames, chart, pivot_table, row_table
from dashboards.figures.chart_of import source_line
from dashboards.pages import Page
from dashboards.query import urls
from dashboards.query.selection import a_question
from dashboards.search.text import fold, matches
from dashboards.text import formats
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS, Dataset, Indicator, Lang, Text
from etl.model.errors import UnknownValueError
from etl.model.observations import Coverage, Input, TableRow, newest, undated
from etl.release import store

TITLE = Text(en="Explore the tables", nl="Verken de tabellen")
NAV = Text(en="Explore", nl="Verkennen")
DESCRIPTION = Text(
    en="Every dataset and indicator of the monitor: choose rows, sort or pivot the table, download the result as CSV.",
    nl="Elke dataset en indicator van de monitor: kies rijen, sorteer of draai de tabel, download het resultaat als "
    "CSV.",
)
INTRO = Text(
    en="Every figure that this monitor holds: datasets as published, and the indicators computed from them. Nothing is "
    "added up or filled in on this page.",
    nl="Elk cijfer dat deze monitor heeft: datasets zoals gepubliceerd, en de indicatoren die daaruit zijn berekend. "
    "Op deze pagina wordt niets opgeteld of aangevuld.",
)
CHOOSE = Text(
    en="Choose a table; its rows can then be filtered, sorted, pivoted, drawn and downloaded.",
    nl="Kies een tabel; de rijen zijn daarna te filteren, te sorteren, te draaien, te tekenen en te downloaden.",
)
ALL_INDICATORS = Text(en="Indicators of this monitor", nl="Indicatoren van deze monitor")
INDICATORS = Text(en="Indicators, pillar {n}", nl="Indicatoren, pijler {n}")
DATASETS = Text(en="Datasets: {source}", nl="Datasets: {source}")
NOT_HELD = Text(en="Not held here; at the publisher", nl="Niet hier aanwezig; bij de uitgever")
CAPTION = Text(en="{title}, rows {first} to {last}", nl="{title}, rijen {first} tot en met {last}")
ABOUT = Text(en="What this counts, and what it does not", nl="Wat dit telt, en wat niet")
MORE = Text(en="source and licence", nl="bron en licentie")
FIGURE = Text(en="the figure’s own page", nl="de eigen pagina van het cijfer")
DRAWN_ROWS = 1_500  # more rows than this are not read for a picture


def layout(lang: Lang, q: str = "", **state: str) -> Sequence[Component]:
    """One table with its forms, count and picture; the catalogue of all tables where none is asked for."""
    if not state:
        return _catalogue(a_question("q", " ".join(q.split())), lang)
    release = store.release()
    table = state.get("table", DEFAULT)
    named = _named(release, table, lang)
    selection = explore.ask(table, state, named.dims, lambda dim: release.tables.codes(table, dim), in_form=True)
    return [
        html.H1(TITLE[lang]),
        html.P(INTRO[lang], className="lead"),
        table_form(_tables(release, lang), table, lang),
        html.H2(named.title, id="table"),
        _about(named, selection),
        row_form(named, selection, _offered(release, selection, named)),
        html.Section(
            [html.H3(result.RESULT[lang], id="result"), *_result(release, named, selection)],
            className="explore-result" if selection.rows else "explore-result explore-rows",
            **aria(labelledby="result"),
        ),
    ]


def _catalogue(q: str, lang: Lang) -> list[Component]:
    """Every table under its publisher, then the indicators; those of which nothing is held apart."""
    known, coverages = catalogue.load(), store.release().overview.coverages()
    listed: dict[str, list[Dataset | Indicator]] = {
        DATASETS[lang].format(source=name[lang]): [d for d in known.datasets.values() if d.source == source]
        for source, name in NAMES.items()
    }
    listed[ALL_INDICATORS[lang]] = list(known.indicators.values())
    groups = [TableGroup(name, *_split(tables, coverages, q)) for name, tables in listed.items()]
    shown, empty = sum(len(g.held) for g in groups), [d for g in groups for d in g.empty]
    return [
        html.H1(TITLE[lang]),
        html.P(f"{INTRO[lang]} {CHOOSE[lang]}", className="lead"),
        catalogue_form(q, lang),
        count_line(shown + len(empty), sum(map(len, listed.values())), lang),
        *(group_table(g, n, known, lang) for n, g in enumerate(groups) if g.held),
        *not_held_list(empty, NOT_HELD[lang], known, lang),
    ]


def _split(
    tables: Sequence[Dataset | Indicator], coverages: Mapping[str, Coverage], q: str
) -> tuple[tuple[HeldTable, ...], tuple[Dataset | Indicator, ...]]:
    """The tables that words find: those that we hold something of, and the others."""
    named = [t for t in tables if matches(q, fold(_words(t)))]
    release = store.release()
    held = tuple(HeldTable(t, release.tables.dims(t.id), coverages[t.id], newest(_inputs(release, coverages[t.id])))
                 for t in named if t.id in coverages)  # fmt: skip
    return held, tuple(t for t in named if t.id not in coverages)


def _inputs(release: store.Release, coverage: Coverage) -> list[Input]:
    return [release.inputs[n] for n in coverage.inputs if n in release.inputs]


def _words(table: Dataset | Indicator) -> str:
    """What a table is found by: id, titles and what it counts, in both languages."""
    counts = table.counts if isinstance(table, Dataset) else table.definition
    return " ".join([table.id, *(text[lang] for text in (table.title, counts) for lang in LANGS)])


def chosen(lang: Lang, **state: str) -> Mapping[str, str]:
    """The choice; columns only of a pivot."""
    q = state.pop("q", "")
    if not state:
        return {"q": q}
    release, table = store.release(), state.get("table", DEFAULT)
    named = _named(release, table, lang)
    selection = explore.ask(table, state, named.dims, lambda dim: release.tables.codes(table, dim), in_form=True)
    return selection.state(page=str(selection.page) if selection.page > 1 else "")


def _named(release: store.Release, table: str, lang: Lang) -> TableNames:
    known = catalogue.load()
    declared: dict[str, Dataset | Indicator] = {**known.datasets, **known.indicators}
    if table not in declared:
        raise UnknownValueError("Table", table, tuple(declared))
    return TableNames(declared[table], release.tables.dims(table), known, lang)


def _tables(release: store.Release, lang: Lang) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every table under its heading; those that we hold nothing of stand apart, at the end."""
    known = catalogue.load()
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for source, name in NAMES.items():
        own = [(d.id, formats.with_code(d.title[lang], d.code)) for d in known.datasets.values() if d.source == source]
        groups.append((DATASETS[lang].format(source=name[lang]), own))
    for n in known.pillars:
        own = [(i.id, i.title[lang]) for i in known.indicators.values() if i.pillar == n]
        groups.append((INDICATORS[lang].format(n=n), own))
    there = release.overview.coverages()
    empty = [entry for _, entries in groups for entry in entries if entry[0] not in there]
    held = [(name, [entry for entry in entries if entry not in empty]) for name, entries in groups]
    apart = [(NOT_HELD[lang], empty)] if empty else []
    return [(name, entries) for name, entries in held if entries] + apart


def _about(named: TableNames, selection: TableSelection) -> html.Details:
    lang, is_dataset = named.lang, isinstance(named.declared, Dataset)
    address = urls.sources(lang, selection.table) if is_dataset else urls.figure(lang, selection.table)
    link = html.P(html.A(formats.sentence_case((MORE if is_dataset else FIGURE)[lang]), href=address))
    return html.Details([html.Summary(ABOUT[lang]), *(html.P(text) for text in named.counts), link])


def _offered(release: store.Release, selection: TableSelection, named: TableNames) -> TableChoices:
    codes = {d: release.tables.codes(selection.table, d) for d in named.dims}
    inputs = (release.inputs[n] for n in release.tables.coverage(selection.table).inputs)
    days = sorted({i.vintage[:10] for i in inputs if len(i.vintage) >= len("2019-10-14")})
    return TableChoices(codes, release.tables.codes(selection.table, explore.PERIOD_COLUMN), tuple(days))


def _result(release: store.Release, named: TableNames, selection: TableSelection) -> list[Component]:
    lang, whole = named.lang, release.tables.coverage(selection.table).rows
    shown = release.tables.count(selection.table, selection.filters, selection.start, selection.end, selection.as_of)
    counted = result.Counted(shown, whole, max(1, -(-shown // PER_PAGE)))
    line = result.count_line(named, selection, counted)
    if not whole:
        return [result.nothing_held(named)]
    if not shown:
        return [line, result.notice(formats.backward(selection.start, selection.end, lang) or result.NOTHING[lang])]
    csv = result.csv_link(named, selection, counted)
    if selection.rows:
        return [line, *_drawn(release, named, selection, shown), *_turned(release, named, selection, counted), csv]
    return [line, *_drawn(release, named, selection, shown), *_listed(release, named, selection, counted), csv]


def _rows(
    release: store.Release, selection: TableSelection, limit: int | None = None, offset: int = 0
) -> tuple[TableRow, ...]:
    more = selection.start, selection.end, selection.as_of, explore.SORTS[selection.sort], limit, offset
    return release.tables.dataset(selection.table, selection.filters, *more)


def _listed(
    release: store.Release, named: TableNames, selection: TableSelection, counted: result.Counted
) -> list[Component]:
    """One page of the rows; the dimensions that never vary stand above the table once."""
    selection = replace(selection, page=min(selection.page, counted.pages))
    first = (selection.page - 1) * PER_PAGE
    rows = _rows(release, selection, PER_PAGE, first)
    codes = {d: release.tables.codes(selection.table, d) for d in named.dims}
    same = {d: c[0] for d, c in codes.items() if len(c) == 1}
    shown = [d for d in named.dims if d not in same]
    caption = CAPTION[named.lang].format(
        title=named.title,
        first=formats.number(first + 1, 0, named.lang),
        last=formats.number(first + len(rows), 0, named.lang),
    )
    table = row_table(named, rows, shown, caption)
    return [*result.same_for_all(named, same), *result.table_with_pages(table, selection, counted, named.lang)]


def _drawn(release: store.Release, named: TableNames, selection: TableSelection, shown: int) -> list[Component]:
    """A picture where the rows are few series over time or few figures of one period; else what would be drawn."""
    if shown > DRAWN_ROWS:
        return [result.not_drawn(named.lang)]
    rows = _rows(release, selection)
    used = [release.inputs[n] for n in dict.fromkeys(n for r in rows for n in r.point.src)]
    made = chart(named, rows, source_line(used, named.lang), newest(used), undated(used))
    return [result.picture(made) if made and not made.empty else result.not_drawn(named.lang)]


def _turned(
    release: store.Release, named: TableNames, selection: TableSelection, counted: result.Counted
) -> list[Component]:
    """The rows as a pivot, or why not."""
    lang = named.lang
    if counted.shown > explore.PIVOT_ROWS:
        most, count = (formats.number(n, 0, lang) for n in (explore.PIVOT_ROWS, counted.shown))
        return [result.notice(result.TOO_MANY[lang].format(most=most, count=count))]
    made = explore.pivot(selection, named.dims, _rows(release, selection))
    if made.in_the_way:
        dims = formats.join_list([named.dim(d).lower() for d in made.in_the_way], lang)
        return [result.notice(result.IN_THE_WAY[lang].format(dims=dims))]
    pages = max(1, -(-len(made.rows) // PER_PAGE))
    selection = replace(selection, page=min(selection.page, pages))
    table = pivot_table(named, selection, made, named.title)
    shown = replace(counted, pages=pages)
    return [*result.pivot_line(made, lang), *result.table_with_pages(table, selection, shown, lang)]


DIMS = tuple(dict.fromkeys([*(d for s in catalogue.load().datasets.values() for d in s.dims), "geo", "series"]))

PAGE = Page(
    path="/explore",
    title=TITLE,
    description=DESCRIPTION,
    layout=layout,
    chosen=chosen,
    nav=NAV,
    order=30,
    accepts=(*explore.OWN, "q", *DIMS),
    many=DIMS,
)
