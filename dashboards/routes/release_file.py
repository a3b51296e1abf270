"""GET /data/release.zip   a whole release: a CSV per indicator, datapackage.json, release.json, claims.json, README.md

release (an id; the current one if left out) and lang (en, nl) choose it. It is made once per release, language and
address of the site, and kept in a folder that holds the KEPT newest and may be removed at any time. The first readers
get it while a thread makes it, each at its own pace; the bytes are the same.
"""

import io
import json
import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast

from flask import Flask, Response, request, send_file

from dashboards.files import formats, offers, package, readme, zipped
from dashboards.files.snippets import snippets
from dashboards.front.answers import STREAMED
from dashboards.query import parameters, urls
from dashboards.query.selection import Selection, language
from dashboards.routes import requested
from dashboards.routes.data import content
from dashboards.text.file_messages import L
from dashboards.web import document, request_host
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang
from etl.letter.claims import to_json
from etl.model.places import cache_folder
from etl.release import store

log = logging.getLogger(__name__)
KEPT = 6
PIECE, PAUSE = 65_536, 0.05  # bytes; seconds
_one_at_a_time, _begun = threading.Lock(), threading.Lock()
_making: "dict[Path, _Making]" = {}


def add_routes(server: Flask) -> None:
    """The release as a file."""

    @server.get(urls.RELEASE_DATA)
    def release_file() -> Response:
        query = requested.query(parameters.WHOLE_RELEASE)
        lang, release = language(query, "en"), store.release(parameters.RELEASE.one(query))
        host = request_host.name()
        version = sha256(repr((release.id, host, lang, document.code_version())).encode()).hexdigest()[:24]
        path = cache_folder() / "releases" / f"{release.id}_{lang}_{version}.zip"
        name = f"migration-monitor_{release.id}_{lang}.zip"
        if path.exists():
            answer = send_file(
                path, mimetype="application/zip", as_attachment=True, download_name=name, etag=version, conditional=True
            )
        else:
            answer = Response(mimetype="application/zip")
            answer.set_etag(version)
            answer.headers["Content-Disposition"] = f"attachment; filename={name}"
            if answer.make_conditional(request).status_code != 304 and request.method != "HEAD":
                answer.response = _growing(path, _made(path, release, lang, host))
        answer.cache_control.public = True
        answer.cache_control.no_cache = True
        answer.headers["Content-Language"] = lang
        request.environ[STREAMED] = True
        return answer


@dataclass
class _Making:
    """A file that a thread is writing. failed: it will not be there."""

    part: Path
    ended: threading.Event = field(default_factory=threading.Event)
    failed: bool = False


def _made(path: Path, release: store.Release, lang: Lang, host: str) -> _Making:
    """The making of a file, begun where nobody has."""
    with _begun:
        making = _making.get(path)
        if making is None:
            part = path.with_name(f".{path.name}.{os.getpid()}")
            part.parent.mkdir(parents=True, exist_ok=True)
            (path.parent.parent / ".gitignore").write_text("*\n", "utf-8")
            part.write_bytes(b"")
            making = _making[path] = _Making(part)
            threading.Thread(target=_make, args=(making, path, release, lang, host), daemon=True).start()
        return making


def _make(making: _Making, path: Path, release: store.Release, lang: Lang, host: str) -> None:
    """Write it aside, let it appear in one step, and forget the oldest."""
    try:
        with _one_at_a_time, making.part.open("wb") as f:
            built = datetime.fromisoformat(release.facts["built_at"])
            zipped.write(cast(IO[bytes], _Forwards(f)), files(release, lang, host), built)
        making.part.replace(path)
        for old in sorted(path.parent.glob("[!.]*.zip"), key=_age, reverse=True)[KEPT:]:
            old.unlink(missing_ok=True)
    except Exception:  # whatever it is, readers must not wait for ever
        making.failed = True
        making.part.unlink(missing_ok=True)
        log.exception("%s could not be made", path.name)
    finally:
        with _begun:
            del _making[path]
        making.ended.set()


def _growing(path: Path, making: _Making) -> Iterator[bytes]:
    """What is written of a file, piece by piece, until all is; an error where that will never be."""
    try:
        file = making.part.open("rb")
    except FileNotFoundError:  # it was finished a moment ago
        file = path.open("rb")
    with file:
        while True:
            ended = making.ended.is_set()
            while piece := file.read(PIECE):
                yield piece
            if ended:
                break
            making.ended.wait(PAUSE)
    if making.failed:
        raise RuntimeError(f"{path.name} could not be made")


class _Forwards(io.RawIOBase):
    """A file that is written from its beginning to its end, since others read it meanwhile."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, content: Any) -> int:
        """Write, and let readers see it."""
        count = self._file.write(content)
        self._file.flush()
        return count


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process was faster
        return 0.0


def files(release: store.Release, lang: Lang, host: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of everything in the zip, one CSV in memory at a time."""
    held = [n for n in catalogue.load().indicators if n in release.facts["indicators"]]
    abouts, resources = [], []
    for name in held:
        c = content(release, Selection(name, lang=lang), host)
        text, path = formats.csv_bytes(c, "international"), f"data/{name}.csv"
        abouts.append(c.about)
        resources.append(package.resource(c.about, path, text))
        yield path, text
    built = release.facts["built_at"]
    described = {
        **package.head("migration-monitor", L["release_title"][lang], lang, release.id, built),
        "homepage": host + urls.page(lang),
        "licenses": package.licences(note for a in abouts for note in a.licences),
        "resources": resources,
    }
    example = host + offers.address(Selection(held[0], release=release.id, lang=lang))
    yield "datapackage.json", package.json_text(described).encode("utf-8")
    yield "release.json", (release.folder / "release.json").read_bytes()
    yield "claims.json", json.dumps(_claims(release), ensure_ascii=False, indent=1).encode("utf-8") + b"\n"
    yield "README.md", readme.release_readme(abouts, snippets(example, lang)).encode("utf-8")


def _claims(release: store.Release) -> list[dict[str, Any]]:
    """Every statement that the release evaluated, in its words and with its result."""
    return [
        {**claim.model_dump(mode="json"), "result": to_json(release.claims[claim.id])}
        for claim in catalogue.load().claims.values()
        if claim.id in release.claims
    ]
