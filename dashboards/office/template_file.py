"""The files that decks and documents are made in: our own, or a ministry's that a setting names.

Read again when it changes on disk. One that cannot be used is a TemplateError that names the file, what was found and
what is accepted; ours never takes its place unasked.
"""

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Literal
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from etl.model.errors import TemplateError

Ending = Literal["pptx", "docx"]
SETTINGS: dict[Ending, str] = {"pptx": "MONITOR_TEMPLATE_PPTX", "docx": "MONITOR_TEMPLATE_DOCX"}
OURS = Path(__file__).parent / "templates"
CONTENTS = "[Content_Types].xml"
MAIN: dict[Ending, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}
ALSO: dict[Ending, tuple[str, ...]] = {  # read as if it were the main kind: .potx, .ppsx, .dotx
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
        "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
    ),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",),
}
ACCEPTED: dict[Ending, str] = {"pptx": ".pptx, .potx", "docx": ".docx, .dotx"}
MACROS = re.compile("vbaProject|macroEnabled", re.IGNORECASE)


@dataclass(frozen=True)
class TemplateFile:
    """A template as it is on disk. name: of the file, without its folder; setting: "" for our own."""

    name: str
    blob: bytes
    ending: Ending
    setting: str = ""

    @property
    def digest(self) -> str:
        """Changes with the file's bytes."""
        return sha256(self.blob).hexdigest()

    def refuse(self, en: str, nl: str) -> TemplateError:
        """The error that says why this file cannot be used."""
        return TemplateError(self.setting, self.name, en, nl)


def template_file(ending: Ending) -> TemplateFile:
    """The template that the setting names, else our own; TemplateError."""
    named = _setting(ending).strip()
    path = Path(named) if named else OURS / f"monitor.{ending}"
    unread = TemplateFile(path.name, b"", ending, SETTINGS[ending] if named else "")
    try:
        facts = path.stat()
        return _read(path, facts.st_mtime_ns, facts.st_size, unread)
    except OSError as e:
        raise unread.refuse(f"cannot be read ({e.strerror})", f"is niet te lezen ({e.strerror})") from None


def _setting(ending: Ending) -> str:
    if ending == "pptx":
        return os.environ.get("MONITOR_TEMPLATE_PPTX", "")
    return os.environ.get("MONITOR_TEMPLATE_DOCX", "")


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, _size: int, unread: TemplateFile) -> TemplateFile:
    blob, wanted = path.read_bytes(), ACCEPTED[unread.ending]
    try:
        with ZipFile(BytesIO(blob)) as z:
            contents = z.read(CONTENTS).decode("utf-8", "replace")
            blob = _plain(blob, z, contents, unread.ending)
    except (BadZipFile, KeyError):
        raise unread.refuse(
            f"is no file of Office, or has a password; accepted: {wanted}",
            f"is geen Office-bestand of heeft een wachtwoord; aanvaard: {wanted}",
        ) from None
    if MACROS.search(contents):
        raise unread.refuse(
            f"holds macros; accepted, saved without macros: {wanted}",
            f"bevat macro’s; aanvaard, zonder macro’s opgeslagen: {wanted}",
        )
    if not blob:
        raise unread.refuse(f"is of another kind; accepted: {wanted}", f"is van een andere soort; aanvaard: {wanted}")
    return TemplateFile(unread.name, blob, unread.ending, unread.setting)


def _plain(blob: bytes, z: ZipFile, contents: str, ending: Ending) -> bytes:
    """The file as a presentation or document, where it is saved as a template of one; b"" for any other kind."""
    if MAIN[ending] in contents:
        return blob
    kind = next((k for k in ALSO[ending] if k in contents), None)
    if kind is None:
        return b""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in z.namelist():
            new.writestr(name, contents.replace(kind, MAIN[ending]) if name == CONTENTS else z.read(name))
    return out.getvalue()
