"""The table beside a picture has every figure of it, and says what its flags mean."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboards.charts.model import Chart
from dashboards.charts.table import table
from dashboards.text import formats
from etl.catalogue.catalogue import Lang
from etl.model.provenance import Provenance

KINDS = ("line", "column", "stacked", "ranked", "bullet", "dumbbell", "heatmap", "multiples")
Make = Callable[[str, Lang], Chart]


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_is_as_long_as_the_header(make: Make, kind: str) -> None:
    made = table(make(kind, "en"))
    assert {len(row) for row in made.rows} == {len(made.header)}
    assert made.caption.startswith("Detections at the external borders")


def test_figures_are_plain_numbers_with_the_unit_in_the_header(make: Make) -> None:
    made = table(make("line", "nl"))
    assert made.header == ("Jaar", "Totaal (detecties)", "Opmerking")
    assert made.rows[6] == ("2015", "1.822.102", "")
    assert made.rows[-1] == ("2025", "179.921", "voorlopig")


def test_a_missing_figure_is_said_and_not_zero(gap_chart: Chart) -> None:
    rows = {row[0]: row for row in table(gap_chart).rows}
    assert rows["2013"][1] == "not available"
    dropped = replace(gap_chart.traces[0], marks=tuple(m for m in gap_chart.traces[0].marks if m.value is not None))
    assert {r[0]: r for r in table(replace(gap_chart, traces=(dropped,))).rows}["2013"][1] == "not available"


def test_how_a_figure_came_to_us_is_said(gap_chart: Chart) -> None:
    """The kind of most figures once, beside the table; another in the row of its figure."""
    made = table(gap_chart)
    rows = {row[0]: row for row in made.rows}
    assert rows["2016"][2] == "quoted from a publication"
    assert rows["2015"][2] == ""
    assert any(formats.provenance(Provenance("derived"), "en") in note for note in made.notes)


def test_an_observation_of_the_letter_is_called_a_reference(make: Make) -> None:
    assert "Reference: the letter: 150,000 in 2018" in table(make("line", "en")).notes


def test_targets_stand_in_a_column_of_their_own(make: Make) -> None:
    made = table(make("bullet", "en"))
    assert made.header[-1] == "Target"
    assert {row[0]: row[-1] for row in made.rows}["2018"] == "quota 750"


def test_a_ranking_keeps_its_order(make: Make) -> None:
    assert [row[0] for row in table(make("ranked", "en")).rows] == [
        "Central Mediterranean", "Eastern Mediterranean", "Western Balkan", "Elsewhere",
    ]  # fmt: skip


def test_months_are_written_out(make: Make) -> None:
    assert table(make("heatmap", "nl")).rows[0][0] == "januari 2024"
