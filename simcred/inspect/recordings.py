"""Recordings: how long they are, whether they have sound, and whether their end is there.

A walk of our own over the boxes of MP4 and QuickTime (`boxes`), because readers that go by an index in front pass a
file whose recording is cut off behind it; and over the chunks of WAV.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from simcred.inspect.boxes import MOST_BOXES, Bytes, Count, boxes_in, located
from simcred.model.contents import Content

_LONGEST = 7 * 24 * 3600
"""Seconds. A header that says more is wrong."""
_HEADER = 64
"""So many bytes of a header are read, whatever size it says to have."""
_INSIDE = (b"moov", b"trak", b"mdia", b"mvex")
"""Boxes that are looked into; each lies in one before it."""
_NEEDED = (b"moov", b"mdat", b"moof")
"""What a recording lacks something without, when it is cut in one of these; what cameras and servers put behind it is nobody's loss."""


class _Found(Struct):
    """What a walk has found so far."""

    index: bool = False
    recording: bool = False
    cut: bool = False
    scale: int = 0
    seconds: float | None = None
    tracks: set[bytes] = field(default_factory=set)
    count: Count = field(default_factory=Count)


def boxes(data: Bytes, content: Content) -> Content:
    """What a walk over the boxes of a recording adds to what its first bytes say."""
    found = _Found()
    _walk(data, 0, len(data), found, 0)
    if found.cut or not found.recording:
        return replace(content, state="cut", detail="its end is missing")
    if not found.index:
        return replace(content, state="cut", detail="it lacks its index, as a recording does that was not closed")
    return replace(content, seconds=found.seconds, sound=b"soun" in found.tracks, located=located(data))


def _walk(data: Bytes, start: int, end: int, found: _Found, depth: int) -> None:
    """Looks at the boxes in a stretch, and into those that hold others."""
    for box in boxes_in(data, start, end, found.count):
        found.cut = found.cut or (box.beyond and not depth and box.kind in _NEEDED)
        if box.kind == b"moov":
            found.index = True
        elif box.kind == b"mdat":
            found.recording = found.recording or box.end > box.start
        elif box.kind in (b"mvhd", b"mehd"):
            _length(data[box.start : min(box.end, box.start + _HEADER)], box.kind, found)
        elif box.kind == b"hdlr" and data[box.start + 8 : box.start + 12] != b"alis":
            found.tracks.add(data[box.start + 8 : box.start + 12])
        if box.kind in _INSIDE and depth < len(_INSIDE):
            _walk(data, box.start, box.end, found, depth + 1)


def _length(body: bytes, kind: bytes, found: _Found) -> None:
    """Takes the length from a header; one in parts says it in a header of its own (mehd), in the scale of the first."""
    wide = body[:1] == b"\x01"
    at = 4
    if kind == b"mvhd":
        at = 20 if wide else 12
        found.scale, at = int.from_bytes(body[at : at + 4], "big"), at + 4
    size = 8 if wide else 4
    length = int.from_bytes(body[at : at + size], "big")
    if found.scale and 0 < length / found.scale < _LONGEST:
        found.seconds = round(length / found.scale, 1)


_OPEN = 0x7FFF0000
"""Recorders that leave a WAV file open say 0, or one of several numbers above this one, which is far more than is looked into."""
_CHUNKS = (b"fmt ", b"data", b"LIST", b"fact", b"bext", b"id3 ", b"JUNK", b"cue ")


def chunks(data: Bytes, content: Content) -> Content:
    """The length of a WAV file; one that was left open goes to its end, and one above 4 GB has its lengths in a chunk in front."""
    at, rate, wide = 12, 0, None
    for _ in range(MOST_BOXES):
        if at + 8 > len(data):
            break
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if kind == b"fmt ":
            rate = int.from_bytes(data[at + 16 : at + 20], "little")
        elif kind == b"ds64":
            wide = int.from_bytes(data[at + 16 : at + 24], "little")
        elif kind == b"data":
            size = wide if wide and size == 0xFFFFFFFF else size
            open_ended = not size or (not wide and size >= _OPEN)
            there = len(data) - at - 8
            if not there or (size > there and not open_ended):
                break
            seconds = (there if open_ended else size) / rate if rate else None
            return replace(content, seconds=round(seconds, 1) if seconds and seconds < _LONGEST else None, sound=True)
        at = _next_chunk(data, at + 8 + size)
    return replace(content, state="cut", detail="its end is missing")


def _next_chunk(data: Bytes, end: int) -> int:
    """Where the chunk behind one begins: at an even place, but some programs forget to fill up to that."""
    return end if end % 2 == 0 or data[end : end + 4] in _CHUNKS else end + 1


READERS: Mapping[str, Callable[[Bytes, Content], Content]] = {"mp4": boxes, "mov": boxes, "m4a": boxes, "wav": chunks}
"""The recordings that are walked over, by type."""
