"""The tags of MP3: ID3 in its three versions in front, and ID3v1, APE and Lyrics3 at the end. In the child process alone.

Whatever begins with T is a text, W an address; comments, lyrics, chapters and attached things have their words behind a few bytes of their own.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from msgspec import Struct

from simcred.inspect.remarks import Remark, means_author, spelt, unpacked, xmp
from simcred.inspect.taking import Taking
from simcred.model.contents import Passage

_MOST_FRAMES = 10_000
_ENCODINGS = ("cp1252", "utf-16", "utf-16-be", "utf-8")
_MAKERS_AS_TEXT = b"""
TPE1 TPE2 TPE3 TPE4 TCOM TEXT TOLY TOPE TOWN TIPL TMCL IPLS TSOP TSO2 TSOC TP1 TP2 TP3 TP4 TCM TXT TOL TOA IPL
"""
_MAKERS = frozenset(_MAKERS_AS_TEXT.split())
"""Artists, conductors, those who wrote it, owners, and who did what."""
_HEADED = {b"COMM": 3, b"COM": 3, b"USLT": 3, b"ULT": 3, b"USER": 3, b"SYLT": 5, b"SLT": 5}
"""Frames whose text stands behind a language, and how many bytes that takes."""
_OTHERS_AS_TEXT = b"IPLS IPL WXXX WXX GEOB GEO COMR OWNE GRP1 MVNM MVIN"
_OTHERS = frozenset(_OTHERS_AS_TEXT.split())
"""Frames of text that do not begin with T."""
_SILENT_AS_TEXT = b"""
MCDI MCI ETCO ETC MLLT MLL SYTC STC RVAD RVA RVA2 EQUA EQU EQU2 RVRB REV PCNT CNT RBUF BUF AENC CRA ENCR GRID SEEK ASPI
SIGN
"""
_SILENT = frozenset(_SILENT_AS_TEXT.split())
"""Frames that hold numbers."""


class _Tag(Struct, frozen=True):
    """What the beginning of a tag says of its frames: the version, and how their lengths are written."""

    version: int
    bytewise: bool


def id3(data: bytes, taking: Taking) -> Iterator[Remark | Passage]:
    """The texts of one tag, from its first byte."""
    if data[:3] != b"ID3" or len(data) < 10:
        return
    tag = _Tag(data[3], bool(data[5] & 0x80))
    body = data[10 : 10 + _seven(data[6:10])]
    if tag.bytewise and tag.version < 4:
        body = body.replace(b"\xff\0", b"\xff")
    at = 0
    if data[5] & 0x40 and tag.version > 2:  # more about the tag itself stands in front
        at = _seven(body[:4]) if tag.version == 4 else 4 + int.from_bytes(body[:4], "big")
    yield from _frames(body, at, tag, taking, 0)


def _seven(data: bytes) -> int:
    """A number of which every byte has seven bits."""
    return sum((byte & 0x7F) << 7 * place for place, byte in enumerate(reversed(data)))


def _frames(body: bytes, at: int, tag: _Tag, taking: Taking, depth: int) -> Iterator[Remark | Passage]:
    """The texts of a stretch of frames."""
    head = 6 if tag.version == 2 else 10
    for _ in range(_MOST_FRAMES):
        kind = body[at : at + (3 if tag.version == 2 else 4)]
        if len(body) < at + head or not kind.strip(b"\0"):
            return
        size = _size(body, at, tag)
        said = body[at + head : at + head + size]
        flags = body[at + 9] if tag.version > 2 else 0
        at += head + size
        plain = _plain(said, flags, tag, taking)
        if plain is not None and kind in (b"CHAP", b"CTOC") and depth == 0:
            yield from _chapter(kind, plain, tag, taking)
        elif plain is not None:
            yield from _frame(kind, plain, taking)
    taking.whole = False


def _size(body: bytes, at: int, tag: _Tag) -> int:
    """A frame's length. Some programs write that of version 4 as version 3 does, which shows by what comes behind it."""
    if tag.version == 2:
        return int.from_bytes(body[at + 3 : at + 6], "big")
    plain = int.from_bytes(body[at + 4 : at + 8], "big")
    if tag.version < 4:
        return plain
    size = _seven(body[at + 4 : at + 8])
    fits = at + 10 + plain == len(body) or _KIND.match(body, at + 10 + plain)
    return plain if fits and not _KIND.match(body, at + 10 + size) else size


_KIND = re.compile(rb"[A-Z][A-Z0-9]{3}|\0{4}")
"""How a frame begins, or what fills the rest of a tag."""


def _plain(said: bytes, flags: int, tag: _Tag, taking: Taking) -> bytes | None:
    """A frame without what was done to it: packed, or kept from looking like sound; None where it is locked."""
    locked, packed, four = (0x04, 0x08, 0x01) if tag.version == 4 else (0x40, 0x80, 0)
    if flags & locked:
        taking.whole = False
        return None
    said = said[4:] if four and flags & four else said
    if tag.version == 4 and flags & 0x02:
        said = said.replace(b"\xff\0", b"\xff")
    try:
        return unpacked(said if tag.version == 4 else said[4:]) if flags & packed else said
    except zlib.error:
        taking.whole = False
        return None


def _chapter(kind: bytes, said: bytes, tag: _Tag, taking: Taking) -> Iterator[Remark | Passage]:
    """A chapter or a list of them: frames of its own, behind its name and numbers."""
    name, _, rest = said.partition(b"\0")
    at = 16
    if kind == b"CTOC":
        at = 2
        for _ in range(rest[1] if len(rest) > 1 else 0):
            at = rest.find(b"\0", at) + 1 or len(rest)
    yield Remark(spelt(name))
    yield from _frames(rest, at, tag, taking, 1)


def _frame(kind: bytes, said: bytes, taking: Taking) -> Iterator[Remark | Passage]:
    """The texts of one frame."""
    if kind in (b"APIC", b"PIC"):
        yield from _picture(kind, said, taking)
    elif kind == b"PRIV":
        owner, _, rest = said.partition(b"\0")
        yield Remark(_words(rest, 0) if owner != b"XMP" else "")
        if owner == b"XMP":
            yield from xmp(rest)
    elif kind in _HEADED:
        yield Remark(_words(said[1 + _HEADED[kind] :], said[0] if said else 0))
    elif kind in (b"TXXX", b"TXX"):
        name, _, value = _words(said[1:], said[0] if said else 0).partition("\n")
        yield Remark(value, means_author(name))
        yield Remark(name)
    elif kind[:1] == b"T" or kind in _OTHERS:
        yield Remark(_words(said[1:], said[0] if said else 0), kind in _MAKERS)
    elif kind not in _SILENT:
        yield Remark(_words(said, 0))


_START_OF_PICTURE = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n|GIF8|RIFF")


def _picture(kind: bytes, said: bytes, taking: Taking) -> Iterator[Remark | Passage]:
    """What is said of a picture in the tag, and what stands beside it in its own file."""
    begin = _START_OF_PICTURE.search(said)
    words = said[: begin.start()] if begin is not None else said[:1000]
    shown = words[4:] if kind == b"PIC" else words[1:].partition(b"\0")[2]
    yield Remark(_words(shown[1:], said[0] if said else 0))
    if begin is not None:
        yield from taking.inside(said[begin.start() :], "a picture", pictured=True)


_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f]+")


def _words(data: bytes, encoding: int) -> str:
    """A frame's text, in the encoding that its first byte names, one stretch a line; marks of byte order may stand before each."""
    if encoding == 1 and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        encoding = 1 if b"\xff\xfe" in data or b"\xfe\xff" in data else 2
    if encoding == 0:
        text = spelt(data)
    elif encoding == 1:
        text = data.decode("utf-16-be" if data[:2] == b"\xfe\xff" else "utf-16-le", "ignore")
    else:
        text = data.decode(_ENCODINGS[encoding] if encoding < len(_ENCODINGS) else "cp1252", "ignore")
    return _NO_TEXT.sub("\n", text.replace("\ufeff", "")).strip("\n")


_END_OF_LYRICS = re.compile(rb"LYRICS(?:200|END)")


def id3_at_the_end(data: bytes, taking: Taking) -> Iterator[Remark | Passage]:
    """What the older tags at the end say: fields of fixed length, fields of APE, lyrics."""
    end = len(data)
    if data[-128:-125] == b"TAG":
        end -= 128
        for begin, size, author in ((3, 30, False), (33, 30, True), (63, 30, False), (97, 28, False)):
            yield Remark(spelt(data[end + begin : end + begin + size].partition(b"\0")[0]), author)
    begin = data.rfind(b"LYRICSBEGIN", max(0, end - 1_000_000), end)
    if begin >= 0:
        over = _END_OF_LYRICS.search(data, begin, end)
        yield Remark(_words(data[begin + 11 : over.start() if over is not None else end], 0))
    foot = data.rfind(b"APETAGEX", max(0, end - 1_000_000), end)
    if foot >= 0 and len(data) >= foot + 32:
        yield from _ape(data, foot, taking)


def _ape(data: bytes, foot: int, taking: Taking) -> Iterator[Remark | Passage]:
    """The fields of an APE tag, found from its foot; or from its head, where it has that alone."""
    size, number = int.from_bytes(data[foot + 12 : foot + 16], "little"), int.from_bytes(data[foot + 16 : foot + 20], "little")
    header = data[foot + 23] & 0x20
    at = foot + 32 if header else foot + 32 - size
    if at < 0:
        taking.whole = False
        return
    for _ in range(min(number, _MOST_FRAMES)):
        length, flags = int.from_bytes(data[at : at + 4], "little"), data[at + 4 : at + 5]
        name, mark, _ = data[at + 8 : at + 264].partition(b"\0")
        if not mark or at > len(data):
            break
        at += 9 + len(name)
        if flags and not flags[0] & 6:
            yield Remark(_words(data[at : at + length], 3), means_author(name.decode("latin-1")))
        at += length
