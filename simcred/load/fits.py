"""Manifests that are known to fit their format, by digest, so that an unchanged one needs no validator."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from simcred import __version__

if TYPE_CHECKING:
    from simcred.model.memory import Memory

_SIZE = 16
_MOST = 20_000


class Fits:
    """A set of digests that grows; `rules` names everything that decides whether a manifest fits."""

    def __init__(self, memory: Memory, rules: str) -> None:
        self._memory = memory
        self._name = "fits-" + hashlib.sha256(f"{__version__} {rules}".encode()).hexdigest()[:40]
        kept = memory.recall(self._name) or b""
        self._known = {kept[at : at + _SIZE] for at in range(0, len(kept), _SIZE)}
        self._new: set[bytes] = set()

    def knows(self, name: str, digest: bytes) -> bool:
        """Whether the bytes of that digest are known to fit the format of that name."""
        return _key(name, digest) in self._known

    def add(self, name: str, digest: bytes) -> None:
        """The bytes of that digest fit."""
        self._new.add(_key(name, digest))

    def save(self) -> None:
        """Keeps what is new; when there is too much, only what is new."""
        new = self._new - self._known
        if new:
            self._known = new if len(self._known) + len(new) > _MOST else self._known | new
            self._memory.keep(self._name, b"".join(sorted(self._known)))
        self._new = set()


def _key(name: str, digest: bytes) -> bytes:
    """One entry of the set."""
    return hashlib.sha256(name.encode() + b"\0" + digest).digest()[:_SIZE]
