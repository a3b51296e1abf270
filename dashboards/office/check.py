"""Whether decks and documents can be made in the templates that the settings name."""

from functools import lru_cache

from dashboards.office.template_file import SETTINGS, TemplateFile, template_file
from etl.model.errors import TemplateError


def faults() -> tuple[TemplateError, ...]:
    """What is wrong with each of them, of PowerPoint first; none where all can be used, or are our own."""
    unusable = []
    for ending in SETTINGS:
        try:
            if (file := template_file(ending)).setting:
                _open(file)
        except TemplateError as e:
            unusable.append(e)
    return tuple(unusable)


@lru_cache(maxsize=4)
def _open(file: TemplateFile) -> None:
    from dashboards.office.template import template  # here: the libraries take long to import, at each start
    from dashboards.office.words import paper

    if file.ending == "pptx":
        template(file)
    else:
        paper("en", file)
