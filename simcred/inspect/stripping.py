"""A file made anew without what it says of itself: who made it, with what, where it was taken. What it shows stays.

Pictures, PDFs and office documents are done in the child process alone; of recordings only the boxes and chunks are told apart, so
that is done here. Whoever asks looks at what came out: nothing here is taken at its word.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from simcred.inspect.boxes import Box, Count, boxes_in
from simcred.inspect.heads import id3_end
from simcred.inspect.packages import part
from simcred.inspect.parsing import open_pdf, opened
from simcred.inspect.signatures import by_first_bytes

RECORDINGS = frozenset({"mp4", "mov", "m4a", "mp3", "wav"})
"""Made anew in our own process."""
STRIPPED = frozenset({"jpg", "png", "pdf", "docx", "xlsx", "pptx"}) | RECORDINGS
_BEST = 95
_KEPT_OF_PNG = ("transparency", "gamma", "icc_profile")


def stripped(data: bytes, kind: str) -> bytes:
    """The bytes of the new file, of the same kind (one of `STRIPPED`). Raises what the parsers raise."""
    return _MAKERS[kind](data)


def _photo(data: bytes) -> bytes:
    """A JPEG: its own picture with its own colours; one that says to be turned is turned."""
    from PIL import ImageOps

    image = opened(data, "jpg")
    image.load()
    turned = image.getexif().get(0x0112, 1) not in (0, 1)
    profile = image.info.get("icc_profile")
    image.info = {}
    out = io.BytesIO()
    if turned or image.format != "JPEG":
        image = ImageOps.exif_transpose(image)
        image.info = {}
        image.getexif().clear()
        image.save(out, "JPEG", quality=_BEST, subsampling=0, icc_profile=profile)
    else:
        image.save(out, "JPEG", quality="keep", icc_profile=profile)
    return out.getvalue()


def _drawing(data: bytes) -> bytes:
    """A PNG with its points alone."""
    image = opened(data, "png")
    image.load()
    image.info = {name: value for name, value in image.info.items() if name in _KEPT_OF_PNG}
    out = io.BytesIO()
    image.save(out, "PNG", exif=b"")
    return out.getvalue()


_ID = re.compile(rb"/ID\s?\[\s?<[0-9A-Fa-f]{32}>\s?<[0-9A-Fa-f]{32}>\s?\]")
"""What PDFium makes up anew for each file; the same file gives the same copy."""
_DAY = re.compile(rb"(/(?:Creation|Mod)Date\s?\(D:)\d{14}")
_MADE_UP = re.compile(rb"<[0-9A-Fa-f]{32}>")


def _pdf(data: bytes) -> bytes:
    """The pages of a PDF in a new one; who wrote the notes on them is left away. Bookmarks and attached files do not come along."""
    import pypdfium2
    import pypdfium2.raw as raw

    out = io.BytesIO()
    with open_pdf(data, cut=False) as document:
        new: Any = pypdfium2.PdfDocument.new()
        new.import_pages(document)
        for number in range(len(new)):
            page = new[number]
            for note in range(raw.FPDFPage_GetAnnotCount(page)):
                held = raw.FPDFPage_GetAnnot(page, note)
                empty = (raw.FPDF_WCHAR * 1)(0)
                if raw.FPDFAnnot_HasKey(held, b"T"):
                    raw.FPDFAnnot_SetStringValue(held, b"T", empty)
                raw.FPDFPage_CloseAnnot(held)
        new.save(out)
        new.close()
    made = _DAY.sub(rb"\g<1>20000101000000", out.getvalue())
    return _ID.sub(lambda found: _MADE_UP.sub(b"<" + b"0" * 32 + b">", found[0]), made)


_TAG = re.compile(
    rb"""<!--(?:.*?-->|.*)|<!\[CDATA\[(?:.*?\]\]>|.*)|<(?:\w++:)?+(\w++)(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+>""", re.DOTALL
)
"""A tag, its name without what stands before the colon; what is no tag, though it may hold what looks like one, has none."""
_WHO = rb"author|initials|userId|userName|lastModifiedBy"
_SAYS_WHO = re.compile(rb"""(\s(?:\w+:)?(?:%s)\s*=\s*)(?:"[^"]*"|'[^']*')""" % _WHO)
_LISTS_WHO = re.compile(rb"""(\s(?:\w+:)?(?:%s|displayName|name)\s*=\s*)(?:"[^"]*"|'[^']*')""" % _WHO)
_LISTED = {b"cmAuthor", b"author", b"person", b"presenceInfo"}
_LISTS = re.compile(r"word/people|xl/persons/|ppt/(?:commentauthors|authors)")
"""Parts that list who wrote comments: there a name is one of theirs, elsewhere it may be that of a table or a shape."""
_AUTHOR = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</(?:\w+:)?author>)")
_COMMENTS = re.compile(r"xl/(?:.*/)?comments?[^/]*\.xml\Z")
_OWN_PLACE = re.compile(rb"""<(?:\w+:)?absPath\b[^>]*/>""")
_TARGET = re.compile(rb"""(\sTarget\s*=\s*)("[^"]*"|'[^']*')""")
_OUTSIDE = re.compile(rb"""\sTargetMode\s*=\s*["']External["']""")
LOCAL = re.compile(
    r"file:|[A-Za-z]:[\\/](?!/)|\\\\|(?:\.\.[\\/]|[\\/])+(?:Users|home|Documents and Settings)[\\/]", re.IGNORECASE
)
"""How places begin that lie on somebody's computer or in a school's network, and not on the web."""
_THUMBNAIL = re.compile(rb"""<Relationship\b[^>]*?metadata/thumbnail[^>]*?/>""")
_EMPTY = {
    "docprops/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docprops/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docprops/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
_DEEPEST = 2
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def _package(data: bytes, depth: int = 0) -> bytes:
    """An office document without its properties, thumbnail, and names of those who commented or changed it; pictures in it likewise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            plain = info.filename.replace("\\", "/").lstrip("/").casefold()
            if info.is_dir() or plain.startswith("docprops/thumbnail"):
                continue
            empty = _EMPTY.get("docprops/core.xml" if plain.endswith(".psmdcp") else plain)
            content = empty or _part(part(old, info.filename), plain, depth)
            new.writestr(zipfile.ZipInfo(info.filename, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _part(data: bytes, name: str, depth: int) -> bytes:
    """One part of an office document."""
    ending = name.rpartition(".")[2]
    if "/media/" in name:
        return _medium(data)
    if ending in ("docx", "xlsx", "pptx") and depth < _DEEPEST:
        with suppress(zipfile.BadZipFile):
            return _package(data, depth + 1)
    if ending == "rels":
        data = _THUMBNAIL.sub(b"", data) if name == "_rels/.rels" else data
        return _TAG.sub(lambda tag: _lying_nowhere(tag[0]), data)
    if ending != "xml" or not name.startswith(("word/", "xl/", "ppt/")):
        return data
    data = _OWN_PLACE.sub(b"", _AUTHOR.sub(rb"\1Author\2", data) if _COMMENTS.match(name) else data)
    listing = _LISTS.match(name) is not None
    return _TAG.sub(lambda tag: _by_nobody(tag[0], tag[1] or b"", listing), data)


def _medium(data: bytes) -> bytes:
    """A picture or recording in an office document; of a kind that cannot be made anew, as it is."""
    kind = by_first_bytes(data).type
    with suppress(Exception):  # the parsers raise what they like; who asked looks at it again
        if kind == "gif":
            return _gif(data)
        if kind in ("jpg", "png") or kind in RECORDINGS:
            return _MAKERS[kind](data)
    return data


def _by_nobody(tag: bytes, name: bytes, listing: bool) -> bytes:
    """A tag without who wrote what it holds; in a list of them (`listing`) a name is one of theirs."""
    if not name:
        return tag
    return (_LISTS_WHO if listing and name in _LISTED else _SAYS_WHO).sub(rb'\1"Author"', tag)


def _lying_nowhere(tag: bytes) -> bytes:
    """What a part leads to: of a file on somebody's computer its name alone, without the folders it lies in."""
    found = _TARGET.search(tag)
    if found is None or not _OUTSIDE.search(tag):
        return tag
    said = found[2][1:-1]
    if not LOCAL.match(unquote(said.decode("utf-8", "replace"))):
        return tag
    last = re.split(rb"[\\/]|%5C|%2F", said.rstrip(b"\\/"), flags=re.IGNORECASE)[-1] or b"file"
    return tag[: found.start(2)] + b'"' + last.replace(b'"', b"&quot;").replace(b":", b"") + b'"' + tag[found.end(2) :]


_EXTENSION, _IMAGE, _CONTROL, _PROGRAM = b"!", b",", b"\xf9", b"\xff"
_MOVES = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def _gif(data: bytes) -> bytes:
    """A GIF with its pictures alone, and how they move. Raises ValueError when it is none."""
    at = 13 + _colours(data[10:11])
    kept = [data[:at]]
    while data[at : at + 1] in (_EXTENSION, _IMAGE):
        begin, drawn = at, data[at : at + 1] == _IMAGE
        at += 11 + _colours(data[at + 9 : at + 10]) if drawn else 2
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
        label = data[begin + 1 : begin + 2]
        if drawn or label == _CONTROL or (label == _PROGRAM and data[begin + 3 : begin + 14] in _MOVES):
            kept.append(data[begin:at])
    if len(kept) == 1:
        raise ValueError("no picture in it")
    return b"".join(kept) + b";"


def _colours(packed: bytes) -> int:
    """How many bytes a table of colours takes, by the byte that says it."""
    return 3 << (packed[0] & 7) + 1 if packed and packed[0] & 0x80 else 0


_HOLD = {b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf"}
_NAMED, _BEFORE_NAME = b"hdlr", 24
_SAY = {b"udta", b"meta", b"uuid", _NAMED}
_MOST_BOXES, _MOST_DEPTH = 100_000, 6


def _boxes(data: bytes) -> bytes:
    """An MP4 or QuickTime file, every place as it was: boxes that say something of it are made free space, and filled with zeros.

    Of the box that says what a track is (`hdlr`), only the name that a program gave it is filled.
    """
    made, count = bytearray(data), Count(_MOST_BOXES)
    for box in _saying(data, 0, len(data), count, 0):
        named = box.kind == _NAMED
        first = min(box.start + _BEFORE_NAME, box.end) if named else box.start
        if not named:
            made[box.at + 4 : box.at + 8] = b"free"
        made[first : box.end] = bytes(box.end - first)
    if count.full:
        raise ValueError("more boxes than are looked at")
    return bytes(made)


def _saying(data: bytes, start: int, end: int, count: Count, depth: int) -> Iterator[Box]:
    """The boxes that say something of a recording, or of a track in it."""
    for box in boxes_in(data, start, end, count):
        if box.kind in _SAY:
            yield box
        elif box.kind in _HOLD and depth < _MOST_DEPTH:
            yield from _saying(data, box.start, box.end, count, depth + 1)


def _mp3(data: bytes) -> bytes:
    """An MP3 without the tags before and behind its frames (ID3, APE)."""
    data = data[id3_end(data) :]
    for _ in range(4):
        if data[-128:-125] == b"TAG":
            data = data[:-128]
        elif data[-32:-24] == b"APETAGEX":
            size, headed = int.from_bytes(data[-20:-16], "little"), data[-9] & 0x80
            data = data[: max(0, len(data) - size - (32 if headed else 0))]
    if not data:
        raise ValueError("nothing but tags")
    return data


_OF_WAV = {b"fmt ", b"fact", b"data", b"ds64"}


def _wav(data: bytes) -> bytes:
    """A WAV file with its sound alone."""
    kept, at = [], 12
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = min(at + 8 + size, len(data))
        if kind in _OF_WAV:
            kept.append(data[at:end] + b"\0" * (size & 1))
        at = end + (size & 1)
    body = b"WAVE" + b"".join(kept)
    return b"RIFF" + min(len(body), 0xFFFFFFFF).to_bytes(4, "little") + body


_MAKERS: dict[str, Callable[[bytes], bytes]] = {
    "jpg": _photo, "png": _drawing, "pdf": _pdf, "docx": _package, "xlsx": _package, "pptx": _package,
    "mp4": _boxes, "mov": _boxes, "m4a": _boxes, "mp3": _mp3, "wav": _wav,
}  # fmt: skip
