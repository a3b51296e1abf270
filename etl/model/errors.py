"""Everything that can go wrong on purpose, in one place.

MonitorError
├── CatalogueError    files that people write are wrong; each fault names file, key, what was found and what is accepted
├── SourceError       a source did not answer, or not with data
│   ├── NoNetworkError    no source could be reached at all
│   ├── ClosedError       a source closes connections without an answer
│   ├── StatusError       a source answered with an HTTP status that is no success
│   └── TooBigError       a source refuses the request because it is too large: ask for less
├── ContractError     a source answered with a shape, code or magnitude that we do not accept
│   └── OtherPeriodsError it answered with months where years were expected, or the like
├── SettingError      a variable of the environment is wrong
├── NotBuiltError     there is no release yet, or not the one asked for
├── BusyError         another pull or build is writing
├── DiskError         the disk is full or cannot be written
├── BucketError       the bucket of the releases is not there, or a setting for it is wrong
│   ├── BucketAwayError   it does not answer
│   └── DeniedError       it does not let us
├── DamagedError      a file of a release is missing or not as it was built; says which
├── TemplateError     a template for decks or documents cannot be used; says which and why, in both languages
└── UnknownValueError  a reader asked for an id or value that does not exist; the message lists what does
    └── TooManyError      for more than one answer holds; smaller requests that give the same are with it
"""

from dataclasses import dataclass
from types import MappingProxyType

MOST_SHOWN = 120  # characters of what somebody sent that are sent back


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong in a file of data/catalogue or data/archive.

    file: below that folder, `indicators/returned.toml`. key: `title.nl`, `target[quota].geo`, or "" for the file.
    actual: what stands there. accepted: what may, "" where `actual` says it all.
    """

    file: str
    key: str
    actual: str
    accepted: str = ""

    def __str__(self) -> str:
        said = ": ".join(part for part in (self.file, self.key, self.actual) if part)
        return f"{said}; accepted: {self.accepted}" if self.accepted else said


class MonitorError(Exception):
    """Base of all errors this project raises on purpose; the message is one sentence for a person."""


class CatalogueError(MonitorError):
    """Files of the catalogue or the archive are wrong; `faults` says each thing, the message has one line for each."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class SourceError(MonitorError):
    """A source did not answer, or not with data."""


class NoNetworkError(SourceError):
    """No connection to the source could be made."""


class ClosedError(SourceError):
    """The source accepted a connection and closed it without an answer."""


class StatusError(SourceError):
    """The source answered with an HTTP status that is no success: it was reached, and says no."""


class TooBigError(SourceError):
    """The source refuses the request as too large; a smaller one may be answered."""


class ContractError(MonitorError):
    """A payload breaks its dataset's contract. The message names file, place, what was found, what was expected."""


class OtherPeriodsError(ContractError):
    """A payload has no period of the dataset's frequency: it may belong to another dataset of the same table."""


class SettingError(MonitorError):
    """A variable of the environment is wrong; the message names it, what it is and what is accepted."""


class NotBuiltError(MonitorError):
    """There is no such release; `python -m etl build` makes one."""


class BusyError(MonitorError):
    """Another process writes to the same folder."""


class DiskError(MonitorError):
    """Nothing more can be written: the disk is full, read-only or not ours. What was kept before stays."""


class BucketError(MonitorError):
    """The bucket of the releases is not there, or a setting for it is wrong; the message names the setting."""


class BucketAwayError(BucketError):
    """The bucket does not answer. What was copied from it before is here."""


class DeniedError(BucketError):
    """The bucket does not let us read or write."""


class Stopped(BaseException):
    """The program was told to end by a signal, whose number is `signal`."""

    def __init__(self, signal: int) -> None:
        super().__init__(signal)
        self.signal = signal


class DamagedError(MonitorError):
    """A file below the warehouse is missing or is not as it was written.

    release: its id, "" for CURRENT. file: below the release, "" for its whole folder. why: a key of WHY.
    """

    WHY = MappingProxyType({"missing": "is missing", "changed": "was changed on disk", "unreadable": "cannot be read"})

    def __init__(self, release: str, file: str, why: str) -> None:
        what = f"Release {release}: {file or 'its folder'}" if release else file
        super().__init__(f"{what} {self.WHY[why]}. `python -m etl build --repair` mends what can be mended.")
        self.release, self.file, self.why = release, file, why


class TemplateError(MonitorError):
    """A template for decks or documents cannot be used.

    setting: the variable that names it, "" for our own. file: its name. en, nl: what follows the name in a sentence.
    """

    def __init__(self, setting: str, file: str, en: str, nl: str) -> None:
        super().__init__(f"{f'{setting}: ' if setting else ''}{file} {en}.")
        self.setting, self.file, self.why = setting, file, {"en": en, "nl": nl}


class UnknownValueError(MonitorError):
    """An id or value that does not exist; `accepted` lists those that do."""

    def __init__(self, what: str, given: str, accepted: "tuple[str, ...]") -> None:
        shown = ", ".join(accepted[:60]) + (", …" if len(accepted) > 60 else "")
        shortened = given if len(given) <= MOST_SHOWN else f"{given[:MOST_SHOWN]}…"
        super().__init__(f"{what} {shortened!r} is not known. Accepted: {shown or 'nothing'}.")
        self.what, self.given, self.accepted = what, shortened, accepted


class TooManyError(UnknownValueError):
    """More rows, codes or figures (`what`) than one answer holds. pieces: names and values that give the same in parts.

    Without pieces the request cannot be parted by itself: it needs fewer places or series.
    """

    def __init__(self, what: str, count: int, most: int, pieces: "tuple[dict[str, tuple[str, ...]], ...]") -> None:
        super().__init__(what, f"{count} {what}", (f"at most {most} {what}",))
        self.count, self.most, self.pieces = count, most, pieces


class TooMuchError(MonitorError):
    """A query was ended: it took long or too much memory, or nobody waited for it."""
