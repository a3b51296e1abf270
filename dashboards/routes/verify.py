"""GET /api/verify.json   of which release a file is: given (an id, a digest, or a line of a file that has one), lang"""

from typing import Any

from flask import Flask, Response, json

from dashboards.files.verified import VERDICTS, HeldRelease, Verified, sentence, verified
from dashboards.query import parameters, urls
from dashboards.query.selection import language
from dashboards.query.verify import GIVEN, file_mark
from dashboards.routes import requested
from dashboards.web import request_host, tagged_file
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang
from etl.model.errors import DamagedError, UnknownValueError
from etl.release import store


def add_routes(server: Flask) -> None:
    """The answer of the page, for programs."""

    @server.get(urls.VERIFY)
    def verify() -> Response:
        query = requested.query(parameters.VERIFY)
        given, lang = GIVEN.one(query), language(query, "en")
        if not given.strip():
            raise UnknownValueError("given", "", ("the id or digest of a release, or a line of a file",))
        answer = answer_of(given)
        content = {**_told(answer, lang), "lang": lang}
        file = tagged_file.File("verify.json", "application/json", lang, (given, repr(answer)), False)
        return tagged_file.answer(file, lambda: json.dumps(content).encode())


def answer_of(given: str) -> Verified:
    """What is said of a text. Only the releases that it may mean are read: all of them where it has a digest only."""
    mark, current = file_mark(given), store.current_id()
    wanted = [i for i in store.release_ids() if i == current or mark.release in ("", i)]
    wanted = wanted if mark.release or mark.digest else [current]
    held = [held_one for i in wanted if (held_one := _held(i)) is not None]
    return verified(mark, held, current)


def _held(release_id: str) -> HeldRelease | None:
    """What is known of a release; None where it is damaged or was taken away meanwhile."""
    try:
        facts = store.release(release_id).facts
    except (DamagedError, UnknownValueError):
        return None
    return HeldRelease(release_id, str(facts["built_at"]), str(facts.get("seal", "")))


def since_address(answer: Verified, lang: Lang) -> str:
    """Where what changed since the file's release is listed; "" where it is the present one, or is not held."""
    if answer.outcome != "held" or answer.release is None:
        return ""
    name = answer.mark.indicator
    if name in catalogue.load().indicators:
        return urls.data(name, {"release": answer.release.id, "compare": answer.current.id, "lang": lang})
    return urls.sheet(0, "pdf", {"lang": lang, "since": answer.release.id})


def _told(answer: Verified, lang: Lang) -> dict[str, Any]:
    since, release = since_address(answer, lang), answer.release
    return {
        "outcome": answer.outcome,
        "verdict": VERDICTS[answer.outcome][lang],
        "sentence": sentence(answer, lang),
        "release": release.id if release else answer.mark.release or None,
        "built_at": release.built if release else None,
        "digest": release.digest if release else answer.mark.digest or None,
        "same_digest": answer.same_digest,
        "address": answer.mark.address or None,
        "current": answer.current.id,
        "changed_since": request_host.absolute(since) if since else None,
    }
