"""The words in a document, a picture or its margins, passage by passage: what a person could read in it, and where. In the child process alone.

Comments, tracked changes, hidden sheets, speaker notes, properties and what a camera wrote beside a photo are words like any.
A place never repeats a word of the file: it says page 3, not what stands there.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from simcred.inspect.packages import Skeleton, part, read_xml
from simcred.inspect.parsing import open_pdf, opened
from simcred.model.contents import Passage

MOST = 6_000_000
"""Characters of one file; what follows is not looked at, and that is said."""
_MOST_PAGES = 2_000
_PROPERTIES = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer")


def passages(data: bytes, kind: str) -> tuple[Passage, ...]:
    """The passages of a file of that kind (pdf, docx, xlsx, pptx, jpg, png). Raises what the parsers raise."""
    made: list[Passage] = []
    left = MOST
    for passage in _READERS[kind](data, kind):
        if not passage.text.strip():
            continue
        made.append(Passage(passage.where, passage.text[:left], passage.author))
        left -= len(passage.text)
        if left <= 0:
            break
    return tuple(made)


def _pdf(data: bytes, kind: str) -> Iterator[Passage]:
    """Pages, what is noted on them, bookmarks, names of attached files, and properties."""
    import pypdfium2.raw as raw

    with open_pdf(data, cut=False) as document:
        for name in _PROPERTIES:
            yield Passage("the properties", document.get_metadata_value(name), author=name == "Author")
        for number in range(min(len(document), _MOST_PAGES)):
            page = document[number]
            text = page.get_textpage().get_text_bounded().replace("\r\n", "\n").replace("\ufffe", "").replace("\x02", "")
            yield Passage(f"page {number + 1}", _PARTED.sub("", text))
            yield Passage(f"a note on page {number + 1}", "\n".join(_notes(raw, page)))
        yield Passage("the bookmarks", "\n".join(mark.get_title() for mark in document.get_toc()))
        for number in range(document.count_attachments()):
            attached = document.get_attachment(number)
            yield Passage("the name of an attached file", attached.get_name())


def _notes(raw: Any, page: Any) -> Iterator[str]:
    """What is noted on a page of a PDF, and by whom."""
    import ctypes

    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        for key in (b"Contents", b"T", b"Subj"):
            size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
            if 2 < size < MOST:
                buffer = ctypes.create_string_buffer(size)
                raw.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
                yield buffer.raw[: size - 2].decode("utf-16-le", "ignore")
        raw.FPDFPage_CloseAnnot(note)


class _Words(Skeleton):
    """Takes the words of an office document's part: a paragraph or a row a line, cells apart by tabs; authors and descriptions too."""

    _LINES = frozenset(
        {"p", "row", "si", "comment", "cm", "title", "creator", "lastModifiedBy", "subject", "keywords", "description"}
    )
    _CELLS = frozenset({"tc", "c"})
    _TEXTS = frozenset({"t", "delText", "instrText", "text"})
    _PROPERTIES = frozenset(
        {"title", "creator", "lastModifiedBy", "subject", "keywords", "description", "Manager", "Company", "lpwstr"}
    )
    _SAID = ("author", "descr", "title", "name", "initials", "displayName")

    def __init__(self, shared: list[str] | None = None) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.authors: list[str] = []
        self._shared = shared
        self._here: list[str] = []
        self._now = ""
        self._kind = ""
        self._value = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        super().start(tag, attributes)
        self._now = tag.rpartition("}")[2]
        if self._now == "c":
            self._kind, self._value = attributes.get("t", ""), ""
        for name, said in attributes.items():
            plain = name.rpartition("}")[2]
            if plain in self._SAID and self._now != "style":
                (self.authors if plain in ("author", "initials", "displayName") else self.lines).append(said)
        if self._now in ("tab", "br", "cr"):
            self._here.append("\t" if self._now == "tab" else "\n")

    def data(self, data: str) -> None:
        """Text."""
        if self._now in self._TEXTS or self._now in self._PROPERTIES or self._now == "author":
            self._here.append(data)
        elif self._now == "v":
            self._value += data

    def end(self, tag: str) -> None:
        """An element ends."""
        super().end(tag)
        ended, self._now = tag.rpartition("}")[2], ""
        if ended == "c" and self._value:
            known = self._shared if self._kind == "s" and self._shared is not None else None
            at = int(self._value) if known is not None and self._value.isdecimal() else -1
            self._here.append(known[at] if known is not None and 0 <= at < len(known) else self._value)
        if ended in self._CELLS:
            self._here.append("\t")
        if ended in self._LINES or ended in self._PROPERTIES or ended == "author":
            said, self._here = "".join(self._here), []
            (self.authors if ended in ("creator", "lastModifiedBy", "author", "Manager") else self.lines).append(said)
            if ended == "si" and self._shared is not None:
                self._shared.append(said)


_PART = re.compile(r"(word|xl|ppt|docprops)/.*\.xml\Z")
_NAMED = (
    (re.compile(r"ppt/notesslides/notesslide(\d+)\.xml"), "the notes of slide {}"),
    (re.compile(r"ppt/slides/slide(\d+)\.xml"), "slide {}"),
    (re.compile(r"xl/worksheets/sheet(\d+)\.xml"), "sheet {}"),
    (re.compile(r"xl/workbook\.xml"), "the names of sheets"),
    (re.compile(r"(?:word|xl|ppt)/.*comment.*\.xml"), "a comment"),
    (re.compile(r"word/header\d*\.xml"), "the header"),
    (re.compile(r"word/footer\d*\.xml"), "the footer"),
    (re.compile(r"docprops/.*\.xml"), "the properties"),
)
_LEFT = (
    "theme",
    "styles",
    "settings",
    "fonttable",
    "slidelayout",
    "slidemaster",
    "notesmaster",
    "presprops",
    "viewprops",
    "calcchain",
)


def _package(data: bytes, kind: str) -> Iterator[Passage]:
    """Every part of an office document that holds words."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {name.replace("\\", "/").lstrip("/").casefold(): name for name in archive.namelist()}
        parts = [name for name in names if _PART.match(name) and not any(left in name for left in _LEFT)]
        shared: list[str] = []
        for name in sorted(parts, key=lambda name: (name != "xl/sharedstrings.xml", name)):
            words = _Words(shared if name.startswith("xl/") else None)
            read_xml(part(archive, names[name]), words)
            where = next((said.format(*found.groups()) for shape, said in _NAMED if (found := shape.match(name))), "the text")
            if name != "xl/sharedstrings.xml":
                yield Passage(where, "\n".join(words.lines))
            yield Passage(where, "\n".join(words.authors), author=True)


_PARTED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
"""Where a word is parted at the end of a line."""
_XMP = re.compile(r"<[^>]*>")


def _picture(data: bytes, kind: str) -> Iterator[Passage]:
    """What stands beside a picture: EXIF, XMP and PNG texts, and that it says where it was taken."""
    image = opened(data, kind) if kind == "jpg" else _whole_png(data)
    exif = image.getexif()
    tags = dict(exif) | dict(exif.get_ifd(0x8769))
    for tag, value in tags.items():
        text = _readable(value, wide=0x9C9B <= tag <= 0x9C9F)
        yield Passage("what the camera or program wrote", text, author=tag in (0x013B, 0x9C9D, 0xA430))
    if exif.get_ifd(0x8825):
        yield Passage("where it was taken", "location", author=False)
    for name, value in image.info.items():
        if isinstance(name, str) and name not in ("exif", "icc_profile"):
            text = _readable(value, wide=False)
            yield Passage("what is written beside the picture", _XMP.sub(" ", text), author=name.lower() == "author")
            if "GPSLatitude" in text:
                yield Passage("where it was taken", "location")


def _whole_png(data: bytes) -> Any:
    """A PNG with its remarks, loaded to its end, since they may stand behind the picture."""
    from PIL import Image

    opened(data, "png")  # refuses what says to be far too large
    image = Image.open(io.BytesIO(data), formats=["PNG"])
    image.load()
    return image


def _readable(value: object, *, wide: bool) -> str:
    """A value as text; what is none gives none."""
    if isinstance(value, str):
        return value
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


_READERS = {"pdf": _pdf, "docx": _package, "xlsx": _package, "pptx": _package, "jpg": _picture, "png": _picture}
