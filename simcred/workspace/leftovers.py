"""What a command that was killed left behind."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from simcred.model.tree import TEMPORARY
from simcred.workspace.putting import is_link, is_own_folder, remove

_OLD = 3600
"""Seconds after which no command can still be writing a file."""
_MAX_DEPTH = 12
_PASSED = (".git", ".simcred/undo")
"""What is left alone: the repository, and the journal, which clears up for itself."""


def tidy(root: Path) -> None:
    """Removes half-written files and folders of more than an hour ago from a portfolio, and an item's folder that is empty then.

    What cannot be removed stays; links are not followed.
    """
    before = time.time() - _OLD
    waiting = [(root, 0)]
    while waiting:
        folder, depth = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(folder) as scan:
            for name in list(scan):
                path = Path(name.path)
                if name.name.startswith(TEMPORARY):
                    with contextlib.suppress(OSError):
                        _remove(path, before, root / "evidence")
                elif is_own_folder(path) and path.relative_to(root).as_posix() not in _PASSED and depth < _MAX_DEPTH:
                    waiting.append((path, depth + 1))


def _remove(path: Path, before: float, evidence: Path) -> None:
    """Removes a half-written file or folder if nobody has written to it since `before`."""
    if is_link(path.lstat()) or any(stamp >= before for stamp in _stamps(path)):
        return
    remove(path)
    if path.parent.parent == evidence:
        path.parent.rmdir()


def _stamps(path: Path) -> Iterator[float]:
    """When a file, or a folder and all that is in it, was last written to."""
    yield path.lstat().st_mtime
    if is_own_folder(path):
        for where, folders, names in os.walk(path):
            yield from ((Path(where) / name).lstat().st_mtime for name in (*folders, *names))
