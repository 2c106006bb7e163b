"""The checklist that the educator filled in while she watched the guided teacher's launch (PDF)."""

from __future__ import annotations

from datetime import UTC, datetime

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from example.sheet import Look, bullets, footer, heading, pdf, table

LOOK = Look(accent=HexColor("#2b4a7a"), tint=HexColor("#eaf0f8"))
SEEN = [
    ("Part", "What I looked for", "Seen?", "What I saw or heard"),
    (
        "Cue",
        "The class hears what the device and the routine are called.",
        "yes",
        "In the first minute. It was on the chart before anybody came in.",
    ),
    (
        "Cue",
        "The class hears how it will help them.",
        "yes",
        'From Jo\'s card: "With this page you can tell where a story belongs before you know how it ends."',
    ),
    (
        "Cue",
        "Everybody knows what the teacher does and what students do.",
        "partly",
        "Clear for the notes, not for the binders: three pairs asked what to copy, and when.",
    ),
    (
        "Do",
        "The parts come in their order, each linked to the one before.",
        "yes",
        "Last unit, what it is about, verbs, topics, questions, first date. The date came in a hurry.",
    ),
    (
        "Do",
        "Teacher and students fill it in together.",
        "yes",
        "All verbs from pairs, on notes. A student's doubt about the old place renamed the fourth branch.",
    ),
    (
        "Do",
        "Students of every kind take part.",
        "partly",
        "13 of 13 pairs put up a note; 9 of 26 students spoke to the class, nobody from the two tables at the window.",
    ),
    (
        "Review",
        "It is checked what the class understood.",
        "partly",
        "Two pairs explained one line each. Then the bell rang.",
    ),
    (
        "Review",
        "The class says how the device helped.",
        "not yet",
        "No time. Jo will ask on 5 November, first thing.",
    ),
]
REMARKS = [
    "<b>Keep.</b> Reading every line aloud as a whole sentence. That is how the class heard that one topic did not fit.",
    "<b>Try.</b> Begin the Review at minute 35, whatever is not on the chart by then.",
    "<b>Mine to think about.</b> I answered a question from the window tables although I was there to watch.",
    "Jo read my notes the same afternoon and put one thing right: it was 13 pairs, not 12.",
]


def page(canvas: Canvas) -> None:
    """The one page: what was looked for and seen, and what came of it."""
    heading(canvas, "Cue, Do, Review: what I saw", "4 November 2026, period 2", "Jo Lindqvist (example) teaching", LOOK)
    foot = table(canvas, SEEN, LOOK, top=536, widths=[52, 224, 52, 392], size=9.5)
    bullets(canvas, "Afterwards", REMARKS, LOOK, top=foot - 26)
    footer(canvas)


def fidelity_pdf() -> bytes:
    """The checklist of the launch of 4 November."""
    return pdf("Fidelity checklist, Unit Organizer", datetime(2026, 11, 4, 21, 40, tzinfo=UTC), [page])
