"""Change one value, flag, unit or provenance of a release: every form of every indicator's figure says something else.

A form that stays the same does not tell what was changed. Some indicators are left as they were: their forms must stay
the same bytes, or the others would differ for reasons of their own.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboards.figures import chart_kind
from dashboards.figures.figure import Figure, default_figure
from etl.catalogue import catalogue
from etl.release import store, whole
from tests import spoiled
from tests.spoiled import CHANGES, FORMS, Cell, Hashes, Shown

KINDS = tuple(CHANGES)
UNTOUCHED = 9  # every so manieth indicator stays as it is in the first copy
QUICK = ("plotly", "csv", "feed")  # asked of the second copy, where each has another change
OFFICE = ("pptx", "docx")  # of one content: one of them for each indicator in turn; FORMS=all asks for both


def in_turn(indicators: list[str], copy: int) -> dict[str, str]:
    """Which change each indicator has in a copy: all kinds in turn, "" for none."""
    turned = {name: KINDS[(n + 2 * copy) % len(KINDS)] for n, name in enumerate(indicators)}
    return turned if copy else {name: "" if n % UNTOUCHED == 0 else turned[name] for n, name in enumerate(indicators)}


def cell_of(figure: Figure) -> Cell:
    """A figure that the picture surely shows: the newest of its first line, or that of its first bar."""
    chart = figure.chart
    mark = next(m for m in reversed(chart.traces[0].marks) if m.value is not None)
    drawn = chart.traces[0].id if chart.frequency else mark.x
    period = mark.x if chart.frequency else chart_kind.period_shown(figure.series, figure.chosen.end)
    return next((s.geo, s.series, period) for s in figure.series if f"{s.geo} {s.series}" == drawn)


@pytest.fixture(scope="module")
def shown(release_root: Path) -> dict[str, Shown]:
    """The default choice of every indicator that has figures, and the cell that is changed."""
    figures = {name: default_figure(name, "en") for name in catalogue.load().indicators}
    held = {name: f for name, f in figures.items() if not f.empty}
    return {
        name: Shown(f.chosen.state(), cell_of(f), forms_of(n, spoiled.revised(release_root, name)))
        for n, (name, f) in enumerate(held.items())
    }


def forms_of(n: int, revised: bool) -> tuple[str, ...]:
    """The forms that are asked of the nth indicator. The feeds tell of replaced figures only."""
    left_out = set() if os.environ.get("FORMS") == "all" else {OFFICE[n % 2]}
    return tuple(form for form in FORMS if form not in left_out and (revised or form != "feed"))


@pytest.fixture(scope="module")
def copies(
    site: Any, release_root: Path, shown: dict[str, Shown], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[dict[str, str], Hashes]]:
    """The site as it is, then two copies with their changes: what was changed, and the hashes of the forms asked.

    In the second a figure that was replaced is changed too, which no other of its forms than the feed tells of.
    """
    base = tmp_path_factory.mktemp("copies")
    made: list[tuple[dict[str, str], Hashes]] = []
    for copy in (0, 1):
        folder, changed = spoiled.copy_of_site(release_root, base / str(copy)), in_turn(list(shown), copy)
        for name, kind in changed.items():
            if kind:
                CHANGES[kind](folder, name, shown[name].cell)
            if copy and kind != "unit" and "feed" in shown[name].forms:
                CHANGES[kind](folder, name, ("", "", ""))
        asked = {name: replace(each, forms=forms_of_copy(copy, name, each, made)) for name, each in shown.items()}
        made.append((changed, spoiled.answered(spoiled.ask_copy(folder, asked))))
    facts = store.release().facts
    seal = facts.pop(whole.SEAL)  # the copies have none: it would stand in every file, whatever was changed
    try:
        return [({}, spoiled.hashes(shown, site.test_client())), *made]
    finally:
        facts[whole.SEAL] = seal


def forms_of_copy(copy: int, name: str, each: Shown, before: list[tuple[dict[str, str], Hashes]]) -> tuple[str, ...]:
    """All but the feed in the first copy; in the second the quick ones, and all of what the first left as it was."""
    if not copy:
        return tuple(form for form in each.forms if form != "feed")
    return tuple(form for form in each.forms if form in QUICK or not before[0][0][name])


def differences(copies: list[tuple[dict[str, str], Hashes]]) -> Iterator[tuple[str, str, str, bool]]:
    """Indicator, form, what was changed, and whether the form says something else."""
    (_, before), *rest = copies
    for changed, after in rest:
        for name, kind in changed.items():
            yield from ((name, form, kind, before[name][form] != found) for form, found in after[name].items())


@pytest.mark.parametrize("kind", CHANGES)
def test_what_is_changed_in_a_release_is_told_by_every_form(
    copies: list[tuple[dict[str, str], Hashes]], kind: str
) -> None:
    found = [d for d in differences(copies) if d[2] == kind]
    assert {form for _, form, _, _ in found} == set(FORMS)
    assert len({name for name, *_ in found}) > 20
    assert not [(form, name) for name, form, _, differs in found if not differs]


def test_what_is_not_changed_stays_the_same_bytes(copies: list[tuple[dict[str, str], Hashes]]) -> None:
    """But for the page, which names related figures."""
    found = [d for d in differences(copies) if not d[2] and d[1] != "page"]
    assert len(found) > 50
    assert not [(form, name) for name, form, _, differs in found if differs]


def test_every_indicator_with_figures_has_a_change_in_every_form(
    copies: list[tuple[dict[str, str], Hashes]], shown: dict[str, Shown]
) -> None:
    assert len(shown) > 50
    asked = {(name, form) for name, form, kind, _ in differences(copies) if kind}
    assert asked == {(name, form) for name, each in shown.items() for form in each.forms}
    (first, _), (second, _) = copies[1:]
    assert all(first[name] != second[name] for name in shown)
