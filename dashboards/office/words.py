"""The Word document's template, and the pieces python-docx has no words for: fields, links, language.

All of its look is in styles that Word itself has, so that a document of ours takes on the look of the one it is pasted
into. What stands in the template's text is left out; its page, letterhead, footers, fonts and styles are kept. Of the
styles, Heading 1 and Heading 2 must be there; others that it lacks come from our own template, in its own font.
"""

from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as Paper
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from dashboards.office.file import TAGS, clean
from dashboards.office.template_file import OURS, TemplateFile, template_file
from etl.catalogue.declarations import Lang

EMU_PER_CM = 360_000
TABLE_POINTS = 9
TABLE_STYLE, TABLE_TEXT = "Table Figures", "Table Text"
NEEDED = ("Heading 1", "Heading 2")
BORROWED = ("Title", "Subtitle", "Caption", "Footer", "Hyperlink", TABLE_TEXT, TABLE_STYLE)
NOT_OF_THIS_DOCUMENT = ("/thumbnail", "/extended-properties")
OF_ITS_TEXT = (RT.IMAGE, RT.HYPERLINK, RT.CHART, RT.PACKAGE, RT.OLE_OBJECT, RT.COMMENTS)


def paper(lang: Lang, file: TemplateFile | None = None) -> Paper:
    """An empty document in a language. file: the template to make it in; without one, that of the settings, or ours."""
    file = file or template_file("docx")
    try:
        made = Document(BytesIO(file.blob))
        _empty(made)
        lacking = [name for name in NEEDED if name not in made.styles]
    except (BadZipFile, LxmlError, KeyError, ValueError, AttributeError) as e:
        raise file.refuse(
            f"cannot be opened as a document ({type(e).__name__})",
            f"is niet te openen als document ({type(e).__name__})",
        ) from e
    if lacking:
        raise file.refuse(
            f"lacks the style {', '.join(lacking)}; needed: {', '.join(NEEDED)}",
            f"mist de stijl {', '.join(lacking)}; nodig: {', '.join(NEEDED)} (Kop 1, Kop 2)",
        )
    if missing := [name for name in BORROWED if name not in made.styles]:
        _borrow(made, missing)
    _speak(made, lang)
    return made


def text_width(made: Paper) -> float:
    """The width between the margins in cm."""
    page = made.sections[0]
    sides = (page.page_width, page.left_margin, page.right_margin)
    width, left, right = (float(v if isinstance(v, Length) else 0) for v in sides)
    return (width - left - right) / EMU_PER_CM


def _empty(made: Paper) -> None:
    """Take the template's own text out; the last section's page, headers and footers stay."""
    body = made.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    for key, rel in list(made.part.rels.items()):
        if rel.reltype in OF_ITS_TEXT:
            del made.part.rels[key]
    package = made.part.package
    for key, rel in list(package.rels.items()):
        if rel.reltype.endswith(NOT_OF_THIS_DOCUMENT):
            del package.rels[key]


def _borrow(made: Paper, names: list[str]) -> None:
    """Styles of ours that the template lacks, without our fonts, built on its own plain text."""
    ours = Document(str(OURS / "monitor.docx"))
    plain: Any = made.styles.default(1)
    base = {"paragraph": plain.style_id, "table": getattr(made.styles.default(3), "style_id", None)}
    for name in names:
        style: Any = deepcopy(ours.styles[name].element)
        for tag in ("w:link", "w:next", "w:rsid", "w:basedOn"):
            for old in style.findall(qn(tag)):
                style.remove(old)
        for old in list(style.iter(qn("w:rFonts"))):
            old.getparent().remove(old)
        if on := base.get(style.get(qn("w:type"))):
            based = OxmlElement("w:basedOn")
            based.set(qn("w:val"), on)
            style.find(qn("w:name")).addnext(based)
        made.styles.element.append(style)


def _speak(made: Paper, lang: Lang) -> None:
    """The language of all text, so that a spelling check reads it right."""
    for element in made.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), TAGS[lang])
    theme = made.settings.element.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), TAGS[lang])


def caption(made: Paper, word: str, number: int, text: str, before_table: bool = False) -> None:
    """`Figure 1. text` with Word's own numbering field, which counts on when documents are merged."""
    paragraph = made.add_paragraph(f"{word}\u00a0", style="Caption")
    field(paragraph, f" SEQ {word} \\* ARABIC ", str(number))
    paragraph.add_run(clean(f". {text}"))
    paragraph.paragraph_format.keep_with_next = before_table


def field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field that Word computes; `shown` stands there until it does."""
    for kind in ("begin", "instr", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "instr":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = instruction
            run._r.append(code)
        elif kind == "shown":
            run.text = shown
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def link(paragraph: Paragraph, address: str, text: str = "") -> None:
    """An address that can be followed, by itself or behind a text."""
    target = paragraph.part.relate_to(address, RT.HYPERLINK, is_external=True)
    made = OxmlElement("w:hyperlink")
    made.set(qn("r:id"), target)
    run = paragraph.add_run(clean(text or address), style="Hyperlink")
    made.append(run._r)
    paragraph._p.append(made)
