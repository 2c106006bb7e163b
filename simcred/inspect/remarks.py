"""What programs write beside a picture, a page or a sound in the same ways: XMP and EXIF, and which names of a field mean a person who made it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from simcred.inspect.packages import Skeleton, read_xml
from simcred.inspect.wrong import Wrong

MOST = 6_000_000
"""Bytes of one remark; a longer one is no remark."""
_MAKERS_AS_TEXT = """
author authors artist artists albumartist creator contributor byline writer lyricist composer performer performers
conductor director producer editor owner ownername cameraowner cameraownername lastmodifiedby manager originator
narrator originalartist involvedpeople arranger engineer photographer authorname cameraoperator speaker sourcepersons
xpauthor
"""
_MAKERS = frozenset(_MAKERS_AS_TEXT.split())
_LETTERS = re.compile(r"[^a-z]")


def means_author(name: str) -> bool:
    """Whether a field of that name holds who made something, whichever way it is spelt: `Album Artist`, `com.apple.quicktime.author`."""
    plain = name.lower()
    return _LETTERS.sub("", plain) in _MAKERS or _LETTERS.sub("", re.split(r"[.:/]", plain)[-1]) in _MAKERS


class Remark(Struct, frozen=True):
    """One remark: what it says, and whether it says who made something."""

    text: str
    author: bool = False


_PROGRAM = "{http://ns.adobe.com/pdf/1.3/}Producer"


class _Xmp(Skeleton):
    """Takes the values of an XMP packet; what stands in a field of an author is one."""

    def __init__(self) -> None:
        super().__init__()
        self.remarks: list[Remark] = []
        self._within: list[bool] = []
        self._here: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A field begins; short ones are attributes."""
        super().start(tag, attributes)
        self._said()
        self._within.append(_means(tag) or (bool(self._within) and self._within[-1]))
        self.remarks += [Remark(text, _means(name)) for name, text in attributes.items()]

    def data(self, data: str) -> None:
        """Text."""
        self._here.append(data)

    def end(self, tag: str) -> None:
        """A field ends."""
        super().end(tag)
        self._said()
        self._within.pop()

    def _said(self) -> None:
        """Keeps the text so far."""
        text, self._here = "".join(self._here).strip(), []
        if text:
            self.remarks.append(Remark(text, bool(self._within) and self._within[-1]))


def _means(name: str) -> bool:
    """Whether an element or attribute holds an author; what PDFs call their producer is a program."""
    return name != _PROGRAM and means_author(name.rpartition("}")[2])


_TAGS = re.compile(r"<[^>]*>")
_BEGIN, _END = re.compile(rb"<x:xmpmeta|<rdf:RDF"), re.compile(rb"</x:xmpmeta\s*>|</rdf:RDF\s*>")


def xmp(data: bytes) -> Iterator[Remark]:
    """What an XMP packet says, value by value; of one that is damaged, its text. What stands around the packet is left."""
    begin = _BEGIN.search(data)
    ends = list(_END.finditer(data))
    if begin is not None and ends and ends[-1].end() > begin.start():
        data = data[begin.start() : ends[-1].end()]
    packet = _Xmp()
    try:
        read_xml(data, packet)
    except Wrong:
        yield Remark(_TAGS.sub(" ", data.decode("utf-8", "ignore")))
    else:
        yield from packet.remarks


_PLACED = re.compile(rb"GPS(?:Latitude|Longitude)")


def xmp_says_where(data: bytes) -> bool:
    """Whether an XMP packet says where a picture was taken."""
    return _PLACED.search(data) is not None


_EXIF, _GPS, _THUMBNAIL = 0x8769, 0x8825, 1
_LATITUDE = 2
_AUTHORS = frozenset({0x013B, 0x9C9D, 0xA430})
"""Artist, XPAuthor, CameraOwnerName."""
_XP = range(0x9C9B, 0x9CA0)
"""Windows' own tags, in UTF-16."""
_NO_WORDS = frozenset({0x0201, 0x0202, 0x8769, 0x8773, 0x8825, 0x83BB, 0x02BC, 0xA005})
"""Places of thumbnails and other lists, colours, and what is read elsewhere."""


def loaded(data: bytes) -> Any:
    """EXIF as Pillow knows it. Raises what Pillow raises."""
    from PIL import Image

    exif = Image.Exif()
    exif.load(data if data.startswith(b"Exif\0\0") else b"Exif\0\0" + data)
    return exif


def exif(data: bytes) -> Iterator[Remark]:
    """What EXIF says in words. Raises what Pillow raises."""
    found = loaded(data)
    lists = [dict(found), *(dict(found.get_ifd(number)) for number in (_EXIF, _GPS, _THUMBNAIL))]
    for tags in lists:
        for tag, value in tags.items():
            if tag not in _NO_WORDS:
                yield Remark(readable(value, wide=tag in _XP), tag in _AUTHORS)


def exif_says_where(data: bytes) -> bool:
    """Whether EXIF holds a latitude. Raises what Pillow raises."""
    return bool(loaded(data).get_ifd(_GPS).get(_LATITUDE))


def readable(value: object, *, wide: bool = False) -> str:
    """A value as text; what is none gives none."""
    if isinstance(value, str):
        return _respelt(value)
    if isinstance(value, tuple) and wide:
        value = bytes(value)
    if not isinstance(value, bytes) or len(value) > MOST:
        return ""
    if wide:
        return value.decode("utf-16-le", "ignore").rstrip("\0")
    for mark in (b"ASCII\0\0\0", b"UNICODE\0"):
        if value.startswith(mark):
            rest = value[8:]
            return rest.decode(
                "ascii" if mark[0:1] == b"A" else "utf-16" if rest[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-be", "ignore"
            )
    return value.decode("utf-8", "ignore")


def spelt(data: bytes) -> str:
    """Bytes as text: in UTF-8, else as old Windows programs write it."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "ignore")


def _respelt(text: str) -> str:
    """A text that was read letter by letter, though it may be UTF-8."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def unpacked(data: bytes) -> bytes:
    """What was packed by deflate, up to a bound. Raises zlib.error."""
    return zlib.decompressobj().decompress(data, MOST)
