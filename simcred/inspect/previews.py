"""Small pictures of evidence, made once for each content and kept in the user's cache."""

from __future__ import annotations

from contextlib import suppress

from msgspec import MsgspecError, Struct

from simcred.inspect.looking import MOST_BYTES
from simcred.inspect.room import room
from simcred.inspect.signatures import by_first_bytes
from simcred.load.decode import packed, unpacked
from simcred.model.contents import Content, Preview
from simcred.model.memory import Memory
from simcred.model.tree import TooBig, Tree

DRAWN = ("jpg", "png", "pdf")
_DRAWN_AS = 2
"""Raised when pictures are made otherwise, so that those made before are made again."""


_DEATHS = 3
"""So many files of one packet may take too long, or kill the child; those after them get no picture."""
_TRIES = 2
"""So often a file that takes too long is tried, one packet after another."""
_MOST_SHOWN = 40_000_000
"""Bytes of pictures in one packet; a page with more of them is no joy to anybody."""


class _Picture(Struct):
    """What is kept of one content: its picture, or that there can be none, or how often it took too long."""

    preview: Preview | None = None
    late: int = 0


def preview(data: bytes, content: Content) -> Preview | None:
    """A picture of at most 720 points on the longer side; None where none can be made of it."""
    picture = _drawn(data, content)
    return picture.preview if picture is not None else None


def _drawn(data: bytes, content: Content) -> _Picture | None:
    """A picture, or that there can be none, or that it took too long; None when a parser is missing."""
    if content.type not in DRAWN or content.state != "whole":
        return _Picture()
    answer = room().draw(data, content)
    if answer is None:
        return _Picture(late=1)
    return _Picture(answer.preview) if answer.content is None else None


class Previews:
    """Pictures of files by path. What it keeps shows what the files show; it lies where only this user may read.

    `left` are the files that should have one, and have none for want of time or room.
    """

    def __init__(self, memory: Memory | None) -> None:
        self._memory = memory
        self._deaths = 0
        self._room = _MOST_SHOWN
        self.left: list[str] = []

    def of(self, tree: Tree, path: str) -> Preview | None:
        """The picture of a file; None for a file that has none, whatever is wrong with it. Never raises for a file."""
        try:
            digest = tree.digests(path).sha256
            kept = self._kept(digest)
            if kept is None or 0 < kept.late < _TRIES:
                kept = self._made(tree, path, digest, kept.late if kept is not None else 0)
        except (OSError, TooBig):
            return None
        size = len(kept.preview.data) if kept.preview is not None else 0
        if kept.late or size > self._room:
            self.left.append(path)
            return None
        self._room -= size
        return kept.preview

    def close(self) -> None:
        """Ends the child, once all pictures of a portfolio are there: it must not draw for the next one."""
        room().close()

    def _kept(self, digest: str) -> _Picture | None:
        """What was made of the same content before."""
        kept = self._memory.recall(_name(digest)) if self._memory is not None else None
        if kept is not None:
            with suppress(MsgspecError):  # kept by another simcred
                return unpacked(_Picture, kept)
        return None

    def _made(self, tree: Tree, path: str, digest: str, late: int) -> _Picture:
        """Makes the picture and keeps it, or that there can be none. Raises OSError and `TooBig`.

        A file that changed meanwhile has none: its picture would stand beside the digest of another.
        """
        data, read = tree.read_digested(path, MOST_BYTES)
        content = by_first_bytes(data)
        if read.sha256 != digest or content.type not in DRAWN:
            return _Picture()
        if self._deaths >= _DEATHS:
            return _Picture(late=late or 1)
        made = _drawn(data, content)
        if made is None:
            return _Picture()
        if made.late:
            self._deaths += 1
            made = _Picture(late=late + 1)
        if self._memory is not None:
            self._memory.keep(_name(digest), packed(made))
        return made


def _name(digest: str) -> str:
    return f"preview-{_DRAWN_AS}-{digest}"
