"""A file made anew without what it says of itself: who made it, with what, where it was taken. What it shows stays.

Pictures, PDFs and office documents are done in the child process alone; of recordings only the boxes and chunks are told apart, so
that is done here. Whoever asks looks at what came out: nothing here is taken at its word.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from simcred.inspect.packages import part
from simcred.inspect.parsing import open_pdf, opened

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
    return out.getvalue()


_SAYS_WHO = re.compile(
    rb"""(\s(?:\w+:)?(?:author|initials|displayName|userId|userName|lastModifiedBy)=)(?:"[^"]*"|'[^']*')""",
)
_SAYS_WHO_BY_NAME = re.compile(rb"""(<(?:\w+:)?(?:cmAuthor|author)\b[^>]*?\s(?:name|initials)=)(?:"[^"]*"|'[^']*')""")
_AUTHOR = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</(?:\w+:)?author>)")
_OWN_PLACE = re.compile(rb"""<(?:\w+:)?absPath\b[^>]*/>""")
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
            content = _EMPTY.get(plain) or _part(part(old, info.filename), plain, depth)
            new.writestr(zipfile.ZipInfo(info.filename, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _part(data: bytes, name: str, depth: int) -> bytes:
    """One part of an office document."""
    ending = name.rpartition(".")[2]
    if ending in ("jpg", "jpeg", "png") and "/media/" in name:
        return _photo(data) if data.startswith(b"\xff\xd8") else _drawing(data) if data.startswith(b"\x89PNG") else data
    if ending in ("docx", "xlsx", "pptx") and depth < _DEEPEST:
        return _package(data, depth + 1)
    if name == "_rels/.rels":
        return _THUMBNAIL.sub(b"", data)
    if ending != "xml":
        return data
    for shape, new in ((_SAYS_WHO, rb'\1"Author"'), (_AUTHOR, rb"\1Author\2"), (_OWN_PLACE, b"")):
        data = shape.sub(new, data)
    if name.startswith(("ppt/commentauthors", "ppt/authors")):
        for _ in range(2):  # once for the name, once for the initials
            data = _SAYS_WHO_BY_NAME.sub(rb'\1"A"', data)
    return data


_HOLD = {b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf"}
_SAY = {b"udta", b"meta", b"uuid"}
_MOST_BOXES, _MOST_DEPTH = 100_000, 6


def _boxes(data: bytes) -> bytes:
    """An MP4 or QuickTime file, every place as it was: boxes that say something of it are made free space, and filled with zeros."""
    made = bytearray(data)
    for start, body, end in _saying(data, 0, len(data), 0):
        made[start + 4 : start + 8] = b"free"
        made[body:end] = bytes(end - body)
    return bytes(made)


def _saying(data: bytes, at: int, end: int, depth: int) -> Iterator[tuple[int, int, int]]:
    """Where boxes begin that say something, where what they say begins, and where they end."""
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        stop = end if size == 0 else min(at + size, end)
        if stop < at + head:
            return
        if kind in _SAY:
            yield at, at + head, stop
        elif kind in _HOLD and depth < _MOST_DEPTH:
            yield from _saying(data, at + head, stop, depth + 1)
        at = stop


_SYNC_SAFE = 7


def _mp3(data: bytes) -> bytes:
    """An MP3 without the tags before and behind its frames (ID3, APE)."""
    while data[:3] == b"ID3" and len(data) > 10:
        size = 0
        for byte in data[6:10]:
            size = size << _SYNC_SAFE | byte & 0x7F
        data = data[10 + size + (10 if data[5] & 0x10 else 0) :]
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
