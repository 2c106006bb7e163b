"""The words of a PDF: pages, what is noted on them, forms, bookmarks, properties, and files that are attached. In the child process alone."""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from msgspec import Struct

from simcred.inspect.parsing import open_pdf
from simcred.inspect.remarks import unpacked, xmp
from simcred.inspect.taking import Taking
from simcred.model.contents import Passage
from simcred.privacy.text import decoded, without_tags

MOST_PAGES = 2_000
_MOST_NOTES = 2_000
"""On one page."""
_MOST_WORDS = 6_000_000
_PROPERTIES = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer")
_PARTED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
"""Where a word is parted at the end of a line."""


def pdf(data: bytes, kind: str, taking: Taking) -> Iterator[Passage]:
    """The passages of a PDF; a page that cannot be read spoils nothing else. Raises what the parser raises when it does not open."""
    with open_pdf(data, cut=False) as document:
        document.init_forms()
        for name in _PROPERTIES:
            yield Passage("the properties", document.get_metadata_value(name), author=name == "Author")
        yield from _metadata(data, taking)
        yield from _packets(document, taking)
        left = _Left(_MOST_ELEMENTS)
        pages = len(document)
        taking.whole = taking.whole and pages <= MOST_PAGES
        for number in range(min(pages, MOST_PAGES)):
            try:
                yield from _page(document, number, taking, left)
            except Exception:  # the binding raises what it likes
                taking.whole = False
        yield Passage("the bookmarks", "\n".join(mark.get_title() for mark in document.get_toc()))
        for number in range(document.count_attachments()):
            yield from _attached(document.get_attachment(number).raw, taking)


class _Left(Struct):
    """How many elements of its structure may still be looked at, for all pages together."""

    elements: int


def _page(document: Any, number: int, taking: Taking, left: _Left) -> Iterator[Passage]:
    """A page, what is said of its pictures, and what is noted on it. A page with something on it and no text is a silent one."""
    import pypdfium2.raw as raw

    page = document[number]
    text = page.get_textpage().get_text_bounded().replace("\r\n", "\n").replace("\ufffe", "").replace("\x02", "")
    if not text.strip() and raw.FPDFPage_CountObjects(page):
        taking.silent += 1
    yield Passage(f"page {number + 1}", _PARTED.sub("", text))
    yield from _described(page, number + 1, taking, left)
    yield from _notes(document, page, number + 1, taking)


def _described(page: Any, number: int, taking: Taking, left: _Left) -> Iterator[Passage]:
    """What the structure of a page says for those who cannot see it: of pictures, and in place of words."""
    import pypdfium2.raw as raw

    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    try:
        waiting = [
            raw.FPDF_StructTree_GetChildAtIndex(tree, at)
            for at in reversed(range(min(raw.FPDF_StructTree_CountChildren(tree), left.elements + 1)))
        ]
        while waiting:
            element = waiting.pop()
            if not element:
                continue
            if not left.elements:
                taking.whole = False
                return
            left.elements -= 1
            asks = (raw.FPDF_StructElement_GetAltText, raw.FPDF_StructElement_GetActualText, raw.FPDF_StructElement_GetTitle)
            for ask in (*asks, raw.FPDF_StructElement_GetExpansion):
                yield Passage(f"a description on page {number}", _asked(partial(ask, element), taking))
            held = min(raw.FPDF_StructElement_CountChildren(element), left.elements + 1)
            waiting += [raw.FPDF_StructElement_GetChildAtIndex(element, at) for at in reversed(range(held))]
    finally:
        raw.FPDF_StructTree_Close(tree)


_MOST_ELEMENTS = 50_000
_MOST_PARTS, _LONGEST_PART = 100, 6_000_000


def _packets(document: Any, taking: Taking) -> Iterator[Passage]:
    """The parts of a form of the kind that draws itself (XFA), as texts: what was filled in stands in one of them."""
    import pypdfium2.raw as raw

    count = raw.FPDF_GetXFAPacketCount(document)
    taking.whole = taking.whole and count <= _MOST_PARTS
    for at in range(min(count, _MOST_PARTS)):
        size = ctypes.c_ulong()
        if not raw.FPDF_GetXFAPacketContent(document, at, None, 0, size) or size.value > _LONGEST_PART:
            taking.whole = False
        elif size.value:
            buffer = ctypes.create_string_buffer(size.value)
            raw.FPDF_GetXFAPacketContent(document, at, buffer, size.value, size)
            yield Passage("a form", without_tags(decoded(buffer.raw)))


def _notes(document: Any, page: Any, number: int, taking: Taking) -> Iterator[Passage]:
    """What is noted on a page, by whom, what was filled in, and the files pinned to it."""
    import pypdfium2.raw as raw

    count = raw.FPDFPage_GetAnnotCount(page)
    taking.whole = taking.whole and count <= _MOST_NOTES
    for at in range(min(count, _MOST_NOTES)):
        note = raw.FPDFPage_GetAnnot(page, at)
        if not note:
            continue
        try:
            yield from _note(document, note, number, taking)
        finally:
            raw.FPDFPage_CloseAnnot(note)


_KEYS = ((b"Contents", False), (b"RC", False), (b"Subj", False), (b"T", True))
_LINK, _WIDGET = 2, 20
_LONGEST_ADDRESS = 10_000


def _note(document: Any, note: Any, number: int, taking: Taking) -> Iterator[Passage]:
    """One note, field or pinned file."""
    import pypdfium2.raw as raw

    if raw.FPDFAnnot_GetSubtype(note) == _WIDGET:
        form = document.formenv
        if form is not None:
            asks = (raw.FPDFAnnot_GetFormFieldAlternateName, raw.FPDFAnnot_GetFormFieldName, raw.FPDFAnnot_GetFormFieldValue)
            parts = [_asked(partial(ask, form, note), taking) for ask in asks]
            yield Passage(f"a form on page {number}", ": ".join(filter(None, dict.fromkeys(parts))))
        return
    for key, author in _KEYS:
        said = _asked(partial(raw.FPDFAnnot_GetStringValue, note, key), taking)
        yield Passage(f"a note on page {number}", _MARKUP.sub(" ", said) if key == b"RC" else said, author)
    if raw.FPDFAnnot_GetSubtype(note) == _LINK:
        yield Passage(f"a link on page {number}", _address(document, raw.FPDFAnnot_GetLink(note)))
    pinned = raw.FPDFAnnot_GetFileAttachment(note)
    if pinned:
        yield from _attached(pinned, taking)


def _address(document: Any, link: Any) -> str:
    """Where a link leads, if it leads out of the file."""
    import pypdfium2.raw as raw

    action = raw.FPDFLink_GetAction(link) if link else None
    size = raw.FPDFAction_GetURIPath(document.raw, action, None, 0) if action else 0
    if not 1 < size <= _LONGEST_ADDRESS:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document.raw, action, buffer, size)
    return buffer.raw[: size - 1].decode("utf-8", "ignore")


_MARKUP = re.compile(r"<[^>]*>")


def _asked(ask: Callable[[Any, int], int], taking: Taking) -> str:
    """A text that PDFium gives in two steps: how long it is, and then itself."""
    import pypdfium2.raw as raw

    size = ask(None, 0)
    if size <= 2:
        return ""
    if size > _MOST_WORDS:
        taking.whole = False
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "ignore")


def _attached(attachment: Any, taking: Taking) -> Iterator[Passage]:
    """A file that is attached: its name, what is said of it, and its words."""
    import pypdfium2.raw as raw

    where = "the name of an attached file"
    yield Passage(where, _asked(partial(raw.FPDFAttachment_GetName, attachment), taking))
    yield Passage(where, _asked(partial(raw.FPDFAttachment_GetDescription, attachment), taking))
    size = ctypes.c_ulong()
    if not raw.FPDFAttachment_GetFile(attachment, None, 0, size) or not size.value:
        return
    if size.value > _MOST_ATTACHED:
        taking.whole = False
        return
    buffer = ctypes.create_string_buffer(size.value)
    if raw.FPDFAttachment_GetFile(attachment, buffer, size.value, size):
        yield from taking.inside(buffer.raw[: size.value], "an attached file")


_MOST_ATTACHED = 50_000_000
_MOST_PACKETS = 20
_METADATA, _STREAM = re.compile(rb"/Type\s{0,9}/Metadata\b"), re.compile(rb"stream\r?\n")
_NEAR = 2_000
"""Bytes around the word in which the rest of what is said of a stream stands."""


def _metadata(data: bytes, taking: Taking) -> Iterator[Passage]:
    """What the metadata of a PDF say, which stand in it beside the properties, of each version of it that it still holds."""
    for number, found in enumerate(_METADATA.finditer(data)):
        if number >= _MOST_PACKETS or b"/Encrypt" in data:
            taking.whole = False
            return
        begin = _STREAM.search(data, found.end(), found.end() + _NEAR)
        if begin is None:
            continue
        end = data.find(b"endstream", begin.end())
        said = data[begin.end() : end if end >= 0 else len(data)]
        about = data[max(0, data.rfind(b"obj", max(0, found.start() - _NEAR), found.start())) : begin.start()]
        if b"FlateDecode" in about:
            try:
                said = unpacked(said)
            except zlib.error:
                taking.whole = False
                continue
        for remark in xmp(said[:_MOST_WORDS]):
            yield Passage("the properties", remark.text, remark.author)
