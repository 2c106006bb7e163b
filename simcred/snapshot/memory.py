"""A tree held in memory: for tests, and for trying a change before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from simcred.model.tree import Entry, TooBig, Unreadable
from simcred.snapshot.digest import ByReading


class MemoryTree(ByReading):
    """A tree from paths and bytes."""

    kind: Literal["memory"] = "memory"
    revision = None

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)
        self._entries = {path: Entry(path, "file", len(data)) for path, data in self._files.items()}
        for path in files:
            parts = path.split("/")[:-1]
            for depth in range(1, len(parts) + 1):
                folder = "/".join(parts[:depth])
                self._entries.setdefault(folder, Entry(folder, "folder", 0))

    def entries(self) -> Mapping[str, Entry]:
        """Every name, by path."""
        return self._entries

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Nothing is unreadable in memory."""
        return ()

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file."""
        if path not in self._files:
            raise FileNotFoundError(2, "no such file", path)
        data = self._files[path]
        if len(data) > limit:
            raise TooBig(path)
        return data

    def stamp(self, path: str) -> None:
        """Nothing tells a change but the bytes."""

    def known_blob(self, path: str) -> str | None:
        """Nothing is known without reading."""
        return None
