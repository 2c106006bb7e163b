"""The guided teacher's final organizer, on the form that the educator's own has (PDF)."""

from __future__ import annotations

from datetime import UTC, datetime

from reportlab.lib.colors import HexColor

from example.organizer import Organizer
from example.organizer_pdf import organizer_page
from example.sheet import Look, pdf

LOOK = Look(accent=HexColor("#6a3d7c"), tint=HexColor("#f3ecf6"))
PEOPLE_ON_THE_MOVE = Organizer(
    stamp="FINAL, 18 November 2026",
    course="World geography, grade 7, period 2",
    unit="People on the move",
    about="why people leave a place and what changes when they do",
    last_unit="Maps and regions",
    bigger="How people and places shape each other",
    next_unit="Cities",
    schedule=[
        ("11/4", "Launch: the class map"),
        ("11/5-6", "Trouble at home"),
        ("11/9", "Hopes: two old letters"),
        ("11/10", "Case 1: Ireland, 1847"),
        ("11/12", "Case 2: the Dust Bowl"),
        ("11/13", "Barriers"),
        ("11/16", "Both places"),
        ("11/17", "Self-test, exit slip"),
        ("11/18", "Unit test"),
    ],
    branches=[
        ("are pushed by", "Trouble at home"),
        ("are pulled by", "Hopes elsewhere"),
        ("have to cross", "Barriers"),
        ("change", "Both places"),
    ],
    relations=["Cause and effect: push and pull", "Sequence: before, on the way, after", "Compare: two journeys"],
    questions=[
        "Why do people leave a place they love?",
        "Why do some stay when others go?",
        "Who and what stands in the way?",
        "What happens to the place they left? (our question)",
    ],
)


def guided_final_pdf() -> bytes:
    """The organizer as the class left it on the last day of the unit, one page."""
    return pdf("Unit Organizer, final", datetime(2026, 11, 18, 21, 5, tzinfo=UTC), [organizer_page(PEOPLE_ON_THE_MOVE, LOOK)])
