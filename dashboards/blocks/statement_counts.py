"""How the letter's statements stand, in one line: a count per group of verdicts, each a link to those statements."""

from collections.abc import Sequence

from dash import html

from dashboards.blocks import aria
from dashboards.letter import words as letter_words
from dashboards.letter.statements import Statement, groups, verdicts_of
from dashboards.query import urls
from etl.catalogue.declarations import Lang, Text

ALL = Text(en="{n} statements in the letter:", nl="{n} uitspraken in de brief:")


def statement_counts(statements: Sequence[Statement], lang: Lang) -> html.Section:
    """The counts in the order of `GROUPS`; together they are all statements."""
    items = [
        html.Li(
            html.A(
                [html.Strong(str(n)), f" {letter_words.SHORT_GROUPS[group][lang]}"],
                href=urls.letter(lang, {"verdict": ",".join(verdicts_of(group, statements))}),
            )
        )
        for group, n in groups(statements).items()
    ]
    name = html.A(ALL[lang].format(n=len(statements)), href=urls.letter(lang))
    return html.Section(
        [html.H2(name, id="statements", className="strip-title"), html.Ul(items)],
        className="strip",
        **aria(labelledby="statements"),
    )
