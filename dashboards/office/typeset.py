"""A tagged PDF of plain values: PDF/UA-1, with title and language, the same bytes for the same values. Door to typst.

A template is a `.typ` file beside its module; what it prints comes as JSON in `sys.inputs.content`, never as markup.
Only the fonts that typst brings along are used, so that a page looks the same on every machine.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

FONT = "Libertinus Serif"  # comes with typst; the pictures in a PDF name it too
STANDARD: Final = "ua-1"


def pdf(template: Path, content: Mapping[str, Any], made: datetime) -> bytes:
    """The file. content: what the template prints, as JSON has it; made: the date of the file."""
    typeset = typst.compile(
        template,
        root=template.parent,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"content": json.dumps({"font": FONT, **content}, sort_keys=True)},
        pdf_standards=STANDARD,
        timestamp=made,
    )
    assert isinstance(typeset, bytes)
    return typeset
