"""The ground of all declarations: words in both languages, codes with names, a base that accepts nothing unknown.

The line below a field says what it is for; it reaches editors (`etl.catalogue.schema`), new files
(`etl.catalogue.blank`) and the sentences of faults (`etl.catalogue.reading`).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Lang = Literal["en", "nl"]
LANGS: tuple[Lang, ...] = ("en", "nl")
Period = Annotated[str, Field(pattern=r"^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(min_length=1)]


class Declared(BaseModel):
    """Base of all declarations: nothing unknown, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, use_attribute_docstrings=True)


class Text(Declared):
    """The same words in every language we publish; both are required and not empty."""

    en: Words
    """In English."""
    nl: Words
    """In Dutch, as a Dutch reader would write it."""

    def __getitem__(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.nl


class Label(Declared):
    """One code of a code list with its names."""

    code: str
    """The code as the figures carry it."""
    en: Words
    """Its name in English."""
    nl: Words
    """Its name in Dutch."""

    def __getitem__(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.nl
