"""Text to copy, with a button beside it. assets/share.js copies; without it a text is copied by hand."""

from dash import html

from dashboards.blocks import aria, data
from etl.catalogue.declarations import Lang, Text

COPY = Text(en="Copy", nl="Kopieer")
COPIED = Text(en="Copied.", nl="Gekopieerd.")
NOT_COPIED = Text(
    en="Not copied: the browser does not allow it. The text is selected.",
    nl="Niet gekopieerd: de browser staat het niet toe. De tekst is geselecteerd.",
)


def copy_field(name: str, label: str, text: str, lang: Lang) -> html.Div:
    """Text to copy, by a button where scripts run; a click selects all of it."""
    name_line = html.P(label, id=f"copy-{name}", className="copy-name")
    code = html.Pre(text, className="copy", tabIndex=0, role="region", **aria(labelledby=f"copy-{name}"))
    button = html.Button(
        COPY[lang],
        type="button",
        className="button copy-button",
        disable_n_clicks=True,
        **data(action="copy", done=COPIED[lang], failed=NOT_COPIED[lang]),
        **aria(label=f"{COPY[lang]}: {label}"),
    )
    said = html.Span(className="copy-said", role="status")
    return html.Div([name_line, code, html.P([button, said], className="copy-act")], className="copy-field")
