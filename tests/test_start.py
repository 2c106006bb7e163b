"""`python -m simcred` inside a folder runs nothing that lies there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TODAY
from folders import portfolio

PLANTED = ("yaml", "typing", "__future__", "msgspec", "typer", "pathlib", "datetime", "jsonschema_rs")


def started(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SIMCRED_TODAY": TODAY}
    run = [sys.executable, *words]
    return subprocess.run(run, cwd=folder, capture_output=True, text=True, env=environment, timeout=60, check=False)


@pytest.mark.parametrize("words", [["status"], ["check"], ["--version"], ["schema"]])
def test_nothing_of_the_folder_is_run(tmp_path: Path, words: list[str]) -> None:
    mine = portfolio(tmp_path / "mine")
    for name in PLANTED:
        (mine / f"{name}.py").write_text(f"open('{name}-was-here', 'w').close()\nraise SystemExit(9)\n")
    ran = started(mine, "-m", "simcred", *words)
    assert ran.returncode == 0, ran.stderr
    assert not list(mine.glob("*-was-here"))


@pytest.mark.parametrize("flags", [[], ["-P"], ["-I"]])
def test_no_other_folder_is_taken_from_the_path(tmp_path: Path, flags: list[str]) -> None:
    """`-P` and `-I` put none there that could be taken out again."""
    program = (
        "import runpy, sys\n"
        "before = [place for place in sys.path if place]\n"
        "sys.argv = ['simcred', '--version']\n"
        "runpy.run_module('simcred', run_name='__main__')\n"
        "assert sys.path == before, sys.path\n"
    )
    ran = started(tmp_path, *flags, "-c", program)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("simcred ")
    assert started(tmp_path, *flags, "-m", "simcred", "--version").stdout == ran.stdout


def test_in_a_folder_that_is_gone_nothing_breaks(tmp_path: Path) -> None:
    program = "import os, sys; os.mkdir('x'); os.chdir('x'); os.rmdir('../x'); os.execv(sys.executable, [sys.executable, '-m', 'simcred', '--version'])"
    ran = started(tmp_path, "-c", program)
    assert (ran.returncode, ran.stderr) == (0, "")
