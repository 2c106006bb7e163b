"""What a file's first bytes say it is, whatever its name says. Looks at bytes and parses nothing."""

from __future__ import annotations

import re

from simcred.model.contents import Content

HEAD = 4096
_FIRST: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"8BPS", "psd"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "jxl"),
    (b"\xff\x0a", "jxl"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "ps"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"\xcf\xfa\xed\xfe", "exe"),
    (b"\xce\xfa\xed\xfe", "exe"),
    (b"\xca\xfe\xba\xbe", "exe"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"#!AMR", "amr"),
    (b"caff", "caf"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wmv"),
    (b"\x1a\x45\xdf\xa3", "mkv"),
    (b"FLV\x01", "flv"),
    (b"\0\0\x01\xba", "mpg"),
    (b"\0\0\x01\xb3", "mpg"),
    (b"SQLite format 3\0", "db"),
)
"""First bytes and the type of what begins so. From the formats' own specifications."""
_RIFF = {b"WAVE": "wav", b"WEBP": "webp", b"AVI ": "avi"}
_OLE = {
    "EncryptedPackage": ("ole", "encrypted"),
    "WordDocument": ("doc", "whole"),
    "PowerPoint Document": ("ppt", "whole"),
    "Workbook": ("xls", "whole"),
    "Book": ("xls", "whole"),
    "__nameid_version1.0": ("msg", "whole"),
}
"""Streams that tell old Office files apart; the newer ones lie in such a file when they ask for a password."""
_BRANDS = {
    "heic": "heic", "heix": "heic", "hevc": "heic", "heim": "heic", "heis": "heic", "mif1": "heic", "msf1": "heic",
    "avif": "avif", "avis": "avif", "qt  ": "mov", "M4A ": "m4a", "M4B ": "m4a", "M4P ": "m4a", "crx ": "cr3",
}  # fmt: skip
"""What a file of boxes is, by the brand at its beginning; any other brand is a video's."""
_FIRST_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_STUB = 16_384
_POINTERS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"version https://(?:git-lfs\.github\.com|hawser\.github\.com)/spec/"), "a pointer of git LFS"),
    (re.compile(rb"(?:\.\./)*(?:\.git)?/?annex/objects/"), "a pointer of git-annex"),
    (re.compile(rb"(?:outs|deps|wdir|frozen):[^\0]{0,400}?\b(?:md5|etag|hash): ?[0-9a-f]{8}", re.DOTALL), "a pointer of DVC"),
    (re.compile(rb"md5: ?[0-9a-f]{32}\s"), "a pointer of DVC"),
    (re.compile(rb"\[InternetShortcut[\].]", re.IGNORECASE), "a web shortcut of Windows"),
    (re.compile(rb"\[Desktop Entry\][^\0]*\bType=Link\b", re.DOTALL), "a web shortcut of Linux"),
    (re.compile(rb"(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE plist[^>]*>\s*)?<plist[^>]*>\s*<dict>\s*<key>URL</key>"), "a web shortcut of a Mac"),
    (re.compile(rb"bplist00[\s\S]*(?:SURL|NSURLNameKey|https?://)"), "a shortcut or placeholder of a Mac"),
    (re.compile(rb"\{[^{}\0]*\"(?:doc_id|url)\"\s*:\s*\"[^\"]*(?:docs|drive)\.google\.com"), "a shortcut of Google Drive"),
    (re.compile(rb"\{[^{}\0]*\"doc_id\"\s*:"), "a shortcut of Google Drive"),
    (re.compile(rb"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0"), "a shortcut of Windows"),
    (re.compile(rb"book\0\0\0\0mark"), "an alias of a Mac"),
)  # fmt: skip
"""How small files begin that stand for a document which is somewhere else, and what they are."""
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(!doctype\s+html|html|head|!doctype\s+svg|svg|\w|!|\?)", re.I | re.S
)
_NOT_IN_TEXT = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b\x1a") | {127}
_MOSTLY = 0.8


def by_first_bytes(data: bytes) -> Content:
    """What a file is, as far as can be told without parsing it; only its first bytes count, but for text, which is text throughout.

    A file of zeros is what a copy from a cloud leaves that did not finish. A type of "" is none that is known.
    """
    if not data.strip(b"\0"):
        return Content("", "damaged", "it holds nothing but zeros, as copies do that did not finish")
    start = data[3:] if data.startswith(b"\xef\xbb\xbf") else data
    if len(data) <= _STUB:
        for pattern, what in _POINTERS:
            if pattern.match(start.lstrip()):
                return Content("", "placeholder", what)
    head = start[:HEAD].lstrip()
    if head.startswith(b"%PDF-"):
        return Content("pdf")
    return Content(_binary(data) or _late_pdf(data) or _text(data)) if data[:8] != _FIRST_OF_OLE else _ole(data)


_FIRST_OF_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _binary(data: bytes) -> str:
    """The type of a file that is no text; empty when its first bytes say nothing."""
    if data[:4] == b"RIFF" and len(data) >= 12:
        return _RIFF.get(data[8:12], "")
    if data[4:8] == b"ftyp":
        return _branded(data)
    if data[4:8] in _FIRST_BOXES and data[:4] != b"\0\0\0\0":
        return "mov"
    for first, kind in _FIRST:
        if data.startswith(first) and (len(first) > 3 or _plausible(kind, data)):
            return kind
    if data[257:262] == b"ustar":
        return "tar"
    if data[:1] == b"\xff" and len(data) > 3 and data[1] & 0xE6 == 0xE2 and data[2] & 0xF0 != 0xF0:
        return "mp3"
    if data[:1] == b"\xff" and len(data) > 3 and data[1] & 0xF6 == 0xF0:
        return "aac"
    return "bmp" if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0" else ""


def _plausible(kind: str, data: bytes) -> bool:
    """Whether a file with very short first bytes is what they say, and no text that happens to begin so."""
    return kind in ("jpg", "gz", "jxl") or b"\0" in data[:512] or (kind == "mp3" and data[3:4] <= b"\x09")


def _branded(data: bytes) -> str:
    """The type of a file of boxes by its brands: the first one, and for pictures of no one sort those it goes with."""
    size = min(int.from_bytes(data[:4], "big"), 512)
    brand = data[8:12].decode("latin-1")
    others = {data[at : at + 4] for at in range(16, size, 4)}
    if brand in ("mif1", "msf1") and others & {b"avif", b"avis"}:
        return "avif"
    return _BRANDS.get(brand, "mp4")


def _ole(data: bytes) -> Content:
    """Which of the old Office files this is, by the names of the streams in it."""
    for name, (kind, state) in _OLE.items():
        if name.encode("utf-16-le") in data:
            return Content(kind, "encrypted" if state == "encrypted" else "whole")
    return Content("ole")


def _text(data: bytes) -> str:
    """`txt`, or the markup that a text is; empty when it is no text.

    Text is UTF-8, UTF-16 with its mark, or what old editors write: mostly ASCII, with no control characters.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            plain = data.decode("utf-16").encode("utf-8", "replace")
        except UnicodeDecodeError:
            return ""
    else:
        plain = data[3:] if data.startswith(b"\xef\xbb\xbf") else data
    if any(byte in plain for byte in _NOT_IN_TEXT):
        return ""
    try:
        plain.decode("utf-8")
    except UnicodeDecodeError:
        sample = plain[:65_536]
        if sum(byte < 128 for byte in sample) < _MOSTLY * len(sample):
            return ""
    return _markup(plain[:HEAD])


def _markup(head: bytes) -> str:
    """What a text is marked up as."""
    match = _MARKUP.match(head)
    if match is None:
        return "txt"
    word = match[1].lower()
    if b"html" in word or word == b"head":
        return "html"
    if b"svg" in word or re.search(rb"<svg[\s>]", head):
        return "svg"
    if re.search(rb"<html[\s>]", head, re.IGNORECASE):
        return "html"
    return "xml" if head.lstrip().startswith(b"<?xml") else "txt"


def _late_pdf(data: bytes) -> str:
    """PDF readers take a file that begins with something else, as long as that is short; a text that speaks of PDFs is none."""
    return "pdf" if b"%PDF-" in data[:1024] and b"endobj" in data and b"trailer" in data else ""
