"""The text of the letter as it is read: nothing lost, every statement marked in it."""

import re
from dataclasses import replace

from dashboards.blocks.glossary import terms_used
from dashboards.letter.text import context, passages, quote_lang
from etl.catalogue.catalogue import Catalogue


def squeezed(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


def test_reading_loses_no_character_of_the_letter_but_line_breaks_and_numbers_of_footnotes(declared: Catalogue) -> None:
    found = passages(declared)
    numbers = {"pillar": "{}.{}", "note": "{}{}", "paragraph": "{1}", "heading": "{1}"}
    read = [squeezed(numbers[p.form].format(p.number, "".join(x.text for x in p.pieces))) for p in found]
    assert sorted("".join(read)) == sorted(squeezed(declared.letter))
    body = [text for text, p in zip(read, found, strict=True) if p.form != "note"]
    at = 0
    for text in body:  # in the order of the letter, footnotes of the page in between
        at = squeezed(declared.letter).find(text[:40], at)
        assert at >= 0, text[:40]


def test_break_hyphens_go_and_real_ones_stay(declared: Catalogue) -> None:
    text = "\n".join(p.text for p in passages(declared))
    for word in ("beleidsvoornemens", "bestemmingslanden", "asielopvang", "identificeren"):
        assert word in text
    for word in ("Eurodac-verordening", "binnen- en buitenland", "herkomst-, doorreis-", "januari–december 2018"):
        assert word in text
    assert "https://www.unodc.org/westandcentralafrica/en/2018-06-18-atelier-niamey-tipsom.html)" in text
    assert "https://ec.europa.eu/trustfundforafrica/index_en)" in text


def test_a_word_that_a_page_breaks_is_one_word(declared: Catalogue) -> None:
    letter = " Een woord dat wordt afge-\n broken gaat verder, ook over een\nregel van deze lange bladzijde.\n"
    [only] = passages(replace(declared, letter=letter, claims={}))
    assert only.text == "Een woord dat wordt afgebroken gaat verder, ook over een regel van deze lange bladzijde."


def test_a_statement_that_fills_a_line_has_no_blank_of_the_lines_around_it(declared: Catalogue) -> None:
    claim = declared.claims["p1_gcm"].model_copy(update={"quote_nl": "hier verder gaat tot het"})
    letter = " Dit is een lange zin die\nhier verder gaat tot het\neinde van alle regels toe.\n"
    [only] = passages(replace(declared, letter=letter, claims={claim.id: claim}))
    assert [(x.text, x.claims) for x in only.pieces] == [
        ("Dit is een lange zin die ", ()),
        ("hier verder gaat tot het", (claim.id,)),
        (" einde van alle regels toe.", ()),
    ]


def test_a_call_within_a_statement_is_no_part_of_it_and_it_begins_and_ends_once(declared: Catalogue) -> None:
    quote = "Dit is waar1 en het blijft zo."
    claim = declared.claims["p1_gcm"].model_copy(update={"quote_nl": quote})
    letter = f" {quote}\n\n1 Een noot over de uitstoot.\n"
    only, note = passages(replace(declared, letter=letter, claims={claim.id: claim}))
    assert [(x.text, x.claims, x.note, x.starts, x.ends) for x in only.pieces] == [
        ("Dit is waar", (claim.id,), None, (claim.id,), ()),
        ("1", (), 1, (), ()),
        (" en het blijft zo.", (claim.id,), None, (), (claim.id,)),
    ]
    assert (note.form, note.number, note.text) == ("note", 1, "Een noot over de uitstoot.")


def test_a_call_is_looked_for_behind_the_one_before_it(declared: Catalogue) -> None:
    letter = " De uitstoot van CO2 daalt elk jaar.1 Dat staat nu vast.2\n\n1 Noot een.\n2 Noot twee.\n"
    body, *_ = passages(replace(declared, letter=letter, claims={}))
    assert body.text == "De uitstoot van CO2 daalt elk jaar. Dat staat nu vast."


def test_a_heading_is_a_line_of_fewer_than_thirty_characters(declared: Catalogue) -> None:
    letter = f" {'Kop' + 'x' * 26}\n\n{'Kop' + 'x' * 27}\n\nEen zin.\n"
    assert [p.form for p in passages(replace(declared, letter=letter, claims={}))] == [
        "heading", "paragraph", "paragraph",
    ]  # fmt: skip


def test_the_six_headings_are_those_of_the_pillars(declared: Catalogue) -> None:
    headings = {p.number: p.text.strip() for p in passages(declared) if p.form == "pillar"}
    assert headings == {n: pillar.title.nl for n, pillar in declared.pillars.items()}


def test_each_footnote_is_called_once_and_in_order(declared: Catalogue) -> None:
    found = passages(declared)
    assert [x.note for p in found for x in p.pieces if x.note is not None] == list(range(1, 27))
    assert [p.number for p in found if p.form == "note"] == list(range(1, 27))


def test_the_marked_words_of_a_statement_are_its_quote(declared: Catalogue) -> None:
    pieces = [x for p in passages(declared) for x in p.pieces]
    for claim in declared.claims.values():
        said = "".join(x.text for x in pieces if claim.id in x.claims)
        assert squeezed(said) == squeezed(claim.quote_nl), claim.id
        assert sum(claim.id in x.starts for x in pieces) == sum(claim.id in x.ends for x in pieces) == 1


def test_two_statements_may_share_words(declared: Catalogue) -> None:
    shared = [x for p in passages(declared) for x in p.pieces if len(x.claims) > 1]
    assert [x.claims for x in shared] == [("p1_irregular_yoy", "p1_irregular_vs_2015")]
    assert (shared[0].starts, shared[0].ends) == (shared[0].claims, ("p1_irregular_yoy",))


def test_only_the_quotation_of_the_commission_is_english(declared: Catalogue) -> None:
    english = [c.id for c in declared.claims.values() if quote_lang(c, declared.letter) == "en"]
    assert english == ["p4_orders"]


def test_a_quote_is_english_where_all_of_it_stands_in_the_english_passage(declared: Catalogue) -> None:
    letter = "Een zin. «Every year, only some return.» Nog een zin."
    quotes = {"Every year, only some return.": "en", "only some": "en", "zin. «Every year": "nl", "return.» Nog": "nl"}
    claim = declared.claims["p4_orders"]
    assert {q: quote_lang(claim.model_copy(update={"quote_nl": q}), letter) for q in quotes} == quotes


def test_the_context_of_several_sentences_goes_on_to_the_next_and_that_of_a_last_one_ends_with_it(
    declared: Catalogue,
) -> None:
    paragraph = next(p.text for p in passages(declared) if p.form == "paragraph" and p.text.count(". ") > 4)
    sentences = re.split(r"(?<=\.) ", paragraph)
    assert len(sentences) > 4
    for first, last, begins, ends in ((1, 3, 0, 3), (len(sentences) - 1, len(sentences), len(sentences) - 2, -1)):
        quote = " ".join(sentences[first:last])
        claim = declared.claims["p1_gcm"].model_copy(update={"quote_nl": quote})
        around = context(replace(declared, claims={claim.id: claim}), claim)
        assert around.text.startswith(sentences[begins])
        assert around.text.endswith(sentences[ends])
        assert "".join(x.text for x in around.pieces if x.claims == (claim.id,)).strip() == quote


def test_the_context_of_a_statement_is_whole_sentences_around_it(declared: Catalogue) -> None:
    found = context(declared, declared.claims["p4_return_rate"])
    assert found.text.startswith("De coördinatie en samenwerking in EU-verband")
    assert found.text.endswith("terugkeer en samenwerking met derde landen.")
    for claim in declared.claims.values():
        around = context(declared, claim)
        marked = "".join(x.text for x in around.pieces if claim.id in x.claims)
        assert squeezed(marked) == squeezed(claim.quote_nl)
        assert around.text[0].isupper() or around.text[0] == "«", claim.id
        assert around.text[-1] in ".»)", claim.id


def test_terms_are_found_as_whole_words(declared: Catalogue) -> None:
    words = "A ceiling on returns; the figures are of one version (vintage)."
    assert [t.id for t in terms_used(words, declared, "en")] == ["return", "ceiling", "vintage"]
    assert terms_used("Targeted quotations", declared, "en") == ()
