"""Whether decks and documents can be made in the templates that the settings name."""

from functools import lru_cache

from dashboards.office.template import template
from dashboards.office.template_file import SETTINGS, TemplateFile, template_file
from dashboards.office.words import paper
from etl.model.errors import TemplateError


def faults() -> tuple[TemplateError, ...]:
    """What is wrong with each of them, of PowerPoint first; none where all can be used."""
    found = []
    for ending in SETTINGS:
        try:
            _open(template_file(ending))
        except TemplateError as e:
            found.append(e)
    return tuple(found)


@lru_cache(maxsize=4)
def _open(file: TemplateFile) -> None:
    if file.ending == "pptx":
        template(file)
    else:
        paper("en", file)
