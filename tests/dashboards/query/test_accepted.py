"""Every kind of address that the site makes, and what is read from one, as a person accepted it (`scripts/golden`)."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboards.query import (
    board,
    briefing,
    changes,
    check,
    columns,
    embed,
    figure_page,
    pieces,
    public,
    sheet,
    urls,
    verify,
)
from dashboards.query import parameters as p
from dashboards.query.selection import Selection, a_question, codes, safe_code, selection, span
from etl.catalogue import catalogue
from etl.model.errors import TooManyError, UnknownValueError
from etl.release.store import Choices, Release
from tests.accepted import compare, nothing_left_over

ACCEPTED = Path(__file__).with_name("accepted")
WORDS: dict[str, Any] = {
    "path": "/about", "lang": "nl", "state": {"geo": "NL,BE", "q": "a b&c\nd", "empty": ""}, "ending": "pdf",
    "indicator": "returned", "name": "monitor.css", "fingerprint": "abc", "place": "note-3", "claim_id": "p1_gcm",
    "number": 4, "pillar": 2, "q": "terug keer", "term": "return", "address": "https://x.example/en/?a=b",
    "form": "xml", "source": "ind", "kind": "data", "what": "figure", "dataset_id": "ind.x", "given": "release a b",
}  # fmt: skip

TAKES = {  # ?: may be left out
    "api": "lang", "at": "path", "board": "lang state?", "board_embed": "state?",
    "briefing": "indicator ending state?", "changes": "lang state?", "changes_csv": "state?",
    "chart": "indicator state?", "check": "lang state?", "check_json": "state?", "claim": "lang claim_id",
    "data": "indicator state? ending?", "dataset": "dataset_id state?", "embed": "indicator state?",
    "explore": "lang state?", "feed": "source ending lang kind?", "feed_of": "what name ending lang kind?",
    "figure": "lang indicator state?", "figures": "lang state?", "glossary": "lang term?", "letter": "lang state?",
    "letter_text": "lang place?", "method": "lang place?", "oembed": "address form?", "page": "lang path? state?",
    "picture": "indicator ending state?", "pillar": "lang number", "plotly": "fingerprint", "release_data": "state?",
    "search": "lang q?", "share": "lang indicator state?", "sheet": "pillar ending state?",
    "sources": "lang dataset_id?", "suggest": "lang", "verify": "lang given?", "verify_json": "given lang",
}  # fmt: skip

EMPTY = Choices((), (), "", "", 0)


def call(function: Callable[..., Any], words: dict[str, Any]) -> str:
    try:
        return f"{function(**words)}"
    except (UnknownValueError, TooManyError) as e:
        return f"! {e} {getattr(e, 'pieces', '')}"[:400]


def addresses(_: Release) -> Iterator[str]:
    """Each function that makes an address: with all it takes, then with what it must have alone."""
    for name, taken in TAKES.items():
        words = taken.split()
        for some in dict.fromkeys((taken.replace("?", ""), " ".join(w for w in words if not w.endswith("?")))):
            yield f"{name} {call(getattr(urls, name), {k: WORDS[k] for k in some.split()})}"
    yield urls.sheet(0, "docx")
    yield re.sub("v=.*", lambda found: f"v={len(found[0])} characters", urls.asset("board.js"))
    for path in ("/", "/nl/figure/returned", "/de/", "figure", "/data/returned.csv", "/live/en/", "/embed/returned",
                 "/embed/returned/x", "/en/figure/returned/share", "/nl/letter/p1_gcm",
                 "/monitor/nl/figure/returned", "/monitor", "/monitor/", "/monitorx/nl/figure/returned"):  # fmt: skip
        yield public.inner(path)
        said = (urls.language_of(path), urls.is_for_machines(path), urls.is_embed(path))
        yield f"{path} {said} {call(urls.figure_of, {'path': path})}"


def below_a_path(release: Release) -> Iterator[str]:
    """The same where the site lies below a path of its host."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_PUBLIC_URL", "https://Stat.Example:8443/monitor/")
        yield f"{urls.public()}"
        yield from addresses(release)


QUERIES = (
    "", "geo=NL", "geo=nl&geo=be,DE", "geo=GR", "geo=XX", "geo=NL,NL", "series=all,third_country", "from=2015&to=2018",
    "from=2018&to=2015", "from=2018&to=2018", "from=2018-Q3", "from=x", "as_of=2019-10-14", "as_of=2199-01-01",
    "as_of=2019-10-14&beside=now", "beside=now", "measure=index", "measure=index&base=2015", "base=2015",
    "measure=absolute&base=2015", "measure=INDEX", "shape=ranked", "shape=round", "lang=nl", "lang=NL", "lang=xx",
    "release=a", "release=a&release=b", "utm_source=x", "country=NL", "view=table", "view=map", "view=x", "page=2",
    "page=0", "page=9999", "page=10000", "page=x", "page=٣", "page=0000000001", "shape=map&measure=index&base=2015",
    "without=XX,NL,", "view=map&shape=small&as_of=2019-10-14&beside=now", "step=M", "geo=", "geo=NL, DE", "geo=EU",
)  # fmt: skip
FILES = (
    "", "columns=core", "columns=full", "columns=CORE", "columns=value,geo,value", "columns=geo,population",
    "columns=core&columns=full", "shape=wide", "shape=WIDE_PLACES", "shape=long", "shape=map", "shape=other",
    "names=nl", "names=en", "names=fr", "columns=core&shape=wide_places&names=nl&compare=x&geo=NL&from=2015",
    "shape=ranked&names=nl",
)  # fmt: skip


def of(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in filter(None, text.split("&")):
        name, _, value = pair.partition("=")
        found.setdefault(name, []).append(value)
    return found


def readings(release: Release) -> Iterator[str]:
    """What is read from an address of a figure, a page, a file, a list, a sheet, an embed, a board."""
    known, c = release.choices("returned"), catalogue.load()
    for text in QUERIES:
        query = of(text)
        yield f"{text}: {call(selection, {'indicator': 'returned', 'query': query, 'known': known})}"
        state = {name: ",".join(values) for name, values in query.items()}
        words = {"lang": "nl", "indicator": "returned", "state": state, "known": known}
        yield f"  page {call(figure_page.page_request, words)}"
        if not call(figure_page.page_request, words).startswith("!"):
            page = figure_page.page_request(**words)
            yield f"  {page.drawn.state()} {page.address()} {page.address(view='about', geo='')}"
    for text in FILES:
        query = of(text)
        yield f"{text}: {call(columns.layout, {'query': query})}"
        if not call(columns.layout, {"query": query}).startswith("!"):
            layout = columns.layout(query)
            yield f"  {layout.state()} {layout.label!r} {layout.name('value')} {columns.without_layout(query)}"
    for text in (
        "",
        "since=2020-01-02",
        "source=ind",
        "source=unhcr",
        "since=x",
        "since=2019-10-14&source=eurostat&lang=nl",
    ):
        words = {"query": of(text), "default": "2019-10-14", "sources": ("ind", "eurostat")}
        said = call(changes.changes_selection, words)
        yield f"{text}: {said} {'' if said[0] == '!' else changes.changes_selection(**words).state('2019-10-14')}"
    for text in ("", "since=2020-01-02", "since=2020-01-02-abcdef&release=r&lang=nl", "lang=xx", "size=x"):
        said = call(sheet.sheet_selection, {"pillar": 3, "query": of(text)})
        yield f"{text}: {said} {'' if said[0] == '!' else sheet.sheet_selection(3, of(text)).state()}"
    yield from (
        f"pillar {n} {call(sheet.pillar_of, {'number': n, 'known': (1, 2)})}" for n in ("1", "2", "3", "x", "01")
    )
    for text in (
        "",
        "theme=dark",
        "theme=AUTO",
        "theme=x",
        "minimal=1",
        "minimal=0&interactive=1",
        "theme=light&minimal=1",
    ):
        said = call(embed.embed_options, {"query": of(text)})
        yield f"{text}: {said} {'' if said[0] == '!' else embed.embed_options(of(text)).state()}"
    yield from quotes(c, release)
    yield from boards()


def quotes(c: catalogue.Catalogue, release: Release) -> Iterator[str]:
    """A number to be checked, a line of a file, words to look for."""
    for state in (
        {}, {"geo": "NL", "series": "third_country", "period": "2018", "value": " 40 ", "about": "1"}, {"geo": "XX"},
        {"period": "x"}, {"value": "1" * 30}, {"value": "1" * 31}, {"about": "yes"},
        {"about": "0", "period": " 2018-Q1 "},
    ):  # fmt: skip
        for name in ("returned", "irregular_arrivals"):
            words = {"state": state, "indicator": c.indicators[name], "known": release.choices(name)}
            yield f"{state} {name}: {call(check.quote_selection, words)}"
    bare = c.indicators["returned"].model_copy(update={"geo_default": ("XX", "NL")})
    strange = bare.model_copy(update={"geo_default": ("XX",)})
    for indicator, known in (
        (bare, release.choices("returned")),
        (strange, release.choices("returned")),
        (bare, EMPTY),
    ):
        yield call(check.quote_selection, {"state": {}, "indicator": indicator, "known": known})
    a, d = "2026-11-23-1a2b3c", "0123456789abcdef" * 4
    for given in (
        "", a, d, f"release {a} sha256:{d}", f"{d} of {a}", f"x{a}", f"sha {d}0",
        f"release {a} sha256:{d} and {d[::-1]}",
        "see https://m.example/monitor/en/figure/returned?geo=NL, or else", "m.example:80/data/return_rate.csv.", "40%",
        "https://m.example/embed/returned/x", "https://m.example/nl/letter", "m.example/briefing/pillar/4.pdf",
        "https://m.example/briefing?figure=returned", "https://m.example/en/figure/returned?geo=X.",
        f"since=2020-01-01-aaaaaa {d[::-1]} release {a} sha256:{d}",
    ):  # fmt: skip
        mark = verify.file_mark(given)
        yield f"{given!r}: {mark} {mark.indicator!r}"
    for text in ("", "a b", "w " * 12, "w " * 13, "x" * 200, "x" * 201):
        yield f"{text[:9]!r} {len(text)} {call(a_question, {'name': 'q', 'text': text})[:60]}"
    for ends in (("", ""), ("2018", ""), ("", "2018"), ("2018", "2017"), ("2018", "2018-Q1"), ("2018-h1", "2018S2")):
        yield f"{ends} {call(span, {'start': ends[0], 'end': ends[1]})}"
    known = ("Other", "other", "a, b", "a", "NA", "EL")
    for text in ("a, b", "a,b", "a,  b,Other", "OTHER", "na", "na_", "NA_,EL,el", "gr", "GB", "EU", "b"):
        yield f"{text} {call(codes, {'name': 'geo', 'query': {'geo': [text]}, 'known': known})}"
    yield call(codes, {"name": "series", "query": {"series": ["a"]}, "known": ()})
    yield " ".join(map(safe_code, ("NA", "NL", "nan", "None", "all")))
    yield call(codes, {"name": "series", "query": {"series": ["a,EL", "", "a"] * 300}, "known": known})
    yield call(codes, {"name": "series", "query": {"series": ["a,EL"] * 301}, "known": known})


def boards() -> Iterator[str]:
    """Boards and trays, what is done to them, and pieces of what is too much."""
    full = board.board({"figure": "returned?geo=NL,DE&title=Terug %26 weg\nreturn_rate\nreturned", "columns": "2"})
    yield f"{full} {full.state()}"
    yield f"{board.board({})} {board.board({}).state()} {board.board({'title': ' a  b ', 'columns': '1'}).state()}"
    for other in (full.without(0), full.without(1), full.moved(0, 2), full.moved(1, -9), full.moved(2, -1),
                  full.titled(1, " x "), full.titled(2, "y"), full.joined("x?geo=NL")):  # fmt: skip
        yield f"  {[(item.text, item.title) for item in other.items]} {other.columns}"
    for state in (
        {"columns": "3"},
        {"title": "x" * 80},
        {"title": "x" * 81},
        {"figure": "a?b=c"},
        {"figure": "a\n\nb"},
    ):
        yield f"{str(state)[:40]} {call(board.board, {'state': state})[:300]}"
    for text in ("1", "3", "0", "4", "03", "003", "٣", "x", ""):
        yield f"{text!r} {call(board.place, {'text': text, 'of': full.items})}"
    chosen = Selection("returned", ("NL", "DE"), start="2015", as_of="2019-10-14", lang="nl", measure="index")
    yield briefing.text(chosen, "Terug & weg") + " " + briefing.text(Selection("returned"))
    yield briefing.address([chosen, Selection("x", release="r")], "docx", "en", "R", ["", "T + 1"])
    yield briefing.address([chosen], "pdf", "nl") + " " + briefing.file(["returned?series=Black Sea, x"], "pptx", "nl")
    for figures in (["a?colour="], ["a?title=b&title=c"], [f"a?title={'x' * 80}"], [],
                    ["a", "", "a", "b?geo=NL&geo=DE"], ["a?release=x", "b?release="], ["a?x=1"],
                    ["a?title=%20b%20%20c"],
                    [f"i{n}" for n in range(20)], [f"i{n}" for n in range(21)], [f"a?title={'x' * 81}"]):  # fmt: skip
        yield f"{str(figures)[:50]} {call(briefing.items, {'figures': figures, 'release': 'R'})[:330]}"
    for periods in (["2018"] * 50_000, ["2018"] * 50_001, ["2019"] * 30_000 + ["2018"] * 20_000 + ["2020"] * 10,
                    ["2018"] * 25_000 + ["2019"] * 25_001 + ["2020"] * 25_000, [], ["2018"] * 50_000 + ["2019"],
                    ["2018"] * 30_000 + ["2019"] * 30_000 + ["2020"] * 20_000):  # fmt: skip
        yield f"{len(periods)} {call(pieces.check_rows, {'periods': iter(periods)})}"
    for n in (4, 5, 9):
        words = {"name": "geo", "what": "codes", "given": [f"c{k // 2}" for k in range(n)], "most": 4}
        yield f"{n} {call(pieces.check_count, words)}"
    yield f"{[each.name for each in p.named(p.CHOICE, 'lang', 'geo', 'x')]}"
    for parameter, text in ((p.OEMBED[2], "1"), (p.OEMBED[2], "600"),
                             (p.OEMBED[2], "0"), (p.OEMBED[2], "99999"), (p.OEMBED[2], "100000"),
                            (p.OEMBED[2], "٣"), (p.QUOTE[4], "+1.5"), (p.RELEASE, "X y")):  # fmt: skip
        yield f"{parameter.name} {text} {call(parameter.read, {'text': text})}"


TEXTS: dict[str, Callable[[Release], Iterator[str]]] = {
    "addresses": addresses,
    "below_a_path": below_a_path,
    "readings": readings,
}


@pytest.mark.parametrize("name", TEXTS)
def test_an_address_is_made_and_read_as_accepted(release: Release, name: str) -> None:
    compare(ACCEPTED / f"{name}.txt", "\n".join(TEXTS[name](release)).replace(release.id, "RELEASE") + "\n")


def test_every_function_that_makes_an_address_is_among_those_that_are_held() -> None:
    source = Path(urls.__file__).read_text("utf-8")
    others = {"asset", "figure_of", "is_embed", "is_for_machines", "language_of"}
    made = set(re.findall(r"^def ([a-z]\w*)\(", source, re.MULTILINE))
    assert {name for name in made if "__mutmut" not in name} == {*TAKES, *others}


def test_no_accepted_file_is_left_over() -> None:
    nothing_left_over(ACCEPTED, TEXTS)
