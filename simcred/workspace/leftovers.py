"""What a command that was killed left behind."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from pathlib import Path

from simcred.model.tree import TEMPORARY

_OLD = 3600
"""Seconds after which no command can still be writing a file."""
_MAX_DEPTH = 12


def tidy(root: Path) -> None:
    """Removes half-written files of more than an hour ago from a portfolio, and an item's folder that is empty then.

    What cannot be removed stays; links are not followed.
    """
    before = time.time() - _OLD
    waiting = [(root, 0)]
    while waiting:
        folder, depth = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(folder) as scan:
            for name in list(scan):
                if name.is_dir(follow_symlinks=False) and name.name != ".git" and depth < _MAX_DEPTH:
                    waiting.append((Path(name.path), depth + 1))
                elif name.name.startswith(TEMPORARY):
                    with contextlib.suppress(OSError):
                        _remove(Path(name.path), before, root / "evidence")


def _remove(path: Path, before: float, evidence: Path) -> None:
    """Removes one half-written file if nobody has written to it since `before`."""
    status = path.lstat()
    if stat.S_ISREG(status.st_mode) and status.st_mtime < before:
        path.unlink()
        if path.parent.parent == evidence:
            path.parent.rmdir()
