"""What a figure that is pinned, to a release or to a day of reading, says about itself and about the present. Pure."""

from dashboards.charts.table import Table
from dashboards.embed.code import Since
from dashboards.text import formats
from dashboards.text.messages import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text

MOST_CHANGES = 40
WHICH = Text(en="Which values changed", nl="Welke waarden zijn veranderd")
HEAD = {"en": ("Period", "Place", "Category", "Was", "Is"), "nl": ("Periode", "Plaats", "Categorie", "Was", "Is")}
CAPTION = Text(
    en="Values that changed since, the newest periods first; {shown} of {of} are shown",
    nl="Sindsdien veranderde waarden, de nieuwste perioden eerst; {shown} van {of} zijn getoond",
)


def standing(release: str, built: str, as_of: str, lang: Lang) -> str:
    """Which release, and which day of reading, a figure holds to. built, as_of: ISO days, as_of "" for none."""
    day = f"; {T['as_of'][lang]} {formats.date(as_of, lang)}" if as_of else ""
    return f"{T['release'][lang]} {release} ({formats.date(built, lang)}){day}."


def changes(since: Since, i: Indicator, c: Catalogue, lang: Lang) -> Table | None:
    """What each changed value was and is, the newest MOST_CHANGES of them; None where none changed."""
    if not since.changed:
        return None

    def figure(value: float | None, flag: str) -> str:
        return T["no_figure"][lang] if value is None else " ".join([formats.number(value, i.decimals, lang), *flag])

    rows = tuple(
        (
            formats.period(each.period, lang), c.label("geo", each.geo, lang), c.series_label(i, each.series, lang),
            figure(each.old, each.old_flag), figure(each.new, each.new_flag),
        )
        for each in since.changed[:MOST_CHANGES]
    )  # fmt: skip
    of = formats.number(len(since.changed), 0, lang)
    return Table(CAPTION[lang].format(shown=len(rows), of=of), HEAD[lang], rows)
