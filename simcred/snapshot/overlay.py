"""A tree as it will be once a change is made, so that the change can be judged before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from simcred.model.tree import Digests, Entry, TooBig, Tree, Unreadable
from simcred.snapshot.digest import ByReading
from simcred.snapshot.opening import read_regular


class Overlay(ByReading):
    """A tree with other files in some places: bytes, or files elsewhere, by path; and without those that are `gone`."""

    kind: Literal["memory"] = "memory"
    revision = None

    def __init__(self, below: Tree, files: Mapping[str, bytes | Path], gone: frozenset[str] = frozenset()) -> None:
        self._below = below
        self._files = dict(files)
        self._entries = {path: entry for path, entry in below.entries().items() if path not in gone}
        for path, content in files.items():
            for depth in range(1, path.count("/") + 1):
                folder = "/".join(path.split("/")[:depth])
                self._entries.setdefault(folder, Entry(folder, "folder", 0))
            size = len(content) if isinstance(content, bytes) else content.stat().st_size
            self._entries[path] = Entry(path, "file", size)
        self._entries = dict(sorted(self._entries.items()))

    def entries(self) -> Mapping[str, Entry]:
        """Every name, by path."""
        return self._entries

    def unreadable(self) -> tuple[Unreadable, ...]:
        """What was unreadable stays so."""
        return self._below.unreadable()

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file."""
        if path not in self._entries:
            raise FileNotFoundError(2, "no such file", path)
        content = self._files.get(path)
        if content is None:
            return self._below.read(path, limit)
        data = content if isinstance(content, bytes) else read_regular(content.resolve(), limit + 1)[0]
        if len(data) > limit:
            raise TooBig(path)
        return data

    def digests(self, path: str) -> Digests:
        """Both digests of a file."""
        return super().digests(path) if path in self._files else self._below.digests(path)

    def stamp(self, path: str) -> str | None:
        """What tells a change of a file that is as it was; nothing does for another."""
        return None if path in self._files else self._below.stamp(path)

    def known_blob(self, path: str) -> str | None:
        """git's id of a file that is as it was, where that is known; of another, nothing is known without reading."""
        return None if path in self._files else self._below.known_blob(path)
