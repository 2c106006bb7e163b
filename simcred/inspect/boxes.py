"""The boxes of MP4 and QuickTime (ISO/IEC 14496-12): a walk over them, and those that hold what is said of a recording.

Nothing is decoded here but what is needed to tell the boxes apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct


class Bytes(Protocol):
    """A file's bytes, in memory or read piece by piece: what is asked for is never more than a box that says something."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, at: slice, /) -> bytes:
        """Those from one place to another, as far as there are any."""


MOST_BOXES = 10_000
_INSIDE = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"meta", b"ilst"})
"""Boxes that are looked into for tags; what else holds others says nothing about the recording."""
_DEEPEST = 8
_NUMBERED = b"\0"
"""How the kinds of tags begin that are numbers of names in a list (`keys`)."""


class Box(Struct, frozen=True):
    """One box: its kind, where it begins, where its contents begin and end, and whether it says to go on beyond what it lies in."""

    kind: bytes
    at: int
    start: int
    end: int
    beyond: bool


class Count(Struct):
    """How many boxes were seen, over all stretches of a file; and whether there were more than the `most` that are looked at."""

    most: int = MOST_BOXES
    seen: int = 0
    full: bool = False


class Said(Struct, frozen=True):
    """A box that says something about the recording: its kind, or the whole name where a list names it, and what stands in it."""

    name: str
    kind: bytes
    start: int
    end: int
    tagged: bool
    """Whether it is a tag as iTunes and cameras write it, with boxes of data inside."""


def boxes_in(data: Bytes, start: int, end: int, count: Count, *, numbered: bool = False) -> Iterator[Box]:
    """The boxes in a stretch, up to what is none; `numbered` where their kinds may be numbers."""
    at = start
    while at + 8 <= end:
        if count.seen >= count.most:
            count.full = True
            return
        count.seen += 1
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        stop = end if size == 0 else at + size
        if stop < at + head or not (_is_kind(kind) or (numbered and kind[:1] == _NUMBERED)):
            return
        yield Box(kind, at, at + head, min(stop, end), stop > end)
        at = stop


def _is_kind(kind: bytes) -> bool:
    """Whether four bytes may be the kind of a box."""
    return all(32 <= byte < 127 or byte == 0xA9 for byte in kind)


def said_in(data: Bytes, count: Count) -> Iterator[Said]:
    """Every box of a recording that may say something about it, in the order in which they stand."""
    yield from _said(data, 0, len(data), count, (), [])


def _said(data: Bytes, start: int, end: int, count: Count, within: tuple[bytes, ...], names: list[str]) -> Iterator[Said]:
    """Those in a stretch; `within` are the boxes around it, `names` those that a list gave to the tags that follow."""
    around = within[-1] if within else b""
    for box in boxes_in(data, start, end, count, numbered=around == b"ilst"):
        if box.kind == b"keys" and around == b"meta":
            names[:] = _names(data, box, count)
        elif box.kind in _INSIDE and len(within) < _DEEPEST:
            skipped = 4 if box.kind == b"meta" and not _is_kind(data[box.start + 4 : box.start + 8]) else 0
            listed: list[str] = [] if box.kind == b"meta" else names
            yield from _said(data, box.start + skipped, box.end, count, (*within, box.kind), listed)
        elif around in (b"ilst", b"udta", b"meta") or box.kind in (b"hdlr", b"uuid", b"stsd"):
            yield Said(_name(box.kind, names), box.kind, box.start, box.end, around == b"ilst")


def _name(kind: bytes, names: list[str]) -> str:
    """What a tag is called: by the list, where its kind is a number in it."""
    number = int.from_bytes(kind, "big")
    return names[number - 1] if 1 <= number <= len(names) else kind.decode("latin-1")


def _names(data: Bytes, box: Box, count: Count) -> list[str]:
    """The names in a list of them."""
    return [data[entry.start : entry.end].decode("utf-8", "replace") for entry in boxes_in(data, box.start + 8, box.end, count)]


_POSITION = ("\xa9xyz", "loci")
_KEYED = "location."
_MOST_XMP = 4_000_000
_MOVING = (b"gpmd", b"camm")
"""Tracks in which action cameras write where they are, from moment to moment."""


def says_where(said: Said, data: Bytes) -> bool:
    """Whether a box says where a recording was taken: a place in words or numbers, or a track of places."""
    if said.kind == b"stsd":
        return data[said.start + 12 : said.start + 16] in _MOVING
    named = said.name in _POSITION or (said.tagged and _KEYED in said.name)
    return (named and said.end > said.start) or (
        said.kind == b"uuid" and b"GPSLatitude" in data[said.start : min(said.end, said.start + _MOST_XMP)]
    )


def located(data: Bytes) -> bool:
    """Whether a recording says where it was taken."""
    return any(says_where(said, data) for said in said_in(data, Count()))
