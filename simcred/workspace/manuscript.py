"""A manifest as somebody wrote it: its text, and where in it each value stands."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from simcred.load.reader import Document, Pointer, Written, read

_END = re.compile(r"\r\n|\r|\n")
_TRAILING = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))*[ \t]*\Z")
_COMMENT = re.compile(r"#[^\r\n]*")
_BEHIND = re.compile(r"[ \t]*:")
BLOCKS = ("|", ">")
"""The signs with which a text in lines of its own begins."""


class Nothing:
    """What stands at a pointer where nothing stands."""


NOTHING = Nothing()


class Manuscript(Struct, frozen=True):
    """A sound manifest: its byte-order mark, its text behind that, and what it says. Positions are characters of the text."""

    mark: bytes
    text: str
    document: Document

    @classmethod
    def of(cls, data: bytes) -> Manuscript | None:
        """The file, read; None when there is a mistake in it."""
        document = read("", data)
        if not document.sound:
            return None
        mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        return cls(mark, data[len(mark) :].decode("utf-8"), document)

    @property
    def data(self) -> dict[str, Any]:
        """What the file says."""
        return dict(self.document.data or {})

    @property
    def line_end(self) -> str:
        """The line end that the file uses."""
        first = _END.search(self.text)
        return first.group() if first is not None else "\n"

    def value(self, pointer: Pointer) -> Any:
        """The value at a pointer; `NOTHING` where there is none."""
        value: Any = self.data
        for step in pointer:
            fits = (isinstance(value, Mapping) and step in value) or (
                isinstance(value, list) and isinstance(step, int) and step < len(value)
            )
            if not fits:
                return NOTHING
            value = value[step]
        return value

    def written(self, pointer: Pointer) -> Written:
        """How the value at `pointer`, which must be there, is written."""
        return self.document.written(pointer)

    def outermost_flow(self, pointer: Pointer) -> Pointer | None:
        """The first value on the way to a pointer that stands in brackets; the value at the pointer itself is not asked."""
        ways = (pointer[:depth] for depth in range(len(pointer)))
        return next((way for way in ways if self.value(way) is not NOTHING and self.written(way).flow), None)

    def line_start(self, at: int) -> int:
        """Where the line of a position begins."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def column(self, at: int) -> int:
        """How far from the beginning of its line a position is."""
        return at - self.line_start(at)

    def next_line(self, at: int) -> int:
        """Where the first line begins that lies behind a position, or begins there; the file's end where there is none."""
        if at and self.text[at - 1] in "\r\n":
            return at
        end = _END.search(self.text, at)
        return end.end() if end is not None else len(self.text)

    def colon(self, key_end: int) -> int | None:
        """Where the colon behind a key ends; None where there is none on the key's line."""
        match = _BEHIND.match(self.text, key_end)
        return match.end() if match is not None else None

    def header_end(self, value: Written) -> int:
        """Where the signs end with which a text in lines of its own begins."""
        match = re.compile(r"[|>][-+0-9]*").match(self.text, value.start)
        return match.end() if match is not None else value.start

    def last_line(self, value: Written) -> int:
        """Where the first line begins behind a value and behind nothing else: blank lines that do not count stay outside."""
        end = self.next_line(value.end)
        keeps = re.compile(r"[|>][0-9]?\+").match(self.text, value.last) is not None
        if keeps or end <= value.last:
            return end
        blank = _TRAILING.search(self.text, value.last, end)
        return min(end, self.next_line(blank.start())) if blank is not None else end

    def comments(self, start: int = 0, end: int = 0) -> list[str]:
        """Every comment, in order, but for those between two positions."""
        found, at = [], 0
        for begin, stop, style in (*self.document.texts(), (len(self.text), len(self.text), None)):
            found += [match for match in _COMMENT.finditer(self.text, at, begin) if not start <= match.start() < end]
            if style in BLOCKS:  # a comment may stand behind its sign
                header = _COMMENT.search(self.text, begin, self.next_line(begin))
                found += [header] if header is not None and not start <= header.start() < end else []
            at = stop
        return [match.group() for match in found]

    def spliced(self, *parts: tuple[int, int, str]) -> bytes:
        """The file's bytes with other text in some stretches, which are given in order."""
        made, at = [], 0
        for start, end, new in parts:
            made += [self.text[at:start], new]
            at = end
        return self.mark + "".join([*made, self.text[at:]]).encode("utf-8")
