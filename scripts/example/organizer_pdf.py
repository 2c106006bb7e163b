"""The draft and the final organizer as printed pages (PDF)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from example.organizer import CHANGES, DRAFT_ORGANIZER, EXPANDED, EXPECTATIONS, FINAL_ORGANIZER, LAUNCH_PLAN, SELF_TEST, Organizer
from example.sheet import PAPER, Box, Look, bullets, footer, frame, heading, labelled, pdf, table, words

DRAFT_LOOK = Look(accent=HexColor("#555555"), tint=HexColor("#f3f3f3"), dashed=True)
FINAL_LOOK = Look(accent=HexColor("#1f5f4a"), tint=HexColor("#e9f3ee"))


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
        heading(canvas, "Unit Organizer", organizer.stamp, organizer.course, look)
        for part in (neighbours, schedule, unit_map, relations, questions):
            part(canvas, organizer, look)
        footer(canvas)

    return draw


def expectations_page(canvas: Canvas) -> None:
    """The draft's second page: what the teacher predicts."""
    heading(canvas, "What I expect before we begin", DRAFT_ORGANIZER.stamp, DRAFT_ORGANIZER.course, DRAFT_LOOK)
    foot = table(canvas, EXPECTATIONS, DRAFT_LOOK, top=536, widths=[110, 200, 200, 210])
    bullets(canvas, "Cue, Do, Review: my plan for the launch on 24 September", LAUNCH_PLAN, DRAFT_LOOK, top=foot - 28)
    footer(canvas)


def expanded_page(canvas: Canvas) -> None:
    """The final organizer's second page: the map with its details."""
    heading(canvas, "Expanded unit map", FINAL_ORGANIZER.stamp, FINAL_ORGANIZER.course, FINAL_LOOK)
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
    heading(canvas, "Our self-test", FINAL_ORGANIZER.stamp, FINAL_ORGANIZER.course, FINAL_LOOK)
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
