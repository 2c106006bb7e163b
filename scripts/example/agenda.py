"""The agenda of the session (DOCX)."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.shared import Inches, Pt

AGENDA_DAY = datetime(2026, 8, 24, 15, 0, tzinfo=UTC)
AGENDA_ROWS = [
    ("Time", "What", "How"),
    ("8:30", "Welcome; what our students lose sight of in a unit", "Pairs, then the whole group"),
    ("9:00", "The Unit Organizer: its parts and what each is for", "Guided reading of two examples"),
    ("10:15", "Break", ""),
    ("10:30", "Linking words: reading a map aloud", "Tables of four, one unit all of us teach"),
    ("11:30", "Cue-Do-Review, shown with us as the class", "Demonstration and talk"),
    ("12:15", "Lunch", ""),
    ("1:00", "Drafting an organizer for a unit of your own", "Alone, then with a partner"),
    ("2:15", "Practice: launch your unit in ten minutes", "Groups of three, with feedback"),
    ("3:15", "Using it every day; planning coaching", "Each person writes a first step"),
    ("3:45", "Close", ""),
]
BRING = ["a unit you will teach before November", "its textbook or notes", "a pencil: drafts change"]
KEPT_STYLES = {
    "Normal", "Default Paragraph Font", "Normal Table", "No List", "Title", "Title Char", "Heading 1", "Heading 1 Char",
    "List Bullet", "Table Grid",
}  # fmt: skip
UNUSED_PARTS = ("stylesWithEffects", "customXml", "thumbnail")


def agenda_docx() -> bytes:
    """The agenda of the session, one page, with no author in its properties."""
    document = docx.Document()
    slim(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "Agenda", "", ""
    properties.created = properties.modified = AGENDA_DAY
    section = document.sections[0]
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin = section.bottom_margin = Inches(0.8)
    document.add_paragraph("The Unit Organizer Routine", style="Title")
    document.add_paragraph(
        "Professional learning, level 1. Thursday, 27 August 2026, 8:30 to 3:45\n"
        "Elm County Schools (invented), professional learning room\n"
        "Led by Sam Okafor (example), SIM Professional Developer"
    )
    document.add_paragraph("Agenda", style="Heading 1")
    agenda_table(document)
    document.add_paragraph("Please bring", style="Heading 1")
    for line in BRING:
        document.add_paragraph(line, style="List Bullet")
    document.add_paragraph("This agenda is an invented example.").runs[0].italic = True
    return repacked(document)


def slim(document: Document) -> None:
    """Leaves out of python-docx's own template what this page does not use: most styles and three parts."""
    for relations_of in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in relations_of.items() if rel.reltype.endswith(UNUSED_PARTS)]:
            relations_of.pop(key)
    for style in list(document.styles):
        if style.name not in KEPT_STYLES:
            style.element.getparent().remove(style.element)
    for named in document.part.numbering_part.element.xpath("//w:pStyle[@w:val!='ListBullet']"):
        named.getparent().remove(named)


def agenda_table(document: Document) -> None:
    """The table of times; its first row is bold."""
    grid = document.add_table(rows=len(AGENDA_ROWS), cols=3, style="Table Grid")
    grid.autofit = False
    widths = [Inches(0.8), Inches(3.4), Inches(2.3)]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate(AGENDA_ROWS):
        for cell, text, width in zip(grid.rows[number].cells, row, widths, strict=True):
            cell.width = width
            run = cell.paragraphs[0].add_run(text)
            run.bold = number == 0
            cell.paragraphs[0].paragraph_format.space_after = Pt(3)
            cell.paragraphs[0].paragraph_format.space_before = Pt(3)


def repacked(document: Document) -> bytes:
    """The document's bytes, its parts stored uncompressed and dated `AGENDA_DAY`."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, AGENDA_DAY.timetuple()[:6])
            entry.create_system = 0  # else it would say on which system the script ran
            target.writestr(entry, source.read(name))
    return packed.getvalue()
