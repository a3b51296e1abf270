"""GET /data/release.zip   a whole release: a CSV per indicator, datapackage.json, release.json, claims.json, README.md

release (an id; the current one if left out) and lang (en, nl) choose it. It is made once per release, language and
address of the site, and then streamed from a folder that keeps the KEPT newest and may be removed at any time.
"""

import json
import os
import threading
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

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

KEPT = 6
_one_at_a_time = threading.Lock()


def add_routes(server: Flask) -> None:
    """The release as a file."""

    @server.get(urls.RELEASE_DATA)
    def release_file() -> Response:
        query = requested.query(parameters.WHOLE_RELEASE)
        lang, release = language(query, "en"), store.release(parameters.RELEASE.one(query))
        host = request_host.name()
        version = sha256(repr((release.id, host, lang, document.code_version())).encode()).hexdigest()[:24]
        path = cache_folder() / "releases" / f"{release.id}_{lang}_{version}.zip"
        if not path.exists():
            with _one_at_a_time:
                _make(path, release, lang, host)
        answer = send_file(
            path,
            mimetype="application/zip",
            as_attachment=True,
            download_name=f"migration-monitor_{release.id}_{lang}.zip",
            etag=version,
            conditional=True,
        )
        answer.cache_control.public = True
        answer.cache_control.no_cache = True
        answer.headers["Content-Language"] = lang
        request.environ[STREAMED] = True
        return answer


def _make(path: Path, release: store.Release, lang: Lang, host: str) -> None:
    """Write it aside, let it appear in one step, and forget the oldest; nothing where another was faster."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent.parent / ".gitignore").write_text("*\n", "utf-8")
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with part.open("wb") as f:
        zipped.write(f, files(release, lang, host), datetime.fromisoformat(release.facts["built_at"]))
    part.replace(path)
    kept = sorted(path.parent.glob("[!.]*.zip"), key=_age, reverse=True)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process was faster
        return 0.0


def files(release: store.Release, lang: Lang, host: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of everything in the zip, one CSV in memory at a time."""
    found = [n for n in catalogue.load().indicators if n in release.facts["indicators"]]
    abouts, resources = [], []
    for name in found:
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
    example = host + offers.address(Selection(found[0], release=release.id, lang=lang))
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
