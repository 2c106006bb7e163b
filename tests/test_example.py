"""The example's files are what the script that the repository keeps makes, byte for byte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.mark.slow
def test_the_script_makes_the_example(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, ROOT / "scripts/example_portfolio.py", tmp_path / "made"], check=True, stdout=subprocess.DEVNULL
    )
    made = {path.relative_to(tmp_path / "made"): path.read_bytes() for path in (tmp_path / "made").rglob("*") if path.is_file()}
    kept = {
        path.relative_to(ROOT / "example-portfolio"): path.read_bytes()
        for path in (ROOT / "example-portfolio").rglob("*")
        if path.is_file()
    }
    assert sorted(made) == sorted(kept)
    assert [path for path in kept if made[path] != kept[path]] == []
