"""The draft and the final organizer as printed pages (PDF)."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

from example.organizer import CHANGES, DRAFT_ORGANIZER, EXPANDED, EXPECTATIONS, FINAL_ORGANIZER, LAUNCH_PLAN, SELF_TEST, Organizer

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


DRAFT_LOOK = Look(accent=HexColor("#555555"), tint=HexColor("#f3f3f3"), dashed=True)
FINAL_LOOK = Look(accent=HexColor("#1f5f4a"), tint=HexColor("#e9f3ee"))


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


def heading(canvas: Canvas, title: str, organizer: Organizer, look: Look) -> None:
    """The line at the top of every page: what it is on the left, class and stage on the right."""
    canvas.setFillColor(look.accent)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(MARGIN, PAGE_HEIGHT - 50, title)
    canvas.setFont("Helvetica-Bold", 9)
    canvas.drawRightString(PAGE_WIDTH - MARGIN, PAGE_HEIGHT - 42, organizer.stamp)
    canvas.setFillColor(GREY)
    canvas.setFont("Helvetica", 9)
    canvas.drawRightString(PAGE_WIDTH - MARGIN, PAGE_HEIGHT - 54, organizer.course)


def footer(canvas: Canvas) -> None:
    """The page's number, and that it is invented."""
    canvas.setFillColor(GREY)
    canvas.setFont("Helvetica", 7)
    canvas.drawString(MARGIN, 22, "Invented example. Maple Middle School and Elm County Schools do not exist.")
    canvas.drawRightString(PAGE_WIDTH - MARGIN, 22, f"Page {canvas.getPageNumber()}")


def neighbours(canvas: Canvas, organizer: Organizer, look: Look) -> None:
    """The row with the last unit, the bigger picture and the next unit."""
    labelled(canvas, Box(36, 492, 190, 46), look, "Last unit", text=organizer.last_unit)
    labelled(canvas, Box(238, 492, 316, 46), look, "Bigger picture", text=organizer.bigger)
    labelled(canvas, Box(566, 492, 190, 46), look, "Next unit", text=organizer.next_unit)


def schedule(canvas: Canvas, organizer: Organizer, look: Look) -> None:
    """The column of dates on the left."""
    box = Box(36, 150, 190, 330)
    labelled(canvas, box, look, "Unit schedule")
    step = (box.height - 26) / len(organizer.schedule)
    for index, (day, topic) in enumerate(organizer.schedule):
        y = box.y + box.height - 20 - (index + 1) * step
        canvas.setStrokeColor(HexColor("#cccccc"))
        canvas.setLineWidth(0.5)
        if index:
            canvas.line(box.x + 8, y + step, box.x + box.width - 8, y + step)
        words(canvas, day, Box(box.x + 8, y, 46, step - step / 3), bold=True, size=9)
        words(canvas, topic, Box(box.x + 56, y, box.width - 62, step - step / 3), size=9)


def link(canvas: Canvas, start: tuple[float, float], end: tuple[float, float], verb: str, look: Look) -> None:
    """A line of the map with its linking words on it, three fifths of the way down."""
    canvas.setStrokeColor(look.accent)
    canvas.setLineWidth(1)
    canvas.line(*start, *end)
    x, y = start[0] + (end[0] - start[0]) * 0.6, start[1] + (end[1] - start[1]) * 0.6
    width = canvas.stringWidth(verb, "Helvetica-Oblique", 9.5) + 8
    canvas.setFillColor(PAPER)
    canvas.rect(x - width / 2, y - 6, width, 14, stroke=0, fill=1)
    canvas.setFillColor(look.accent)
    canvas.setFont("Helvetica-Oblique", 9.5)
    canvas.drawCentredString(x, y - 2, verb)


def unit_map(canvas: Canvas, organizer: Organizer, look: Look) -> None:
    """The unit's name and, below it, its branches with the linking words on the lines."""
    top = Box(332, 402, 330, 72)
    count = len(organizer.branches)
    pitch = 518 / count
    for index, (verb, topic) in enumerate(organizer.branches):
        branch = Box(238 + index * pitch + 5, 252, pitch - 10, 54)
        middle = branch.x + branch.width / 2
        start = (top.x + top.width * (index + 1) / (count + 1), top.y)
        link(canvas, start, (middle, branch.y + branch.height), verb, look)
        frame(canvas, branch, look, filled=True, radius=20)
        words(
            canvas,
            topic,
            Box(branch.x + 5, branch.y, branch.width - 10, branch.height),
            size=10,
            bold=True,
            centre=True,
        )
    frame(canvas, top, look, filled=True)
    words(canvas, organizer.unit, Box(top.x, top.y + 34, top.width, 32), size=15, bold=True, centre=True)
    words(canvas, f"is about {organizer.about}", Box(top.x + 14, top.y + 5, top.width - 28, 30), size=9.5, centre=True)


def relations(canvas: Canvas, organizer: Organizer, look: Look) -> None:
    """How the parts relate, in one row below the map."""
    box = Box(238, 150, 518, 86)
    labelled(canvas, box, look, "How the parts relate")
    for index, relation in enumerate(organizer.relations):
        words(canvas, relation, Box(box.x + 14, box.y + 50 - index * 19, box.width - 28, 14), size=10, bullet=True)


def questions(canvas: Canvas, organizer: Organizer, look: Look) -> None:
    """The unit questions at the foot of the page."""
    box = Box(36, 40, 720, 98)
    labelled(canvas, box, look, "Unit questions: when we are done, can we answer these?")
    for index, question in enumerate(organizer.questions):
        column, row = divmod(index, 3)
        place = Box(box.x + 14 + column * 360, box.y + 54 - row * 22, 340, 14)
        words(canvas, f"{index + 1}.&nbsp; {question}", place, size=9.5)


def organizer_page(organizer: Organizer, look: Look) -> Callable[[Canvas], None]:
    """The organizer itself, on one page."""

    def draw(canvas: Canvas) -> None:
        heading(canvas, "Unit Organizer", organizer, look)
        for part in (neighbours, schedule, unit_map, relations, questions):
            part(canvas, organizer, look)
        footer(canvas)

    return draw


def table(canvas: Canvas, rows: Sequence[Sequence[str]], look: Look, *, top: float, widths: Sequence[float]) -> float:
    """A ruled table whose first row is its head; answers the y of its lower edge."""
    plain = ParagraphStyle("cell", fontName="Helvetica", fontSize=11.5, leading=14.5, textColor=INK)
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


def expectations_page(canvas: Canvas) -> None:
    """The draft's second page: what the teacher predicts."""
    heading(canvas, "What I expect before we begin", DRAFT_ORGANIZER, DRAFT_LOOK)
    foot = table(canvas, EXPECTATIONS, DRAFT_LOOK, top=536, widths=[110, 200, 200, 210])
    bullets(canvas, "Cue, Do, Review: my plan for the launch on 24 September", LAUNCH_PLAN, DRAFT_LOOK, top=foot - 28)
    footer(canvas)


def expanded_page(canvas: Canvas) -> None:
    """The final organizer's second page: the map with its details."""
    heading(canvas, "Expanded unit map", FINAL_ORGANIZER, FINAL_LOOK)
    top = Box(216, 462, 360, 52)
    for index, (topic, verb, details) in enumerate(EXPANDED):
        column = Box(36 + index * 183, 118, 171, 268)
        middle = column.x + column.width / 2
        link(canvas, (top.x + top.width * (index + 1) / 5, top.y), (middle, column.y + column.height), verb, FINAL_LOOK)
        frame(canvas, column, FINAL_LOOK)
        frame(canvas, Box(column.x, column.y + 228, column.width, 40), FINAL_LOOK, filled=True)
        words(canvas, topic, Box(column.x, column.y + 228, column.width, 40), size=12, bold=True, centre=True)
        for row, detail in enumerate(details):
            words(canvas, detail, Box(column.x + 10, column.y + 178 - row * 42, 153, 38), size=10.5, bullet=True)
    frame(canvas, top, FINAL_LOOK, filled=True)
    words(canvas, FINAL_ORGANIZER.unit, top, size=15, bold=True, centre=True)
    band = Box(36, 52, 720, 42)
    frame(canvas, band, FINAL_LOOK, filled=True)
    motto = "<b>Energy</b> comes in as light and leaves as heat. <b>Matter</b> stays and goes round."
    words(canvas, motto, band, size=12, centre=True)
    footer(canvas)


def self_test_page(canvas: Canvas) -> None:
    """The final organizer's third page: questions, answers and what changed since the draft."""
    heading(canvas, "Our self-test", FINAL_ORGANIZER, FINAL_LOOK)
    foot = table(canvas, SELF_TEST, FINAL_LOOK, top=536, widths=[270, 450])
    bullets(canvas, "From draft to final: what changed", CHANGES, FINAL_LOOK, top=foot - 30)
    footer(canvas)


def draft_pdf() -> bytes:
    """The draft organizer, two pages."""
    pages = [organizer_page(DRAFT_ORGANIZER, DRAFT_LOOK), expectations_page]
    return pdf("Unit Organizer, draft", datetime(2026, 9, 18, 20, 10, tzinfo=UTC), pages)


def final_pdf() -> bytes:
    """The final organizer, three pages."""
    pages = [organizer_page(FINAL_ORGANIZER, FINAL_LOOK), expanded_page, self_test_page]
    return pdf("Unit Organizer, final", datetime(2026, 10, 14, 19, 30, tzinfo=UTC), pages)
