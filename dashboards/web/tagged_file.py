"""Files that routes answer, with a tag that lets clients keep them, and `dashboards.front.answers`."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from flask import Response, request

from dashboards.query import urls
from dashboards.web import document, request_host
from dashboards.web.plotly_bundle import FOR_EVER
from etl.catalogue.declarations import Lang


@dataclass(frozen=True)
class File:
    """A file to be answered: `decided_by` is all that decides its bytes, the host and our code apart.

    pinned: its address names its release, and so it may be kept. inline: shown in the browser, not saved.
    """

    name: str
    mimetype: str
    lang: Lang
    decided_by: object
    pinned: bool
    inline: bool = True


def answer(file: File, make: Callable[[], bytes]) -> Response:
    """The file with its tag: 304 to those who have it, else made."""
    decided = repr((file.mimetype, file.decided_by, request_host.absolute(urls.at("/")), document.code_version()))
    tag = sha256(decided.encode()).hexdigest()[:24]
    answered = Response(mimetype=file.mimetype)
    answered.set_etag(tag)
    answered.headers["Cache-Control"] = FOR_EVER if file.pinned else "public, no-cache"
    answered.headers["Content-Language"] = file.lang
    answered.headers["Content-Disposition"] = f'{"inline" if file.inline else "attachment"}; filename="{file.name}"'
    if answered.make_conditional(request).status_code != 304:
        answered.set_data(make())
    return answered
