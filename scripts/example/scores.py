"""The table of scores (CSV)."""

from __future__ import annotations

from datetime import date

PRETEST, POSTTEST = date(2026, 9, 15), date(2026, 10, 16)
BEFORE = (9, 6, 12, 8, 5, 10, 7, 11, 4, 9, 3, 8)
AFTER = (15, 13, 19, 14, 12, 17, 7, 16, 11, 16, 9, 15)


def scores_csv() -> bytes:
    """The score table: two rows a student, twenty points a test, made-up student numbers."""
    rows = ["student,measure,date,score,out_of"]
    for number, (before, after) in enumerate(zip(BEFORE, AFTER, strict=True), start=1):
        rows.append(f"S{number:02},pretest,{PRETEST},{before},20")
        rows.append(f"S{number:02},posttest,{POSTTEST},{after},20")
    return ("\n".join(rows) + "\n").encode()
