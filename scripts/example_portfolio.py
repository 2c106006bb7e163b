"""Makes `example-portfolio/`: an invented educator in mid-course on levels 1 to 3 of the Unit Organizer routine
and on level 2 of the Paraphrasing Strategy.

    python scripts/example_portfolio.py [DIR]

Texts, documents and pictures lie in `scripts/example/`, one job a module; this file says which file is made from what.

It needs simcred and its extra `examples`: Pillow, reportlab and python-docx (made with 13.0, 5.1 and 1.2). The same versions give the same bytes on every
run and machine: every date is written there, the handwriting's unevenness comes from a checksum of the text, points are
reckoned with the four basic operations and drawn at whole pixels, and where compression could differ between builds of
zlib there is none (PDF, DOCX) or the plainest kind (PNG, run lengths only).

People, schools, classes, scores and addresses are invented. It writes the educator's part and one review by the partner: no
submission, and nothing that `simcred init` puts beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from example import guided, paraphrasing, texts
from example.agenda import agenda_docx
from example.board import whiteboard_jpg
from example.chart_paper import chart_paper_jpg
from example.fidelity import fidelity_pdf
from example.guided_organizer import guided_final_pdf
from example.organizer_pdf import draft_pdf, final_pdf
from example.pages import s03_png, s11_jpg
from example.progress import progress_pdf
from example.retells import retells_csv
from example.review import PLACE, review_manifest
from example.scores import scores_csv
from example.video import video_manifest


def files() -> dict[str, bytes]:
    """Every file of the example, by its path from the portfolio's folder."""
    written = {
        "README.md": texts.README,
        "portfolio.yaml": texts.PORTFOLIO,
        "evidence/2026-08-27-session-agenda/evidence.yaml": texts.AGENDA,
        "evidence/2026-08-27-unit-organizer-session/evidence.yaml": texts.SESSION,
        "evidence/2026-08-27-unit-organizer-session/reflection.md": texts.REFLECTION,
        "evidence/2026-09-14-implementation/evidence.yaml": texts.IMPLEMENTATION,
        "evidence/2026-09-18-draft-organizer/evidence.yaml": texts.DRAFT,
        "evidence/2026-09-24-class-organizer/evidence.yaml": texts.CLASS_DEVICE,
        "evidence/2026-10-01-routine-use/account.md": texts.ACCOUNT,
        "evidence/2026-10-01-routine-use/evidence.yaml": texts.ROUTINE,
        "evidence/2026-10-02-log/evidence.yaml": texts.LOG_OCTOBER,
        "evidence/2026-10-08-coaching/evidence.yaml": texts.COACHING,
        "evidence/2026-10-14-final-organizer/evidence.yaml": texts.FINAL,
        "evidence/2026-10-15-student-work-s03/evidence.yaml": texts.WORK_HIGH,
        "evidence/2026-10-15-student-work-s11/evidence.yaml": texts.WORK_LOW,
        "evidence/2026-09-15-scores/evidence.yaml": texts.SCORES,
        "evidence/2026-10-20-populations-launch-video/evidence.yaml": video_manifest(),
        "evidence/2026-11-06-log/evidence.yaml": texts.LOG_NOVEMBER,
        "evidence/2026-10-28-guided-coaching-before/evidence.yaml": guided.COACHING_BEFORE,
        "evidence/2026-11-04-guided-class-organizer/evidence.yaml": guided.CLASS_CHART,
        "evidence/2026-11-04-guided-fidelity-checklist/evidence.yaml": guided.FIDELITY,
        "evidence/2026-11-04-guided-implementation/account.md": guided.ACCOUNT,
        "evidence/2026-11-04-guided-implementation/evidence.yaml": guided.IMPLEMENTATION,
        "evidence/2026-11-18-guided-final-organizer/evidence.yaml": guided.FINAL,
        "evidence/2026-09-08-paraphrasing-implementation/evidence.yaml": paraphrasing.IMPLEMENTATION,
        "evidence/2026-09-10-paraphrasing-scores/evidence.yaml": paraphrasing.SCORES,
        "evidence/2026-09-10-paraphrasing-stages/evidence.yaml": paraphrasing.STAGES,
        "evidence/2026-10-20-paraphrasing-coaching/evidence.yaml": paraphrasing.COACHING,
        "evidence/2026-11-12-paraphrasing-chart/evidence.yaml": paraphrasing.CHART,
        "evidence/2026-11-13-paraphrasing-log/evidence.yaml": paraphrasing.LOG,
    }
    made = {path: text.encode() for path, text in written.items()} | {
        "evidence/2026-08-27-session-agenda/agenda.docx": agenda_docx(),
        "evidence/2026-09-18-draft-organizer/organizer-draft.pdf": draft_pdf(),
        "evidence/2026-09-24-class-organizer/whiteboard.jpg": whiteboard_jpg(),
        "evidence/2026-10-14-final-organizer/organizer-final.pdf": final_pdf(),
        "evidence/2026-10-15-student-work-s03/organizer-s03.png": s03_png(),
        "evidence/2026-10-15-student-work-s11/organizer-s11.jpg": s11_jpg(),
        "evidence/2026-09-15-scores/scores.csv": scores_csv(),
        "evidence/2026-11-04-guided-class-organizer/chart-paper.jpg": chart_paper_jpg(),
        "evidence/2026-11-04-guided-fidelity-checklist/checklist.pdf": fidelity_pdf(),
        "evidence/2026-11-18-guided-final-organizer/organizer-final.pdf": guided_final_pdf(),
        "evidence/2026-09-10-paraphrasing-scores/scores.csv": retells_csv(),
        "evidence/2026-11-12-paraphrasing-chart/progress.pdf": progress_pdf(),
    }
    return made | {PLACE: review_manifest(made).encode()}


def main(arguments: Sequence[str]) -> int:
    """Writes the example into the folder named, or beside `scripts/`; other files there are left alone."""
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print("usage: python scripts/example_portfolio.py [DIR]", file=sys.stderr)
        return 2
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent / "example-portfolio"
    for path, content in files().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
