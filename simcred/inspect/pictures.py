"""What stands beside a picture in its file: EXIF, XMP, captions, comments and texts. The picture itself is not decoded. In the child alone."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from simcred.inspect.remarks import (
    MOST,
    Remark,
    exif,
    exif_says_where,
    means_author,
    spelt,
    unpacked,
    xmp,
    xmp_says_where,
)
from simcred.inspect.taking import Taking
from simcred.model.contents import Passage

_MOST_SEGMENTS = 10_000
CAMERA = "what the camera or program wrote"
BESIDE = "what is written beside the picture"
WHERE = "where it was taken"

Segment = tuple[str, bytes]
"""What a stretch of a picture's file holds (exif, xmp, iptc, or a name of its own), and its bytes."""


def beside(data: bytes, kind: str, taking: Taking) -> Iterator[Passage]:
    """The passages beside a picture. One remark that cannot be read keeps nothing of the others."""
    for name, said in _SEGMENTS[kind](data, taking):
        try:
            if _says_where(name, said):
                yield Passage(WHERE, "location")
            for remark in _remarks(name, said):
                yield Passage(CAMERA if name == "exif" else BESIDE, remark.text, remark.author)
        except Exception:  # Pillow and zlib raise what they like over what a camera wrote
            taking.whole = False


def says_where(data: bytes, kind: str) -> bool:
    """Whether a picture says where it was taken; one that cannot be read says nothing."""
    try:
        return any(_says_where(name, said) for name, said in _SEGMENTS[kind](data, Taking({})))
    except Exception:  # what a camera wrote beside a picture does not spoil it
        return False


def _says_where(name: str, said: bytes) -> bool:
    """Whether a stretch says where a picture was taken. Raises what Pillow raises."""
    return exif_says_where(said) if name == "exif" else name == "xmp" and xmp_says_where(said)


def _remarks(name: str, said: bytes) -> Iterator[Remark]:
    """What a stretch says. Raises what its parser raises."""
    if name == "exif":
        yield from exif(said)
    elif name == "xmp":
        yield from xmp(said)
    elif name == "iptc":
        yield from _iptc(said)
    else:
        yield Remark(spelt(said), means_author(name))


def _jpeg(data: bytes, taking: Taking) -> Iterator[Segment]:
    """The stretches in front of a photo's points, behind each mark of one; a photo may hold several pictures, of which this is the first."""
    at = 2
    longer: list[bytes] = []
    for _ in range(_MOST_SEGMENTS):
        while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] == b"\xff":
            at += 1
        mark = data[at + 1] if data[at : at + 1] == b"\xff" and at + 4 <= len(data) else 0xDA
        if mark in (0xDA, 0xD9):
            break
        body = data[at + 4 : at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")]
        at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
        if mark == 0xE1 and body.startswith(_LONGER):
            longer.append(body[len(_LONGER) + 40 :])
        else:
            yield from _of_jpeg(mark, body)
    else:
        taking.whole = False
    if longer:
        yield "xmp", b"".join(longer)


_XMP, _LONGER = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"


def _of_jpeg(mark: int, body: bytes) -> Iterator[Segment]:
    """What one marked stretch of a photo holds."""
    if mark == 0xE1 and body.startswith(b"Exif\0"):
        yield "exif", body[6:]
    elif mark == 0xE1 and body.startswith(_XMP):
        yield "xmp", body[len(_XMP) :]
    elif mark == 0xED and body.startswith(_PHOTOSHOP):
        yield "iptc", body[len(_PHOTOSHOP) :]
    elif mark == 0xFE:
        yield "comment", body


_MARKS = {b"\x02\x50", b"\x02\x55", b"\x02\x7a"}
"""Fields of IPTC for who made it: by-line, its title, who wrote the caption. They are numbers, after a mark."""


def _iptc(data: bytes) -> Iterator[Remark]:
    """Captions, keywords, by-lines, places: every text of IPTC (IIM 4), wherever it stands in Photoshop's blocks."""
    at = data.find(b"\x1c\x02")
    while at >= 0:
        size = int.from_bytes(data[at + 3 : at + 5], "big")
        if size < 0x8000 and at + 5 + size <= len(data):
            yield Remark(spelt(data[at + 5 : at + 5 + size]), data[at + 1 : at + 3] in _MARKS)
            at += 5 + size
        else:
            at += 2
        at = data.find(b"\x1c\x02", at)


def _png(data: bytes, taking: Taking) -> Iterator[Segment]:
    """The texts and remarks of a PNG, before and behind its points, packed or not."""
    at = 8
    for _ in range(_MOST_SEGMENTS):
        if at + 12 > len(data):
            return
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size] if kind in _TEXTUAL else b""
        at += 12 + size
        if kind == b"eXIf":
            yield "exif", body
        elif kind in _TEXTUAL:
            try:
                yield from _text(kind, body, taking)
            except (zlib.error, ValueError):
                taking.whole = False
    taking.whole = False


_TEXTUAL = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")
_RAW_PROFILES = {
    "raw profile type exif": "exif",
    "raw profile type app1": "exif",
    "raw profile type xmp": "xmp",
    "raw profile type iptc": "iptc",
}


def _text(kind: bytes, body: bytes, taking: Taking) -> Iterator[Segment]:
    """A text of a PNG, with the word before it and, where it is international, its translation. Raises zlib.error, ValueError."""
    word, _, rest = body.partition(b"\0")
    said = rest
    if kind == b"zTXt":
        said = _bounded(rest[1:], taking)
    elif kind == b"iTXt":
        _, _, tail = rest[2:].partition(b"\0")
        translated, _, said = tail.partition(b"\0")
        said = _bounded(said, taking) if rest[:1] == b"\1" else said
        yield "keyword", translated
    name = word.decode("latin-1").lower()
    if name == "xml:com.adobe.xmp":
        yield "xmp", said
    elif name in _RAW_PROFILES:
        profile = bytes.fromhex("".join(said.decode("ascii", "ignore").split()[2:]))
        yield _RAW_PROFILES[name], profile.removeprefix(b"Exif\0\0").removeprefix(_XMP)
    else:
        yield name, said
        yield "keyword", word


def _bounded(data: bytes, taking: Taking) -> bytes:
    """What was packed, up to a bound. Raises zlib.error."""
    said = unpacked(data)
    taking.whole = taking.whole and len(said) < MOST
    return said


def _webp(data: bytes, taking: Taking) -> Iterator[Segment]:
    """The EXIF and XMP of a WebP."""
    at = 12
    for _ in range(_MOST_SEGMENTS):
        if at + 8 > len(data):
            return
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if kind in (b"EXIF", b"XMP "):
            yield "exif" if kind == b"EXIF" else "xmp", data[at + 8 : at + 8 + size].removeprefix(b"Exif\0\0")
        at += 8 + size + size % 2
    taking.whole = False


_COMMENT, _PLAIN, _PROGRAM = 0xFE, 0x01, 0xFF


def _gif(data: bytes, taking: Taking) -> Iterator[Segment]:
    """The comments of a GIF, and the XMP in it."""
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    for _ in range(_MOST_SEGMENTS):
        if data[at : at + 1] == b"!":
            blocks, end = _blocks(data, at + 2)
            if data[at + 1] in (_COMMENT, _PLAIN):
                yield "comment", b"".join(blocks)
            elif data[at + 1] == _PROGRAM and blocks and blocks[0].startswith(b"XMP Data"):
                yield "xmp", data[at + 14 : end]
            at = end
        elif data[at : at + 1] == b"," and at + 10 <= len(data):
            packed = data[at + 9]
            _, at = _blocks(data, at + 11 + (3 << (packed & 7) + 1 if packed & 0x80 else 0))
        else:
            return
    taking.whole = False


def _blocks(data: bytes, at: int) -> tuple[list[bytes], int]:
    """Blocks, each behind its length, up to one of none; and what comes behind them."""
    blocks = []
    while at < len(data) and data[at]:
        blocks.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    return blocks, at + 1


def _tiff(data: bytes, taking: Taking) -> Iterator[Segment]:
    """A TIFF, which is made of the same lists as EXIF, one a page; of the pages behind the first, what they say in letters."""
    yield "exif", data
    order: Literal["little", "big"] = "little" if data.startswith(b"II") else "big"
    if int.from_bytes(data[2:4], order) != _NUMBER_OF_TIFF:
        taking.whole = False
        return
    at, seen, entries, left = int.from_bytes(data[4:8], order), set[int](), 0, _MOST_OF_TIFF
    while at and at not in seen and at + 2 <= len(data):
        seen.add(at)
        count = int.from_bytes(data[at : at + 2], order)
        entries += count
        for place in range(at + 2, at + 2 + 12 * count, 12):
            entry = data[place : place + 12]
            tag, size = int.from_bytes(entry[:2], order), _size(entry, order)
            name = _OF_TIFF.get(tag, "caption" if len(seen) > 1 and entry[2:4] in _LETTERS else "")
            if not name or not size or (name not in _ON_EVERY_PAGE and len(seen) == 1):
                continue
            left -= size
            if entries > _MOST_ENTRIES or left < 0:
                taking.whole = False
                return
            start = place + 8 if size <= 4 else int.from_bytes(entry[8:12], order)
            said = data[start : start + size]
            yield name, said.decode("utf-16-le", "ignore").encode() if tag in _WIDE else said
        at = int.from_bytes(data[at + 2 + 12 * count : at + 6 + 12 * count], order)


_NUMBER_OF_TIFF = 42
_MOST_ENTRIES, _MOST_OF_TIFF = 200_000, 20_000_000
"""Entries of all lists together, and bytes that they may say."""
_LETTERS = (b"\2\0", b"\0\2")
_WIDE = range(0x9C9B, 0x9CA0)
_OF_TIFF = {700: "xmp", 33723: "iptc", 34377: "iptc", 0x013B: "artist", 0x9C9D: "xpauthor"} | dict.fromkeys(
    (0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F), "caption"
)
_ON_EVERY_PAGE = ("xmp", "iptc")
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1}


def _size(entry: bytes, order: Literal["little", "big"]) -> int:
    """How many bytes an entry's value takes; none for kinds that are numbers."""
    return _SIZES.get(int.from_bytes(entry[2:4], order), 0) * int.from_bytes(entry[4:8], order)


_SEGMENTS: Mapping[str, Callable[[bytes, Taking], Iterator[Segment]]] = {
    "jpg": _jpeg,
    "png": _png,
    "webp": _webp,
    "gif": _gif,
    "tiff": _tiff,
}
PICTURES = frozenset(_SEGMENTS)
