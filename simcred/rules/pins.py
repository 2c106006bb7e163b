"""Whether files are still what somebody saw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from simcred.model.review import Pin
from simcred.model.tree import Tree

PinState = Literal["same", "changed", "gone", "unreadable"]


class Pins:
    """Compares pins with a tree. What is known without opening a file is asked first: `read` (SHA-256 of manifests), git's id."""

    def __init__(self, tree: Tree, read: Mapping[str, str]) -> None:
        self._tree = tree
        self._read = read

    def state(self, pin: Pin) -> PinState:
        """What became of one pinned file. SHA-256 decides, but where git's id is known it answers."""
        entry = self._tree.entries().get(pin.path)
        if entry is None or entry.kind != "file":
            return "gone"
        if pin.path in self._read:
            return "same" if self._read[pin.path] == pin.sha256 else "changed"
        if self._tree.known_blob(pin.path) == pin.blob:
            return "same"
        try:
            return "same" if self._tree.digests(pin.path).sha256 == pin.sha256 else "changed"
        except OSError:
            return "unreadable"
