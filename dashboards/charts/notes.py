"""Letters and signs that marks carry, and what is said of them and of the source below the picture. Pure.

A flag is the publisher's own letter. A sign says where a figure comes from where that differs from the usual: which
provenance its inputs have, and before it § where the figure was computed from them here.
"""

from collections.abc import Iterable
from dataclasses import replace

from dashboards.charts.model import BreakLine, Chart, Mark, Trace, by_year, columns
from dashboards.text import formats
from etl.model.period import period
from etl.model.provenance import ORIGINAL, WEAKEST_LAST, Provenance

INPUT_SIGNS = {"quoted": "*", "transcribed": "†", "derived": "‡", "original": "°"}
COMPUTED_SIGN = "§"
SERIES_NAMED = ("line", "column", "stacked", "multiples")  # the pictures that name each series once
THINNED = ("line", "multiples", "heatmap", "map")  # the pictures that write letters only where they have room
Signs = dict[Provenance, str]
SIGNS: Signs = {
    Provenance(inputs, computed): COMPUTED_SIGN * computed + INPUT_SIGNS[inputs]
    for computed in (False, True)
    for inputs in reversed(WEAKEST_LAST)
} | {Provenance(computed=True): COMPUTED_SIGN}
BREAK_LETTER = "b"
NAMED = 2  # more series than this are counted in the words of a break
COLON = ("column", "stacked", "heatmap")  # the pictures that mark a missing figure


def usual_provenance(chart: Chart) -> Provenance:
    """The provenance that most figures of the picture have; of equals the one named last in SIGNS."""
    held = chart.provenances
    return max(reversed(SIGNS), key=lambda each: held.get(each, 0)) if held else ORIGINAL


def signs(chart: Chart) -> Signs:
    """Provenance -> the sign that its marks carry; the usual provenance has none, a note names it."""
    unusual = set(chart.provenances) - {usual_provenance(chart)}
    return {provenance: sign for provenance, sign in SIGNS.items() if provenance in unusual}


def signed_by_series(chart: Chart) -> Chart:
    """The chart with a sign once, behind the name of a series, where it would stand at each of its figures."""
    kinds = signs(chart) if chart.kind in SERIES_NAMED and len(chart.traces) > 1 else {}
    return replace(chart, traces=tuple(_signed(t, kinds) for t in chart.traces)) if kinds else chart


def _signed(trace: Trace, kinds: Signs) -> Trace:
    held = {m.provenance for m in trace.marks if m.value is not None}
    sign = kinds.get(held.pop(), "") if len(held) == 1 else ""
    return replace(trace, sign=sign, marks=tuple(replace(m, signed=True) for m in trace.marks)) if sign else trace


def suffix(mark: Mark, signs: Signs) -> str:
    """Flag letters and sign of provenance that stand behind or above a mark: "p", "b*", ""."""
    if mark.quiet:
        return ""
    return mark.flag + signs.get(mark.provenance, "") if signs and not mark.signed else mark.flag


def legend_notes(chart: Chart) -> tuple[str, ...]:
    """What the letters and signs in this picture mean, and its notes: one sentence each."""
    used = {letter for m in chart.marks() for letter in m.flag}
    lines = [f"{letter} {meaning}" for letter, meaning in chart.flags if letter in used]
    lines += [f"{sign} {formats.provenance(each, chart.lang)}" for each, sign in signs(chart).items()]
    lines += [usual] if (usual := usual_note(chart)) else []
    lines += [formats.T["letters_thinned"][chart.lang]] if _thinned(chart) else []
    if chart.kind in COLON and _missing(chart):
        lines.append(f": {formats.T['no_figure'][chart.lang]}")
    lines += [formats.T["one_scale"][chart.lang]] if chart.kind == "multiples" and len(chart.traces) > 1 else []
    return (*lines, *break_notes(chart), *chart.notes)


def in_sentences(said: Iterable[str]) -> str:
    """Notes one behind another, each a sentence of its own."""
    return " ".join(f"{each.rstrip('.')}." for each in said)


def _thinned(chart: Chart) -> bool:
    """Whether a picture of the chart may leave letters out: a line does where it is drawn narrow, its end apart."""
    if chart.kind not in THINNED:
        return False
    kinds = signs(chart)
    marked = ([m for m in t.marks if m.value is not None] for t in chart.traces)
    return any(suffix(m, kinds) for marks in marked for m in marks[:-1])


def usual_note(chart: Chart) -> str:
    """What the usual provenance is; "" where figures of the publisher are."""
    usual = usual_provenance(chart)
    if usual.plain:
        return ""
    name = "unless_marked" if signs(chart) else "all_marked"
    return formats.T[name][chart.lang].format(provenance=formats.provenance(usual, chart.lang))


def break_notes(chart: Chart) -> tuple[str, ...]:
    """Where series change their meaning, and how: one sentence each."""
    return tuple(f"{BREAK_LETTER} {_when(chart, b)}{break_label(chart, b, len(chart.traces))}" for b in chart.breaks)


def _when(chart: Chart, b: BreakLine) -> str:
    """The period of a break, where its words do not say it."""
    return "" if str(period(b.x).year) in b.label else f"{formats.period(b.x, chart.lang)}: "


def break_label(chart: Chart, b: BreakLine, most: int = NAMED) -> str:
    """What a break is; where it is not about every series of the picture, first which: at most `most` by name."""
    about = [t.label for t in chart.traces if t.role != "then" and b.about(t)]
    if not about or all(b.about(t) for t in chart.traces):
        return b.label
    count = formats.T["some_series"][chart.lang].format(count=len(about), of=len(chart.traces))
    return f"{formats.join_list(about, chart.lang) if len(about) <= most else count}: {b.label}"


def _missing(chart: Chart) -> bool:
    """Whether the picture has a colon: a period of columns without any figure, or any lack in the other kinds."""
    grid = by_year(chart) if chart.kind == "heatmap" else chart
    there = [{m.x for m in t.marks if m.value is not None} for t in grid.traces]
    each = [set().union(*there)] if chart.kind == "column" else there
    return any(set(columns(grid)) - codes for codes in each)


def origin(chart: Chart, between: str = " · ") -> str:
    """Publishers with their datasets, and the day of the figures; "" where there are none."""
    lang = chart.lang
    day = formats.as_of(chart.as_of, lang, chart.undated)
    return f"{formats.T['source'][lang]}: {chart.source}{between}{day}" if chart.source else ""
