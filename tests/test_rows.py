"""Every row, met and not met, by portfolios written by hand from the domain and not from the checklists."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml
from fill import fill

from simcred.app.look import Look, one
from simcred.app.places import starter
from simcred.model.outcome import RowOutcome

HERE = Path(__file__).parent / "rows"
TODAY = dt.date(2026, 11, 20)
CASES = sorted(f"{path.parent.name}/{path.name}" for path in HERE.glob("L*/*") if path.is_dir())


def outcome_of(folder: Path, row: str) -> RowOutcome:
    _, seen = one(folder, Look(TODAY))
    assert seen.assessment.readable, seen.assessment.findings
    return next(outcome for goal in seen.assessment.goals for outcome in goal.rows if outcome.row.id == row)


def prepared(case: Path, folder: Path) -> dict[str, str]:
    """The case laid over its base portfolio; what the case says of itself."""
    path = case / "case.yaml"
    said = (yaml.safe_load(path.read_text("utf-8")) if path.exists() else None) or {}
    base = said.get("base") or ("level-1" if case.parent.name.startswith("L1") else "level-2")
    shutil.copytree(HERE / "base" / base, folder)
    shutil.copytree(case, folder, dirs_exist_ok=True)
    (folder / "case.yaml").unlink(missing_ok=True)
    fill(folder, starter())
    return said


@pytest.mark.parametrize("name", CASES)
def test_row(name: str, tmp_path: Path) -> None:
    case = HERE / name
    said = prepared(case, tmp_path / "portfolio")
    got = outcome_of(tmp_path / "portfolio", case.parent.name)
    wanted = said.get("outcome") or ("met" if case.name.startswith("met") else None)
    if wanted is not None:
        assert got.outcome == wanted, (got.reason, said.get("note"))
    else:
        assert got.outcome != "met", said.get("note")


def test_every_row_has_both() -> None:
    rows = {row.id for checklist in starter().checklists.values() for row in checklist.rows}
    for row in rows:
        names = [path.name for path in (HERE / row).iterdir()]
        assert any(name.startswith("met") for name in names), row
        assert any(name.startswith("not") for name in names), row
