"""The description of the addresses for machines: complete, and true under many odd requests."""

import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error

from dashboards import feeds
from dashboards.charts.palette import THEMES
from dashboards.explore.table import SORTS
from dashboards.files.formats import FORMS
from dashboards.files.rows import DIALECTS
from dashboards.query import parameters
from dashboards.routes import description
from dashboards.routes.pictures import SIZES
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS

NOT_DESCRIBED = re.compile(
    r"^/(_dash|_reload|_favicon|live/|assets/|plotly/|metrics$|robots|\.well-known/|favicon\.ico|<path:|$)"
)
SLOW = re.compile(r"briefing|release\.zip|\.pdf|\.png")  # drawn by other means than text: fewer examples


def described(client: Any) -> dict[str, Any]:
    return client.get("/api/openapi.json").get_json()


def test_every_route_for_machines_is_described(site, client) -> None:
    paths = set(described(client)["paths"])
    patterns = [re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(p))) for p in paths]
    for rule in site.url_map.iter_rules():
        if NOT_DESCRIBED.match(rule.rule) or "GET" not in (rule.methods or ()):
            continue
        endings = re.search(r"<any\((.*?)\):\w+>", rule.rule)
        for ending in endings[1].split(", ") if endings else [""]:
            address = re.sub(r"<any\(.*?\):\w+>", ending, rule.rule)
            if address.endswith(".<ending>"):
                assert any(p.startswith(address.partition("<")[0]) for p in paths), rule.rule
                continue
            address = re.sub(r"<\w+>", "x", address)
            assert any(p.fullmatch(address) for p in patterns), rule.rule


def test_data_forms_and_sizes_are_those_of_the_routes() -> None:
    assert {end: form.type.partition(";")[0] for end, form in FORMS.items()} == description.DATA_TYPES
    assert {*DIALECTS} == {*parameters.DIALECT.values}
    assert {*THEMES} == {*parameters.THEME.values}
    assert parameters.KIND.values == feeds.KINDS
    assert {*SORTS} == {"", *parameters.named(parameters.DATASET, "sort")[0].values}
    assert tuple(SIZES) == parameters.named(parameters.PICTURE, "size")[0].values


def test_the_description_names_the_indicators_of_the_catalogue(client) -> None:
    known = described(client)["components"]["parameters"]["indicator"]["schema"]["enum"]
    assert known == list(catalogue.load().indicators)


@pytest.mark.parametrize("lang", LANGS)
def test_the_readable_page_has_every_address_and_name(client, lang: str) -> None:
    page = client.get(f"/{lang}/api").text
    for route in description.routes():
        assert f">{route.path}<" in page
        for name in route.query:
            assert f">{name.name}<" in page
    assert f'href="/{lang}/api"' in client.get(f"/{lang}/").text


@pytest.fixture(scope="module")
def api_schema(site) -> Any:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", site)


def cases() -> list[Any]:
    """Every address with right names and, where it takes any, with wrong ones."""
    found = []
    for route in description.routes():
        if route.path != "/data/release.zip":  # streamed from a file, takes seconds to make, has tests of its own
            found.append(pytest.param(route.path, GenerationMode.POSITIVE, id=f"{route.path}-right"))
            if route.query or "{" in route.path:
                found.append(pytest.param(route.path, GenerationMode.NEGATIVE, id=f"{route.path}-wrong"))
    return found


@pytest.mark.parametrize(("path", "mode"), cases())
def test_schemathesis_finds_nothing(api_schema, path: str, mode: GenerationMode) -> None:
    operation = api_schema[path]["GET"]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=2 if SLOW.search(path) else 4,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case: Any) -> None:
        # 501 is what oEmbed's specification wants for a form that is not offered
        left_out = [not_a_server_error] if path == "/oembed" and mode is GenerationMode.NEGATIVE else []
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=left_out)

    check()
