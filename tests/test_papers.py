"""What an inheritor expects at the top: licence, citation, changes, and a page for each decision.

CITATION.cff is held to the rules of the Citation File Format 1.2.0 that it touches: cffconvert, which knows them all,
was last published in 2021 and needs a jsonschema older than the one that other tests need.
"""

import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ROOT_KEYS = {
    *("abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi", "identifiers", "keywords"),
    *("license", "license-url", "message", "preferred-citation", "references", "repository", "repository-artifact"),
    *("repository-code", "title", "type", "url", "version"),
}
ENTITY_KEYS = {
    *("address", "alias", "city", "country", "date-end", "date-start", "email", "fax", "location", "name", "orcid"),
    *("post-code", "region", "tel", "website"),
}
REFERENCE_TYPES = {"article", "book", "data", "dataset", "government-document", "report", "software", "website"}
TOP = {
    *("app.py", "pyproject.toml", "requirements.lock", "requirements-dev.lock", "README.md", "LICENSE", "CHANGELOG.md"),
    *("CITATION.cff", "data", "etl", "dashboards", "assets", "tests", "scripts", "docs"),
}


@pytest.fixture
def citation() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    return found


def test_the_licence_is_the_same_wherever_it_is_named(citation: dict[str, Any]) -> None:
    notice = (ROOT / "LICENSE").read_text("utf-8")
    assert notice.startswith(f"SPDX-License-Identifier: {PROJECT['license']}\n")
    assert PROJECT["license"] == citation["license"] == "EUPL-1.2"
    assert PROJECT["license-files"] == ["LICENSE"]
    named = re.findall(r"\bdata/[\w./]+\w", notice)
    assert named
    assert [n for n in named if not (ROOT / n).exists()] == []


def test_the_citation_keeps_the_rules_of_its_format(citation: dict[str, Any]) -> None:
    assert {"cff-version", "message", "title", "authors"} <= set(citation) <= ROOT_KEYS
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] in ("software", "dataset")
    assert citation["authors"]
    assert len(set(citation["keywords"])) == len(citation["keywords"]) > 0
    for reference in citation["references"]:
        assert {"authors", "title", "type"} <= set(reference)
        assert reference["type"] in REFERENCE_TYPES
        assert isinstance(reference.get("date-published", date.min), date)
    for entity in (a for holder in (citation, *citation["references"]) for a in holder["authors"]):
        assert "name" in entity
        assert set(entity) <= ENTITY_KEYS
    texts = [citation[key] for key in ("message", "title", "abstract", "version", "license")]
    assert all(isinstance(text, str) and text for text in texts)


def test_the_citation_names_the_version_that_this_is(citation: dict[str, Any]) -> None:
    assert citation["version"] == PROJECT["version"]


def test_changes_are_told_newest_first() -> None:
    heads = re.findall(r"(?m)^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert heads[0] == "Unreleased"
    days = [datetime.strptime(head, "%d %B %Y") for head in heads[1:]]
    assert days == sorted(set(days), reverse=True)


@pytest.mark.parametrize("path", DECISIONS, ids=[p.stem for p in DECISIONS])
def test_a_decision_says_why_what_else_and_what_follows(path: Path) -> None:
    text = path.read_text("utf-8")
    heads = re.findall(r"(?m)^## (.+)$", text)
    assert [h.removesuffix(", measured") for h in heads] == ["Context", "Decision", "Alternatives", "Consequences"]
    assert re.search(r"(?m)^Date: \d{1,2} [A-Z][a-z]+ 20\d\d\b", text)
    assert len(text.splitlines()) <= 60
    measured = text.split("## Alternatives")[1].split("## Consequences")[0]
    assert measured.startswith(", measured") <= bool(re.search(r"\d", measured))


def test_readme_has_every_decision_once() -> None:
    linked = re.findall(r"\]\(docs/decisions/(\w+)\.md\)", (ROOT / "README.md").read_text("utf-8"))
    assert sorted(linked) == [p.stem for p in DECISIONS]


def test_svg_is_drawn_by_our_own_code_for_the_reason_that_was_measured() -> None:
    text = (ROOT / "docs/decisions/own_svg.md").read_text("utf-8")
    rows = dict(re.findall(r"(?m)^\| ([^|]+) \| ([\d.]+ ms \| [\d.]+ kB) \|$", text))
    assert rows == {
        "our own renderer": "1.3 ms | 4.8 kB",
        "pygal": "6 ms | 23 kB",
        "lets-plot": "8 ms | 20 kB",
        "Vega-Lite by vl-convert": "64 ms | 16 kB",
    }


def test_the_top_level_stays_small() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    found = {p.name for p in ROOT.iterdir() if not p.name.startswith(".") and f"{p.name}/" not in ignored}
    assert found == TOP
