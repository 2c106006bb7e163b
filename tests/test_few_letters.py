"""The same story by options, on streams that know only the letters of western Windows, without git: escaped, but not lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import yaml
from conftest import ROOT, Simcred, bare_environment
from folders import portfolio

COLUMNS = 80


def piped(folder: Path, *words: object) -> tuple[int, str]:
    """A command on streams that know only the letters of western Windows, without git; its exit code and what it said."""
    nothing = folder.parent / "no-programs"
    nothing.mkdir(exist_ok=True)
    run = [sys.executable, "-m", "simcred", *map(str, words)]
    around = bare_environment(nothing, PYTHONIOENCODING="cp1252")
    done = subprocess.run(run, cwd=folder, env=around, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False)
    said = (done.stdout + done.stderr).decode("cp1252")
    assert "Traceback" not in said
    assert all(
        len(line) <= COLUMNS or "simcred " in line or line.startswith("The portfolio")
        for line in done.stdout.decode("cp1252").splitlines()
    )
    return done.returncode, said


def test_the_story_by_options_where_letters_are_few(tmp_path: Path) -> None:
    name, mine = "Zoë [draft] Łukasz", tmp_path / "mine"
    words = ["--name", name, "--email", "zoe@example.org", "--intervention", "Unit Organizer", "--level", "2"]
    code, said = piped(tmp_path, "init", "mine", *words)
    assert (code, "The portfolio of Zoë [draft] \\u0141ukasz is in mine." in said) == (0, True)
    shutil.copy(ROOT / "example-portfolio/evidence/2026-09-18-draft-organizer/organizer-draft.pdf", tmp_path / "draft.pdf")
    assert piped(mine, "add", "L2C-02", "../draft.pdf", "--title", "Szkic Łukasza")[0] == 0
    assert piped(mine, "log", "--went-well", "Łódź")[0] == 0
    for words in (["check"], ["status"], ["status", "--all"], ["packet"]):
        code, said = piped(mine, *words)
        assert code == 0, said
        if "status" in words:
            assert "Zoë [draft] \\u0141ukasz" in said
            assert "?" not in said
    assert "Szkic \\u0141ukasza" in piped(mine, "status", "--all")[1]
    assert name in (mine / "packet/index.html").read_text("utf-8")
    assert yaml.safe_load((mine / "portfolio.yaml").read_text("utf-8"))["educator"]["name"] == name
    assert "\\u0141\xf3d\\u017a" in piped(mine, "log", "--show")[1]


def test_status_of_a_portfolio_without_git(simcred: Simcred, tmp_path: Path) -> None:
    folder = portfolio(tmp_path / "mine")
    assert piped(folder, "status")[1].splitlines()[0] == simcred("status", folder).out.splitlines()[0]
