"""Plotly's JavaScript, served from our own host: compressed once, kept by browsers for ever.

The smaller bundle is used where scripts/setup could bring it, else the one in the plotly package. Compressed forms lie
in a folder outside git (MONITOR_CACHE, or .cache beside the code) and are made where they are missing.
"""

import gzip
import os
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request

from dashboards.query import urls
from etl.model.places import cache_folder

FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Package:
    """A bundle of plotly.js as npm has it: the version must be the one that plotly.py was made for."""

    npm: str
    file: str
    sha256: str


# Lines, columns and heat maps; a third of the full bundle. The basic one is smaller still but has no heat map.
SMALLER = Package(
    "plotly.js-cartesian-dist-min@4.1.1",
    "plotly-cartesian.min.js",
    "79542150855a52c567260e3137095dbe2b744e6d702a5cabe67da246942fba7a",
)


def _place(name: str, body: bytes) -> Path:
    """Write a file of the cache in one step. The folder keeps itself out of git."""
    path = cache_folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / ".gitignore").write_text("*\n", "utf-8")
    part = path.with_name(f".{name}.{os.getpid()}")
    part.write_bytes(body)
    return part.replace(path)


def adopted() -> bool:
    """Whether the smaller bundle is here."""
    return _smaller().exists()


def _smaller() -> Path:
    return cache_folder() / f"{SMALLER.sha256[:16]}-{SMALLER.file}"


def adopt(folder: str) -> None:
    """Take the smaller bundle from an unpacked npm package; ValueError where it is not the one that was looked at."""
    body = (Path(folder) / SMALLER.file).read_bytes()
    digest = sha256(body).hexdigest()
    if digest != SMALLER.sha256:
        raise ValueError(f"{SMALLER.npm}: {SMALLER.file} has sha256 {digest}, expected {SMALLER.sha256}")
    _place(_smaller().name, body)


@cache
def source() -> Path:
    """The bundle to serve."""
    if adopted():
        return _smaller()
    package = find_spec("plotly")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("The package plotly is not installed: run scripts/setup.")
    return Path(package.submodule_search_locations[0]) / "package_data" / "plotly.min.js"


@cache
def fingerprint() -> str:
    """Names one version of the bundle."""
    return sha256(source().read_bytes()).hexdigest()[:16]


def address() -> str:
    """Where the bundle is served."""
    return urls.plotly(fingerprint())


def prepare(quality: int = 11) -> None:
    """Make the compressed forms. quality: brotli's; 11 takes seconds and is for set-up, less is for a first request."""
    for encoding in ("br", "gzip"):
        compressed(encoding, quality)


def compressed(encoding: str, quality: int = 5) -> Path:
    """The bundle in a content encoding (`br`, `gzip`), made where it is missing."""
    path = cache_folder() / f"plotly-{fingerprint()}.js.{encoding}"
    if path.exists():
        return path
    text = source().read_bytes()
    body = brotli.compress(text, quality=quality) if encoding == "br" else gzip.compress(text, 9 if quality > 9 else 6)
    return _place(path.name, body)


def add_routes(server: Flask) -> None:
    """GET /plotly/<fingerprint>.js"""

    @server.get(f"{urls.PLOTLY}/<name>.js")
    def plotly_bundle(name: str) -> Response:
        if name != fingerprint():
            abort(404)
        encoding = request.accept_encodings.best_match(["br", "gzip"])
        body = compressed(encoding).read_bytes() if encoding else source().read_bytes()
        headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
        if encoding:  # and so flask-compress does not compress megabytes again on each request
            headers["Content-Encoding"] = encoding
        return Response(body, mimetype="text/javascript", headers=headers)
