"""What printed pages are made of: boxes, paragraphs, headings, tables, and the PDF around them."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

PAGE_WIDTH, PAGE_HEIGHT = landscape(letter)
MARGIN = 36
INK, GREY, PAPER = HexColor("#222222"), HexColor("#777777"), HexColor("#ffffff")


@dataclass(frozen=True)
class Box:
    """A rectangle on the page, in points from the lower left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Look:
    """The colours of one printing of the organizer, and whether its lines are dashed as in a draft."""

    accent: Color
    tint: Color
    dashed: bool = False


@contextmanager
def dated(day: datetime) -> Iterator[None]:
    """Within the block reportlab dates its documents with `day` (it reads SOURCE_DATE_EPOCH)."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(day.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def pdf(title: str, day: datetime, pages: Sequence[Callable[[Canvas], None]]) -> bytes:
    """A PDF of the pages, in the order given; no author, so that nobody's name travels with it."""
    buffer = io.BytesIO()
    with dated(day):
        canvas = Canvas(buffer, pagesize=landscape(letter), pageCompression=0, invariant=1, lang="en-US")
        canvas.setTitle(title)
        canvas.setSubject("An invented example")
        canvas.setAuthor("")
        canvas.setCreator("")
        for page in pages:
            page(canvas)
            canvas.showPage()
        canvas.save()
    return buffer.getvalue()


def words(canvas: Canvas, text: str, box: Box, *, size: float = 9, bold: bool = False, centre: bool = False,
          bullet: bool = False) -> float:  # fmt: skip
    """Sets a paragraph: from the top of the box, or in its very middle if `centre`; answers the height it took."""
    style = ParagraphStyle(
        "words",
        fontName="Helvetica-Bold" if bold else "Helvetica",
        fontSize=size,
        leading=size * 1.25,
        textColor=INK,
        alignment=TA_CENTER if centre else TA_LEFT,
        leftIndent=size if bullet else 0,
        bulletFontSize=size,
    )
    paragraph = Paragraph(text, style, bulletText="\N{BULLET}" if bullet else None)
    height: float = paragraph.wrap(box.width, box.height)[1]
    below = (box.height - height) / 2 if centre else box.height - height
    paragraph.drawOn(canvas, box.x, box.y + below)
    return height


def frame(canvas: Canvas, box: Box, look: Look, *, filled: bool = False, radius: float = 6) -> None:
    """Draws the outline of a box in the look's colour."""
    canvas.setStrokeColor(look.accent)
    canvas.setFillColor(look.tint if filled else PAPER)
    canvas.setLineWidth(1.2)
    canvas.setDash([4, 3] if look.dashed else [])
    canvas.roundRect(box.x, box.y, box.width, box.height, radius, fill=1)
    canvas.setDash([])


def labelled(canvas: Canvas, box: Box, look: Look, label: str, *, text: str = "") -> None:
    """A box with a small label in its upper left corner and a text in its middle."""
    frame(canvas, box, look)
    canvas.setFillColor(look.accent)
    canvas.setFont("Helvetica-Bold", 7)
    canvas.drawString(box.x + 7, box.y + box.height - 11, label.upper())
    if text:
        words(canvas, text, Box(box.x + 6, box.y + 2, box.width - 12, box.height - 14), size=10.5, centre=True)


def heading(canvas: Canvas, title: str, stamp: str, course: str, look: Look) -> None:
    """The line at the top of every page: what it is on the left, its day and the class on the right."""
    canvas.setFillColor(look.accent)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(MARGIN, PAGE_HEIGHT - 50, title)
    canvas.setFont("Helvetica-Bold", 9)
    canvas.drawRightString(PAGE_WIDTH - MARGIN, PAGE_HEIGHT - 42, stamp)
    canvas.setFillColor(GREY)
    canvas.setFont("Helvetica", 9)
    canvas.drawRightString(PAGE_WIDTH - MARGIN, PAGE_HEIGHT - 54, course)


def footer(canvas: Canvas) -> None:
    """The page's number, and that it is invented."""
    canvas.setFillColor(GREY)
    canvas.setFont("Helvetica", 7)
    canvas.drawString(MARGIN, 22, "Invented example. Maple Middle School and Elm County Schools do not exist.")
    canvas.drawRightString(PAGE_WIDTH - MARGIN, 22, f"Page {canvas.getPageNumber()}")


def table(canvas: Canvas, rows: Sequence[Sequence[str]], look: Look, *, top: float, widths: Sequence[float],
          size: float = 11.5) -> float:  # fmt: skip
    """A ruled table whose first row is its head; answers the y of its lower edge."""
    plain = ParagraphStyle("cell", fontName="Helvetica", fontSize=size, leading=size + 3, textColor=INK)
    bold = ParagraphStyle("head", parent=plain, fontName="Helvetica-Bold")
    cells = [
        [Paragraph(text, bold if number == 0 or column == 0 else plain) for column, text in enumerate(row)]
        for number, row in enumerate(rows)
    ]
    grid = Table(cells, colWidths=list(widths))
    grid.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.6, look.accent),
            ("BACKGROUND", (0, 0), (-1, 0), look.tint),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
        ]
    )
    height: float = grid.wrap(PAGE_WIDTH - 2 * MARGIN, PAGE_HEIGHT)[1]
    grid.drawOn(canvas, MARGIN, top - height)
    return top - height


def bullets(canvas: Canvas, title: str, lines: Sequence[str], look: Look, *, top: float) -> None:
    """A small heading and the lines below it."""
    canvas.setFillColor(look.accent)
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(MARGIN, top, title)
    y = top - 10
    for line in lines:
        y -= words(canvas, line, Box(MARGIN, y - 100, PAGE_WIDTH - 2 * MARGIN, 100), size=11.5, bullet=True) + 5
