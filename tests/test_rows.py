"""Every row, met and not met, by portfolios written by hand from what is known of the programme and not from the checklists.

`rows/<ROW>.yaml` has cases by name. One whose name begins with `met` meets the row, one with `not` does not; `outcome`, `why` and
a part of its `reason` say more, and must where an item has a mistake in it or cannot be read: a row is not met for what the case
is about, and not because of a slip in how it is written. `base` is the portfolio beneath (rows/base), `files` are laid over it,
`note` says where the expectation comes from.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from files import MAKERS, made
from fill import fill

from simcred.app.look import Look, one
from simcred.app.places import starter
from simcred.model.outcome import RowOutcome

HERE = Path(__file__).parent / "rows"
TODAY = dt.date(2026, 11, 20)
ROWS: dict[str, dict[str, Any]] = {
    path.stem: yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) for path in sorted(HERE.glob("*.yaml"))
}
SLIPS = ("spoiled", "unreadable")
CASES = [f"{row}/{name}" for row, cases in ROWS.items() for name in cases]


def outcome_of(folder: Path, row: str) -> RowOutcome:
    _, seen = one(folder, Look(TODAY))
    assert seen.assessment.readable, seen.assessment.findings
    return next(outcome for goal in seen.assessment.goals for outcome in goal.rows if outcome.row.id == row)


def laid_out(row: str, case: dict[str, Any], folder: Path) -> None:
    """The case laid over its base portfolio."""
    shutil.copytree(HERE / "base" / (case.get("base") or ("level-1" if row.startswith("L1") else "level-2")), folder)
    for path, text in case["files"].items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made(path, path) if text and path.rpartition(".")[2] in MAKERS else text.encode())
    fill(folder, starter())


@pytest.mark.parametrize("name", CASES)
def test_row(name: str, tmp_path: Path) -> None:
    row, _, title = name.partition("/")
    case = ROWS[row][title]
    laid_out(row, case, tmp_path / "portfolio")
    got = outcome_of(tmp_path / "portfolio", row)
    wanted = case.get("outcome") or ("met" if title.startswith("met") else None)
    if wanted is not None:
        assert got.outcome == wanted, (got.reason, case.get("note"))
    else:
        assert got.outcome != "met", case.get("note")
    assert got.why == case.get("why", got.why)
    assert case.get("reason", "") in (got.reason or "")
    if got.why in SLIPS:
        assert case.get("why") == got.why, (got.reason, case.get("note"))


def test_every_row_has_both() -> None:
    for row in {row.id for checklist in starter().checklists.values() for row in checklist.rows}:
        assert any(name.startswith("met") for name in ROWS[row]), row
        assert any(name.startswith("not") for name in ROWS[row]), row
