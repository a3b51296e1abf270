"""A Chart said in words, for readers who do not see it: what, from where to where, peak, latest, lines, flags, gaps.

Generated from the same marks that are drawn; it names figures and never judges them. The provenance that most figures
have is said once, at the end.
"""

from dataclasses import replace

from dashboards.charts.model import Chart, Mark, Trace, columns, drawable, ranked
from dashboards.charts.notes import break_label, usual_note, usual_provenance
from dashboards.text.formats import T, join_list, period, provenance
from etl.model.provenance import Provenance

MOST_TRACES, MOST_ITEMS, MOST_LABELS = 5, 12, 4
IN_TIME = ("line", "column", "stacked", "multiples")


def alt_text(chart: Chart) -> str:
    """What the picture shows, in sentences of the chart's language; `chart.alt` where somebody wrote one."""
    if chart.alt:
        return chart.alt
    chart = _plainly(drawable(chart))
    opening = f"{T['chart_' + chart.kind][chart.lang]}: {_sentence(chart.title)}"
    pieces = [opening, _sentence(chart.subtitle), *_figures(chart), *_lines(chart), _flagged(chart)]
    if missing := gaps(chart):
        pieces.append(T["spoken_gaps"][chart.lang].format(labels=_some(missing, chart)))
    if chart.breaks:
        pieces.append(
            T["spoken_breaks"][chart.lang].format(labels=_some([break_label(chart, b) for b in chart.breaks], chart))
        )
    pieces += [_sentence(usual_note(chart)), *map(_sentence, chart.notes)]
    return " ".join(p for p in pieces if p)


def _plainly(chart: Chart) -> Chart:
    """The chart with the usual provenance left out of its marks' words; one that a whole series has is said of that."""
    usual = usual_provenance(chart)
    return replace(chart, traces=tuple(_plain_trace(t, usual, chart) for t in chart.traces))


def _plain_trace(trace: Trace, usual: Provenance, chart: Chart) -> Trace:
    own = {m.provenance for m in trace.marks if m.value is not None}
    shared = next(iter(own)) if len(own) == 1 else usual
    if shared.plain:
        return trace
    if shared == usual or chart.kind not in IN_TIME:
        return replace(trace, marks=tuple(_without(m, usual) for m in trace.marks))
    marks = tuple(_without(m, shared) for m in trace.marks)
    return replace(trace, marks=marks, label=f"{trace.label} ({provenance(shared, chart.lang)})")


def _without(mark: Mark, usual: Provenance) -> Mark:
    said = mark.reading
    if mark.provenance != usual or not said.value:
        return mark
    text = said.value + (f" ({said.flag})" if said.flag else "")
    return mark if text == mark.text else replace(mark, text=text)


def gaps(chart: Chart, trace: Trace | None = None) -> tuple[str, ...]:
    """Labels of the periods or categories for which no trace has a figure; or those between figures of one trace."""
    marks = trace.marks if trace else tuple(chart.marks())
    there = {m.x for m in marks if m.value is not None}
    labels = {m.x: m.label for m in chart.marks()}
    codes = columns(chart)
    if trace:
        places = [n for n, x in enumerate(codes) if x in there] or [0]
        codes = codes[places[0] : places[-1]]
    return tuple(labels.get(x) or period(x, chart.lang, short=True) for x in codes if x not in there)


def _figures(chart: Chart) -> list[str]:
    shown = [t for t in chart.traces if t.latest]
    if not shown:
        return [T["spoken_empty"][chart.lang]]
    if chart.kind in ("bullet", "dumbbell"):
        return _items(chart)
    say = _development if chart.frequency else _extremes
    said = [_sentence(say(chart, t)) for t in shown[:MOST_TRACES]]
    if more := len(shown) - MOST_TRACES:
        said += [T["spoken_more"][chart.lang].format(count=more)] if more > 0 else []
    return said


def _development(chart: Chart, trace: Trace) -> str:
    """From the first figure to the last, and the highest and lowest in between."""
    there = [m for m in trace.marks if m.value is not None]
    first, last = there[0], there[-1]
    label = f"{trace.label}: " if len(chart.traces) > 1 else ""
    if len(there) == 1:
        return T["spoken_one"][chart.lang].format(label=label, value=first.text, when=first.label)
    said = T["spoken_from_to"][chart.lang].format(
        label=label, first=first.text, first_when=first.label, last=last.text, last_when=last.label
    )
    order = ranked(Trace(trace.id, trace.label, tuple(there)))
    for name, mark in (("spoken_high", order[0]), ("spoken_low", order[-1])):
        if mark not in (first, last) and len(there) > 2:
            said += "; " + T[name][chart.lang].format(value=mark.text, when=mark.label)
    everywhere = gaps(chart)
    if own := [g for g in gaps(chart, trace) if g not in everywhere]:
        said += "; " + T["spoken_gap"][chart.lang].format(labels=_some(own, chart))
    return said


def _extremes(chart: Chart, trace: Trace) -> str:
    """Highest and lowest of the categories, all of them where they are few; then what is a whole of others."""
    held = [m for m in ranked(trace) if m.value is not None]
    order = [m for m in held if not m.aggregate] or held
    apart = [f"{m.label} {m.text}" for m in held if m not in order]
    label = f"{trace.label}: " if len(chart.traces) > 1 else ""
    if len(order) <= MOST_LABELS:
        return label + ", ".join([*(f"{m.label} {m.text}" for m in order), *apart])
    said = [
        T["spoken_items"][chart.lang].format(count=len(order)),
        T["spoken_most"][chart.lang].format(label=order[0].label, value=order[0].text),
        T["spoken_least"][chart.lang].format(label=order[-1].label, value=order[-1].text),
    ]
    said += [T["spoken_apart"][chart.lang].format(labels=join_list(apart, chart.lang))] if apart else []
    return label + "; ".join(said)


def _items(chart: Chart) -> list[str]:
    """Row by row: every trace's figure, and the rules that hold for the row."""
    labels = {m.x: m.label for m in chart.marks()}
    traces = [(t, t.by_x) for t in chart.traces]
    said = []
    ordered = [(x, labels[x]) for x in columns(chart) if x in labels]
    named = ordered[-MOST_ITEMS:] if chart.frequency else ordered[:MOST_ITEMS]  # of periods, the newest
    for x, label in named:
        parts = [
            f"{t.label} {marks[x].text}" if len(traces) > 1 else marks[x].text for t, marks in traces if x in marks
        ]
        parts += [r.label for r in chart.rules if chart.kind == "bullet" and r.holds(x)]
        said.append(_sentence(f"{label}: {'; '.join(parts)}"))
    if untold := [label for x, label in ordered if (x, label) not in named]:
        said.append(T["spoken_untold"][chart.lang].format(count=len(untold), first=untold[0], last=untold[-1]))
    return said


def _lines(chart: Chart) -> list[str]:
    if chart.kind == "bullet":
        return []
    said = []
    for name, wanted in (("spoken_lines", ("reference",)), ("spoken_targets", ("quota", "ceiling"))):
        if labels := dict.fromkeys(r.label for r in chart.rules if r.role in wanted and r.label):
            said.append(T[name][chart.lang].format(labels=join_list(list(labels), chart.lang)))
    return said


def _flagged(chart: Chart) -> str:
    """Which periods carry which flag; Mark.text has said it only for the figures named above."""
    meanings = dict(chart.flags)
    by_flag: dict[str, dict[str, None]] = {}
    for mark in chart.marks():
        for letter in mark.flag:
            by_flag.setdefault(letter, {})[mark.label] = None
    said = [
        f"{letter} {meanings.get(letter, '')}".strip() + f" ({_some(list(ls), chart)})"
        for letter, ls in by_flag.items()
    ]
    return T["spoken_flags"][chart.lang].format(labels=join_list(said, chart.lang)) if said else ""


def _some(labels: "list[str] | tuple[str, ...]", chart: Chart) -> str:
    """A list that stays short enough to listen to."""
    if len(labels) <= MOST_LABELS:
        return join_list(labels, chart.lang)
    rest = T["and_more"][chart.lang].format(count=len(labels) - MOST_LABELS + 1)
    return join_list([*labels[: MOST_LABELS - 1], rest], chart.lang)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."
