"""Where things are: `templates/` and `schemas/` inside an installed wheel or beside the package, and this user's own folders."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent
_ON_MAC = {"cache": "~/Library/Caches", "state": "~/Library/Application Support"}
_ELSEWHERE = {"cache": "~/.cache", "state": "~/.local/state"}


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


def scaffold(name: str) -> list[bytes]:
    """What `init` writes into one of the files that steer git (`gitignore`), and then what it wrote in earlier versions."""
    older = sorted((_root() / "templates/portfolio/older").glob(f"{name}-*"))
    return [data(f"templates/portfolio/{name}"), *(path.read_bytes() for path in older)]


def packaged(name: str) -> bytes:
    """The bytes of a data file kept inside the package, such as `findings/codes.toml`."""
    return (_PACKAGE / name).read_bytes()


def user_folder(use: Literal["cache", "state"]) -> Path | None:
    """The folder where this system keeps what this user's programs worked out (`cache`) or must remember (`state`).

    SIMCRED_CACHE and SIMCRED_STATE name others. None where they are empty or no whole path, and where nobody's home is.
    """
    said = os.environ.get(f"SIMCRED_{use.upper()}")
    if said is not None:
        base = Path(said)
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", ""))
    elif sys.platform == "darwin":
        base = Path(_ON_MAC[use])
    else:
        base = Path(os.environ.get(f"XDG_{use.upper()}_HOME") or _ELSEWHERE[use])
    try:
        base = base if said is not None else base.expanduser()
    except RuntimeError:  # nobody's home
        return None
    return base / "simcred" if base.is_absolute() else None
