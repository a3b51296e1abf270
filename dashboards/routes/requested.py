"""What an address asks for, as the routes of pictures, files, embeds and briefings read it: a choice and its figure."""

from collections.abc import Sequence
from dataclasses import replace

from flask import request

from dashboards.figures import figure as figures
from dashboards.figures.figure import Figure, declared
from dashboards.front.answers import STREAMED
from dashboards.office import content
from dashboards.office.template_file import TemplateFile, template_file
from dashboards.query import parameters, urls
from dashboards.query.briefing import Ending
from dashboards.query.parameters import CHOICE, Parameter, Query
from dashboards.query.selection import NAMES, Selection, selection
from dashboards.web import request_host
from etl.release import store


def query(accepted: Sequence[Parameter], more: Sequence[str] = ()) -> dict[str, list[str]]:
    """What the address that is being answered asks; names of `more` are accepted too. Others are an error."""
    return parameters.given(request.args.to_dict(flat=False), accepted, more)


def choice(indicator_id: str, given: Query, accepted: Sequence[Parameter] = CHOICE) -> Selection:
    """What is asked of an indicator by names of CHOICE; `accepted` are all that may be given."""
    figure_query = {name: values for name, values in parameters.given(given, accepted).items() if name in NAMES}
    release = store.release(parameters.RELEASE.one(figure_query))
    return selection(indicator_id, figure_query, release.choices(declared(indicator_id).id))


def drawn(chosen: Selection) -> Figure:
    """The figure of a choice, told where it can be found and, where that is so, that it is a reading of the past."""
    figure = figures.figure(chosen)
    notes = content.stood(figure.chart.notes, chosen.as_of, chosen.lang, bool(chosen.beside))
    return replace(figure, chart=replace(figure.chart, notes=notes, address=short_address(chosen)))


def template(ending: Ending) -> TemplateFile:
    """The file that an office file is made in, empty for a PDF; where a setting names it, no answer of it is kept."""
    look = TemplateFile("", b"", "docx") if ending == "pdf" else template_file(ending)
    if look.setting:  # it may change at any time
        request.environ[STREAMED] = True
    return look


def short_address(chosen: Selection) -> str:
    """Where the figure's page is, for print: without scheme, and with only what the reader chose."""
    return f"{request_host.for_print()}{urls.figure(chosen.lang, chosen.indicator, chosen.state())}".replace("%2C", ",")


def permalink(shown: Figure) -> str:
    """Where exactly this figure stays: every choice named, in this release."""
    state = {**shown.chosen.state(), "release": shown.release.id}
    address = urls.figure(shown.chosen.lang, shown.indicator.id, state)
    return f"{request_host.name()}{address}"
