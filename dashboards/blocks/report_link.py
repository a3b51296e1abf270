"""“Something wrong?”: a message with address, release and state filled in; nothing where nobody is named."""

import os
from collections.abc import Mapping
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.web.request_host import absolute
from etl.catalogue.declarations import Lang, Text

WRONG = Text(en="Something wrong?", nl="Klopt er iets niet?")
ABOUT = Text(en="Something wrong: {name}", nl="Klopt er iets niet: {name}")
SUBJECT = Text(en="Correction: {name}", nl="Correctie: {name}")
BODY = Text(
    en="What is wrong, and what should it be? A source helps.\n\n\n---\n"
    "Address: {address}\nRelease: {release}\n{state}",
    nl="Wat klopt er niet, en wat moet het zijn? Een bron helpt.\n\n\n---\n"
    "Adres: {address}\nRelease: {release}\n{state}",
)


def contact() -> str:
    """The address that MONITOR_CONTACT names; "" where it names none."""
    return os.environ.get("MONITOR_CONTACT", "").strip()


def report_link(name: str, address: str, release: str, state: Mapping[str, str], lang: Lang) -> list[Component]:
    """The link in a paragraph. name: of the figure or statement; address: its path; state: what is shown of it."""
    to = contact()
    if not to:
        return []
    shown = "\n".join(f"{key}: {value}" for key, value in state.items() if value)
    body = BODY[lang].format(address=absolute(address), release=release, state=shown)
    fields = f"subject={quote(SUBJECT[lang].format(name=name))}&body={quote(body)}"
    href = f"mailto:{quote(to, safe='@')}?{fields}"
    return [html.P(html.A(WRONG[lang], href=href, **aria(label=ABOUT[lang].format(name=name))), className="report")]
