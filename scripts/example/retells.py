"""The reading support group's scores: what each student reached, passage by passage, and the table of them (CSV)."""

from __future__ import annotations

from datetime import date

OUT_OF, GOAL = 20, 16
PRETEST = date(2026, 9, 10)
PASSAGES = (
    date(2026, 10, 8),
    date(2026, 10, 15),
    date(2026, 10, 22),
    date(2026, 10, 29),
    date(2026, 11, 5),
    date(2026, 11, 12),
)

# The pretest and the six passages of controlled practice. 29 October was the home-made text that went badly.
SCORES = {
    "S01": (8, (10, 12, 13, 13, 15, 17)),
    "S02": (6, (9, 9, 12, 11, 14, 17)),
    "S03": (11, (12, 14, 16, 16, 18, 18)),
    "S04": (5, (6, 9, 11, 10, 13, 16)),
    "S05": (9, (11, 13, 13, 14, 16, 18)),
    "S06": (7, (8, 9, 12, 13, 17, 16)),
    "S07": (4, (5, 6, 9, 9, 13, 16)),
    "S08": (10, (12, 13, 15, 16, 17, 19)),
    "S09": (6, (8, 8, 11, 11, 14, 16)),
}


def retells_csv() -> bytes:
    """The score table: two rows a student, the pretest and the last passage of controlled practice."""
    rows = ["student,measure,date,score,out_of"]
    for student, (before, passages) in SCORES.items():
        rows.append(f"{student},pretest,{PRETEST},{before},{OUT_OF}")
        rows.append(f"{student},controlled,{PASSAGES[-1]},{passages[-1]},{OUT_OF}")
    return ("\n".join(rows) + "\n").encode()
