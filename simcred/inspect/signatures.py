"""What a file's first bytes say it is, whatever its name says. Looks at bytes and parses nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

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
    (b"APETAGEX", "mp3"),
    (b"caff", "caf"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wmv"),
    (b"\x1a\x45\xdf\xa3", "mkv"),
    (b"FLV\x01", "flv"),
    (b"\0\0\x01\xba", "mpg"),
    (b"\0\0\x01\xb3", "mpg"),
    (b"SQLite format 3\0", "db"),
)
"""First bytes and the type of what begins so. From the formats' own specifications."""
_WORDS = re.compile(rb"[ -~]+")
_STRUCTURE: Mapping[str, re.Pattern[bytes]] = {
    "rtf": re.compile(rb"\{\\rtf\d*\s*[\\{]"),
    "ps": re.compile(rb"%!PS(?:-Adobe-\d|\s*[\r\n])"),
    "pdf": re.compile(rb"%PDF-\d[\d.]*\s*[\r\n]|%PDF-\d[\s\S]*?\d\s+\d+\s+obj\b"),
    "bz2": re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"),
    "amr": re.compile(rb"#!AMR(?:-WB)?(?:_MC1\.0)?\n"),
}
"""How files begin that may be text throughout, or hold no zero in front, and yet are not meant to be read by people."""
_BLANK = re.compile(rb"[\t-\r -~]{4}")
_ID3 = re.compile(rb"ID3[\x02-\x04]")
_RIFF = {b"WAVE": "wav", b"WEBP": "webp", b"AVI ": "avi"}
_FIRST_OF_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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
_OF_ANY_SIZE = {b"ftyp", b"moov", b"mdat"}
"""Boxes that may say to go on beyond a file that was cut off."""
_HIGHEST = 0x10
"""No box of a file that is looked into is so large that the first byte of its size is this."""
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
_NEVER_IN_TEXT = re.compile(rb"[\0-\x06\x0e-\x19\x1c-\x1f]")
"""Control characters, but for those that programs leave behind: breaks of lines and pages, the bell, a letter taken back."""
_FEW = 0.01
_MOSTLY = 0.8
_MARK = b"\xef\xbb\xbf"
"""What some programs put before UTF-8."""


def by_first_bytes(data: bytes) -> Content:
    """What a file is, as far as can be told without parsing it; only its first bytes count, but for text, which is text throughout.

    A file of zeros is what a copy from a cloud leaves that did not finish. A type of "" is none that is known.
    """
    if not data.strip(b"\0"):
        return Content("", "damaged", "it holds nothing but zeros, as copies do that did not finish")
    start = data.removeprefix(_MARK)
    if len(data) <= _STUB:
        for pattern, what in _POINTERS:
            if pattern.match(start.lstrip()):
                return Content("", "placeholder", what)
    if data.startswith(_FIRST_OF_OLE):
        return _ole(data)
    head = start[:HEAD].lstrip()
    if head.startswith(b"%PDF-") and (_STRUCTURE["pdf"].match(start.lstrip()) or _NEVER_IN_TEXT.search(start)):
        return Content("pdf")
    if kind := _late_pdf(data):
        return Content(kind)
    if _is_clean(start):
        return Content(_written(start) or _markup(start[:HEAD]))
    return Content(_binary(data) or _text(data))


def _is_clean(data: bytes) -> bool:
    """Whether bytes are UTF-8 that a person could read: whatever words such a file begins with, it is text."""
    if _NEVER_IN_TEXT.search(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _written(data: bytes) -> str:
    """What is text throughout, and yet is written for a program; empty for text that is meant to be read."""
    return next((kind for kind in ("rtf", "ps") if _STRUCTURE[kind].match(data)), "")


def _binary(data: bytes) -> str:
    """The type of a file that is no clean text; empty when its first bytes say nothing."""
    if data[:4] in (b"RIFF", b"RF64", b"BW64") and len(data) >= 12:
        return _RIFF.get(data[8:12], "")
    if data[4:8] in _FIRST_BOXES and _is_box(data):
        return _branded(data) if data[4:8] == b"ftyp" else "mov"
    for first, kind in _FIRST:
        if data.startswith(first) and _plausible(first, kind, data):
            return kind
    if data[257:262] == b"ustar" and b"\0" in data[:512]:
        return "tar"
    if data[:1] == b"\xff" and len(data) > 3 and data[1] & 0xF6 == 0xF0:
        return "aac"
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0":
        return "bmp"
    return "mp3" if _is_sound(data[: 1 << 16].lstrip(b"\0")) else ""


def _is_box(data: bytes) -> bool:
    """Whether what stands before the name of a box may be its size, and is no word."""
    size = int.from_bytes(data[:4], "big")
    if _BLANK.match(data) or data[0] >= _HIGHEST:
        return False
    return size == 1 or 8 <= size <= len(data) or (size > 8 and data[4:8] in _OF_ANY_SIZE)


def _is_sound(data: bytes) -> bool:
    """Whether bytes begin as an MP3 does, with its tag or a frame; some programs leave zeros before that."""
    if _ID3.match(data):
        return True
    return len(data) > 3 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2 and data[2] & 0xF0 != 0xF0


def _plausible(first: bytes, kind: str, data: bytes) -> bool:
    """Whether a file is what its first bytes say, when these are a word, and no text that happens to begin so."""
    if kind in _STRUCTURE:
        return _STRUCTURE[kind].match(data) is not None
    if first == b"ID3":
        return _ID3.match(data) is not None
    return not _WORDS.fullmatch(first) or b"\0" in data[:512]


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

    Text is UTF-8, UTF-16 with its mark, or what old editors write: mostly ASCII, with few control characters.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            plain = data.decode("utf-16").encode("utf-8", "replace")
        except UnicodeDecodeError:
            return ""
    else:
        plain = data.removeprefix(_MARK)
    sample = plain[:65_536]
    if b"\0" in plain or len(_NEVER_IN_TEXT.findall(sample)) > max(1, _FEW * len(sample)):
        return ""
    try:
        plain.decode("utf-8")
    except UnicodeDecodeError:
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


_END_OF_PDF = re.compile(rb"startxref\s+\d+\s+%%EOF")


def _late_pdf(data: bytes) -> str:
    """PDF readers take a file that begins with something else, as long as that is short; a text that speaks of PDFs is none."""
    if b"%PDF-" not in data[:1024] or b"endobj" not in data or (b"trailer" not in data and b"startxref" not in data):
        return ""
    return "pdf" if _END_OF_PDF.search(data) or not _is_clean(data) else ""
