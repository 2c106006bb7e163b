"""The tags of recordings: titles, artists, comments, lyrics, descriptions, chapters, and what a camera wrote. In the child process alone.

Own walks over boxes, frames, chunks and fields, because readers of tags made for collections of music take the fields they know and leave
the others, and a student's name may stand in any of them (record 18). Every stretch that can be text is taken as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from simcred.inspect.boxes import Count, Said, boxes_in, said_in, says_where
from simcred.inspect.frames import id3, id3_at_the_end
from simcred.inspect.heads import element
from simcred.inspect.pictures import WHERE
from simcred.inspect.remarks import Remark, means_author, spelt, xmp
from simcred.inspect.taking import Taking
from simcred.model.contents import Passage

TAGS = "the tags"
_MOST = 10_000
_XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_MAKERS = frozenset(
    {"\xa9ART", "aART", "\xa9wrt", "\xa9aut", "\xa9com", "\xa9dir", "\xa9prd", "\xa9con", "\xa9own", "\xa9prf", "\xa9PRF", "\xa9op "}
    | {"\xa9arg", "\xa9art", "\xa9cre", "\xa9nrt", "\xa9sol", "auth", "perf", "ownr", "apID", "soal", "soar", "soaa", "soco"}
) - {"\xa9lyr"}  # fmt: skip
"""Boxes for who made a recording or owns it, as iTunes, QuickTime and phones (3GPP) call them."""


def tags(data: bytes, kind: str, taking: Taking) -> Iterator[Passage]:
    """The passages in a recording's tags."""
    for remark in _READERS[kind](data, taking):
        yield remark if isinstance(remark, Passage) else Passage(TAGS, remark.text, remark.author)


def _boxes(data: bytes, taking: Taking) -> Iterator[Remark | Passage]:
    """What stands in the boxes of MP4 and QuickTime."""
    count = Count()
    for said in said_in(data, count):
        if says_where(said, data):
            yield Passage(WHERE, "location")
        body = data[said.start : said.end]
        if said.kind == b"covr":
            for box in boxes_in(body, 0, len(body), count):
                yield from taking.inside(body[box.start + 8 : box.end], "a picture", pictured=True)
        elif said.kind == b"hdlr":
            yield Remark(_loose(body[24:]))
        elif said.kind == b"uuid" and body.startswith(_XMP_BOX):
            yield from xmp(body[16:])
        elif said.kind == b"XMP_":
            yield from xmp(body)
        elif said.kind == b"ID32":
            yield from id3(body[6:], taking)
        elif said.tagged:
            yield from _tag(said, body, count)
        elif said.kind != b"stsd":
            yield from (Remark(text, said.name in _MAKERS) for text in _untagged(said.kind, body))
    taking.whole = taking.whole and not count.full


_OF_PHONES = frozenset({b"titl", b"dscp", b"cprt", b"auth", b"perf", b"gnre", b"albm", b"kywd", b"clsf", b"rtng"})


def _untagged(kind: bytes, body: bytes) -> Iterator[str]:
    """The texts of a box that is no tag of iTunes: of QuickTime's, each language's behind its length; of phones', behind a language."""
    if kind == b"loci":
        yield _loose(body[6:].partition(b"\0")[0])
    elif kind in _OF_PHONES:
        yield _loose(body[6:])
    elif kind[:1] != b"\xa9" or not 0 < int.from_bytes(body[:2], "big") <= len(body) - 4:
        yield _loose(body)
    else:
        yield from _languages(body)


def _languages(body: bytes) -> Iterator[str]:
    """The texts of a box of QuickTime's, one a language; what stands behind them is none."""
    at = 0
    while at + 4 < len(body):
        size, language = int.from_bytes(body[at : at + 2], "big"), int.from_bytes(body[at + 2 : at + 4], "big")
        said = body[at + 4 : at + 4 + size]
        yield _loose(said, "mac_roman" if language < _OF_MACS else "cp1252")
        at += 4 + size


_OF_MACS = 0x400
"""Numbers of languages below this are those of old Macs, which had letters of their own."""


def _tag(said: Said, body: bytes, count: Count) -> Iterator[Remark]:
    """A tag with its boxes of data; a free one has its name beside them."""
    name = said.name
    inner = list(boxes_in(body, 0, len(body), count))
    for box in inner:
        if box.kind == b"name":
            name = spelt(body[box.start + 4 : box.end])
    author = said.name in _MAKERS or means_author(name)
    for box in inner:
        if box.kind == b"data":
            yield Remark(_typed(body[box.start : box.end]), author)
        elif box.kind == b"name":
            yield Remark(name)


_WIDE, _PICTURES = 2, (13, 14, 27)


def _typed(data: bytes) -> str:
    """What a box of data holds, if it can be text; its first bytes say of which type it is."""
    kind, said = int.from_bytes(data[1:4], "big"), data[8:]
    if kind in _PICTURES:
        return ""
    return said.decode("utf-16-be", "ignore") if kind == _WIDE else _loose(said)


_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f]+")


def _loose(data: bytes, old: str = "cp1252") -> str:
    """What in some bytes can be text, one stretch a line: in UTF-16 behind its mark, in UTF-8, or else in an older encoding."""
    wide = next((mark for mark in (b"\xfe\xff", b"\xff\xfe") if mark in data[:8]), None)
    if wide is not None:
        text = data[data.index(wide) :].decode("utf-16", "ignore")
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode(old, "ignore")
    return _NO_TEXT.sub("\n", text)


def _mp3(data: bytes, taking: Taking) -> Iterator[Remark | Passage]:
    """The tags in front of an MP3 and at its end; there may be several."""
    at = 0
    while data[at : at + 3] == b"ID3":
        size = sum((byte & 0x7F) << (21 - 7 * number) for number, byte in enumerate(data[at + 6 : at + 10]))
        yield from id3(data[at : at + 10 + size], taking)
        at += 10 + size
    yield from id3_at_the_end(data, taking)


_INFO_MAKERS = (b"IART", b"IENG", b"ITCH", b"IWRI", b"ICMS", b"IPRO", b"IDIR", b"IMUS", b"IEDT", b"ICNM", b"ISTR", b"IPDS")


def _riff(data: bytes, taking: Taking) -> Iterator[Remark | Passage]:
    """The texts of WAV and AVI: lists, an ID3 tag, XMP, the broadcasters' chunk, notes at marks."""
    yield from _chunks(data, 12, len(data), taking, 0)


def _chunks(data: bytes, start: int, end: int, taking: Taking, depth: int) -> Iterator[Remark | Passage]:
    """The texts in a stretch of chunks."""
    at = start
    for _ in range(_MOST):
        if at + 8 > end:
            return
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = at + 8, min(at + 8 + size, end)
        at += 8 + size + size % 2
        if kind == b"LIST" and depth < 4:
            yield from _chunks(data, body[0] + 4, body[1], taking, depth + 1)
        else:
            yield from _chunk(kind, data[slice(*body)], taking)
    taking.whole = False


_SILENT = (
    b"fmt ",
    b"data",
    b"fact",
    b"cue ",
    b"smpl",
    b"inst",
    b"JUNK",
    b"idx1",
    b"strh",
    b"strf",
    b"avih",
    b"ds64",
    b"PEAK",
    b"indx",
)


def _chunk(kind: bytes, body: bytes, taking: Taking) -> Iterator[Remark | Passage]:
    """The text of one chunk."""
    if kind.lower() == b"id3 ":
        yield from id3(body, taking)
    elif kind == b"_PMX":
        yield from xmp(body)
    elif kind == b"bext":
        yield Remark(_loose(body[:256]))
        yield Remark(_loose(body[256:288]), author=True)
        yield Remark(_loose(body[288:338] + b"\0" + body[602:]))
    elif kind == b"DISP":
        yield Remark(_loose(body[4:]))
    elif kind not in _SILENT:
        yield Remark(_loose(body), kind in _INFO_MAKERS)


def _ogg(data: bytes, taking: Taking) -> Iterator[Remark | Passage]:
    """The remarks of Vorbis, Opus, Speex, Theora or FLAC in Ogg: the second packet of each stream."""
    streams: dict[bytes, bytearray] = {}
    at = 0
    while data[at : at + 4] == b"OggS" and at + 27 <= len(data):
        sizes = data[at + 27 : at + 27 + data[at + 26]]
        body = at + 27 + data[at + 26]
        if len(streams) < 100:
            streams.setdefault(data[at + 14 : at + 18], bytearray()).extend(data[body : body + sum(sizes)])
        at = body + sum(sizes)
    for stream in streams.values():
        found = _REMARKS.search(stream)
        if found is not None:
            yield from _vorbis(bytes(stream[found.end() :]), taking)


_REMARKS = re.compile(rb"\x03vorbis|OpusTags|\x81theora|(?<=Speex   )(?s:.{72})|\x7fFLAC(?s:.{50})", re.DOTALL)
"""What the remarks of a stream stand behind."""


def _vorbis(data: bytes, taking: Taking) -> Iterator[Remark | Passage]:
    """Fields as Vorbis has them: which program, how many, and each `NAME=text` behind its length."""
    at = 4 + int.from_bytes(data[:4], "little")
    number = int.from_bytes(data[at : at + 4], "little")
    at += 4
    for _ in range(min(number, _MOST)):
        size = int.from_bytes(data[at : at + 4], "little")
        name, _, said = data[at + 4 : at + 4 + size].partition(b"=")
        at += 4 + size
        if at > len(data):
            break
        if b"PICTURE" not in name.upper() and b"COVERART" not in name.upper():
            yield Remark(spelt(said), means_author(name.decode("latin-1")))
    else:
        taking.whole = taking.whole and number <= _MOST
        return
    taking.whole = False


def _flac(data: bytes, taking: Taking) -> Iterator[Remark | Passage]:
    """The remarks of a FLAC file."""
    at, last = 4, False
    while not last and at + 4 <= len(data):
        last, kind = data[at] & 0x80 != 0, data[at] & 0x7F
        size = int.from_bytes(data[at + 1 : at + 4], "big")
        body = data[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == 4:
            yield from _vorbis(body, taking)
        elif kind == 2:
            yield Remark(_loose(body[4:]))


_CONTENT = bytes.fromhex("3326b2758e66cf11a6d900aa0062ce6c")
_EXTENDED = bytes.fromhex("40a4d0d207e3d21197f000a0c95ea850")


def _asf(data: bytes, taking: Taking) -> Iterator[Remark | Passage]:
    """The texts of Windows Media: title, author and so on, and every field with a name."""
    at = 30
    for _ in range(_MOST):
        if at + 24 > len(data):
            return
        kind, size = data[at : at + 16], int.from_bytes(data[at + 16 : at + 24], "little")
        body = data[at + 24 : at + size]
        at += max(24, size)
        if kind == _CONTENT:
            yield from _described(body)
        elif kind == _EXTENDED:
            yield from _fields(body)
    taking.whole = False


def _described(body: bytes) -> Iterator[Remark]:
    """Title, author, copyright, description and rating, each behind the lengths of all."""
    at = 10
    for number in range(5):
        size = int.from_bytes(body[2 * number : 2 * number + 2], "little")
        yield Remark(body[at : at + size].decode("utf-16-le", "ignore").rstrip("\0"), author=number == 1)
        at += size


def _fields(body: bytes) -> Iterator[Remark]:
    """Fields with names."""
    at = 2
    for _ in range(int.from_bytes(body[:2], "little")):
        size = int.from_bytes(body[at : at + 2], "little")
        name = body[at + 2 : at + 2 + size].decode("utf-16-le", "ignore").rstrip("\0")
        at += 2 + size
        kind, size = int.from_bytes(body[at : at + 2], "little"), int.from_bytes(body[at + 2 : at + 4], "little")
        if kind == 0:
            yield Remark(body[at + 4 : at + 4 + size].decode("utf-16-le", "ignore").rstrip("\0"), means_author(name))
        at += 4 + size


_PARTS = frozenset(
    {0x18538067, 0x1549A966, 0x1254C367, 0x7373, 0x67C8, 0x1043A770, 0x45B9, 0xB6, 0x80, 0x1654AE6B, 0xAE, 0x1941A469, 0x61A7}
)
"""Elements that hold others: segment, information, tags, chapters, tracks, attached files."""
_NAME, _SAID = 0x45A3, 0x4487
_WORDS = frozenset({0x7BA9, 0x85, 0x536E, 0x466E, 0x467E, 0x7384})
"""Title, a chapter's name, a track's, an attached file's and what is said of it, the name of the file itself."""


def _matroska(data: bytes, taking: Taking) -> Iterator[Remark | Passage]:
    """The texts of Matroska and WebM, found by a walk over elements that hold others; what holds none is jumped over."""
    at, name = 0, ""
    for _ in range(_MOST):
        kind, size, start = element(data, at)
        if kind == 0:
            return
        end = len(data) if size is None else start + size
        body = data[start:end] if kind in _WORDS or kind in (_NAME, _SAID) else b""
        if kind == _NAME:
            name = spelt(body)
        elif kind == _SAID:
            yield Remark(spelt(body), means_author(name))
        elif kind in _WORDS:
            yield Remark(spelt(body))
        at = start if kind in _PARTS else end
    taking.whole = False


_READERS = {
    **dict.fromkeys(("mp4", "mov", "m4a"), _boxes),
    **dict.fromkeys(("mp3", "aac"), _mp3),
    **dict.fromkeys(("wav", "avi"), _riff),
    "ogg": _ogg,
    "flac": _flac,
    "wmv": _asf,
    "mkv": _matroska,
}
RECORDINGS = frozenset(_READERS)
