"""The description of every address for machines as OpenAPI 3.1. Pure; `dashboards.routes.description` lists them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dashboards.query import pieces
from dashboards.query.parameters import Parameter
from dashboards.routes import description
from dashboards.routes.description import Route
from etl.catalogue.declarations import Lang, Text

VERSION = "1.0.0"
COUNTED = {"rows": {"from", "figure"}, "codes": {"geo", "series", "figure"}, "figures": {"figure"}}
IN_PATH = re.compile(r"\{(\w+)\}")
SAME_EVERYWHERE = Text(
    en="The same figures as the page shows. Unknown names and values are refused, never ignored; names that trackers "
    "hang on links (utm_source, fbclid and the like) are left out. Case does not count in words, codes and periods.",
    nl="Dezelfde cijfers als op de pagina. Onbekende namen en waarden worden geweigerd, nooit genegeerd; namen die "
    "trackers aan links hangen (utm_source, fbclid en dergelijke) blijven buiten beschouwing. Hoofdletters tellen niet "
    "in woorden, codes en perioden.",
)


def document(title: str, host: str, ids: Mapping[str, Sequence[str]], lang: Lang = "en") -> dict[str, Any]:
    """The whole document. host: scheme and name of the site; ids: what each name in a path accepts."""
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": VERSION, "description": SAME_EVERYWHERE[lang], "x-limits": pieces.LIMITS},
        "servers": [{"url": host}],
        "paths": {r.path: {"get": _operation(r, lang)} for r in description.routes()},
        "components": {
            "parameters": {name: _path(name, accepted) for name, accepted in ids.items()},
            "schemas": {"Refusal": REFUSAL},
        },
    }


REFUSAL = {
    "type": "object",
    "required": ["error", "accepted"],
    "properties": {
        "error": {"type": "string"},
        "accepted": {"type": "array", "items": {"type": "string"}},
        "smaller": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Addresses that together give what was too much for one answer.",
        },
    },
}


def _path(name: str, accepted: Sequence[str]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "enum": list(accepted)}}


def _operation(route: Route, lang: Lang) -> dict[str, Any]:
    held = IN_PATH.findall(route.path)
    return {
        "operationId": "_".join(
            part for part in route.path.replace("{", "").replace("}", "").replace(".", "/").split("/") if part
        ),
        "summary": route.does[lang],
        "parameters": [
            *({"$ref": f"#/components/parameters/{name}"} for name in held),
            *(_query(n, lang) for n in route.query),
        ],
        "responses": _responses(route),
    }


def _query(parameter: Parameter, lang: Lang) -> dict[str, Any]:
    described = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.does[lang],
        "schema": schema(parameter),
    }
    example: Any = [parameter.example] if parameter.many else parameter.example
    return {**described, "example": example} if parameter.example else described


def schema(parameter: Parameter) -> dict[str, Any]:
    """What it accepts as JSON Schema. An empty value is a name that was not given: forms send those."""
    if parameter.many:
        least = {"minItems": 1} if parameter.required else {}
        items = {"type": "string", "minLength": 1} if parameter.required else {"type": "string"}
        most = "maxItems" if parameter.required else "x-most"  # of codes: an address that holds more is also too long
        return {"type": "array", "items": items, **least, most: parameter.most}
    if parameter.number:
        whole = {"type": "integer", "minimum": 1, "maximum": parameter.most}
        return {"anyOf": [whole, {"type": "string", "maxLength": 0}]}
    schema: dict[str, Any] = {"type": "string", **({"minLength": 1} if parameter.required else {})}
    if parameter.listed:
        one = f"({'|'.join(parameter.listed)})"
        schema["pattern"] = f"^$|^({'|'.join(parameter.values)}|{one}(,{one})*)$"
    elif parameter.values:
        schema["enum"] = [*parameter.values, ""]
    if parameter.pattern:
        schema["pattern"] = f"^$|{parameter.pattern}"
    return schema


def _responses(route: Route) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "As asked.", "content": {kind: {} for kind in route.types}}
    for kind in set(route.types) & {"application/json", "application/feed+json"}:
        good["content"][kind] = {"schema": {"type": "object"}}
    refused = {"$ref": "#/components/schemas/Refusal"} if route.refusal == "application/json" else {"type": "string"}
    content = {route.refusal: {"schema": refused}}
    answers: dict[str, Any] = {"200": good}
    if route.kept:
        good["headers"] = {"ETag": {"schema": {"type": "string"}}}
        answers["304"] = {"description": "Not changed since the ETag that was sent in If-None-Match."}
    if route.query or "{" in route.path:
        answers["404"] = {"description": "A name or value is not known; accepted ones are listed.", "content": content}
    if held := [what for what, names in COUNTED.items() if names & {n.name for n in route.query}]:
        most = ", ".join(f"{pieces.LIMITS[what]} {what}" for what in held)
        answers["422"] = {"description": f"More than {most}; smaller requests are offered.", "content": content}
    for status in route.more:
        answers[str(status)] = {"description": "Not understood, or not offered.", "content": content}
    if route.query:
        answers["414"] = {"description": "The address is longer than 8,000 characters.", "content": content}
    answers["503"] = {"description": "No release has been built yet."}
    return answers
