"""What of a recording is handed to the child: the parts that hold its tags, and not its sound and pictures, however large it is.

Other files are handed over whole. Nothing is parsed but sizes, so that this is safe in the process that asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from simcred.inspect.boxes import Count, boxes_in

MOST = 32_000_000
"""Bytes of a recording that are handed over; what goes beyond is left, and that is said."""
_MOST_CHUNKS = 10_000
_BEHIND = 1_000_000
"""Bytes at the end of an MP3 in which tags may stand."""
_IN_FRONT = 4_000_000
"""Bytes in which an Ogg file has its remarks."""

Stretch = tuple[int, int] | None
"""Where something begins and ends that is handed over; None where there is more than is looked at."""


def heads(data: bytes, kind: str) -> tuple[bytes, bool]:
    """The parts of a file that hold words, and whether that is all of them."""
    if kind not in _STRETCHES:
        return data, True
    kept: list[bytes] = []
    left = MOST
    for stretch in _STRETCHES[kind](data):
        if stretch is None:
            return b"".join(kept), False
        start, end = stretch
        kept.append(data[start : min(end, start + left)])
        left -= end - start
        if left < 0:
            return b"".join(kept), False
    return b"".join(kept), True


def _of_boxes(data: bytes) -> Iterator[Stretch]:
    """All boxes but those that hold the recording itself."""
    count = Count()
    for box in boxes_in(data, 0, len(data), count):
        if box.kind not in (b"mdat", b"moof", b"free", b"skip", b"wide", b"sidx", b"mfra"):
            yield box.at, box.end
    if count.full:
        yield None


def _of_chunks(data: bytes) -> Iterator[Stretch]:
    """The beginning of a RIFF file, and all chunks but those that hold the recording itself."""
    yield 0, 12
    at = 12
    for _ in range(_MOST_CHUNKS):
        if at + 8 > len(data):
            return
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if kind not in (b"data", b"idx1", b"JUNK") and data[at + 8 : at + 12] not in (b"movi", b"rec "):
            yield at, min(end, len(data))
        at = end
    yield None


def id3_end(data: bytes) -> int:
    """Where the ID3 tags in front of an MP3 end, by what they say; 0 where there are none."""
    at = 0
    while data[at : at + 3] == b"ID3" and len(data) >= at + 10:
        size = sum((data[at + 6 + number] & 0x7F) << (21 - 7 * number) for number in range(4))
        at += 10 + size + (10 if data[at + 5] & 0x10 else 0)
    return at


def _of_mp3(data: bytes) -> Iterator[Stretch]:
    """The tag in front of an MP3, and what may be one at its end."""
    front = min(id3_end(data), len(data))
    yield 0, front
    yield max(front, len(data) - _BEHIND), len(data)


def _of_ogg(data: bytes) -> Iterator[Stretch]:
    """The beginning."""
    yield 0, min(_IN_FRONT, len(data))


def _of_flac(data: bytes) -> Iterator[Stretch]:
    """The mark and the blocks in front of the sound."""
    at, last = 4, False
    while not last and at + 4 <= len(data):
        last = data[at] & 0x80 != 0
        at += 4 + int.from_bytes(data[at + 1 : at + 4], "big")
    yield 0, min(at, len(data))


def _of_asf(data: bytes) -> Iterator[Stretch]:
    """The header."""
    yield 0, min(int.from_bytes(data[16:24], "little"), len(data))


_SEGMENT, _CLUSTER = 0x18538067, 0x1F43B675


def _of_matroska(data: bytes) -> Iterator[Stretch]:
    """All elements of the segment but its clusters; one of unknown length goes on to the next that is no part of it."""
    at = 0
    for _ in range(_MOST_CHUNKS):
        if at >= len(data):
            return
        kind, size, start = element(data, at)
        if kind == 0:
            return
        if kind == _SEGMENT:
            at = start
            continue
        end = len(data) if size is None else min(start + size, len(data))
        if kind != _CLUSTER:
            yield at, end
        at = end
    yield None


def element(data: bytes, at: int) -> tuple[int, int | None, int]:
    """An element of a Matroska file: its number (0 where there is none), its size (None where it is unknown), and where its contents begin."""
    first = data[at : at + 1]
    length = 9 - first[0].bit_length() if first and first[0] else 9
    if length > 4 or at + length >= len(data):
        return 0, None, at
    kind = int.from_bytes(data[at : at + length], "big")
    at += length
    wide = 9 - data[at].bit_length()
    if wide > 8:
        return 0, None, at
    size = int.from_bytes(data[at : at + wide], "big") & ((1 << 7 * wide) - 1)
    return kind, None if size == (1 << 7 * wide) - 1 else size, at + wide


_STRETCHES: Mapping[str, Callable[[bytes], Iterator[Stretch]]] = {
    **dict.fromkeys(("mp4", "mov", "m4a"), _of_boxes),
    **dict.fromkeys(("wav", "avi"), _of_chunks),
    **dict.fromkeys(("mp3", "aac"), _of_mp3),
    "ogg": _of_ogg,
    "flac": _of_flac,
    "wmv": _of_asf,
    "mkv": _of_matroska,
}
