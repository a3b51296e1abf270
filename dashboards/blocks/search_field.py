"""A field to type words into, in a form that a browser sends by itself. Dash's html knows no input, so it is our Raw.

The words of a reader come back into the field: everything is escaped here.
"""

from html import escape

from dashboards.web.raw_html import Raw


def search_field(name: str, field_id: str, label: str, value: str = "", suggest: str = "") -> Raw:
    """A labelled search field. name: in the address; value: what the reader typed before.

    suggest: address that answers suggestions to what is typed, where scripts run (assets/suggest.js).
    """
    more = f' data-suggest="{escape(suggest)}"' if suggest else ""
    return Raw(
        html=(
            f'<label for="{escape(field_id)}">{escape(label)}</label>'
            f'<input type="search" id="{escape(field_id)}" name="{escape(name)}" value="{escape(value)}" '
            f'autocomplete="off" spellcheck="false" maxlength="100"{more}>'
        ),
        className="field",
    )
