"""Finds `templates/` and `schemas/`: inside an installed wheel, or beside the package in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    """The folder that holds `templates` and `schemas`."""
    installed = _PACKAGE / "_data"
    return installed if installed.is_dir() else _PACKAGE.parent


def folder(name: str) -> Path:
    """A folder of data files, such as `templates/programme` or `schemas`."""
    return _root() / name


def data(name: str) -> bytes:
    """The bytes of a data file below the root, such as `schemas/portfolio.json`."""
    return (_root() / name).read_bytes()


def packaged(name: str) -> bytes:
    """The bytes of a data file kept inside the package, such as `findings/codes.toml`."""
    return (_PACKAGE / name).read_bytes()
