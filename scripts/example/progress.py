"""The progress chart of the reading support group, a panel a student (PDF)."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from example.retells import GOAL, OUT_OF, SCORES
from example.sheet import GREY, INK, MARGIN, PAPER, Box, Look, footer, heading, pdf, words

LOOK = Look(accent=HexColor("#1d5a78"), tint=HexColor("#eef4f7"))
RULE, GOAL_LINE = HexColor("#d4d9dc"), HexColor("#b4541e")
COLUMNS = ("Pre", "1", "2", "3", "4", "5", "6", "Adv", "Post", "Gen")
CAPTION = (
    "Points out of 20 for retelling a passage in one's own words. <b>Pre</b>: pretest, 10 September. <b>1 to 6</b>: controlled "
    "practice, 8, 15, 22 and 29 October, 5 and 12 November. <b>Adv, Post, Gen</b>: advanced practice, posttest and "
    "generalization, still to come. The dashed line is our goal of 16. Hardly anybody moved up on 29 October: that text was my "
    "own, and it was not a good one."
)


def place(panel: Box, column: int, score: int) -> tuple[float, float]:
    """Where a score stands in its panel."""
    x = panel.x + 26 + (panel.width - 38) * column / (len(COLUMNS) - 1)
    return x, panel.y + 20 + (panel.height - 38) * score / OUT_OF


def grid(canvas: Canvas, panel: Box) -> None:
    """The empty panel: scale, columns, the part still to come, and the goal."""
    canvas.setFillColor(LOOK.tint)
    x, y = place(panel, 7, 0)
    width, height = place(panel, 9, OUT_OF)[0] - x + 22, place(panel, 9, OUT_OF)[1] - y
    canvas.rect(x - 11, y, width, height, stroke=0, fill=1)
    canvas.setFont("Helvetica", 6.5)
    canvas.setLineWidth(0.5)
    canvas.setStrokeColor(RULE)
    for score in range(0, OUT_OF + 1, 5):
        (left, y), right = place(panel, 0, score), place(panel, 9, score)[0]
        canvas.line(left - 8, y, right + 11, y)
        canvas.setFillColor(GREY)
        canvas.drawRightString(left - 11, y - 2.2, str(score))
    for column, name in enumerate(COLUMNS):
        canvas.drawCentredString(place(panel, column, 0)[0], panel.y + 10, name)
    canvas.setStrokeColor(GOAL_LINE)
    canvas.setLineWidth(0.8)
    canvas.setDash([3, 2])
    canvas.line(place(panel, 0, GOAL)[0] - 8, place(panel, 0, GOAL)[1], place(panel, 9, GOAL)[0] + 11, place(panel, 0, GOAL)[1])
    canvas.setDash([])


def panel_of(canvas: Canvas, panel: Box, student: str) -> None:
    """One student's way from the pretest to the last passage."""
    before, passages = SCORES[student]
    grid(canvas, panel)
    words(canvas, student, Box(panel.x + 16, panel.y + panel.height - 14, 60, 12), size=9.5, bold=True)
    points = [place(panel, column, score) for column, score in enumerate(passages, start=1)]
    canvas.setStrokeColor(LOOK.accent)
    canvas.setLineWidth(1.4)
    for start, end in pairwise(points):
        canvas.line(*start, *end)
    canvas.setFillColor(LOOK.accent)
    for x, y in points:
        canvas.circle(x, y, 2.3, stroke=0, fill=1)
    x, y = place(panel, 0, before)
    canvas.setFillColor(PAPER)
    canvas.rect(x - 2.6, y - 2.6, 5.2, 5.2, stroke=1, fill=1)
    label(canvas, (x, y), before)
    label(canvas, points[-1], passages[-1])


def label(canvas: Canvas, point: tuple[float, float], score: int) -> None:
    """The score above its point, on white, so that no line runs through it."""
    x, y = point
    canvas.setFillColor(PAPER)
    canvas.rect(x - 6, y + 4, 12, 8, stroke=0, fill=1)
    canvas.setFillColor(INK)
    canvas.setFont("Helvetica-Bold", 7.5)
    canvas.drawCentredString(x, y + 5.5, str(score))


def chart(canvas: Canvas) -> None:
    """The page: nine panels and how to read them."""
    heading(canvas, "Paraphrasing: our progress so far", "12 November 2026", "Reading support, grade 6, nine students", LOOK)
    for index, student in enumerate(SCORES):
        row, column = divmod(index, 3)
        panel_of(canvas, Box(MARGIN + column * 243, 398 - row * 150, 234, 142), student)
    words(canvas, CAPTION, Box(MARGIN, 42, 720, 46), size=9.5)
    footer(canvas)


def progress_pdf() -> bytes:
    """The chart as it stood after the sixth passage; students are numbers."""
    return pdf("Progress chart, Paraphrasing", datetime(2026, 11, 12, 21, 15, tzinfo=UTC), [chart])
