"""Every parameter that an address can carry, declared once: what it does, what it accepts, how it is written. Pure.

Routes read their parameters through `given` and `Parameter.one`; the description of all addresses (OpenAPI and the
page about it) is made from the same declarations. What trackers hang on a link is left out; any other unknown name is
refused, so that no filter is silently lost. Case does not count in words, codes and periods.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from etl.catalogue.declarations import LANGS, Text
from etl.model.errors import UnknownValueError
from etl.model.period import A_DAY, ACCEPTED, DAY_FORM, FORM, is_day, parse

Query = Mapping[str, Sequence[str]]
# Names that campaigns, mail programs and networks hang on links; none of them is or will be a parameter of ours.
TRACKING = re.compile(
    r"utm_\w+|(fb|g|dc|ms|y|tw|tt|ig)clid|msclkid|gbraid|wbraid|gad_source|igshid|igsh|li_fat_id|mc_[ce]id|mkt_tok|_ga|_gl"
    r"|_hsenc|_hsmi|hsa_\w+|(pk|mtm|piwik|matomo|ns|ga|oly|ck)_\w+|at_\w+|srsltid|(s|rdt|mc|sc|s_kw)_?cid|ref_src|ref_url|vero_id"
    r"|__twitter_impression|wt[._]z?mc(_\w+|[._]\w+)?|si|epik|__s|sfnsn|trk(\w*)|cmpid|ncid|xtor|ef_id|dm_i|spm|yclid|ysclid|wickedid"
    r"|irclickid|_openstat|rb_clickid|gad_\w+|fb_(action|source|ref)\w*|mibextid|share_id|cvid|ocid|guccounter|guce_\w+",
    re.IGNORECASE | re.ASCII,
)
PERIOD, DAY, NUMBER = f"^{FORM}$", f"^{DAY_FORM}$", "^[+-]?[0-9]{1,12}(\\.[0-9]{1,6})?$"
MOST_CODES, MOST_FIGURES = 600, 20  # of one name in an address; of one briefing
MOST_ROWS = 50_000  # of one answer; the largest figure has half of that
MOST_TITLE = 80  # characters
MOST_PIXELS = 99_999
NOW, ABSOLUTE, INDEX = "now", "absolute", "index"
SWITCH = ("0", "1")
FURTHEST_EAST = timedelta(hours=14)  # before UTC; there a day begins first
PART_OF_YEAR = re.compile(r"(\d{4})-?([QSH]\d)")


@dataclass(frozen=True)
class Parameter:
    """One name of a query. values: the few values that it takes; pattern: PERIOD or DAY; most: of values, or a number.

    many: several by repeating or commas; number: a whole number from 1 on; listed: what may stand with commas, besides.
    """

    name: str
    does: Text
    values: tuple[str, ...] = ()
    pattern: str = ""
    many: bool = False
    number: bool = False
    required: bool = False
    most: int = 0
    example: str = ""
    listed: tuple[str, ...] = ()

    def one(self, query: Query) -> str:
        """Its value, "" where it is not given; UnknownValueError where there are two or it is not accepted."""
        values = [v for v in query.get(self.name, ()) if v]
        if len(values) > 1:
            raise UnknownValueError(self.name, " + ".join(values), self.values or ("one value",))
        return self.read(values[0]) if values else ""

    def read(self, text: str) -> str:
        """A value as it is written here; UnknownValueError where it is not accepted."""
        if self.listed and text.lower() not in self.values:
            return self._list(text)
        if self.values:
            return self._word(text)
        if self.pattern == NUMBER:
            return text  # as it was quoted: `dashboards.figures.quoted` reads it
        if self.pattern:
            return self._day(text) if self.pattern == DAY else self._period(text.upper())
        if self.number:
            is_one = text.isascii() and text.isdigit() and len(text) <= len(str(self.most)) and int(text) > 0
            return text if is_one else self._refuse(text, "a whole number from 1 on, such as 600")
        return text

    def _day(self, text: str) -> str:
        """No day to come: of it nobody can say yet how figures stood."""
        newest = (datetime.now(UTC) + FURTHEST_EAST).date().isoformat()
        return text if is_day(text) and text <= newest else self._refuse(text, f"{A_DAY}, up to today")

    def _period(self, text: str) -> str:
        """Also as others write it: 2024Q1, 2024-H1."""
        parts = PART_OF_YEAR.fullmatch(text)
        written = f"{parts[1]}-{parts[2].replace('H', 'S')}" if parts else text
        return written if parse(written) is not None else self._refuse(text, ACCEPTED)

    def _word(self, text: str) -> str:
        word = next((w for w in self.values if w == text.lower()), "")
        return word or self._refuse(text, *self.values)

    def _list(self, text: str) -> str:
        parts = text.lower().split(",")
        strange = next((part for part in parts if part not in self.listed), None)
        return ",".join(parts) if strange is None else self._refuse(strange, *self.values, *self.listed)

    def _refuse(self, text: str, *accepted: str) -> str:
        raise UnknownValueError(self.name, text, accepted)


def given(query: Query, accepted: Sequence[Parameter], more: Sequence[str] = ()) -> dict[str, list[str]]:
    """What `query` asks of us, without trackers; UnknownValueError for a name not accepted and none of `more`."""
    names = (*(p.name for p in accepted), *more)
    ours = {name: list(values) for name, values in query.items() if name in names or not is_tracking(name)}
    if strange := sorted(set(ours) - set(names)):
        raise UnknownValueError("Parameter", strange[0], names)
    return ours


def is_tracking(name: str) -> bool:
    """Whether a name of a query is one that trackers hang on links."""
    return bool(TRACKING.fullmatch(name))


def named(parameters: Sequence[Parameter], *names: str) -> tuple[Parameter, ...]:
    """Those of that name, in the order of the names."""
    return tuple(p for name in names for p in parameters if p.name == name)


def _p(name: str, en: str, nl: str, *values: str, **more: Any) -> Parameter:
    return replace(Parameter(name, Text(en=en, nl=nl), values), **more)


GEO = _p(
    "geo",
    "Places by code; several by repeating or commas.",
    "Plaatsen, als codes; meer door herhalen of komma’s.",
    many=True,
    most=MOST_CODES,
    example="NL",
)
SERIES = _p(
    "series",
    "Categories by code; see /api/indicators.json.",
    "Categorieën, als codes; zie /api/indicators.json.",
    many=True,
    most=MOST_CODES,
)
FROM = _p(
    "from",
    "First period: a year, quarter or month.",
    "Eerste periode: een jaar, kwartaal of maand.",
    pattern=PERIOD,
    example="2015",
)
TO = _p("to", "Last period.", "Laatste periode.", pattern=PERIOD)
AS_OF = _p(
    "as_of",
    "Day as of which to read: later revisions are left out.",
    "Dag van lezing: latere herzieningen blijven weg.",
    pattern=DAY,
    example="2019-10-14",
)
RELEASE = _p(
    "release",
    "Id of a release, to hold to it; the newest if left out.",
    "Id van een release, om daaraan vast te houden; anders de nieuwste.",
)
DIALECT = _p(
    "dialect",
    "nl: for Excel with Dutch settings.",
    "nl: voor Excel met Nederlandse instellingen.",
    "international",
    "nl",
)
LANG = _p("lang", "Language; English if left out.", "Taal; Engels als deze ontbreekt.", *LANGS)
MEASURE = _p("measure", "The figures themselves, or as an index.", "De cijfers zelf, of als index.", ABSOLUTE, INDEX)
BASE = _p("base", "Period in which an index is 100.", "Periode waarin een index 100 is.", pattern=PERIOD)
SHAPE = _p("shape", "How it is drawn.", "Hoe het wordt getekend.", "time", "ranked", "months", "small", "map")
BESIDE = _p("beside", "With as_of: the present figures beside it.", "Met as_of: de huidige cijfers ernaast.", NOW)
CHOICE = (GEO, SERIES, FROM, TO, AS_OF, RELEASE, LANG, MEASURE, BASE, SHAPE, BESIDE)

THEME = _p("theme", "Colours.", "Kleuren.", "light", "dark")
PICTURE = (
    THEME,
    _p(
        "size",
        "Preset: report if left out.",
        "Formaat: report als het ontbreekt.",
        "report",
        "slide",
        "social",
        "square",
    ),
    _p("scale", "Pixels for each of the size’s.", "Pixels voor elke van het formaat.", "1", "2", "3"),
)
EMBED = (
    _p("theme", "Colours; auto follows the reader.", "Kleuren; auto volgt de lezer.", "auto", "light", "dark"),
    _p("minimal", "1: picture, source and link only.", "1: alleen afbeelding, bron en link.", *SWITCH),
    _p("interactive", "1: the chart answers to a pointer.", "1: de grafiek reageert op een aanwijzer.", *SWITCH),
)
OEMBED = (
    _p(
        "url",
        "Absolute address of the page or embed of a figure or a board.",
        "Volledig adres van de pagina of het kader van een cijfer of selectie.",
        required=True,
    ),
    _p("format", "json if left out.", "json als het ontbreekt.", "json", "xml"),
    _p("maxwidth", "Maximum width in pixels.", "Maximale breedte in pixels.", number=True, most=MOST_PIXELS),
    _p("maxheight", "Maximum height in pixels.", "Maximale hoogte in pixels.", number=True, most=MOST_PIXELS),
)
TRAY = (
    _p("figure", "A figure: its id, ? and its choice; repeat for more.",
       "Een cijfer: id, ? en keuze; herhaal voor meer.",
       many=True, required=True, most=MOST_FIGURES, example="returned?geo=NL"),
    RELEASE, LANG,
)  # fmt: skip
TITLE = _p("title", "A title.", "Een titel.", most=MOST_TITLE)
BOARD = (_p("columns", "Columns on a wide screen.", "Kolommen op een breed scherm.", "1", "2"), TITLE)
BOARD_EMBED = (*TRAY[:1], *BOARD, LANG, EMBED[0])
CHANGES = (
    _p("since", "A day; that of the letter if left out.", "Een dag; die van de brief als hij ontbreekt.", pattern=DAY,
       example="2019-10-14"),
    _p("source", "Figures of this source only.", "Alleen cijfers van deze bron.", "eurostat", "frontex", "ind"),
    LANG,
)  # fmt: skip
SHEET = (
    _p("since", "A release or a day: what changed since; the day of the letter if left out.",
       "Een release of een dag: wat er sindsdien veranderde; de dag van de brief als hij ontbreekt.",
       example="2026-01-31"),
    RELEASE, LANG,
)  # fmt: skip
QUOTE = (
    _p("indicator", "Id of a figure.", "Id van een cijfer.", required=True, example="return_rate"),
    _p("geo", "A place by code.", "Een plaats, als code."),
    _p("series", "A category by code.", "Een categorie, als code."),
    _p("period", "The period.", "De periode.", pattern=PERIOD, required=True, example="2018"),
    _p("value", "The number as it was quoted.", "Het getal zoals het is geciteerd.", pattern=NUMBER, required=True,
       example="40"),
    _p("about", "1: quoted as “about”.", "1: geciteerd als ‘circa’.", *SWITCH),
    LANG,
)  # fmt: skip
VERIFY = (
    _p("given", "The id or digest of a release, or a line of a file that has one.",
       "Id of hash van een release, of een regel van een bestand waar die in staat.", required=True,
       example="2026-11-23-1a2b3c"),
    LANG,
)  # fmt: skip
SUGGEST = (_p("q", "What is typed.", "Wat er getypt is."), LANG)
KIND = _p("kind", "Only this kind of news.", "Alleen dit soort nieuws.", "data", "revisions")
FEED = (LANG, KIND)
WHOLE_RELEASE = (RELEASE, LANG)
DATASET = (
    FROM, TO, AS_OF, RELEASE, LANG,
    _p("sort", "Order of the rows.", "Volgorde van de rijen.", "newest", "highest", "lowest"),
)  # fmt: skip
