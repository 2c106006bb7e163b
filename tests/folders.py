"""Folders that tests begin with: a good portfolio, and a programme of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from conftest import ROOT

GOOD = ROOT / "tests/cases/base"


def portfolio(folder: Path) -> Path:
    """A portfolio in which nothing is wrong."""
    shutil.copytree(GOOD, folder)
    return folder


def programme(folder: Path) -> Path:
    """A programme of its own."""
    shutil.copytree(ROOT / "templates/programme", folder)
    return folder
