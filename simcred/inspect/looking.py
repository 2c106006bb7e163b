"""Looks into a portfolio's files, each once: what was seen is remembered, and an unchanged file is not even opened.

What is remembered are digests, and what `Content` says; no path, no name, no word of a file. It is there to be quick: nothing
that is signed or awarded may rest on it. Nor is anything remembered that is no fault of the file's, so that it is tried again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import MsgspecError, Struct, field

from simcred import __version__
from simcred.load.decode import packed, unpacked
from simcred.model.contents import NO_FAULT_OF_ITS_OWN, Content
from simcred.model.tree import TooBig, Tree

if TYPE_CHECKING:
    from simcred.inspect.reading import Reading
    from simcred.model.memory import Memory

MOST_BYTES = 256_000_000
"""Larger files are not looked into: they are held in memory for it."""
_SEEN_AS = 5
"""Raised when a look says more or otherwise, so that what was seen before is looked at again."""
_MOST = 5_000


class Kept(Struct):
    """What is remembered of one portfolio's files: SHA-256 by stamp, contents by SHA-256."""

    stamps: dict[str, str] = field(default_factory=dict)
    contents: dict[str, Content] = field(default_factory=dict)


Also = Callable[[str, bytes, Content, str], object]
"""Who else wants to see a file that is read, so that nobody has to read it twice: its path, bytes, what they are, and their SHA-256."""


class Looker:
    """Looks into the files of one portfolio, called by its `name` in the memory. `also` is told of each file that is read."""

    def __init__(self, tree: Tree, name: str, memory: Memory | None, also: Also | None = None) -> None:
        self._tree = tree
        self._memory = memory
        self._also = also
        self._name = "contents-" + hashlib.sha256(f"{__version__} {_SEEN_AS} {name}".encode("utf-8", "replace")).hexdigest()[:40]
        self._kept = self._recalled()
        self._now = Kept()
        self._reading: Reading | None = None
        self.contents: dict[str, Content] = {}
        self.digests: dict[str, str] = {}

    def _recalled(self) -> Kept:
        """What was kept, or nothing."""
        kept = self._memory.recall(self._name) if self._memory is not None else None
        if kept is not None:
            with suppress(MsgspecError):  # kept by another simcred
                return unpacked(Kept, kept)
        return Kept()

    def look(self, paths: Iterable[str], limit: int) -> None:
        """Fills `contents` and `digests` (SHA-256) for files that are there, not empty, and of at most `limit` bytes."""
        entries = self._tree.entries()
        try:
            for path in paths:
                entry = entries.get(path)
                if entry is not None and entry.kind == "file" and 0 < entry.size <= min(limit, MOST_BYTES):
                    with suppress(TooBig):  # it has grown since
                        self._one(path)
        finally:
            self._leave()
        self._keep()

    def _leave(self) -> None:
        """Ends the child: one that a file has taken over must not answer for the next portfolio's."""
        if self._reading is not None:
            self._reading.close()

    def _one(self, path: str) -> None:
        """One file, by its stamp, else by its bytes."""
        stamp = self._tree.stamp(path)
        digest = self._kept.stamps.get(stamp) if stamp is not None else None
        content = self._kept.contents.get(digest) if digest is not None else None
        if digest is None or content is None:
            try:
                data, digests = self._tree.read_digested(path, MOST_BYTES)
            except OSError:
                self.contents[path] = Content("", "unknown", "it cannot be opened")
                return
            digest = digests.sha256
            content = self._of_bytes(digest, data)
            if self._also is not None:
                self._also(path, data, content, digest)
        self.contents[path], self.digests[path] = content, digest
        if content.detail in NO_FAULT_OF_ITS_OWN:
            return
        if stamp is not None:
            self._now.stamps[stamp] = digest
        self._now.contents[digest] = content

    def _of_bytes(self, digest: str, data: bytes) -> Content:
        """What bytes are: as seen before, unless that came to nothing, which may have been for want of time."""
        known = self._now.contents.get(digest) or self._kept.contents.get(digest)
        if known is not None and known.state != "unknown":
            return known
        if self._reading is None:
            from simcred.inspect.reading import Reading

            self._reading = Reading()
        return self._reading.content(data)

    def _keep(self) -> None:
        """Keeps what is new; when it is too much, only what is there now."""
        if self._memory is None:
            return
        stamps, contents = self._kept.stamps | self._now.stamps, self._kept.contents | self._now.contents
        if stamps != self._kept.stamps or contents != self._kept.contents:
            self._kept = Kept(stamps, contents) if len(stamps) + len(contents) <= _MOST else self._now
            self._memory.keep(self._name, packed(self._kept))
