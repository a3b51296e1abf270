"""The hand-written words: claims, code lists, pillars and glossary. Reads data/catalogue and data/archive as they are.

Where the ledger of the letter lies beside the repository, the claims are compared with it cell by cell.
"""

import csv
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from etl.catalogue import reading
from etl.catalogue.catalogue import load, quote_span
from etl.catalogue.declarations import Claim, Label, Text

REPOSITORY = Path(__file__).parents[3]
CATALOGUE = REPOSITORY / "data" / "catalogue"
ARCHIVE = REPOSITORY / "data" / "archive"
FIXTURES = REPOSITORY / "tests" / "fixtures"
LEDGER = FIXTURES / "letter" / "ledger.csv"  # three statements of each pillar
LETTER = (CATALOGUE / "letter.txt").read_text("utf-8")
PER_PILLAR = {1: 12, 2: 11, 3: 8, 4: 5, 5: 11, 6: 6}
CLAIMS = tuple(
    c for n in PER_PILLAR for c in reading.listed(CATALOGUE / f"claims/pillar_{n}.toml", CATALOGUE, "claim", Claim)[0]
)
WORDS = ("paraphrase", "unit", "letter_source", "tracked_by", "check", "variants", "outcome", "trap")
SAME_IN_BOTH = {"none", "pilots", "EU28", "EU27", "route", "index (2015 = 100)"}
ENGLISH_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")
DUTCH_THOUSANDS = re.compile(r"\d\.\d{3}(?!\d)")
ENGLISH_DECIMAL = re.compile(r"\d\.\d{1,2}(?!\d)")
NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def _texts(claim: Claim) -> dict[str, Text]:
    return {name: text for name in WORDS if (text := getattr(claim, name)) is not None}


def _numbers(text: str, thousands: str, decimal: str) -> set[str]:
    return {n.rstrip(".,").replace(thousands, "").replace(decimal, ".") for n in NUMBER.findall(text)}


def _tables(name: str, key: str) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = tomllib.loads((CATALOGUE / name).read_text("utf-8"))[key]
    return tables


def _labels(name: str) -> dict[str, Label]:
    if name == "flags":
        return load().codes["flags"]
    return reading.code_list(CATALOGUE / f"{name}.csv", CATALOGUE, Label)[0]


def _archive_codes(*columns: str) -> set[str]:
    """Every code in these columns, over all archive tables that are used; Eurostat's and ours, never CBS keys."""
    unused = {(row["file"], row["provenance_id"]) for row in _rows(ARCHIVE / "LEFT_OUT.csv")}
    used = (r for p in ARCHIVE.glob("*.csv") for r in _rows(p) if (p.name, r.get("provenance_id")) not in unused)
    return {row[c] for row in used for c in columns if row.get(c)}


def test_every_claim_is_there_once_and_in_its_own_pillar() -> None:
    assert len({c.id for c in CLAIMS}) == len(CLAIMS) == 53
    assert {n: sum(c.pillar == n for c in CLAIMS) for n in PER_PILLAR} == PER_PILLAR
    assert all(c.id.startswith(f"p{c.pillar}_") for c in CLAIMS)
    assert {p.name for p in (CATALOGUE / "claims").glob("*")} == {f"pillar_{n}.toml" for n in PER_PILLAR}


def test_claims_agree_with_the_ledger_cell_by_cell() -> None:
    columns = ("quote_nl", "comparator", "kind", "verdict_hint", "pillar", "period_start", "period_end")
    rows = {row["id"]: row for row in _rows(LEDGER)}
    assert len(rows) == 18
    for claim in (c for c in CLAIMS if c.id in rows):
        row = rows.pop(claim.id)
        assert {k: str(getattr(claim, k) or "") for k in columns} == {k: row[k] for k in columns}, claim.id
        for k in ("number", "number_low", "number_high"):
            assert getattr(claim, k) == (float(row[k]) if row[k] else None), f"{claim.id}: {k}"
        assert list(claim.outcome_sources) == [u.strip() for u in row["outcome_sources"].split(" | ") if u.strip()]
        assert (claim.variants is None, claim.trap is None) == (not row["variants"], not row["trap_en"]), claim.id
    assert rows == {}


def test_claims_keep_every_number_and_hedge_of_the_ledger() -> None:
    columns = {"letter_source": "letter_source", "check": "check", "variants": "variants", "tracked_by": "tracked_by"}
    columns |= {"outcome": "outcome_en", "trap": "trap_en", "paraphrase": "paraphrase_en"}
    hedges = ("computed", "not verified", "not found", "not seen", "provisional", "inferred", "about", "doubtful")
    rows = {row["id"]: row for row in _rows(LEDGER)}
    for claim in (c for c in CLAIMS if c.id in rows):
        for name, column in columns.items():
            text, cell = getattr(claim, name), rows[claim.id][column]
            english = text.en if text else ""
            cell = cell.replace("EU-28", "EU28").replace("EU-27", "EU27")
            assert _numbers(cell, ",", ".") == _numbers(english.replace("–", "-"), ",", "."), f"{claim.id}: {name}"
            said = [h for h in hedges if h in cell.lower()]
            assert said == [h for h in hedges if h in english.lower()], f"{claim.id}: {name}"


def test_quotes_occur_exactly_once_in_the_letter() -> None:
    assert [c.id for c in CLAIMS if quote_span(c.quote_nl, LETTER) is None] == []


def test_a_changed_or_repeated_quote_has_no_span() -> None:
    assert quote_span(CLAIMS[0].quote_nl.replace("25 procent", "26 procent"), LETTER) is None
    assert quote_span("Uw Kamer", LETTER) is None


@pytest.mark.parametrize(
    ("quote", "letter", "span"),
    [
        ("EU-Turkije", "de EU-\nTurkije-deal", (3, 14)),
        ("EU-Turkije", "de EU-Turkije-deal", (3, 13)),
        ("terugkeer", "de terug-\nkeer daalt", (3, 14)),
        ("a - b", "een a -\nb", (4, 9)),
        ("twee woorden", "twee\n  woorden", (0, 14)),
        ("daalde met -92%", "het daalde met 92% af", None),
        ("10-12%", "van 1012%", None),
        ("2014-2020", "van 20142020", None),
    ],
)
def test_line_breaks_do_not_hide_a_quote_and_signs_of_numbers_count(quote: str, letter: str, span: Any) -> None:
    assert quote_span(quote, letter) == span


def test_dutch_is_a_translation_and_not_a_copy() -> None:
    copied = [
        f"{claim.id}: {name}"
        for claim in CLAIMS
        for name, text in _texts(claim).items()
        if text.en == text.nl and text.en not in SAME_IN_BOTH and not text.en.startswith("Kamerstuk")
    ]
    assert copied == []


def test_both_languages_give_the_same_numbers() -> None:
    for claim in CLAIMS:
        for name, text in _texts(claim).items():
            english, dutch = _numbers(text.en, ",", "."), _numbers(text.nl, ".", ",")
            assert english == dutch, f"{claim.id}: {name}: {sorted(english ^ dutch)}"


def _all_texts() -> list[tuple[str, str, str]]:
    """(place, English, Dutch) of everything written here."""
    found = [(f"{c.id}: {name}", t.en, t.nl) for c in CLAIMS for name, t in _texts(c).items()]
    for name, key in (("pillars.toml", "pillar"), ("glossary.toml", "term")):
        for table in _tables(name, key):
            found += [(f"{name}: {k}", v["en"], v["nl"]) for k, v in table.items() if isinstance(v, dict)]
    for name in ("geo", "citizenships", "units", "flags", "provenances"):
        found += [(f"{name}.csv: {label.code}", label.en, label.nl) for label in _labels(name).values()]
    return found


def test_numbers_are_written_the_way_of_their_language() -> None:
    for place, english, dutch in _all_texts():
        assert not ENGLISH_THOUSANDS.search(dutch), f"{place}: thousands comma in Dutch: {dutch}"
        assert not ENGLISH_DECIMAL.search(dutch), f"{place}: decimal point in Dutch: {dutch}"
        assert not DUTCH_THOUSANDS.search(english), f"{place}: thousands point in English: {english}"


def test_nothing_is_left_unfinished_and_no_text_is_padded() -> None:
    for place, *languages in _all_texts():
        for text in languages:
            assert not re.search(r"TODO|FIXME|from memory|xlsx", text), f"{place}: {text}"
            assert text == " ".join(text.split()), f"{place}: stray white space: {text!r}"


def test_every_place_of_the_archive_has_a_name() -> None:
    assert sorted(_archive_codes("geo") - set(_labels("geo"))) == []
    assert {"EU", "EU28", "EU27_2020", "EU27_2007", "TOTAL", "EL", "UK", "XK"} <= set(_labels("geo"))


def test_every_nationality_of_the_archive_has_a_name() -> None:
    assert sorted(_archive_codes("citizen", "nationality") - set(_labels("citizenships"))) == []


def test_every_citizenship_of_eurostat_today_has_a_name() -> None:
    present = FIXTURES / "eurostat_published" / "codes_citizen_2026-09.csv"
    assert sorted({row["code"] for row in _rows(present)} - set(_labels("citizenships"))) == []


def test_namibia_is_a_country_and_not_a_missing_value() -> None:
    assert _labels("citizenships")["NA"].en == "Namibia"


def test_every_flag_and_provenance_of_the_archive_has_a_name() -> None:
    letters = {letter for flags in _archive_codes("flag") for letter in flags}
    assert letters
    assert letters <= set(_labels("flags"))
    assert all(len(code) == 1 for code in _labels("flags"))
    assert {row["provenance"] for row in _rows(ARCHIVE / "PROVENANCE.csv")} <= set(_labels("provenances"))


def test_country_names_agree_between_the_code_lists() -> None:
    places, citizens = _labels("geo"), _labels("citizenships")
    shared = {c for c in set(places) & set(citizens) if len(c) == 2}
    assert len(shared) > 40
    assert {c for c in shared if places[c] != citizens[c]} == set()


def test_labels_carry_no_footnote_marks() -> None:
    names = [label for name in ("geo", "citizenships") for label in _labels(name).values()]
    assert [x.code for x in names if re.search(r"[*^]", x.en + x.nl)] == []


@pytest.mark.parametrize("name", ["geo", "citizenships", "units", "flags", "provenances"])
def test_code_lists_are_plain_utf8_with_line_feeds(name: str) -> None:
    raw = (CATALOGUE / f"{name}.csv").read_bytes()
    assert raw.startswith(b"code,en,nl,since,until\n" if name == "flags" else b"code,en,nl\n")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


def test_dutch_pillar_titles_are_the_headings_of_the_letter() -> None:
    pillars = _tables("pillars.toml", "pillar")
    assert [p["number"] for p in pillars] == [1, 2, 3, 4, 5, 6]
    for pillar in pillars:
        assert quote_span(f"{pillar['number']}. {pillar['title']['nl']}", LETTER), pillar["title"]["nl"]


def test_pillars_without_a_series_of_their_own_say_so() -> None:
    assert [p["number"] for p in _tables("pillars.toml", "pillar") if "no_series" in p] == [2, 3, 6]


def test_pillars_and_terms_have_exactly_the_keys_and_languages_that_pages_read() -> None:
    pillars, terms = _tables("pillars.toml", "pillar"), _tables("glossary.toml", "term")
    assert {frozenset(p) - {"no_series", "sheet"} for p in pillars} == {frozenset({"number", "title", "summary"})}
    assert [p["number"] for p in pillars if "sheet" not in p] == [2], "the one without any figure of its own"
    assert {frozenset(t) for t in terms} == {frozenset({"id", "term", "explanation"})}
    for table in (*pillars, *terms):
        for text in (v for v in table.values() if isinstance(v, dict)):
            checked = Text.model_validate(text)
            assert checked.en != checked.nl or checked.en in SAME_IN_BOTH, checked.en


def test_terms_are_unique_and_explained_in_one_to_three_sentences() -> None:
    terms = _tables("glossary.toml", "term")
    assert len({t["id"] for t in terms}) == len(terms) >= 35
    assert len({t["term"]["nl"] for t in terms}) == len(terms)
    for term in terms:
        for lang in ("en", "nl"):
            assert 40 < len(term["explanation"][lang]) < 330, f"{term['id']}: {lang}"
