"""Each classic mistake for which such portfolios come back is told, at its place and in plain words."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml
from fill import fill

from simcred.app.look import Look, one
from simcred.app.places import starter

HERE = Path(__file__).parent / "mistakes"
TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.iterdir() if path.is_dir()))
def test_mistake(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "portfolio"
    shutil.copytree(HERE / name, folder)
    said = yaml.safe_load((folder / "mistake.yaml").read_text("utf-8"))
    (folder / "mistake.yaml").unlink()
    fill(folder, starter())
    _, seen = one(folder, Look(TODAY))
    outcomes = {outcome.row.id: outcome for goal in seen.assessment.goals for outcome in goal.rows}
    assert said["expect"]
    for wanted in said["expect"]:
        if "row" in wanted:
            assert outcomes[wanted["row"]].outcome == wanted["outcome"], outcomes[wanted["row"]]
            continue
        there = [
            finding
            for finding in seen.assessment.findings
            if wanted["finding"].lower() in f"{finding.message} {finding.hint}".lower()
            and finding.place.path == wanted["path"]
            and finding.place.line == wanted.get("line", finding.place.line)
        ]
        assert there, (wanted, [(f.place, f.message) for f in seen.assessment.findings])
