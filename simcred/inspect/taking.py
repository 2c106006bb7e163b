"""How much is taken out of one file: files that lie in it are read, too, but only so many, so large, and one level deep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from simcred.inspect.packages import package
from simcred.inspect.signatures import by_first_bytes
from simcred.model.contents import Content, Passage
from simcred.privacy.text import decoded

MOST_FILES, MOST_PICTURES = 50, 1_000
"""Files in one file, and pictures in one document."""
MOST_BYTES = 256_000_000
"""Of all of them together."""
_TEXTS = frozenset({"txt", "xml", "html", "svg"})

Reader = Callable[[bytes, str, "Taking"], Iterator[Passage]]
"""Takes the words out of a file of that kind."""


class Taking:
    """What may still be taken out of a file, and whether all of it was (`whole`)."""

    def __init__(self, readers: Mapping[str, Reader], *, deep: bool = True) -> None:
        self.whole = True
        self._readers = readers
        self._deep = deep
        self._left = {False: MOST_FILES, True: MOST_PICTURES}
        self._bytes = MOST_BYTES

    def _leaves(self, size: int, pictured: bool) -> bool:
        """Whether a file of that size in this one must be left, which is then known; else it is counted."""
        if not self._deep or not self._left[pictured] or size > self._bytes:
            self.whole = False
            return True
        self._left[pictured] -= 1
        self._bytes -= size
        return False

    def inside(self, data: bytes, where: str, *, pictured: bool = False) -> Iterator[Passage]:
        """The passages of a file in this one, each with where it stands; what cannot be read there spoils nothing else.

        `pictured` is a picture of the document: where it is of a kind that says nothing beside itself, nothing was left out.
        """
        if self._leaves(len(data), pictured):
            return
        content = by_first_bytes(data)
        if content.type == "zip":
            content = package(data, Content("zip"))
        if content.state == "whole" and content.type in _TEXTS:
            yield Passage(where, decoded(data))
        elif content.state == "whole" and content.type in self._readers:
            yield from self._read(data, content.type, where)
        elif data.strip(b"\0"):
            self.whole = self.whole and pictured

    def _read(self, data: bytes, kind: str, where: str) -> Iterator[Passage]:
        """The passages of a file in this one, by its reader."""
        taking = Taking(self._readers, deep=False)
        try:
            for passage in self._readers[kind](data, kind, taking):
                yield Passage(f"{where}, {passage.where}", passage.text, passage.author)
        except Exception:  # parsers raise what they like; what came before it stays
            taking.whole = False
        self.whole = self.whole and taking.whole
