"""The letter for reading: paragraphs, headings and footnotes, with every statement of the ledger marked in its words.

Pure. The catalogue's letter.txt is the text as extracted from a PDF: lines broken at 75 characters, words broken by
hyphens, footnotes at the foot of each page, each page begun by a blank. Here lines and pages are joined again and
nothing else is changed: a word, a number and a typing error stay as they stand in the letter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Literal

from etl.catalogue.catalogue import Catalogue, quote_span
from etl.catalogue.declarations import Claim, Lang

Form = Literal["heading", "pillar", "paragraph", "note"]
Char = tuple[str, int]  # a character for reading, and its offset in letter.txt

PILLAR = re.compile(r"([1-6])\. (?=[A-Z])")
NOTE = re.compile(r"(\d{1,2}) (?=\S)")
SENTENCE_END = re.compile(r"[.:!?»)]\d{0,2}$")
# A full stop that ends a sentence: not that of `nr. 2375`, `c.s.` or `12 april jl.` before a small letter or a figure.
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\d{0,2} (?=[A-Z«])")
REAL_HYPHEN = ("Eurodac-",)  # words that keep their hyphen where a line ends with it, beside addresses
ENGLISH = re.compile(r"«Every year, .*?»", re.DOTALL)  # the one passage in English: footnote 18 quotes the Commission


@dataclass(frozen=True)
class Piece:
    """Characters that share the same statements. note: the footnote that is called here, its text is the number then.

    starts, ends: statements whose first or last character is in this piece.
    """

    text: str
    claims: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    note: int | None = None
    lang: Lang = "nl"


@dataclass(frozen=True)
class Passage:
    """A heading, paragraph or footnote. number: of the pillar or of the footnote."""

    form: Form
    pieces: tuple[Piece, ...]
    number: int | None = None

    @property
    def text(self) -> str:
        """All its words, calls of footnotes left out."""
        return "".join(p.text for p in self.pieces if p.note is None)


def passages(catalogue: Catalogue) -> tuple[Passage, ...]:
    """The whole letter in reading order, footnotes last."""
    spans = tuple(
        (c.id, *span) for c in catalogue.claims.values() if (span := quote_span(c.quote_nl, catalogue.letter))
    )
    return _passages(catalogue.letter, spans)


def quote_lang(claim: Claim, letter: str) -> Lang:
    """The language of a statement's words in the letter."""
    span = quote_span(claim.quote_nl, letter)
    return "en" if span and any(a <= span[0] and span[1] <= b for a, b in _english(letter)) else "nl"


def context(catalogue: Catalogue, claim: Claim) -> Passage:
    """The sentences of the statement, with the one before and the one after in the same paragraph or footnote.

    Only this statement is marked in it.
    """
    passage = next(p for p in passages(catalogue) if any(claim.id in piece.claims for piece in p.pieces))
    flat = [(c, p) for p in passage.pieces for c in p.text]
    inside = [n for n, (_, p) in enumerate(flat) if claim.id in p.claims]
    ends = [m.end() for m in BETWEEN_SENTENCES.finditer("".join(c for c, _ in flat))]
    before = [e for e in ends if e <= inside[0]]
    after = [e for e in ends if e > inside[-1]]
    start, stop = ([0, 0, *before])[-2], ([*after, len(flat), len(flat)])[1]
    runs = groupby(flat[start:stop], key=lambda item: (claim.id in item[1].claims, item[1].note, item[1].lang))
    pieces = tuple(
        Piece("".join(c for c, _ in run), (claim.id,) if marked else (), note=note, lang=lang)
        for (marked, note, lang), run in runs
    )
    return Passage(passage.form, _trimmed(pieces), passage.number)


def _trimmed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return (*pieces[:-1], replace(pieces[-1], text=pieces[-1].text.rstrip()))


@cache
def _passages(letter: str, spans: tuple[tuple[str, int, int], ...]) -> tuple[Passage, ...]:
    body, notes = _body_and_notes(letter)
    read = [_read(lines) for lines in body]
    calls = dict(_calls(read))
    marks = _Marks(spans, calls, _english(letter))
    return (*(_passage(chars, marks) for chars in read), *(_note(n, lines, marks) for n, lines in notes.items()))


def _english(letter: str) -> tuple[tuple[int, int], ...]:
    return tuple((m.start() + 1, m.end() - 1) for m in ENGLISH.finditer(letter))


Line = tuple[str, int]  # a line without its break, and the offset of its first character


def _body_and_notes(letter: str) -> tuple[list[list[Line]], dict[int, list[Line]]]:
    """Paragraphs as lines, joined over pages where a sentence goes on, and footnotes as lines by number."""
    body: list[list[Line]] = []
    notes: dict[int, list[Line]] = {}
    for page in _pages(letter):
        foot = _foot(page, len(notes) + 1)
        paragraphs = list(_paragraphs(page[:foot]))
        if body and paragraphs and not SENTENCE_END.search(body[-1][-1][0].rstrip()):
            body[-1] += paragraphs.pop(0)
        body += paragraphs
        for line, offset in page[foot:]:
            called = NOTE.match(line)
            if called and int(called[1]) == len(notes) + 1:
                notes[len(notes) + 1] = [(line[called.end() :], offset + called.end())]
            elif line.strip():
                notes[len(notes)].append((line, offset))
    return body, notes


def _pages(letter: str) -> list[list[Line]]:
    pages: list[list[Line]] = []
    offset = 0
    for line in letter.split("\n"):
        if line.startswith(" "):
            pages.append([])
        pages[-1].append((line, offset))
        offset += len(line) + 1
    return pages


def _foot(page: Sequence[Line], number: int) -> int:
    """Where the footnotes of a page begin: at the next number, after an empty line; at its end where it has none."""
    for n, (line, _) in enumerate(page):
        called = NOTE.match(line)
        if called and int(called[1]) == number and n and not page[n - 1][0].strip():
            return n
    return len(page)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    for is_text, run in groupby(lines, key=lambda line: bool(line[0].strip())):
        if is_text:
            yield list(run)


def _read(lines: Sequence[Line]) -> list[Char]:
    """The characters of a paragraph, its lines joined: a break hyphen goes, a real one stays, else a blank comes."""
    read_chars: list[Char] = []
    for line, offset in lines:
        if read_chars:
            _join(read_chars, line.lstrip())
        first = len(line) - len(line.lstrip())
        read_chars += [(c, offset + first + n) for n, c in enumerate(line.strip())]
        read_chars += [(" ", offset + len(line.rstrip()))] if line.rstrip().endswith("-") and line.endswith(" ") else []
    return read_chars


def _join(chars: list[Char], following: str) -> None:
    last_word = "".join(c for c, _ in chars).rpartition(" ")[2]
    if chars[-1][0] in (" ", "–") or (last_word.startswith("http") and last_word.endswith(("/", "-"))):
        return
    if chars[-1][0] != "-":
        chars.append((" ", chars[-1][1] + 1))
    elif following[:1].islower() and not last_word.endswith(REAL_HYPHEN):
        chars.pop()


def _calls(read: Iterable[list[Char]]) -> Iterator[tuple[int, int]]:
    """Offset of each digit of a footnote's call in the body, with the footnote's number: they come in order, from 1."""
    number = 1
    for chars in read:
        text, at = "".join(c for c, _ in chars), 0
        while match := re.compile(rf"(?<=[^\s\d–-]){number}(?!\d)").search(text, at):
            yield from ((chars[n][1], number) for n in range(*match.span()))
            number, at = number + 1, match.end()


@dataclass(frozen=True)
class _Marks:
    """What is special at an offset of letter.txt."""

    spans: tuple[tuple[str, int, int], ...]
    calls: Mapping[int, int]
    english: tuple[tuple[int, int], ...]

    def at(self, offset: int) -> tuple[tuple[str, ...], int | None, Lang]:
        called = self.calls.get(offset)
        there = () if called else tuple(name for name, a, b in self.spans if a <= offset < b)
        return there, called, "en" if any(a <= offset < b for a, b in self.english) else "nl"


def _passage(chars: list[Char], marks: _Marks) -> Passage:
    text = "".join(c for c, _ in chars)
    if match := PILLAR.match(text):
        return Passage("pillar", _pieces(chars[match.end() :], marks), int(match[1]))
    is_heading = len(text) < 30 and not SENTENCE_END.search(text)
    return Passage("heading" if is_heading else "paragraph", _pieces(chars, marks))


def _note(number: int, lines: list[Line], marks: _Marks) -> Passage:
    return Passage("note", _pieces(_read(lines), _Marks(marks.spans, {}, marks.english)), number)


def _pieces(chars: list[Char], marks: _Marks) -> tuple[Piece, ...]:
    runs = [(key, list(run)) for key, run in groupby(chars, key=lambda c: marks.at(c[1]))]
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for n, ((claims, _, _), _) in enumerate(runs):
        last |= dict.fromkeys(claims, n)
        first = dict.fromkeys(claims, n) | first
    made = []
    for n, ((claims, note, lang), run) in enumerate(runs):
        starts = tuple(c for c in claims if first[c] == n)
        ends = tuple(c for c in claims if last[c] == n)
        made.append(Piece("".join(c for c, _ in run), claims, starts, ends, note, lang))
    return tuple(made)
