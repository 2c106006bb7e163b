"""How much is taken out of one file: files that lie in it are read, too, but only so many, so large, and one level deep."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from simcred.inspect.packages import package
from simcred.inspect.signatures import by_first_bytes
from simcred.model.contents import Content, Passage
from simcred.privacy.text import decoded

MOST_FILES, MOST_PICTURES = 50, 1_000
"""Files in one file, and pictures in one document."""
MOST_BYTES = 256_000_000
"""Of all of them together."""
MOST_XML = 25_000_000
"""Bytes of XML that are read for a file and all that lies in it, unpacked; a parser takes some ten seconds for them."""
MOST_UNPACKED = 200_000_000
"""Bytes of all that lies in the packed files in a file."""
_TEXTS = frozenset({"txt", "xml", "html", "svg"})

Reader = Callable[[bytes, str, "Taking"], Iterator[Passage]]
"""Takes the words out of a file of that kind."""


class _Left(Struct):
    """What may still be unpacked, for a file and all that lies in it together."""

    xml: int
    unpacked: int


class Taking:
    """What may still be taken out of a file, whether all of it was (`whole`), and how many pages there are without a text (`silent`)."""

    def __init__(self, readers: Mapping[str, Reader], *, within: Taking | None = None) -> None:
        self.whole = True
        self.silent = 0
        self._readers = readers
        self._deep = within is None
        self._files = {False: MOST_FILES, True: MOST_PICTURES}
        self._bytes = MOST_BYTES
        self._left: _Left = within._left if within is not None else _Left(MOST_XML, MOST_UNPACKED)

    def reads(self, size: int) -> bool:
        """Whether so many bytes of XML may still be read; where not, that is known from now on."""
        self._left.xml -= size
        self.whole = self.whole and self._left.xml >= 0
        return self._left.xml >= 0

    def _unpacks(self, data: bytes) -> bool:
        """Whether a packed file may still be unpacked, by what it says to hold; more than that is never read of it."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._left.unpacked -= sum(info.file_size for info in archive.infolist())
        return self._left.unpacked >= 0

    def _leaves(self, size: int, pictured: bool) -> bool:
        """Whether a file of that size in this one must be left, which is then known; else it is counted."""
        if not self._deep or not self._files[pictured] or size > self._bytes:
            self.whole = False
            return True
        self._files[pictured] -= 1
        self._bytes -= size
        return False

    def inside(self, data: bytes, where: str, *, pictured: bool = False) -> Iterator[Passage]:
        """The passages of a file in this one, each with where it stands; what cannot be read there spoils nothing else.

        `pictured` is a picture of the document: where it is of a kind that says nothing beside itself, nothing was left out.
        """
        if self._leaves(len(data), pictured):
            return
        content = self._told(data)
        if content.state == "whole" and content.type in _TEXTS:
            yield Passage(where, decoded(data))
        elif content.state == "whole" and content.type in self._readers:
            yield from self._read(data, content.type, where)
        elif data.strip(b"\0"):
            self.whole = self.whole and pictured

    def _told(self, data: bytes) -> Content:
        """What a file in this one is, and whether it can be used."""
        content = by_first_bytes(data)
        if content.type != "zip":
            return content
        try:
            return package(data, content) if self._unpacks(data) else Content("zip", "unknown")
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return Content("zip", "damaged")

    def _read(self, data: bytes, kind: str, where: str) -> Iterator[Passage]:
        """The passages of a file in this one, by its reader."""
        taking = Taking(self._readers, within=self)
        try:
            for passage in self._readers[kind](data, kind, taking):
                yield Passage(f"{where}, {passage.where}", passage.text, passage.author)
        except Exception:  # parsers raise what they like; what came before it stays
            taking.whole = False
        self.whole = self.whole and taking.whole
        self.silent += taking.silent
