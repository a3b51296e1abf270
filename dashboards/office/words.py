"""The Word document's look and the pieces python-docx has no words for: fields, links, language, a table style.

All of it is done through styles that Word itself has, so that a document of ours takes on the look of the one it is
pasted into.
"""

from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from dashboards.office.file import FONT, TAGS, clean, hexadecimal
from etl.catalogue.declarations import Lang

TEXT_WIDTH = 16.0  # cm between the margins of an A4
TABLE_POINTS = 9
TABLE_STYLE, TABLE_TEXT = "Table Figures", "Table Text"
LOOKS: dict[str, tuple[float, bool, str, float, float]] = {
    # points, bold, colour, points before, points after
    "Normal": (10.5, False, "ink", 0, 6),
    "Title": (24, True, "ink", 0, 4),
    "Subtitle": (12, False, "muted", 0, 18),
    "Heading 1": (16, True, "ink", 18, 4),
    "Heading 2": (12, True, "accent", 12, 3),
    "Caption": (9.5, False, "muted", 4, 8),
    "Footer": (8.5, False, "muted", 0, 0),
}


def paper(lang: Lang) -> Paper:
    """An empty A4 document in a language, its styles set."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.2)
    for name, look in LOOKS.items():
        _style(made, name, look)
    made.styles.add_style(TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH).base_style = made.styles["Normal"]
    _style(made, TABLE_TEXT, (TABLE_POINTS, False, "ink", 2, 2))
    _hyperlink_style(made)
    _table_style(made)
    _speak(made, lang)
    package = made.part.package
    for key, rel in list(package.rels.items()):
        if rel.reltype == RT.THUMBNAIL:  # a picture of the template, not of this document
            del package.rels[key]
    return made


def _style(made: Paper, name: str, look: tuple[float, bool, str, float, float]) -> None:
    size, bold, colour, before, after = look
    style: Any = made.styles[name]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(hexadecimal(colour))
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), FONT)
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    spacing = style.element.rPr.find(qn("w:spacing"))
    if spacing is not None:
        style.element.rPr.remove(spacing)


def _hyperlink_style(made: Paper) -> None:
    style: Any = made.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    style.font.color.rgb, style.font.underline = RGBColor.from_string(hexadecimal("link")), True


def _table_style(made: Paper) -> None:
    """A style of hairlines with a strong first row, for Word's own list of table styles."""
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{hexadecimal("hairline")}"'
    strong = f'w:val="single" w:sz="8" w:space="0" w:color="{hexadecimal("line")}"'
    made.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="TableFigures">'
            f'<w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>'
            f"<w:tblPr><w:tblBorders><w:top {strong}/><w:bottom {strong}/><w:insideH {line}/></w:tblBorders>"
            '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom {strong}/>'
            f'</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{hexadecimal("tint")}"/></w:tcPr>'
            "</w:tblStylePr></w:style>"
        )
    )


def _speak(made: Paper, lang: Lang) -> None:
    """The language of all text, so that a spelling check reads it right."""
    for found in made.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), TAGS[lang])
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
