"""A portfolio's folder: every name in it with its size and age, whether it can be written to, and what copies it away."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from simcred.machine.places import cloud, homely, probe
from simcred.machine.programs import system
from simcred.model.machine import Folder, Name

_MOST_NAMES = 50_000
_PATIENCE = 1.5
"""Seconds after which the walk through a folder ends; on a slow network drive it would not be over soon."""
_JUNCTION = 0xA0000003
"""Windows' mark of a folder that stands for another one."""
_AWAY = 0x1000 | 0x40000 | 0x400000
"""Windows' marks of a file whose contents are elsewhere: offline, recall on opening, recall on reading."""
_DATALESS = 0x40000000
"""The same on macOS."""

if sys.platform == "win32":
    import winreg

    def _long_paths() -> bool:
        """Whether this Windows lets programs use paths of more than 260 characters."""
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
                return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
        except OSError:
            return False

else:

    def _long_paths() -> bool:
        """Other systems do."""
        return True


def folder(root: Path, manifest: Literal["read", "broken", "closed"], *, busy: bool) -> Folder:
    """A portfolio's folder. What its manifest is like and whether another command works in it is told."""
    walk = _Walk(root)
    return Folder(
        path=homely(root),
        length=len(str(root)),
        manifest=manifest,
        probe=probe(root),
        cloud=cloud(root, os.environ) or _icloud(root),
        names=tuple(walk.names()),
        whole=walk.whole,
        unreadable=tuple(walk.unreadable),
        busy=busy,
        long_paths=_long_paths(),
    )


class _Walk:
    """A walk through a folder that follows no link, opens no file and ends in time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.whole = True
        self.unreadable: list[str] = []

    def names(self) -> Iterator[Name]:
        """Every name; of a repository only that it is there."""
        until, now, number = time.monotonic() + _PATIENCE, time.time(), 0
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            for entry in self._scan(folder):
                number += 1
                if number > _MOST_NAMES or time.monotonic() > until:
                    self.whole = False
                    return
                path = f"{folder}/{entry.name}" if folder else entry.name
                name = self._name(path, entry, now)
                if name is not None:
                    yield name
                    if name.folder and entry.name != ".git":
                        waiting.append(path)

    def _scan(self, folder: str) -> list[os.DirEntry[str]]:
        """The names in one folder."""
        try:
            with os.scandir(self._root / folder) as scan:
                return sorted(scan, key=lambda entry: entry.name)
        except OSError:
            self.unreadable.append(folder or ".")
            return []

    def _name(self, path: str, entry: os.DirEntry[str], now: float) -> Name | None:
        """One name; None when it is gone, or is neither a file nor a folder."""
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            return None
        if stat.S_ISDIR(status.st_mode):
            leads_away = getattr(status, "st_reparse_tag", 0) == _JUNCTION
            return None if leads_away else Name(path, 0, max(0.0, now - status.st_mtime), folder=True)
        if not stat.S_ISREG(status.st_mode):
            return None
        return Name(path, status.st_size, max(0.0, now - status.st_mtime), away=_away(status))


def _away(status: os.stat_result) -> bool:
    """Whether a file is only a place where a service will put it when it is opened."""
    marks, flags = getattr(status, "st_file_attributes", 0), getattr(status, "st_flags", 0)
    return bool(marks & _AWAY) or (system() == "mac" and bool(flags & _DATALESS))


def _icloud(root: Path) -> str | None:
    """macOS can keep the desktop and the documents in iCloud, without a word of that in their paths."""
    if system() != "mac":
        return None
    drive = Path("~/Library/Mobile Documents/com~apple~CloudDocs").expanduser()
    shared = (name for name in ("Desktop", "Documents") if os.path.exists(drive / name))  # noqa: PTH110 - Path.exists may raise
    return "iCloud Drive" if any(root.is_relative_to(Path("~", name).expanduser()) for name in shared) else None
