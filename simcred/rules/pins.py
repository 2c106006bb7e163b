"""Whether files are still what somebody saw."""

from __future__ import annotations

from typing import Literal

from simcred.model.review import Pin
from simcred.model.tree import Digests, Tree

PinState = Literal["same", "changed", "gone", "unreadable"]


class Pins:
    """Compares pins with a tree. git's id is asked first, because it may be known without opening the file."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._digests: dict[str, Digests | None] = {}

    def state(self, pin: Pin) -> PinState:
        """What became of one pinned file. git's id answers where it is known; else the SHA-256 of the bytes decides."""
        entry = self._tree.entries().get(pin.path)
        if entry is None or entry.kind != "file":
            return "gone"
        if self._tree.known_blob(pin.path) == pin.blob:
            return "same"
        if pin.path not in self._digests:
            try:
                self._digests[pin.path] = self._tree.digests(pin.path)
            except OSError:
                self._digests[pin.path] = None
        now = self._digests[pin.path]
        if now is None:
            return "unreadable"
        return "same" if now.sha256 == pin.sha256 else "changed"
