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
_DRAWN_AS = 1
"""Raised when pictures are made otherwise, so that those made before are made again."""


class _Picture(Struct):
    """What is kept of one content: its picture, or that there can be none."""

    preview: Preview | None = None


def preview(data: bytes, content: Content) -> Preview | None:
    """A picture of at most 720 points on the longer side; None where none can be made of it."""
    picture = _drawn(data, content)
    return picture.preview if picture is not None else None


def _drawn(data: bytes, content: Content) -> _Picture | None:
    """A picture, or that there can be none; None when nobody could say, as on a busy machine."""
    if content.type not in DRAWN or content.state != "whole":
        return _Picture()
    answer = room().draw(data, content)
    return _Picture(answer.preview) if answer is not None and answer.content is None else None


class Previews:
    """Pictures of files by path. What it keeps shows what the files show; it lies where only this user may read."""

    def __init__(self, memory: Memory | None) -> None:
        self._memory = memory

    def of(self, tree: Tree, path: str) -> Preview | None:
        """The picture of a file; None for a file that has none, whatever is wrong with it. Never raises for a file."""
        try:
            digest = tree.digests(path).sha256
            kept = self._kept(digest)
            return kept.preview if kept is not None else self._made(tree, path, digest)
        except (OSError, TooBig):
            return None

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

    def _made(self, tree: Tree, path: str, digest: str) -> Preview | None:
        """Makes the picture and keeps it, or that there can be none. Raises OSError and `TooBig`."""
        data = tree.read(path, MOST_BYTES)
        content = by_first_bytes(data)
        if content.type not in DRAWN:
            return None
        made = _drawn(data, content)
        if made is None:
            return None
        if self._memory is not None:
            self._memory.keep(_name(digest), packed(made))
        return made.preview


def _name(digest: str) -> str:
    return f"preview-{_DRAWN_AS}-{digest}"
