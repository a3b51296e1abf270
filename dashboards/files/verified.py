"""Of which release a file is: still held, the one that is served, another one than it says, or none. Pure.

It is said from what the file carries. Whether somebody changed the file afterwards, its bytes would tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dashboards.query.verify import FileMark
from dashboards.text import formats
from etl.catalogue.declarations import Lang, Text

Outcome = Literal["current", "held", "other_digest", "not_held", "nothing"]
VERDICTS: dict[Outcome, Text] = {
    "current": Text(en="Of the release that is shown now", nl="Van de release die nu wordt getoond"),
    "held": Text(en="Of an earlier release, which is still held", nl="Van een eerdere release, die nog wordt bewaard"),
    "other_digest": Text(en="Release and digest do not belong together", nl="Release en hash horen niet bij elkaar"),
    "not_held": Text(en="Of no release that is held", nl="Van geen release die wordt bewaard"),
    "nothing": Text(en="Nothing found that names a release", nl="Niets gevonden dat een release noemt"),
}
SENTENCES: dict[str, Text] = {
    "current": Text(
        en="Release {id}, built on {day}. It is the release that is shown now: nothing has changed since.",
        nl="Release {id}, samengesteld op {day}. Het is de release die nu wordt getoond: er is sindsdien niets "
        "veranderd.",
    ),
    "held": Text(
        en="Release {id}, built on {day}. It is still held; the release that is shown now is {current}.",
        nl="Release {id}, samengesteld op {day}. Zij wordt nog bewaard; nu wordt release {current} getoond.",
    ),
    "same_digest": Text(en="The digest is that of this release.", nl="De hash is die van deze release."),
    "other_digest": Text(
        en="It names release {id}, built on {day}, but the digest beside it is not that of this release. One of the "
        "two was changed in the file.",
        nl="Release {id}, samengesteld op {day}, wordt genoemd, maar de hash ernaast is niet die van deze release. Een "
        "van de twee is in het bestand gewijzigd.",
    ),
    "not_held": Text(
        en="It names release {id}. No release of that id is held; by its id it was built on {day}.",
        nl="Release {id} wordt genoemd. Een release met dat id wordt niet bewaard; volgens het id is zij van {day}.",
    ),
    "unknown_digest": Text(
        en="The digest belongs to no release that is held.", nl="De hash hoort bij geen release die wordt bewaard."
    ),
    "nothing": Text(
        en="There is no id of a release in it, such as {current}, and no digest of 64 characters.",
        nl="Er staat geen id van een release in, zoals {current}, en geen hash van 64 tekens.",
    ),
}


@dataclass(frozen=True)
class HeldRelease:
    """A release that is held. built: ISO time; digest: the seal of its release.json, "" for the oldest."""

    id: str
    built: str
    digest: str


@dataclass(frozen=True)
class Verified:
    """The answer. release: None where none that is held is meant. same_digest: None where the file names none."""

    outcome: Outcome
    mark: FileMark
    release: HeldRelease | None
    current: HeldRelease
    same_digest: bool | None = None


def verified(mark: FileMark, held: Sequence[HeldRelease], current: str) -> Verified:
    """Which of the releases a file is of. current: id of the one that is served, which is among them."""
    served = next(r for r in held if r.id == current)
    if not (mark.release or mark.digest):
        return Verified("nothing", mark, None, served)
    named = next((r for r in held if (r.id == mark.release if mark.release else r.digest == mark.digest)), None)
    if named is None:
        return Verified("not_held", mark, None, served)
    same = named.digest == mark.digest if mark.digest and named.digest else None
    if same is False:
        return Verified("other_digest", mark, named, served, same)
    return Verified("current" if named.id == current else "held", mark, named, served, same)


def sentence(answer: Verified, lang: Lang) -> str:
    """The answer in words."""
    release, name = answer.release, str(answer.outcome)
    if answer.outcome == "not_held" and not answer.mark.release:
        name = "unknown_digest"
    built = release.built if release else answer.mark.release
    said = SENTENCES[name][lang].format(
        id=release.id if release else answer.mark.release,
        day=formats.date(built, lang),
        current=answer.current.id,
    )
    return f"{said} {SENTENCES['same_digest'][lang]}" if answer.same_digest else said
