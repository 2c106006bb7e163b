"""What is shipped works: the wheel holds templates and schemas, and runs from an empty folder with no git on the machine."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.slow


def test_the_wheel_runs_from_an_empty_folder(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", tmp_path / "wheel", ROOT], check=True)
    wheel = next((tmp_path / "wheel").glob("simcred-*.whl"))
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "schemas"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file():
                assert f"simcred/_data/{path.relative_to(ROOT).as_posix()}" in names
    assert "simcred/findings/codes.toml" in names
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    inside = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", ROOT / "scripts/constraints.txt", wheel]
    subprocess.run([inside / "python", *install], check=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    environment = {"PATH": str(inside), "HOME": str(empty), "SIMCRED_TODAY": "2026-11-20"}

    def simcred(*words: str) -> str:
        command = [inside / "simcred", *words]
        return subprocess.run(command, check=True, cwd=empty, env=environment, capture_output=True, text=True).stdout

    simcred("init", "mine", "--name", "Ana", "--email", "a@example.org", "--intervention", "Unit Organizer", "--level", "1")
    simcred("add", "L1-01", "-C", "mine", "--date", "2026-08-27", "--set", "leader.name=Sam")
    assert "ready to submit" in simcred("status", "mine")
    assert simcred("check", "mine").startswith("No problems")
    assert simcred("packet", "mine", "--out", "out").strip() == "out/index.html"
    assert "L1-04" in simcred("checklist", "1")
