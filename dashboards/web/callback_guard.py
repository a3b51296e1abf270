"""POST /_dash-update-component   what a page asks of Dash, looked at before Dash does

Dash answers what does not fit its callbacks with a traceback and 500. Here that is 400 with a sentence, as it is the
request that is wrong: every callback of ours takes texts from the components that it declares, and nothing else.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, abort, request

from dashboards.web.limits import MOST_BYTES

PATH = "/_dash-update-component"
MATCH = "MATCH"


def add_check(server: Flask, known: Mapping[str, Any]) -> None:
    """Refuse what is no call of one of `known`, Dash's `callback_map`."""

    @server.before_request
    def check() -> None:
        if request.path == PATH and request.method == "POST" and not _is_call(known):
            abort(400)


def _is_call(known: Mapping[str, Any]) -> bool:
    try:
        body = request.get_data()
        if len(body) >= MOST_BYTES and request.content_length is None:
            abort(413)  # in pieces: it was cut off there
        return fits(json.loads(body), known)
    except (ValueError, RecursionError):  # no JSON, or nested without end
        return False


def fits(call: object, known: Mapping[str, Any]) -> bool:
    """Whether a body is a call of a callback that runs here, with its own inputs, states and outputs."""
    if not isinstance(call, dict) or not isinstance(call.get("output"), str):
        return False
    declared = known.get(call["output"], {})
    if "callback" not in declared:  # none of that name, or one that runs in the browser
        return False
    changed = call.get("changedPropIds", [])
    return (
        isinstance(changed, list)
        and all(isinstance(name, str) for name in changed)
        and _are(call.get("inputs"), declared["inputs"])
        and _are(call.get("state", []), declared["state"])
        and _are_outputs(call.get("outputs"), call["output"])
    )


def _are(given: object, declared: Sequence[Mapping[str, str]]) -> bool:
    """The components and properties that a callback declares, in its order, each with a text or nothing."""
    if not isinstance(given, list) or len(given) != len(declared):
        return False
    return all(
        _is_part(part, wanted["id"], wanted["property"]) and _is_value(part.get("value"), wanted["property"])
        for part, wanted in zip(given, declared, strict=True)
    )


def _is_value(value: object, of: str) -> bool:
    """A text or nothing; where a page is, it is said."""
    return isinstance(value, str) and value.startswith("/") if of == "pathname" else isinstance(value, str | None)


def _are_outputs(given: object, output: str) -> bool:
    """Dash writes one output as `id.property`, several as `..id.property...id.property..`."""
    several = output.startswith("..")
    names = output.strip(".").split("...") if several else [output]
    parts = given if several else [given]
    if not isinstance(parts, list) or len(parts) != len(names):
        return False
    return all(_is_part(part, *name.rsplit(".", 1)) for part, name in zip(parts, names, strict=True))


def _is_part(part: object, wanted_id: str, wanted_property: str) -> bool:
    if not isinstance(part, dict) or part.get("property") != wanted_property:
        return False
    given_id = part.get("id")
    if not wanted_id.startswith("{"):
        return bool(given_id == wanted_id)
    pattern = json.loads(wanted_id)
    return (
        isinstance(given_id, dict)
        and set(given_id) == set(pattern)
        and all(
            isinstance(given_id[n], str) and (value == [MATCH] or given_id[n] == value) for n, value in pattern.items()
        )
    )
