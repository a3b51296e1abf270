"""What we do not hold: that it is so, and where the publisher has it. No figure stands in its place."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset, Indicator, Lang, Text

AT = Text(en="At the publisher: ", nl="Bij de uitgever: ")
TABLE = Text(en="We hold no figures of this table.", nl="Van deze tabel hebben wij geen cijfers.")


def of_indicator(indicator: Indicator, catalogue: Catalogue, lang: Lang) -> list[Component]:
    """Two sentences: that we hold none, and links to the tables it would be made from."""
    used = [catalogue.datasets[d] for d in indicator.datasets if d in catalogue.datasets]
    return [html.P(T["nothing_held"][lang]), html.P(_ways(used, lang))]


def of_dataset(dataset: Dataset, lang: Lang) -> list[Component]:
    """The same of one table."""
    return [html.P(TABLE[lang]), html.P(_ways([dataset], lang))]


def entry(indicator: Indicator, catalogue: Catalogue, lang: Lang) -> html.Li:
    """One line of a list of what is not held."""
    used = [catalogue.datasets[d] for d in indicator.datasets if d in catalogue.datasets]
    return html.Li([html.Strong(indicator.title[lang]), ". ", *_ways(used, lang)], id=indicator.id)


def _ways(datasets: Sequence[Dataset], lang: Lang) -> list[str | Component]:
    """Links to the publishers' pages, each once; live tables first, where newer figures come from."""
    titles = {d.landing: d.title[lang] for d in sorted(datasets, key=lambda d: not d.live)}
    links: list[str | Component] = [AT[lang]]
    for n, (address, title) in enumerate(titles.items()):
        links += ["; "] if n else []
        links.append(html.A(formats.sentence_case(title), href=address))
    return [*links, "."]
